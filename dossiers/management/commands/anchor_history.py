"""`manage.py anchor_history [--set-aside REASON] [--json]`: write today's anchor of the history chain."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from dossiers.errors import AnchorContradicted
from dossiers.history.anchors import set_aside_faulty, write_anchor


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
        try:
            path, anchor = write_anchor()
        except AnchorContradicted as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"ok": False, "error": refusal.as_answer()}, ensure_ascii=False))
            self.stderr.write(refusal.message_en)
            sys.exit(1)
        if options["json"]:
            self.stdout.write(json.dumps({"ok": True, "file": path.name, **asdict(anchor)}))
        else:
            self.stdout.write(f"{path}: link {anchor.link} {anchor.hash}")
