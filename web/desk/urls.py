"""Addresses of the desk (UI direction §2)."""

from django.urls import path, re_path

from web.desk import (
    archive,
    blanks,
    books,
    certificates,
    dossiers,
    fits,
    home,
    imports,
    paper_gaps,
    parties,
    party_entry,
    party_pairs,
    party_reads,
    scans,
    tiles,
)
