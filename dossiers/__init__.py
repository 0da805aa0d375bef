"""The legal spine: dossier, stored file, transaction, ledger, row history."""
