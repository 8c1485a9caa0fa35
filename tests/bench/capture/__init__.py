"""What recording costs and what it misses, against other rules, on one scripted desk. `python -m tests.bench.capture`."""
