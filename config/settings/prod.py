"""Settings of a real server: behind nginx, HTTPS only."""

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.static import STORAGES  # noqa: F401

ALLOWED_HOSTS = env.words("THODIA_HOSTS")
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
