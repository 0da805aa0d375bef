"""Typed reading of the environment; a missing or wrong value stops the program at start, not at use."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PROJECT_DIR = Path(__file__).resolve().parent.parent


def home() -> Path:
    """The one folder of secrets, keys, data and caches (THODIA_HOME, default var/)."""
    return Path(os.environ.get("THODIA_HOME") or PROJECT_DIR / "var").resolve()


def text(name: str, default: str | None = None) -> str:
    """A text value; without a default it must be set."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Required setting {name} is missing; see docs/operations.md")
    return value


def integer(name: str, default: int) -> int:
    """A whole number."""
    raw = os.environ.get(name)
    if raw is None or raw == "":
        return default
    try:
        return int(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"Setting {name} must be a whole number, not {raw!r}") from error


def boolean(name: str, default: bool) -> bool:
    """1/0, true/false, yes/no."""
    raw = os.environ.get(name, "").strip().lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"Setting {name} must be true or false, not {raw!r}")


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A comma-separated list."""
    raw = os.environ.get(name)
    return [part.strip() for part in raw.split(",") if part.strip()] if raw else list(default)


def secret(name: str) -> str:
    """A secret from the environment (THODIA_<NAME>) or from THODIA_HOME/secrets/<name> (mode 0600)."""
    from_environment = os.environ.get(f"THODIA_{name.upper()}")
    if from_environment:
        return from_environment
    path = home() / "secrets" / name
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise ImproperlyConfigured(
            f"Secret {name} is missing: neither THODIA_{name.upper()} nor the file secrets/{name} exists"
        ) from error
