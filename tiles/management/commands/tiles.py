"""manage.py tiles stats | archive OUT | seed: what the public tile pyramid holds, and a copy of it as PMTiles."""

import json
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from gis_core.errors import DomainError
from tiles.api import layer_names
from tiles.archive import BUDGET_BYTES, ArchiveCount, count, write_archive
from tiles.catalogue import layers_of

STANDING_ARCHIVE = Path("tiles") / "public.pmtiles"
"""Where `seed` keeps the copy a static host serves, below THODIA_HOME."""


class Command(BaseCommand):
    """Counts, archives and seeds the public tiles."""

    help = "Public tiles: stats (count them), archive OUT (write a PMTiles file), seed (renew the standing archive)"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Action, target, layers, zooms."""
        parser.add_argument("action", choices=("stats", "archive", "seed"))
        parser.add_argument("target", nargs="?", type=Path, help="file to write (archive)")
        parser.add_argument("--layers", default="", help="comma-separated; default: every public layer")
        parser.add_argument("--minzoom", type=int, default=5)
        parser.add_argument("--maxzoom", type=int, default=18)
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Exit 0 when done, 1 on a refusal."""
        started = time.monotonic()
        zooms = (options["minzoom"], options["maxzoom"])
        try:
            layers = layers_of(options["layers"] or ",".join(layer_names()))
            if options["action"] == "stats":
                found, target = count(layers, *zooms), None
            else:
                target = options["target"] or Path(settings.THODIA_HOME) / STANDING_ARCHIVE
                found = write_archive(layers, target, *zooms)
        except DomainError as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"ok": False, "error": refusal.as_answer()}, ensure_ascii=False))
            self.stderr.write(f"{refusal.message_vi}\n{refusal.message_en}")
            sys.exit(1)
        seconds = round(time.monotonic() - started, 1)
        if options["json"]:
            self.stdout.write(json.dumps(_answer(found, target, seconds)))
        else:
            self.stdout.write(_table(found, target, seconds))


def _answer(found: ArchiveCount, target: Path | None, seconds: float) -> dict[str, Any]:
    zooms = [
        {
            "zoom": zoom.zoom,
            "tiles": zoom.tiles,
            "bytes": zoom.bytes,
            "heaviest": zoom.heaviest,
            "heaviest_tile": zoom.heaviest_tile,
            "over_budget": zoom.over_budget,
        }
        for zoom in found.zooms.values()
    ]
    archive = str(target) if target else None
    return {
        "ok": True, "tiles": found.tiles, "bytes": found.bytes, "zooms": zooms, "archive": archive, "seconds": seconds,
    }  # fmt: skip


def _table(found: ArchiveCount, target: Path | None, seconds: float) -> str:
    lines = [f"zoom   tiles       kB   heaviest kB  tile              over {BUDGET_BYTES // 1000} kB"]
    lines += [
        f"{zoom.zoom:4d} {zoom.tiles:7d} {zoom.bytes / 1000:8.0f} {zoom.heaviest / 1000:13.1f}"
        f"  {zoom.heaviest_tile:16s} {zoom.over_budget:4d}"
        for zoom in found.zooms.values()
    ]
    lines.append(f"{found.tiles} tiles, {found.bytes / 1000:.0f} kB packed, {seconds} s")
    if target:
        lines.append(f"written: {target}")
    return "\n".join(lines)
