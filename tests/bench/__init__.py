"""Long measurements, behind `make bench`. Not part of the tests."""
