"""Settings every deployment shares."""

from config import env
from config.settings.gis import *  # noqa: F403  (the gis numbers are settings)

BASE_DIR = env.PROJECT_DIR
THODIA_HOME = env.home()
SECRET_KEY = env.secret("django_key")
DEBUG = False
ALLOWED_HOSTS = env.words("THODIA_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.gis",
    "django_tasks",
    "django_tasks_db",
    "config",
    "gis_core",
    "reference",
    "accounts",
    "dossiers",
    "land_records",
    "planning",
    "importers",
    "tiles",
    "web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "tiles.shortcut.TileShortcut",  # tiles are the same for everybody: no session, language or sign-in before them
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "web.security_headers.SecurityHeaders",
    "web.errors.DomainErrors",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.context.page",
            ],
        },
    },
]


def _database(user: str, *, mirror: str | None = None) -> dict[str, object]:
    """One connection; `mirror` marks a second role on the same database (tests make it only once)."""
    options: dict[str, object] = {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": env.text("THODIA_DB_NAME", "thodia"),
        "USER": user,
        "PASSWORD": env.secret(f"db_{user}"),
        "HOST": env.text("THODIA_DB_HOST", str(THODIA_HOME / "run")),
        "PORT": env.text("THODIA_DB_PORT", "5432"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"application_name": f"thodia-{user}"},
    }
    if mirror:
        options["TEST"] = {"MIRROR": mirror}
    return options


DATABASES = {
    # web and worker: no DDL, no TRUNCATE, no change of ledger or history. `THODIA_DB_ROLE=thodia_owner` migrates.
    "default": _database(env.text("THODIA_DB_ROLE", "thodia_app")),
    # what the public may see
    "published": _database("tiles_reader", mirror="default"),
    # what officers may see on maps; pages narrow it to their units
    "desk": _database("desk_reader", mirror="default"),
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

SILENCED_SYSTEM_CHECKS = [
    # Debian's GDAL only serves GeoDjango's own geometry classes here; delivered files are opened by the wheels'
    # GDAL in a child process without network (docs/architecture.md)
    "gis.W001",
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "web" / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = THODIA_HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "web" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "web.npm_files.NpmFinder",
]
CSRF_FAILURE_VIEW = "web.errors.forged"

PUBLIC_ADDRESS = env.text("THODIA_PUBLIC_ADDRESS", "http://localhost:8000").rstrip("/")
"""What printed QR codes lead to; papers outlive requests, so it is set once for the deployment."""

PLAN_CONSULTATION = "web.plan_consultation.ask_plans"
"""Who answers the register's question about land-use plans (docs/adr/0064); empty: nobody."""

LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/ban-lam-viec/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
UPLOAD_MAX_BYTES = env.integer("THODIA_UPLOAD_MAX_BYTES", 512 * 1024 * 1024)

UPLOADER_MAY_APPROVE = env.boolean("THODIA_UPLOADER_MAY_APPROVE", False)
"""False: who submits a transaction may not approve it (four eyes)."""

ONE_STOP_CODE_PATTERN = env.text(
    "THODIA_ONE_STOP_CODE", r"(\d{3}\.\d{2}\.\d{2}\.)?H\d{2}(\.\d{1,3}){0,2}-\d{6}-\d{4,5}"
)
"""Codes of the one-stop desk (Thông tư 01/2018/TT-VPCP Điều 19, and the shorter form many provinces print)."""

REGISTER_NO_PATTERN = env.text("THODIA_REGISTER_NO", "VP {n}")
"""Book numbers of new certificates (số vào sổ cấp Giấy chứng nhận); {n} is the unit's next number, {n:05d} padded."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # chatter of libraries that tells nobody anything
        "numexpr": {"level": "WARNING"},
        "pyogrio": {"level": "WARNING"},
        "rasterio": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},  # each property of screen styles it does not know
    },
}
