"""Settings: base, dev, prod, test."""
