"""Coordinate reference systems of Viet Nam and exact, named transformations between them."""
