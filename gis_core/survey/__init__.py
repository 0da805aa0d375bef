"""Survey mathematics (observations, traverses, reductions)."""
