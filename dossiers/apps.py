"""Django application entry of dossiers."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Registers dossiers with Django."""

    name = "dossiers"
    default_auto_field = "django.db.models.BigAutoField"
