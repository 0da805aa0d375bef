"""Land-use names and colours as the pages need them: a stylesheet, a table for the map, a legend.

Colours are data (reference.api), never CSS of ours: one small stylesheet gives every code its `--use`.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from reference import api as reference


@dataclass(frozen=True, slots=True)
class UseEntry:
    """One land-use type on a page: code, name in the reader's language, `#RRGGBB`, official colour or provisional."""

    code: str
    name: str
    rgb: str
    official: bool


@cache
def _names() -> dict[str, tuple[str, str]]:
    """Names by code in both languages; reference data change by migration only, so a process reads them once."""
    return {use.code: (use.name_vi, use.name_en) for use in reference.land_use_codes(every_list=True)}


@cache
def _colours() -> dict[str, tuple[str, bool]]:
    return {code: (colour.rgb, colour.official) for code, colour in reference.land_use_style().items()}


def use_name(code: str) -> str:
    """The type's name in the reader's language; the code itself when no list knows it."""
    vietnamese, english = _names().get(code, (code, code))
    return english if (get_language() or "vi").startswith("en") else vietnamese


def entries(codes: list[str]) -> tuple[UseEntry, ...]:
    """Legend rows for these codes, in the order of the official list."""
    wanted = set(codes)
    return tuple(
        UseEntry(code, use_name(code), *_colours().get(code, ("#E6E6DC", False))) for code in _names() if code in wanted
    )


def uses_of(text: str) -> tuple[UseEntry, ...]:
    """The types in a label such as `ONT+CLN`."""
    ordered = dict.fromkeys(re.findall(r"[A-Z]{3}", text.upper()))
    return tuple(UseEntry(code, use_name(code), *_colours().get(code, ("#E6E6DC", False))) for code in ordered)


def colours() -> dict[str, str]:
    """`#RRGGBB` of every code, for the map's style."""
    return {code: rgb for code, (rgb, _) in _colours().items()}


def colour_rules() -> str:
    """`.use-ODT{--use:#FFA0FF}` for every code."""
    return "".join(f".use-{code}{{--use:{rgb}}}\n" for code, (rgb, _) in _colours().items())


@require_safe
def stylesheet(request: HttpRequest) -> HttpResponse:
    """The colours of all codes; revalidated by ETag."""
    css = colour_rules()
    etag = quote_etag(hashlib.sha256(css.encode()).hexdigest()[:20])
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    return HttpResponse(
        css, content_type="text/css; charset=utf-8", headers={"ETag": etag, "Cache-Control": "public, max-age=3600"}
    )
