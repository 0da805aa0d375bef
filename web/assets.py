"""The import map of our ES modules and its CSP hash.

Modules name each other by bare names (`thodia/map/layers.js`), so that hashed file names of a production
storage reach every import. The map is the only inline script of any page; the policy allows it by its hash.
"""

import base64
import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

_ROOMS = ("map", "desk", "site", "coordinates")
_LIBRARIES = {
    "maplibre-gl": "npm/maplibre-gl/dist/maplibre-gl.mjs",
    "htmx": "npm/htmx.org/dist/htmx.esm.min.js",
}


def _build() -> str:
    root = Path(settings.BASE_DIR) / "web" / "static"
    imports = {name: static(path) for name, path in _LIBRARIES.items()}
    for room in _ROOMS:
        for path in sorted((root / room).glob("*.js")):
            imports[f"thodia/{room}/{path.name}"] = static(f"{room}/{path.name}")
    return json.dumps({"imports": imports}, separators=(",", ":"))


@cache
def _built_once() -> str:
    return _build()


def import_map() -> str:
    """The JSON text exactly as it stands in the page. Rebuilt per call while DEBUG is on."""
    return _build() if settings.DEBUG else _built_once()


def import_map_hash() -> str:
    """`'sha256-…'` of that text, for script-src."""
    digest = hashlib.sha256(import_map().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
