"""`manage.py erase_party PARTY --actor LOGIN --ground TEXT [--json]`: empty what tells who a party is."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts import api as accounts
from gis_core.errors import DomainError
from land_records.parties.erasing import erase_party


class Command(BaseCommand):
    """Needs THODIA_DB_ROLE=thodia_owner: the application's own role may not rewrite particulars."""

    help = "Erase a party's personal data; rights, acts and the proof of history stay whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments of the command line."""
        parser.add_argument("party", type=int, help="number of the party")
        parser.add_argument("--actor", required=True, help="login of an officer who may merge parties there")
        parser.add_argument("--ground", required=True, help="decision or request, without names")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the command."""
        if connection.settings_dict["USER"] != "thodia_owner":
            raise CommandError("run with THODIA_DB_ROLE=thodia_owner", returncode=2)
        try:
            erased = erase_party(
                actor=accounts.actor(options["actor"]), party_id=options["party"], ground=options["ground"]
            )
        except DomainError as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"ok": False, "error": refusal.as_answer()}, ensure_ascii=False))
            self.stderr.write(refusal.message_en)
            sys.exit(1)
        if options["json"]:
            self.stdout.write(json.dumps({"ok": True, "party": options["party"], "rows": erased}))
        else:
            self.stdout.write(f"party {options['party']}: {sum(erased.values())} rows emptied")
