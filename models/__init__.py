"""Arrays and strings in, arrays and strings out: knows neither app nor capture."""
