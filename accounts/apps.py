"""Django application entry of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers accounts with Django."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
