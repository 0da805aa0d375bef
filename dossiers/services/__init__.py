"""Acts of the legal spine; each is one function."""
