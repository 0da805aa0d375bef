"""Settings of the test suite: fast password hashing, owner role, a database of its own."""

from config.settings.base import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECRET_KEY = "tests-only-not-a-secret"  # noqa: S105
