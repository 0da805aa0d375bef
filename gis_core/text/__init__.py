"""Legacy Vietnamese character sets and names."""
