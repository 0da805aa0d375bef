"""`manage.py import_file PATH`: the desk's services from the shell (docs: command contract)."""

import json
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import api as accounts
from gis_core.errors import DomainError
from importers import api
from importers.services.answer import answer_of
from reference import api as reference

KINDS = ("parcels", "zones", "raster", "survey")
UNDERWAY = ("queued", "running", "registering")


class Command(BaseCommand):
    """Import one file; staged unless --approve."""

    help = "Import a cadastral or planning file: read, build, check, stage; with --approve also register."

    def add_arguments(self, parser: CommandParser) -> None:
        """The stable names of the command contract."""
        parser.add_argument("path", type=Path)
        parser.add_argument("--unit", default="", help="CODE or CODE@DATE")
        parser.add_argument("--series", default="")
        parser.add_argument("--sheet", type=int)
        parser.add_argument("--profile", default="")
        parser.add_argument("--crs", type=int, help="EPSG code of the file's coordinates")
        parser.add_argument("--fit", default="", help="saved coordinate fit NAME[@VERSION] of the file's system")
        parser.add_argument("--encoding", default="auto", choices=("auto", "utf-8", "tcvn3", "vni", "cp1258"))
        parser.add_argument("--kind", default="", choices=("", *KINDS))
        parser.add_argument("--plan", type=Path, help="JSON file with the plan's decision facts (kind zones, raster)")
        parser.add_argument("--dossier", default="")
        parser.add_argument("--actor", default="")
        parser.add_argument("--approve", action="store_true")
        parser.add_argument("--approver", default="")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one answer; exit 0 done, 1 refused."""
        started = time.monotonic()
        try:
            answers = self._import(options)
        except DomainError as refusal:
            answers = [{"ok": False, "error": refusal.as_answer()}]
        for answer in answers:
            answer["seconds"] = round(time.monotonic() - started, 2)
        answer = answers[0] if len(answers) == 1 else _together(answers)
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
        else:
            self._tell(answer)
        if not answer["ok"]:
            sys.exit(1)

    def _import(self, options: dict[str, Any]) -> list[dict[str, Any]]:
        path: Path = options["path"]
        if not path.is_file():
            raise CommandError(f"No such file: {path}", returncode=2)
        if options["approve"] and not options["approver"]:
            raise CommandError("--approve needs --approver LOGIN", returncode=2)
        actor = accounts.actor(options["actor"]) if options["actor"] else accounts.system_actor()
        unit = reference.resolve_unit(options["unit"]) if options["unit"] else None
        stated = api.Statement(
            unit_id=unit.id if unit else None,
            series=options["series"],
            sheet=options["sheet"],
            profile=options["profile"],
            srid=options["crs"],
            encoding=options["encoding"],
            kind=options["kind"],
            dossier_code=options["dossier"],
            plan=_plan_facts(options["plan"]),
            fit=options["fit"],
        )
        batches = api.receive_file(actor=actor, path=path, name=path.name, stated=stated)
        approver = accounts.actor(options["approver"]) if options["approve"] else None
        return [self._one(actor, approver, batch.pk) for batch in batches]

    def _one(self, actor: Any, approver: Any, batch_id: int) -> dict[str, Any]:
        _work_through(actor, batch_id)
        answer = answer_of(actor, batch_id)
        if approver is None or not answer["ok"]:
            return answer
        try:
            api.submit(actor=actor, batch_id=batch_id)
            api.approve(approver=approver, batch_id=batch_id)
        except DomainError as refusal:
            return {**answer_of(actor, batch_id), "ok": False, "error": refusal.as_answer()}
        _work_through(actor, batch_id)
        return answer_of(actor, batch_id)

    def _tell(self, answer: dict[str, Any]) -> None:
        if "error" in answer:
            self.stdout.write(f"{answer['error']['message_vi']}\n{answer['error']['message_en']}")
        for key in ("batch", "status", "elements", "faces", "parcels", "area_m2", "balanced", "seconds"):
            if key in answer:
                self.stdout.write(f"{key}: {answer[key]}")


def _work_through(actor: Any, batch_id: int) -> None:
    """Do the work here, or wait for the worker that took it first."""
    api.run_batch_here(batch_id)
    while api.batch(user=actor, batch_id=batch_id).status in UNDERWAY:
        time.sleep(0.2)
        api.run_batch_here(batch_id)


def _plan_facts(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"--plan: {path} holds no JSON ({type(error).__name__})", returncode=2) from error
    if not isinstance(facts, dict):
        raise CommandError(f"--plan: {path} must hold one JSON object", returncode=2)
    return facts


def _together(answers: list[dict[str, Any]]) -> dict[str, Any]:
    return {"ok": all(answer["ok"] for answer in answers), "batches": answers}
