"""Commands about the whole installation."""
