"""Acts on plans: register, put in force, end, add a scanned sheet."""
