"""Middleware that answers tiles before sessions, languages and sign-in are looked at.

A tile is the same for everybody: what the later middleware adds (Vary on language, a session look-up) would cost
more than the tile's own Python and would keep caches from sharing it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

ROOT = "/tiles/"


class TileShortcut:
    """Stands right after the security headers. Addresses below /tiles/ that name no tile go on as usual."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """`get_response` is the rest of the middleware."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The tile, or whatever the rest says."""
        if request.path_info.startswith(ROOT):
            try:
                match = resolve(request.path_info)
            except Resolver404:
                return self._get_response(request)
            if match.namespace == "tiles" and match.url_name != "root":
                request.resolver_match = match
                response: HttpResponse = match.func(request, *match.args, **match.kwargs)
                return response
        return self._get_response(request)
