"""What a browser may do with our pages: one policy for all of them, without inline scripts or styles."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from web.assets import import_map_hash

_POLICY = (
    "default-src 'none'; script-src 'self' {import_map}; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_PERMISSIONS = "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), interest-cohort=()"


class SecurityHeaders:
    """Adds Content-Security-Policy and Permissions-Policy to every answer that has none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then say what the page may load. MapLibre's worker is a file of ours, or a blob importing it."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY.format(import_map=import_map_hash()))
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response
