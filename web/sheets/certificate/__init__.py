"""Certificates on paper: the whole sheet, its text alone on a blank, a change note, the test sheet of a printer."""
