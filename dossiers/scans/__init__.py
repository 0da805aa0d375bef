"""Scans: what a content really is, how many pages it has, what its pages look like; opened only in a child process."""
