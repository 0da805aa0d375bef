"""Rights, restrictions and responsibilities (LADM RRR), and the assets they may lie on."""
