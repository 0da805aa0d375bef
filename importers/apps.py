"""Django application entry of importers."""

from django.apps import AppConfig


class ImportersConfig(AppConfig):
    """Registers importers with Django."""

    name = "importers"
    default_auto_field = "django.db.models.BigAutoField"
