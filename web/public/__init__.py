"""Citizen pages: map, parcel, planning."""
