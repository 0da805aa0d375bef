"""manage.py print_certificate SERIAL|ID --pdf OUT [--overlay --printer NAME] [--note N] --actor LOGIN [--json].

Reads names and numbers of papers: the read log keeps who asked, with the certificate's dossier as purpose.
"""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import api as accounts
from gis_core.errors import DomainError
from land_records import api as land_records
from web.sheets.certificate.printing import Job, printed


class Command(BaseCommand):
    """Write a certificate, its text for a blank, or one change note as PDF."""

    help = "Print a certificate: the whole sheet, its text on a blank, or a change note."

    def add_arguments(self, parser: CommandParser) -> None:
        """SERIAL or ID, --pdf, --overlay, --printer, --note, --actor, --json."""
        parser.add_argument("certificate", help="serial number, or the id of a draft")
        parser.add_argument("--pdf", type=Path, required=True, help="where to write")
        parser.add_argument("--overlay", action="store_true", help="only the text, for a pre-printed blank")
        parser.add_argument("--printer", default="", help="whose offsets to use")
        parser.add_argument("--note", type=int, help="only change note N, at its place on the existing paper")
        parser.add_argument("--actor", required=True, help="login of who prints")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Exit 0 with the file written, 1 with a refusal, 2 for options that exclude each other."""
        if options["overlay"] and options["note"]:
            raise CommandError("--overlay and --note exclude each other", returncode=2)
        try:
            actor = accounts.actor(options["actor"])
            kind = "note" if options["note"] else "overlay" if options["overlay"] else "whole"
            job = Job(_certificate(options["certificate"]), kind, options["printer"], options["note"] or 0, "command")
            sheet, pdf = printed(actor, job)
        except DomainError as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"ok": False, "error": refusal.as_answer()}, ensure_ascii=False))
            self.stderr.write(f"{refusal.message_vi}\n{refusal.message_en}")
            sys.exit(1)
        options["pdf"].write_bytes(pdf)
        if options["json"]:
            answer = {"ok": True, "certificate": sheet.paper.id, "serial": sheet.paper.serial,
                      "status": sheet.paper.status, "kind": kind, "pdf": str(options["pdf"]), "bytes": len(pdf),
                      "notes": [{"n": note.place.n, "page": note.place.page, "top_mm": round(note.place.top, 1),
                                 "height_mm": round(note.place.height, 1)} for note in sheet.notes]}  # fmt: skip
            self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _certificate(text: str) -> int:
    """A serial, or the id of a certificate; serials have letters."""
    if text.isdigit():
        return land_records.certificate(int(text)).id
    return land_records.certificate_by_serial(text).id
