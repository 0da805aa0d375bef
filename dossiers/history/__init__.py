"""Row history kept by triggers, its chain, and its verification."""
