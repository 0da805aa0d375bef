"""What the levels and columns of a delivery mean."""
