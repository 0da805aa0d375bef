"""The steps of an archive batch: read the delivery, open every scan, match, stage."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts import api as accounts
from dossiers import api as dossiers
from importers.archive_linking.file_names import NameRule
from importers.archive_linking.matching import FileOutcome, Matching, RowOutcome, ScanFile, match
from importers.archive_linking.models import StagedCertificate, StagedScan
from importers.archive_linking.receive import taken_in, walked
from importers.archive_linking.register_lookup import RegisterReading
from importers.archive_linking.rows import SheetReading, SheetRow, groups_of, read_sheet
from importers.errors import wrong_state
from importers.intake.archive import unpack_all
from importers.intake.limits import ArchiveLimits
from importers.models import Batch
from importers.services.run import Run
from reference import api as reference

ZIP_LIMITS = ArchiveLimits(total_bytes=8 << 30, entries=20_000)
AT_ONCE = 16
"""Scans opened by one child."""


def read(run: Run) -> dict[str, Any]:
    """Lay out what was delivered: scans from the manifest or unpacked from the zip, each in the vault."""
    batch = Batch.objects.select_related("uploaded_by").get(pk=run.batch_id)
    manifest = json.loads(dossiers.stored_path(batch.sha256).read_text("utf-8"))
    sheet_of(batch)
    scans = manifest.get("scans")
    if scans is None:
        folder = run.workspace.folder / "scans"
        if not folder.exists():
            unpack_all(dossiers.stored_path(manifest["zip"]), folder, limits=ZIP_LIMITS)
        scans = []
        files = list(walked(folder))
        for number, (path, name) in enumerate(files, start=1):
            scans.append(taken_in(batch.uploaded_by, path, name, timezone.now()))
            run.progress(number, len(files))
    run.workspace.save_json("delivery", scans)
    return {"information": {"scans": len(scans)}, "done": len(scans), "total": len(scans)}


def sheet_of(batch: Batch) -> SheetReading:
    """The spreadsheet of a batch, read again from the vault: what is personal in it is kept nowhere else."""
    return _sheet_in(batch, _unit_of(batch))


def _unit_of(batch: Batch) -> int:
    """The unit a delivery is for. Raises WrongBatchState while nobody has said it."""
    if batch.unit_id is None:
        raise wrong_state(batch.pk, batch.status, "đọc khi chưa rõ đơn vị", "read without a unit")
    return batch.unit_id


def _sheet_in(batch: Batch, unit_id: int) -> SheetReading:
    manifest = json.loads(dossiers.stored_path(batch.sha256).read_text("utf-8"))
    unit = reference.unit_by_id(unit_id)
    return read_sheet(dossiers.stored_path(manifest["sheet"]), default_unit=unit.code)


def examine(run: Run) -> dict[str, Any]:
    """Open every scan once, in child processes: pages, codes on the first page, or why it cannot be read."""
    scans = run.workspace.json("delivery")
    todo = [scan for scan in scans if not scan["refusal"]]
    for start in range(0, len(todo), AT_ONCE):
        part = todo[start : start + AT_ONCE]
        for scan, facts in zip(part, dossiers.describe_scans([(s["sha256"], s["kind"]) for s in part]), strict=True):
            scan |= {"pages": facts.pages, "codes": list(facts.codes)}
            if facts.refusal is not None:
                scan["refusal"] = facts.refusal["code"]
        run.progress(min(start + AT_ONCE, len(todo)), len(todo))
    run.workspace.save_json("examined", scans)
    return {"done": len(todo), "total": len(todo)}


def match_delivery(run: Run) -> dict[str, Any]:
    """Bring scans, rows and register together and stage the outcome."""
    batch = Batch.objects.get(pk=run.batch_id)
    unit_id = _unit_of(batch)
    scans, sheet = run.workspace.json("examined"), _sheet_in(batch, unit_id)
    files = [ScanFile(s["name"], s["sha256"], tuple(s.get("codes", ())), s["refusal"]) for s in scans]
    with accounts.remembered_scopes():
        result = match(
            groups=groups_of(sheet.rows),
            nameless=[row for row in sheet.rows if not row.key],
            files=files,
            rule=NameRule(batch.options["rule"]),
            register=RegisterReading(unit_id),
        )
    facts = {
        "files_in": len(scans),
        "rows_in": len(sheet.rows),
        "columns": sheet.columns,
        "unknown_columns": list(sheet.unknown),
        "sheet_encoding": sheet.encoding,
    }
    return {
        "receipt": receipt_of(facts, _file_counts(result), _row_counts(result), _certificate_counts(result)),
        "options": {**batch.options, "delivery": facts},
        "encoding": sheet.encoding,
        "status": Batch.Status.STAGED,
        "step": "",
        "done": len(scans),
        "total": len(scans),
        "commit": _commit(batch, result, scans),
    }


def _commit(batch: Batch, result: Matching, scans: list[dict[str, Any]]) -> Callable[[], None]:
    """The closing transaction: rows of an earlier, lost run are replaced."""

    def commit() -> None:
        StagedScan.objects.filter(batch=batch).delete()
        StagedCertificate.objects.filter(batch=batch).delete()
        known = dossiers.archive_dossiers_with_scans(scan["sha256"] for scan in scans if scan["sha256"])
        has = {one.group: known[one.file.sha256][0] for one in result.files if one.file.sha256 in known and one.group}
        staged = [
            _certificate(batch, group.rows, key=group.key, outcome=group.outcome, reason=group.reason,
                         parcel_ids=list(group.parcel_ids), candidates=list(group.candidates),
                         certificate_id=group.certificate_id, dossier_id=has.get(group.key))
            for group in result.groups
        ]  # fmt: skip
        staged += [
            _certificate(batch, (row,), key="", outcome=RowOutcome.REFUSED, reason="names_nothing")
            for row in result.nameless
        ]
        StagedCertificate.objects.bulk_create(staged, batch_size=2000)
        ids = {one.key: one.pk for one in staged if one.key}
        StagedScan.objects.bulk_create(
            [
                StagedScan(
                    batch=batch,
                    name=one.file.name,
                    sha256=one.file.sha256,
                    media_kind=scan["kind"],
                    pages=scan.get("pages") or None,
                    outcome=one.outcome,
                    reason=one.reason,
                    certificate_id=ids.get(one.group),
                    candidates=[ids[key] for key in one.candidates],
                )
                for one, scan in zip(result.files, scans, strict=True)
            ],
            batch_size=2000,
        )

    return commit


def _certificate(batch: Batch, rows: tuple[SheetRow, ...], **facts: Any) -> StagedCertificate:
    first = rows[0]
    store, row, rack, box, slot = first.shelf
    return StagedCertificate(
        batch=batch,
        lines=[one.line for one in rows],
        serial=first.serial[:20],
        book_number=first.book_text[:80],
        issued_on=first.issued_on,
        unit_code=first.unit_code,
        sheet=(first.sheet or first.sheet_certificate)[:20],
        number=(first.number or first.number_certificate)[:20],
        holder=", ".join(dict.fromkeys(one.holder for one in rows if one.holder)),
        shelf={"store": store, "row": row, "rack": rack, "box": box, "slot": slot} if store else {},
        **facts,
    )


def receipt_of(
    facts: dict[str, Any], files: dict[str, int], rows: dict[str, int], certificates: dict[str, int]
) -> dict[str, Any]:
    """The report: what came in and every outcome; balanced when both sums agree with what was counted on delivery."""
    balanced = sum(files.values()) == facts["files_in"] and sum(rows.values()) == facts["rows_in"]
    return {
        "files": {"in": facts["files_in"], **{one.value: files.get(one.value, 0) for one in FileOutcome}},
        "rows": {"in": facts["rows_in"], **{one.value: rows.get(one.value, 0) for one in RowOutcome}},
        "certificates": {one.value: certificates.get(one.value, 0) for one in RowOutcome},
        "dossiers": {"made": 0, "extended": 0},
        "register": {"certificates": 0, "refused": 0},
        "columns": facts["columns"],
        "unknown_columns": facts["unknown_columns"],
        "balanced": balanced,
    }


def _file_counts(result: Matching) -> dict[str, int]:
    return Counter(str(one.outcome) for one in result.files)


def _certificate_counts(result: Matching) -> dict[str, int]:
    return Counter(str(group.outcome) for group in result.groups)


def _row_counts(result: Matching) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for group in result.groups:
        counts[str(group.outcome)] += len(group.rows)
    counts[str(RowOutcome.REFUSED)] += len(result.nameless)
    return counts


def counted_receipt(batch: Batch) -> dict[str, Any]:
    """The report from what is staged now, after people have settled some of it."""
    certificates = StagedCertificate.objects.filter(batch=batch).values_list("outcome", "lines", "key")
    rows: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for outcome, lines, key in certificates:
        rows[outcome] += len(lines)
        whole[outcome] += bool(key)
    files = Counter(StagedScan.objects.filter(batch=batch).values_list("outcome", flat=True))
    made = (batch.receipt or {}).get("dossiers", {"made": 0, "extended": 0})
    return {**receipt_of(batch.options["delivery"], files, rows, whole), "dossiers": made}
