"""Pages as PDF: the same HTML and style sheets, fonts embedded, a real text layer, nothing fetched from a network."""

import io
import mimetypes
import re
import threading
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from web.public.land_use import colour_rules
from web.sheets.paper_fonts import PREFIX, paper_font

BASE = "https://thodia.invalid/"
"""Where relative addresses of a printed page begin; only OwnFiles answers below it."""
_COLOURS = "/mau/loai-dat.css"
_SVG = "{http://www.w3.org/2000/svg}"
_ICON = re.compile(r'<svg class="i[ "][^>]*>\s*<use href="[^"#]*icons[^"#]*\.svg#(?P<name>[\w-]+)"></use>\s*</svg>')
_printing = threading.Lock()


class PrintingFault(Exception):
    """A page asks for something that is not ours, or a file of ours is missing: nothing is printed."""


class OwnFiles(URLFetcher):
    """Serves style sheets, fonts and pictures of the project and `data:` URLs; refuses every other address."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - the engine's signature
        """The file behind an address of ours. Raises FatalURLFetchingError for others, which ends the printing."""
        if url.startswith("data:"):
            return super().fetch(url)
        parts = urlsplit(url)
        if not url.startswith(BASE):
            raise FatalURLFetchingError(f"a printed page may not fetch {url[:80]}")
        path = unquote(parts.path)
        if path.endswith(_COLOURS):
            return _response(url, colour_rules().encode(), "text/css")
        if path.startswith(PREFIX) and (font := paper_font(path.removeprefix(PREFIX))):
            return _response(url, font.read_bytes(), "font/ttf")
        name = path.removeprefix(settings.STATIC_URL)
        found = _static_file(name) if name != path else None
        if found is None:
            raise FatalURLFetchingError(f"a printed page asks for {path[:80]}, which is no file of ours")
        return _response(url, found.read_bytes(), mimetypes.guess_type(name)[0] or "font/woff2")


def _static_file(name: str) -> Path | None:
    """The file behind a static name, as collected (with its digest) or from the sources."""
    collected = (settings.STATIC_ROOT / name).resolve()
    if collected.is_relative_to(settings.STATIC_ROOT) and collected.is_file():
        return collected
    found = finders.find(name)
    return Path(str(found)) if found else None


def _response(url: str, body: bytes, kind: str) -> URLFetcherResponse:
    return URLFetcherResponse(url, io.BytesIO(body), {"Content-Type": kind})


def _with_icons(html: str) -> str:
    """Icons of the sprite written into the page: the PDF engine follows no reference out of an SVG."""
    return _ICON.sub(lambda found: _symbols().get(found["name"], ""), html)


@cache
def _symbols() -> dict[str, str]:
    """Every icon of the sprite as an SVG of its own."""
    sprite = ElementTree.parse(str(finders.find("icons.svg"))).getroot()  # noqa: S314 - our own file
    return {symbol.get("id", ""): _alone(symbol) for symbol in sprite.iter(f"{_SVG}symbol")}


def _alone(symbol: ElementTree.Element) -> str:
    box = symbol.get("viewBox", "0 0 16 16")
    alone = ElementTree.Element("svg", {"class": "i", "viewBox": box, "fill": "currentColor", "aria-hidden": "true"})
    for part in symbol:
        alone.append(part)
    for element in alone.iter():
        element.tag = element.tag.removeprefix(_SVG)
    return ElementTree.tostring(alone, encoding="unicode")


def pdf_of(html: str) -> bytes:
    """The HTML of a whole page as PDF/A-2u. One at a time in a process: Pango's font tables are shared.

    Raises PrintingFault.
    """
    try:
        with _printing:
            document = HTML(string=_with_icons(html), base_url=BASE, url_fetcher=OwnFiles())
            written: bytes = document.write_pdf(font_config=FontConfiguration(), pdf_variant="pdf/a-2u")
            return written
    except FatalURLFetchingError as fault:  # no Exception: it would end the web process
        raise PrintingFault(str(fault)) from fault
