"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject

from web.public.deployment import place_line

THEME_COOKIE = "thodia_theme"
THEMES = ("light", "dark")


def page(request: HttpRequest) -> dict[str, object]:
    """The reader's theme (empty: the system's), the same page in the other language."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    vietnamese = getattr(request, "LANGUAGE_CODE", "vi").startswith("vi")
    other = "en" if vietnamese else "vi"
    return {
        "theme": theme if theme in THEMES else "",
        "other_language": other,
        "other_language_url": translate_url(request.get_full_path(), other),
        "place_line": SimpleLazyObject(place_line),
        "desk_url": settings.LOGIN_REDIRECT_URL if _signed_in(request) else settings.LOGIN_URL,
    }


def _signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)
