"""Which files of the installed npm packages are served: only those the pages use, under /static/npm/."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core import checks
from django.core.files.storage import FileSystemStorage

FILES: tuple[str, ...] = (
    "@fontsource-variable/source-sans-3/LICENSE",
    "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
    "@fontsource-variable/source-sans-3/files/source-sans-3-vietnamese-wght-normal.woff2",
    "@fontsource/be-vietnam-pro/LICENSE",
    "@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-600-normal.woff2",
    "@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-600-normal.woff2",
    "bootstrap/LICENSE",
    "bootstrap/dist/css/bootstrap-reboot.min.css",
    "bootstrap/dist/css/bootstrap-reboot.min.css.map",
    "htmx.org/LICENSE",
    "htmx.org/dist/htmx.esm.min.js",
    "maplibre-gl/LICENSE.txt",
    "maplibre-gl/dist/maplibre-gl.css",
    "maplibre-gl/dist/maplibre-gl.mjs",
    "maplibre-gl/dist/maplibre-gl-worker.mjs",
)
PREFIX = "npm/"


class NpmFinder(BaseFinder):
    """Finds `npm/<package>/<file>` for the listed files and nothing else of node_modules."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Serve from the project's node_modules."""
        self.root = Path(settings.BASE_DIR) / "node_modules"
        self.storage = FileSystemStorage(location=str(self.root))
        self.storage.prefix = PREFIX.rstrip("/")  # type: ignore[attr-defined]
        super().__init__(*args, **kwargs)

    def check(self, **_options: Any) -> list[checks.CheckMessage]:
        """Say so when `npm ci` has not been run: pages would come without type, style and map."""
        missing = [name for name in FILES if not (self.root / name).is_file()]
        if not missing:
            return []
        return [checks.Warning(f"{len(missing)} browser files are missing; run npm ci", hint=missing[0], id="web.W001")]

    def find(self, path: str, find_all: bool = False, **_options: Any) -> str | list[str]:  # type: ignore[override]
        """The absolute path of a listed file; [] when it is none of them."""
        name = path.removeprefix(PREFIX)
        if not path.startswith(PREFIX) or name not in FILES or not (self.root / name).is_file():
            return []
        found = str(self.root / name)
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:  # noqa: ARG002
        """Every listed file that exists, for collectstatic."""
        for name in FILES:
            if (self.root / name).is_file():
                yield name, self.storage
