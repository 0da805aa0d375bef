"""Django application entry of gis_core (only its orm room is Django)."""

from django.apps import AppConfig


class GisCoreConfig(AppConfig):
    """Registers gis_core and its system checks with Django."""

    name = "gis_core"
    default_auto_field = "django.db.models.BigAutoField"
