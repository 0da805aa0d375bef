"""`manage.py rotate_identity_keys [--status|--drop-unused] [--json]`: a new key, every number sealed under it."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from gis_core.errors import DomainError
from land_records.parties.rotating import drop_unused_keys, key_state, rotate_identity_keys


class Command(BaseCommand):
    """Safe to stop and to call again; people work on meanwhile. Back the key file up before and after."""

    help = "Make a new key for identity numbers and seal and index every number under it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Arguments of the command line."""
        parser.add_argument("--status", action="store_true", help="which keys there are, which ones papers need")
        parser.add_argument("--drop-unused", action="store_true", help="forget keys that seal nothing any more")
        parser.add_argument("--json", action="store_true", help="one JSON object on standard output")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the command; exit 1 when papers stayed unreadable."""
        try:
            answer = self._answer(options)
        except DomainError as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"ok": False, "error": refusal.as_answer()}, ensure_ascii=False))
            self.stderr.write(refusal.message_en)
            sys.exit(1)
        if options["json"]:
            self.stdout.write(json.dumps(answer))
        else:
            self.stdout.write("\n".join(f"{name}: {value}" for name, value in answer.items()))
        if not answer["ok"]:
            sys.exit(1)

    def _answer(self, options: dict[str, Any]) -> dict[str, Any]:
        if options["status"]:
            state = key_state()
            return {"ok": not state.lost, **asdict(state)}
        if options["drop_unused"]:
            return {"ok": True, "dropped": list(drop_unused_keys())}
        done = rotate_identity_keys(progress=lambda count: self.stderr.write(f"{count} papers"))
        return {"ok": not done.unreadable, **asdict(done)}
