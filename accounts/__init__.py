"""Users, offices, roles: who may do what, where."""
