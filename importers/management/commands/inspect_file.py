"""manage.py inspect_file PATH [--json]: what a file holds, without importing anything."""

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from gis_core.errors import DomainError
from importers.intake.inspect import inspect
from importers.surroundings import with_surroundings


class Command(BaseCommand):
    """Tell format, layers, extent, encodings and coordinate systems of a file."""

    help = "Tell what a file holds: format, layers, extent, encodings, coordinate systems, readers' counts."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The path and the form of the answer."""
        parser.add_argument("path", type=Path, help="the file: drawing, table, picture, survey file or ZIP")
        parser.add_argument("--json", action="store_true", help="print exactly one JSON object")

    def handle(self, *_: Any, **options: Any) -> None:
        """Exit 0: described. Exit 1: refused, with the reason. Exit 2: wrong use."""
        path: Path = options["path"]
        if not path.is_file():
            self._print(_no_such_file(path), as_json=options["json"])
            sys.exit(2)
        try:
            result = with_surroundings(inspect(path.resolve(), expected_srid=settings.LAND_SRID))
        except DomainError as refusal:
            self._print({"ok": False, "error": refusal.as_answer()}, as_json=options["json"])
            sys.exit(1)
        self._print(result, as_json=options["json"])

    def _print(self, result: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False, default=str))
            return
        for line in _lines(result):
            self.stdout.write(line)


def _no_such_file(path: Path) -> dict[str, Any]:
    return {
        "ok": False,
        "error": {
            "code": "no_such_file",
            "message_vi": f"Không có tệp “{path}”.",
            "message_en": f"There is no file “{path}”.",
            "hint": {"vi": "Hãy kiểm tra đường dẫn.", "en": "Check the path."},
        },
    }


def _around(candidate: dict[str, Any]) -> str:
    """Communes and the nearest registered parcel of a candidate."""
    words = [*candidate.get("communes", [])]
    if candidate.get("nearest_parcel_m") is not None:
        words.append(f"thửa đã đăng ký gần nhất cách {candidate['nearest_parcel_m']:.0f} m")
    return f" ({'; '.join(words)})" if words else ""


def _lines(result: dict[str, Any]) -> list[str]:
    """The answer for people, Vietnamese first."""
    if not result["ok"]:
        error = result["error"]
        return [f"Từ chối ({error['code']}): {error['message_vi']}", error["hint"]["vi"], "", error["message_en"]]
    lines = [
        f"Định dạng: {result['format']} {result['version']}".rstrip(),
        f"SHA-256:   {result['sha256']}",
    ]
    if result.get("leaf_elements") is not None:
        lines.append(f"Phần tử:   {result['leaf_elements']} (nhóm: {result['containers']})")
    for layer in result["layers"]:
        types = ", ".join(f"{kind} {count}" for kind, count in layer["types"].items())
        lines.append(f"  {layer['name']}: {layer['count']} ({types}){' có chữ' if layer['has_text'] else ''}")
    if result.get("extent"):
        lines.append("Phạm vi:   " + " ".join(f"{value:.3f}" for value in result["extent"]))
    lines += [f"Bảng mã:   {item['name']} {item['score']:.2f}" for item in result["encodings"][:2]]
    lines += [
        f"Hệ tọa độ: {item.get('epsg') or item['name']} {item['score']:.2f} — {item['evidence']}{_around(item)}"
        for item in result["crs_candidates"][:3]
    ]
    lines += [f"Trình đọc: {item['name']} {item['version']}: {item['counts']['total']}" for item in result["readers"]]
    lines += [f"Lưu ý:     {note['message_vi']}" for note in result.get("warnings", [])]
    lines += [f"Không khớp: {item}" for item in result.get("disagreements", [])]
    return lines
