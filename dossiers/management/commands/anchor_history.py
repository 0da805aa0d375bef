"""`manage.py anchor_history [--set-aside REASON] [--json]`: write today's anchor of the history chain."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from dossiers.history.anchors import anchor_faults, set_aside_faulty, write_anchor


class Command(BaseCommand):
    """Meant for a daily timer; copy the file to another machine afterwards."""

    help = "Write today's anchor (last link and its hash) to THODIA_HOME/anchors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments of the command line."""
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
        parser.add_argument(
            "--set-aside",
            metavar="REASON",
            help="after restoring an older backup on purpose: first move anchors it contradicts into set_aside/",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the command."""
        if options["set_aside"]:
            for moved in set_aside_faulty(reason=options["set_aside"]):
                self.stderr.write(f"set aside: {moved}")
        if faults := anchor_faults():
            self._refuse(
                f"{len(faults)} anchors contradict the database ({faults[0].file}: {faults[0].reason})", options
            )
        path, anchor = write_anchor()
        if options["json"]:
            self.stdout.write(json.dumps({"ok": True, "file": path.name, **asdict(anchor)}))
        else:
            self.stdout.write(f"{path}: link {anchor.link} {anchor.hash}")

    def _refuse(self, sentence: str, options: dict[str, Any]) -> None:
        if options["json"]:
            error = {
                "code": "anchor_contradicted",
                "message_vi": "Có mốc neo không khớp với cơ sở dữ liệu; hãy chạy verify_history.",
                "message_en": f"{sentence}; run verify_history.",
                "hint": {"vi": "Xem docs/operations.md.", "en": "See docs/operations.md."},
            }
            self.stdout.write(json.dumps({"ok": False, "error": error}, ensure_ascii=False))
        self.stderr.write(sentence)
        sys.exit(1)
