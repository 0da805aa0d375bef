"""Readers: one kind of file each; decide nothing, repair nothing, lose nothing."""
