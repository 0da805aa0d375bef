"""Take an archive delivery in: the spreadsheet and the scans go to the vault, a manifest names them, a batch follows.

The manifest is the delivered file of the batch: the same spreadsheet with the same scans and the same rule has the
same manifest, and so is recognised.
"""

import json
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import api as accounts
from dossiers import api as dossiers
from gis_core.errors import DomainError
from importers.archive_linking.file_names import NameRule
from importers.errors import ImportRefused
from importers.intake.archive import LITTER, is_archive
from importers.models import Batch
from importers.readers.companions import plain_name
from importers.services.receive import FINISHED_WITHOUT_EFFECT, one_at_a_time, put_on_dossier, refuse_size

MANIFEST_NAME = "giao-nhan-luu-tru.json"
MOST_SCANS = 20_000
HEAD = 4096


def receive_archive(
    *,
    actor: Any,
    sheet: Path,
    sheet_name: str,
    scans: Path,
    scans_name: str,
    unit_id: int,
    rule: str = "auto",
    at: datetime | None = None,
) -> tuple[Batch, bool]:
    """Keep a delivery and make its batch; `scans` is a folder or a zip. True: it had been delivered before.

    Raises ImportRefused (unknown rule, too many files, empty), NotAllowed.
    """
    accounts.require(actor, "archive.link", unit_id)
    NameRule(rule)
    refuse_size(sheet, sheet_name)
    moment = at or timezone.now()
    kept = dossiers.store_file(source=sheet, name=sheet_name, actor=actor, at=moment)
    manifest: dict[str, Any] = {"sheet": kept.sha256, "sheet_name": sheet_name, "rule": rule or "auto", "unit": unit_id}
    if scans.is_dir():
        manifest["scans"] = [taken_in(actor, path, name, moment) for path, name in walked(scans)]
    else:
        refuse_size(scans, scans_name)
        if not is_archive(scans):
            raise _no_zip(scans_name)
        manifest["zip"] = dossiers.store_file(source=scans, name=scans_name, actor=actor, at=moment).sha256
    with tempfile.TemporaryDirectory(prefix="thodia-manifest-") as folder:
        paper = Path(folder) / MANIFEST_NAME
        paper.write_text(json.dumps(manifest, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        stored = dossiers.store_file(source=paper, name=MANIFEST_NAME, actor=actor, at=moment)
    with transaction.atomic():
        one_at_a_time(stored.sha256)
        earlier = Batch.objects.filter(sha256=stored.sha256).exclude(status__in=FINISHED_WITHOUT_EFFECT).first()
        if earlier is not None:
            return earlier, True
        batch = Batch.objects.create(
            kind=Batch.Kind.ARCHIVE,
            file_name=f"{sheet_name} + {scans_name}",
            sha256=stored.sha256,
            unit_id=unit_id,
            options={"rule": rule or "auto"},
            uploaded_by=actor,
        )
        put_on_dossier(batch, actor, moment)
    return batch, False


def walked(folder: Path) -> Iterator[tuple[Path, str]]:
    """Plain files below a folder with their relative names, in order; links are not followed, litter is left out.

    Raises ImportRefused when there are too many.
    """
    found = [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and not _is_litter(path, folder)
    ]
    if len(found) > MOST_SCANS:
        raise ImportRefused(
            f"Giao nhận có {len(found)} tệp quét, tối đa {MOST_SCANS} trong một lần.",
            f"The delivery has {len(found)} scans; at most {MOST_SCANS} come at once.",
            hint_vi="Chia theo tờ bản đồ hoặc theo kệ rồi nhập từng phần.",
            hint_en="Split it by map sheet or by shelf and bring the parts.",
            code="too_many_scans",
        )
    for path in found:
        yield path, path.relative_to(folder).as_posix()


def _is_litter(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return any(plain_name(part) in LITTER or part.startswith("._") for part in parts)


def taken_in(actor: Any, path: Path, name: str, at: datetime) -> dict[str, Any]:
    """A scan put into the vault, or the code of why it is none; its reading comes later."""
    try:
        with path.open("rb") as file:
            dossiers.refuse_wrong_kind(name, dossiers.sniff(file.read(HEAD)))
        stored = dossiers.store_file(source=path, name=name, actor=actor, at=at)
    except DomainError as refusal:
        return {"name": name, "sha256": "", "kind": "", "refusal": refusal.code}
    return {"name": name, "sha256": stored.sha256, "kind": stored.media_kind, "refusal": ""}


def _no_zip(name: str) -> ImportRefused:
    return ImportRefused(
        f"«{name}» không phải tệp ZIP.",
        f"'{name}' is no ZIP.",
        hint_vi="Nén thư mục bản quét thành một tệp ZIP không mật khẩu rồi gửi lại.",
        hint_en="Pack the folder of scans into one ZIP without a password and send it again.",
        code="scans_not_a_zip",
    )
