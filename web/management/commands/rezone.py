"""`manage.py rezone --to EPSG [--dry-run] [--json]`: move the whole register to another zone, with proof."""

import json
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from dossiers import api as dossiers
from gis_core.errors import DomainError
from gis_core.orm.rezoning.register import Rezoned, rezone_register
from land_records import api as land_records


class Command(BaseCommand):
    """Every geometry column, or none: one transaction under the locks of all tables."""

    help = "Move the register to another LAND_SRID; run as THODIA_DB_ROLE=thodia_owner with web and worker stopped."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The stable names of the command contract."""
        parser.add_argument("--to", type=int, required=True, metavar="EPSG", help="plane zone of VN-2000")
        parser.add_argument("--dry-run", action="store_true", help="prove, change nothing")
        parser.add_argument("--json", action="store_true", help="print exactly one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0: moved (or proved). Exit 1: refused, nothing has changed."""
        began = time.monotonic()
        try:
            result = rezone_register(
                source=settings.LAND_SRID,
                target=options["to"],
                dry_run=options["dry_run"],
                hold=land_records.hold_fabric,
                record=_record,
                progress=self.stderr.write,
            )
            answer = _answer(result)
        except DomainError as refusal:
            answer = {"ok": False, "error": refusal.as_answer()}
        answer["seconds"] = round(time.monotonic() - began, 2)
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self._tell(answer)
        if not answer["ok"]:
            sys.exit(1)

    def _tell(self, answer: dict[str, Any]) -> None:
        if not answer["ok"]:
            error = answer["error"]
            self.stdout.write(f"{error['message_vi']}\n{error['hint']['vi']}\n{error['message_en']}")
            return
        self.stdout.write(f"{answer['from']} → {answer['to']}: {answer['operation']}")
        for name, proof in answer["columns"].items():
            self.stdout.write(
                f"  {name}: {proof['shapes']} hình, {proof['vertices']} đỉnh; quay về lệch "
                f"{proof['way_back_max_m'] * 1000:.6f} mm; {proof['official_digits_changed']} đỉnh đổi số; "
                f"diện tích {proof['area_before_m2']:.2f} → {proof['area_after_m2']:.2f} m²"
            )
        if answer["done"]:
            self.stdout.write(f"Đã chuyển. Đặt THODIA_LAND_SRID={answer['to']} rồi khởi động lại web và worker.")
        else:
            self.stdout.write("Chạy thử: chưa có gì thay đổi.")


def _record(result: Rezoned) -> None:
    dossiers.record_rezoning(
        from_srid=result.source,
        to_srid=result.target,
        operation=result.operation,
        rows=result.rows,
        way_back_max_m=result.way_back_m,
        columns={name: proof.as_answer() for name, proof in result.columns.items()},
        at=timezone.now(),
    )


def _answer(result: Rezoned) -> dict[str, Any]:
    return {
        "ok": True,
        "done": result.done,
        "from": result.source,
        "to": result.target,
        "operation": result.operation,
        "rows": result.rows,
        "way_back_max_m": result.way_back_m,
        "columns": {name: proof.as_answer() for name, proof in sorted(result.columns.items())},
        "next": f"THODIA_LAND_SRID={result.target}" if result.done else None,
    }
