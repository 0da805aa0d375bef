"""Bulk linking of the archive: a spreadsheet of certificates and their scans become dossiers on parcels."""
