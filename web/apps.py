"""Django application entry of web."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers web with Django."""

    name = "web"
    default_auto_field = "django.db.models.BigAutoField"
