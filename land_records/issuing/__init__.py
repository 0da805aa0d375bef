"""From draft to certificate: obligations, preparation, issue by a second person, entry of papers from the archive."""
