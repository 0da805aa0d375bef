"""`manage.py propose_duplicates --actor LOGIN [--json]`: look through all parties for pairs that may be one."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from accounts import api as accounts
from gis_core.errors import DomainError
from land_records.parties.duplicates import propose_duplicates


class Command(BaseCommand):
    """Meant for a nightly timer; the pairs wait on the desk for an officer."""

    help = "Propose duplicates among parties; people decide on the desk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments of the command line."""
        parser.add_argument("--actor", required=True, help="login of an officer who may merge parties")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the command."""
        try:
            done = propose_duplicates(actor=accounts.actor(options["actor"]))
        except DomainError as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"ok": False, "error": refusal.as_answer()}, ensure_ascii=False))
            self.stderr.write(refusal.message_en)
            sys.exit(1)
        if options["json"]:
            self.stdout.write(json.dumps({"ok": True, **asdict(done)}))
        else:
            self.stdout.write(f"{done.proposed} new pairs, {done.open} waiting, {done.too_common} names too common")
