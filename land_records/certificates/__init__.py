"""Certificates (GCN): what they say, their chain from first to current, and their notes."""
