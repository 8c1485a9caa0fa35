"""The only rooms that speak SQL: one encrypted file, its pictures, its keys."""
