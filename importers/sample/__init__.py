"""The maker of a realistic sample commune with planted faults."""
