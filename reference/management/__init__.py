"""Commands of reference."""
