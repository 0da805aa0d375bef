"""Django application entry of web."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers web with Django, and tells the register how plans are asked."""

    name = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Importing the module joins the register's question with planning's answer."""
        import_module("web.plan_consultation")
