"""Django application entry of gis_core (only its orm room is Django)."""

from importlib import import_module

from django.apps import AppConfig


class GisCoreConfig(AppConfig):
    """Registers gis_core and its system checks with Django."""

    name = "gis_core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Importing the module registers its checks."""
        import_module("gis_core.orm.checks")
