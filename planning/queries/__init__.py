"""Questions about plans: which are in force, what they say about a polygon."""
