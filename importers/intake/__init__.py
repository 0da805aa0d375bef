"""Safe unpacking, fingerprints and the reading child process."""
