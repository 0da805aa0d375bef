"""manage.py parcel_sheet REFERENCE --pdf OUT [--as-of DATE] [--json]: the extract of the cadastral map as a file."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from gis_core.errors import DomainError
from web.management.arguments import day, new_file, refused
from web.sheets.parcel_sheet import parcel_sheet
from web.sheets.pdf import pdf_of
from web.sheets.printing import parcel_sheet_html


class Command(BaseCommand):
    """Write the public parcel sheet of one parcel."""

    help = "Parcel sheet (trích lục) of UNIT[@DATE]/[SERIES:]SHEET/NUMBER as PDF"

    def add_arguments(self, parser: CommandParser) -> None:
        """REFERENCE, --pdf, --as-of, --json."""
        parser.add_argument("reference")
        parser.add_argument("--pdf", type=new_file, required=True, metavar="OUT", help="where the PDF is written")
        parser.add_argument("--as-of", type=day, help="the day asked about, YYYY-MM-DD (default: today)")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 with the file, 1 with a refusal and no file."""
        today = timezone.localdate()
        out: Path = options["pdf"]
        try:
            sheet = parcel_sheet(options["reference"], options["as_of"] or today, today=today)
        except DomainError as refusal:
            if options["json"]:
                self.stdout.write(json.dumps(refused(refusal), ensure_ascii=False))
            self.stderr.write(f"{refusal.message_vi}\n{refusal.message_en}")
            sys.exit(1)
        written = pdf_of(parcel_sheet_html(sheet))
        out.write_bytes(written)
        if options["json"]:
            answer = {**sheet.as_dict(), "pdf": str(out), "bytes": len(written)}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write(f"{out}: 1:{sheet.drawing.scale}, {len(sheet.corners)} đỉnh")
