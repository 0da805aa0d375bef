"""Django application entry of planning."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Registers planning with Django."""

    name = "planning"
    default_auto_field = "django.db.models.BigAutoField"
