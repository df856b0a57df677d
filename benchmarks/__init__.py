"""Benchmarks of the software; nothing here is part of the product."""
