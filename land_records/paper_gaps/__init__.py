"""Which certificates, archived dossiers and parcels lack each other's papers; asked of the tables as they stand."""
