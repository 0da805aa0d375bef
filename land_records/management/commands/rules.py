"""`manage.py rules list|add|end`: the rulebook, its versions and days."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.api import actor
from gis_core.errors import DomainError
from land_records.rules.queries import RuleSnapshot, all_rules
from land_records.rules.services import add_rule, end_rule
from reference import api as reference


class Command(BaseCommand):
    """Exit 0: done; 1: refused with the reason; 2: wrong use. `--json`: one JSON object on standard output."""

    help = "List the rules that judge acts, enter a new version, give a version its last day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One sub-command each."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        listed = verbs.add_parser("list", help="every version of every rule, or of one")
        listed.add_argument("--code")
        added = verbs.add_parser("add", help="a new version of a known rule")
        added.add_argument("code")
        added.add_argument("--from", dest="valid_from", required=True, type=_day, help="YYYY-MM-DD")
        added.add_argument("--to", dest="valid_to", type=_day, help="YYYY-MM-DD, the last day")
        added.add_argument("--source", required=True, help="legal source, e.g. QĐ 48/2026/QĐ-UBND Điều 6")
        added.add_argument("--unit", help="CODE[@DATE]: holds there and below only")
        added.add_argument("--parameters", help="JSON object of figures")
        added.add_argument("--severities", help='JSON object, e.g. {"submit": "block"}')
        ended = verbs.add_parser("end", help="the last day of a version")
        ended.add_argument("code")
        ended.add_argument("version", type=int)
        ended.add_argument("--on", required=True, type=_day, help="YYYY-MM-DD")
        for verb in (added, ended):
            verb.add_argument("--actor", required=True, help="login of who enters it")
        for verb in (listed, added, ended):
            verb.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do the one thing that was asked."""
        try:
            rules = self._done(options)
        except DomainError as refusal:
            if options["json"]:
                error = {"code": refusal.code, "message_vi": refusal.message_vi, "message_en": refusal.message_en,
                         "hint": refusal.hint_vi}  # fmt: skip
                self.stdout.write(json.dumps({"ok": False, "error": error}, ensure_ascii=False))
            else:
                self.stderr.write(f"{refusal.message_vi} {refusal.hint_vi or ''}".strip())
            sys.exit(1)
        if options["json"]:
            self.stdout.write(json.dumps({"ok": True, "rules": [_row(rule) for rule in rules]}, ensure_ascii=False))
            return
        for rule in rules:
            last = f"đến {rule.valid_to:%d/%m/%Y}" if rule.valid_to else "chưa có ngày kết thúc"
            self.stdout.write(
                f"{rule.code} v{rule.version}  {rule.valid_from:%d/%m/%Y} {last}  {rule.legal_source}\n"
                f"    {rule.text_vi}\n    {json.dumps(rule.parameters, ensure_ascii=False)}"
            )

    def _done(self, options: dict[str, Any]) -> list[RuleSnapshot]:
        if options["verb"] == "list":
            return [rule for rule in all_rules() if not options["code"] or rule.code == options["code"]]
        who = actor(options["actor"])
        if options["verb"] == "end":
            return [end_rule(actor=who, code=options["code"], version=options["version"], on=options["on"])]
        unit = reference.resolve_unit(options["unit"]).id if options["unit"] else None
        return [
            add_rule(
                actor=who,
                code=options["code"],
                valid_from=options["valid_from"],
                valid_to=options["valid_to"],
                legal_source=options["source"],
                unit_id=unit,
                parameters=_object(options["parameters"]),
                severities=_object(options["severities"]),
            )
        ]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text}: a date such as 2026-03-01", returncode=2) from error


def _object(text: str | None) -> dict[str, Any] | None:
    if text is None:
        return None
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise CommandError(f"no JSON: {error}", returncode=2) from error
    if not isinstance(value, dict):
        raise CommandError("a JSON object is wanted", returncode=2)
    return value


def _row(rule: RuleSnapshot) -> dict[str, Any]:
    return {
        "code": rule.code, "version": rule.version, "unit": rule.unit_id, "valid_from": rule.valid_from.isoformat(),
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else None, "severities": rule.severities,
        "parameters": rule.parameters, "text_vi": rule.text_vi, "text_en": rule.text_en,
        "legal_source": rule.legal_source, "entered_by": rule.entered_by_id,
        "entered_at": rule.entered_at.isoformat() if rule.entered_at else None,
    }  # fmt: skip
