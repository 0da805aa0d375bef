"""manage.py planning_extract REFERENCE [--on DATE] [--json] [--pdf OUT]: what the plans say about one parcel."""

import json
import sys
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from gis_core.errors import DomainError
from planning.api import State, ThemeAnswer, theme
from web.management.arguments import day, new_file, refused
from web.sheets.pdf import pdf_of
from web.sheets.planning_extract import PlanningExtract, planning_extract
from web.sheets.printing import planning_sheet_html

WORDS = {
    State.AFFECTED: "Bị ảnh hưởng",
    State.NOT_AFFECTED: "Không bị ảnh hưởng",
    State.NO_DATA: "Chưa có dữ liệu",
    State.OUT_OF_DATE: "Dữ liệu đã cũ",
}


class Command(BaseCommand):
    """Answer for one parcel on one day, for people or as one JSON object."""

    help = "Planning extract of a parcel: UNIT[@DATE]/[SERIES:]SHEET/NUMBER"

    def add_arguments(self, parser: CommandParser) -> None:
        """REFERENCE, --on, --json, --pdf."""
        parser.add_argument("reference")
        parser.add_argument("--on", type=day, help="the day asked about, YYYY-MM-DD (default: today)")
        parser.add_argument("--pdf", type=new_file, metavar="OUT", help="also write the planning sheet as PDF")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 with the answer, 1 with a refusal."""
        today = timezone.localdate()
        try:
            extract = planning_extract(options["reference"], options["on"] or today, today=today)
        except DomainError as refusal:
            if options["json"]:
                self._print_json(refused(refusal))
            self.stderr.write(f"{refusal.message_vi}\n{refusal.message_en}")
            sys.exit(1)
        if options["pdf"]:
            options["pdf"].write_bytes(pdf_of(planning_sheet_html(extract)))
        if options["json"]:
            self._print_json(extract.as_dict())
        else:
            self.stdout.write("\n".join(_lines(extract)))

    def _print_json(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _lines(extract: PlanningExtract) -> list[str]:
    parcel, answer = extract.parcel, extract.answer
    area = f"{_comma(answer.official_area_m2)} m²"
    head = f"Thửa đất số {parcel.number}, tờ bản đồ số {parcel.sheet}, {parcel.unit_name}: {parcel.land_use} {area}"
    lines = [head, f"Trả lời tại ngày {answer.on:%d/%m/%Y}"]
    lines += [_line(part) for part in answer.themes]
    lines += [f"Nếu dự thảo được phê duyệt: {_line(part)}" for part in answer.drafts]
    return [*lines, "Thông tin để tham khảo, không thay thế văn bản của cơ quan có thẩm quyền."]


def _comma(number: Decimal | None) -> str:
    return str(number).replace(".", ",")


def _line(part: ThemeAnswer) -> str:
    text = f"- {theme(part.theme).name_vi}: {WORDS[part.state]}"
    if part.area_m2 and part.share is not None:
        share = f"{part.share * 100:.1f}".replace(".", ",")
        text += f", {_comma(part.area_m2)} m² ({share} %)"
        text += f"; chắc chắn {_comma(part.certain_m2)} m², có thể {_comma(part.possible_m2)} m²"
    if part.plan and part.plan.decision_number:
        decided = f", ngày {part.plan.decision_date:%d/%m/%Y}" if part.plan.decision_date else ""
        text += f" (Quyết định {part.plan.decision_number}{decided})"
    return text
