"""The officers' desk: import, review, approval."""
