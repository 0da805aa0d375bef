"""`manage.py load_demo FOLDER`: the demonstration commune, through the same doors an officer uses.

The sample is made without faults and imported sheet by sheet: uploaded by one person, approved by another; then its
plans and the scanned plan sheet. One sheet with planted faults is left staged, so that the desk has work.
"""

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from shapely import from_wkt, union_all

from accounts import api as accounts
from importers import api as importers
from importers.sample.make import make_sample
from importers.sample.output import write_sample
from importers.sample.recipe import Recipe
from reference import api as reference
from web import demonstration, demonstration_archive

OFFICER, APPROVER, KEEPER, CLERK = "canbo", "duyet", "luutru", "vanthu"


class Command(BaseCommand):
    """Fills an empty installation with something to look at."""

    help = "Make the sample commune and import it: upload, review, approval by a second person."

    def add_arguments(self, parser: CommandParser) -> None:
        """FOLDER receives the sample's files."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--parcels", type=int, default=1200)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make, import, tell."""
        started = time.monotonic()
        self.officer, self.approver = accounts.actor(OFFICER), accounts.actor(APPROVER)
        clean, faulty = options["folder"] / "clean", options["folder"] / "faulty"
        for folder, faults in ((clean, 0), (faulty, 3)):
            write_sample(make_sample(Recipe(options["parcels"], options["seed"], faults)), folder)
        facts = json.loads((clean / "sample.json").read_text(encoding="utf-8"))
        unit = reference.resolve_unit(facts["unit"])
        review = _sheet_to_review(faulty)
        registered = 0
        for sheet in facts["sheets"]:
            stated = importers.Statement(unit_id=unit.id, series=facts["series"]["name"], scale=sheet["scale"])
            if sheet["sheet"] == review:
                self._import(faulty / sheet["file"], stated, approve=False)
                continue
            batch = self._import(clean / sheet["file"], stated, approve=True)
            registered += (batch.receipt or {})["parcels"]["registered"]
        plans = facts["planning"]
        self._import(
            clean / "planning_zones.tab",
            importers.Statement(unit_id=unit.id, kind="zones", plan=plans),
            approve=True,
        )
        old = facts["files"]["plan_scan.tif"]["plan"]
        title = next(plan["name"] for plan in plans["plans"] if plan["code"] == old)
        self._import(
            clean / "plan_scan.tif",
            importers.Statement(unit_id=unit.id, kind="raster", plan={"code": old, "title": title, "plans": []}),
            approve=True,
        )
        filled = demonstration.fill_register(
            demonstration.People(officer=self.officer, approver=self.approver), unit_id=unit.id, seed=options["seed"]
        )
        self.stderr.write(
            f"  {filled.certificates} certificates, {filled.approved} acts approved, {filled.pending} pending, "
            f"{filled.drafts} drafted"
        )
        archived = demonstration_archive.fill_archive(
            options["folder"], filled.papers, unit_id=unit.id, approver=self.approver,
            keeper=accounts.actor(KEEPER), clerk=accounts.actor(CLERK),
        )  # fmt: skip
        self.stderr.write(f"  {archived.dossiers} archived dossiers, {archived.waiting} scans wait for the keeper")
        self.stdout.write(
            f"{registered} thửa đã ghi sổ, tờ {review} chờ xem xét / {registered} parcels registered, "
            f"sheet {review} waits for review ({time.monotonic() - started:.0f} s)"
        )

    officer: Any = None
    approver: Any = None

    def _import(self, path: Path, stated: importers.Statement, *, approve: bool) -> importers.BatchSnapshot:
        [made] = importers.receive_file(actor=self.officer, path=path, name=path.name, stated=stated)
        importers.run_batch_here(made.pk)
        if approve:
            importers.submit(actor=self.officer, batch_id=made.pk)
            importers.approve(approver=self.approver, batch_id=made.pk)
            importers.run_batch_here(made.pk)
        batch = importers.batch(user=self.officer, batch_id=made.pk)
        wanted = "approved" if approve else "staged"
        if batch.status != wanted:
            raise CommandError(f"{path.name}: {batch.status}, {batch.refusal or batch.decisions}")
        self.stderr.write(f"  {path.name}: {batch.status}")
        return batch


def _sheet_to_review(folder: Path) -> int:
    """The sheet with most faults among those that leave the middle of the map whole: the farthest half of them."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    faults = Counter(fault["sheet"] for fault in truth["faults"])
    frames = {sheet["sheet"]: from_wkt(sheet["frame"]) for sheet in truth["sheets"]}
    middle = union_all(list(frames.values())).centroid
    areas = sorted(frames, key=lambda sheet: frames[sheet].area)
    small = areas[: max(1, len(areas) - 1)]
    outer = sorted(small, key=lambda sheet: -frames[sheet].centroid.distance(middle))[: max(1, len(small) // 2)]
    return max(outer, key=lambda sheet: (faults[sheet], -sheet))
