"""Django application entry of tiles."""

from django.apps import AppConfig


class TilesConfig(AppConfig):
    """Registers tiles with Django."""

    name = "tiles"
    default_auto_field = "django.db.models.BigAutoField"
