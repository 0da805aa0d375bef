DROP VIEW published.sheet_frame;
DROP VIEW published.land_object;
DROP VIEW published.parcel_label;
DROP VIEW published.parcel;
