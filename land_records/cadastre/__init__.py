"""The cadastre: map series and sheets, parcels and their versions in time, roads, canals and rivers."""
