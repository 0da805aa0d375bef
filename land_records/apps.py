"""Django application entry of land_records."""

from django.apps import AppConfig


class LandRecordsConfig(AppConfig):
    """Registers land_records with Django."""

    name = "land_records"
    default_auto_field = "django.db.models.BigAutoField"
