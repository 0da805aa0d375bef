"""Django application entry of reference."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """Registers reference with Django."""

    name = "reference"
    default_auto_field = "django.db.models.BigAutoField"
