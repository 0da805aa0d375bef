"""`manage.py parcel UNIT[@DATE]/[SERIES:]SHEET/NUMBER [--as-of DATE] [--json]`: one parcel, as it is or as it was."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gis_core.errors import DomainError
from land_records.cadastre.answers import error_answer, parcel_answer
from land_records.cadastre.lookup import find_parcel


class Command(BaseCommand):
    """Answers with exactly one JSON object on standard output (--json) or a short page of text; never owner data."""

    help = "Show one parcel: land uses, three areas, corners in the official zone, dossiers, history."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Reference, day, form of the answer."""
        parser.add_argument("reference", help="UNIT[@DATE]/[SERIES:]SHEET/NUMBER, e.g. 22945/12/34")
        parser.add_argument("--as-of", help="YYYY-MM-DD: as it was at the end of that day")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Exit 0 with the parcel, 1 with a refusal, 2 on wrong use."""
        try:
            day = date.fromisoformat(options["as_of"]) if options["as_of"] else None
        except ValueError as error:
            raise CommandError("--as-of wants a date such as 2024-12-31", returncode=2) from error
        try:
            found = find_parcel(options["reference"], day)
        except DomainError as refusal:
            self._say(options["json"], error_answer(refusal), refusal.message_vi)
            sys.exit(1)
        answer = parcel_answer(found)
        self._say(options["json"], answer, _page(answer))

    def _say(self, as_json: bool, answer: dict[str, Any], text: str) -> None:
        if as_json:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        elif answer["ok"]:
            self.stdout.write(text)
        else:
            self.stderr.write(text)
            for candidate in answer.get("candidates", ()):
                self.stderr.write(f"  {candidate['reference']}  ({candidate['unit']['name']})")


def _page(answer: dict[str, Any]) -> str:
    areas = " · ".join(
        f"{word} {answer['area_m2'][key]} m²"
        for key, word in (("certificate", "giấy chứng nhận"), ("labelled", "nhãn"), ("computed", "tính"))
        if answer["area_m2"][key] is not None
    )
    uses = "+".join(use["code"] for use in answer["land_uses"]) or "chưa rõ"
    lines = [
        f"Thửa {answer['number']}, tờ {answer['sheet']}, {answer['unit']['name']} ({answer['reference']})",
        f"Mã định danh thửa đất: {answer['parcel_code'] or 'chưa có'}",
        f"Loại đất: {uses} · diện tích: {areas}",
        f"Bộ bản đồ: {answer['series']['name']} · {answer['crs']['name']}",
        f"Có hiệu lực từ {answer['valid_from']}" + (f" đến {answer['valid_to']}" if answer["valid_to"] else ""),
        "  Số    X (Bắc)        Y (Đông)       Cạnh (m)",
    ]
    lines += [
        f"  {corner['n']:<5} {corner['x_north']:<14.3f} {corner['y_east']:<14.3f} {corner['side_m']:.3f}"
        for corner in answer["corners"]
    ]
    return "\n".join(lines)
