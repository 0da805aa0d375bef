"""The land register: map series, sheets, parcels, versions, land objects."""
