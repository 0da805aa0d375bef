"""Which parcel came from which, and what an old number is called today."""
