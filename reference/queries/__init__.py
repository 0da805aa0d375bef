"""Questions to the reference tables; reached through reference.api only."""
