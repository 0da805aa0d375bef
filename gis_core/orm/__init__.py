"""The only rooms of gis_core that know Django: fields, migration operations, system checks."""
