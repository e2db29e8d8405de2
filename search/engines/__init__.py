"""The engines behind the search contract."""
