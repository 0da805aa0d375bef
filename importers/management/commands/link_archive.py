"""`manage.py link_archive SHEET FOLDER|ZIP --unit CODE`: an archive delivery from the shell."""

import csv
import json
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import api as accounts
from gis_core.errors import DomainError
from importers import api
from reference import api as reference

UNDERWAY = ("queued", "running", "registering")
REPORTED = ("files", "rows", "certificates", "dossiers", "register", "columns", "unknown_columns")
OK = ("staged", "submitted", "approved")


class Command(BaseCommand):
    """Match a spreadsheet of certificates with its scans; with --approve also enter the dossiers."""

    help = "Link archived scans to parcels and certificates by a spreadsheet; staged unless --approve."

    def add_arguments(self, parser: CommandParser) -> None:
        """The stable names."""
        parser.add_argument("sheet", type=Path, help="XLSX or CSV with one row for each holder of a certificate")
        parser.add_argument("scans", type=Path, help="folder or ZIP of PDF, JPEG, PNG, TIFF")
        parser.add_argument("--unit", required=True, help="CODE or CODE@DATE")
        parser.add_argument(
            "--rule", default="auto", help="auto, serial, book_number, unit_sheet_parcel, … or a template"
        )
        parser.add_argument("--actor", required=True)
        parser.add_argument("--leave-open", action="store_true", help="leave ambiguous ones aside instead of waiting")
        parser.add_argument("--approve", action="store_true")
        parser.add_argument("--approver", default="")
        parser.add_argument(
            "--report", type=Path, help="write the outcome of every file and row as CSV (personal data!)"
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one answer; exit 0 done, 1 refused."""
        started = time.monotonic()
        for path in (options["sheet"], options["scans"]):
            if not path.exists():
                raise CommandError(f"No such file or folder: {path}", returncode=2)
        if options["approve"] and not options["approver"]:
            raise CommandError("--approve needs --approver LOGIN", returncode=2)
        try:
            answer = self._link(options)
        except DomainError as refusal:
            answer = {"ok": False, "error": refusal.as_answer()}
        answer["seconds"] = round(time.monotonic() - started, 2)
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
        else:
            self._tell(answer)
        if not answer["ok"]:
            sys.exit(1)

    def _link(self, options: dict[str, Any]) -> dict[str, Any]:
        actor = accounts.actor(options["actor"])
        batch, again = api.receive_archive(
            actor=actor,
            sheet=options["sheet"],
            sheet_name=options["sheet"].name,
            scans=options["scans"],
            scans_name=options["scans"].name,
            unit_id=reference.resolve_unit(options["unit"]).id,
            rule=options["rule"],
        )
        _work_through(actor, batch.pk)
        refusal = None
        try:
            self._decide(actor, batch.pk, options)
        except DomainError as refused:
            refusal = refused.as_answer()
        if options["report"]:
            _write_report(actor, batch.pk, options["report"])
        answer = _answer(actor, batch.pk, again)
        return answer if refusal is None else {**answer, "ok": False, "error": refusal}

    def _decide(self, actor: Any, batch_id: int, options: dict[str, Any]) -> None:
        """What the options ask for, as far as the batch is still open to it."""
        if api.batch(user=actor, batch_id=batch_id).status != "staged":
            return
        if options["leave_open"]:
            api.leave_open_ones(actor=actor, batch_id=batch_id)
        if options["approve"]:
            approver = accounts.actor(options["approver"])
            api.submit(actor=actor, batch_id=batch_id)
            api.approve(approver=approver, batch_id=batch_id)
            _work_through(actor, batch_id)

    def _tell(self, answer: dict[str, Any]) -> None:
        if "error" in answer:
            self.stdout.write(f"{answer['error']['message_vi']}\n{answer['error']['message_en']}")
        for key in (
            "batch",
            "status",
            "already_delivered",
            "files",
            "rows",
            "certificates",
            "dossiers",
            "register",
            "balanced",
        ):
            if key in answer:
                self.stdout.write(f"{key}: {answer[key]}")


def _work_through(actor: Any, batch_id: int) -> None:
    """Do the work here, or wait for the worker that took it first."""
    api.run_batch_here(batch_id)
    while api.batch(user=actor, batch_id=batch_id).status in UNDERWAY:
        time.sleep(0.2)
        api.run_batch_here(batch_id)


def _answer(actor: Any, batch_id: int, again: bool) -> dict[str, Any]:
    batch = api.batch(user=actor, batch_id=batch_id)
    receipt = batch.receipt or {}
    answer: dict[str, Any] = {
        "ok": batch.status in OK,
        "batch": batch.id,
        "status": "staged" if batch.status == "submitted" else batch.status,
        "already_delivered": again,
        "balanced": receipt.get("balanced", False),
        **{
            key: receipt.get(key)
            for key in ("files", "rows", "certificates", "dossiers", "register", "columns", "unknown_columns")
        },
    }
    if batch.refusal:
        answer["refused_part" if answer["ok"] else "error"] = batch.refusal
    return answer


def _write_report(actor: Any, batch_id: int, path: Path) -> None:
    """One line for every file and every certificate; a spreadsheet opens it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["what", "name", "outcome", "reason", "certificate", "rows", "dossier"])
        page = 1
        while (scans := api.scans_of(user=actor, batch_id=batch_id, page=page, page_size=500)).items:
            for scan in scans.items:
                serial = (scan.certificate.serial or scan.certificate.book_number) if scan.certificate else ""
                lines.writerow(["file", scan.name, scan.outcome, scan.reason, serial, "", ""])
            page += 1
        page = 1
        while (found := api.certificates_of(user=actor, batch_id=batch_id, page=page, page_size=500)).items:
            for one in found.items:
                rows = " ".join(str(line) for line in one.lines)
                paper = one.serial or one.book_number
                lines.writerow(["certificate", paper, one.outcome, one.reason, paper, rows, one.dossier_id or ""])
            page += 1
