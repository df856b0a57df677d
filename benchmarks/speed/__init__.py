"""Speed, always as a ratio to the best alternative in the same run."""
