"""What `docs/generate.py` makes pages with: one module for each kind of page."""
