"""Opening and closing dossiers, storing and attaching their files."""

import unicodedata
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from accounts.api import Act, User, require
from dossiers import vault
from dossiers.errors import UnknownDossier
from dossiers.models import Dossier, DossierFile, StoredFile
from dossiers.queries import dossier_snapshot, file_snapshot
from dossiers.rules import CODE_PREFIX, opening_right
from dossiers.snapshots import DossierSnapshot, StoredFileSnapshot
from gis_core.errors import DomainError
from reference import api as reference


@transaction.atomic
def open_dossier(*, actor: User, kind: str, unit_id: int, title: str, at: datetime | None = None) -> DossierSnapshot:
    """Open a case on a unit. Its code is `<prefix>.<unit code>-<yymmdd>-<serial of that unit's day>`."""
    require(actor, opening_right(kind), unit_id)
    moment = at or timezone.now()
    stem = f"{CODE_PREFIX[kind]}.{reference.unit_by_id(unit_id).code}-{timezone.localtime(moment):%y%m%d}"
    dossier = Dossier.objects.create(
        code=f"{stem}-{_next_serial(stem):04d}",
        kind=kind,
        unit_id=unit_id,
        title=title,
        opened_by=actor,
        opened_at=moment,
    )
    return dossier_snapshot(dossier)


def _next_serial(stem: str) -> int:
    """The next number under this stem; only openings on the same unit and day wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('dossiers.code'), hashtext(%s))", [stem])
    codes = Dossier.objects.filter(code__startswith=f"{stem}-").values_list("code", flat=True)
    return max((int(code.rsplit("-", 1)[1]) for code in codes), default=0) + 1


@transaction.atomic
def close_dossier(*, actor: User, dossier_id: int) -> DossierSnapshot:
    """Close a case; its transactions stay as they are."""
    dossier = _locked(dossier_id)
    require(actor, opening_right(dossier.kind), dossier.unit_id)
    dossier.status = Dossier.Status.CLOSED
    dossier.save(update_fields=["status"])
    return dossier_snapshot(dossier)


def store_file(*, source: Path, name: str, actor: User, at: datetime | None = None) -> StoredFileSnapshot:
    """Put a file into the vault; the same content twice answers the first entry with `already_known`.

    The content is written before the row: a crash between them leaves a content without a row, which the next
    upload of the same file adopts. `name` is what the user called it; it never becomes a path.
    """
    require(actor, Act.IMPORT_UPLOAD)
    kept = vault.keep(source)
    stored, made = StoredFile.objects.get_or_create(
        sha256=kept.sha256,
        defaults={
            "size": kept.size,
            "name": _bare_name(name),
            "media_kind": kept.media_kind,
            "stored_by": actor,
            "stored_at": at or timezone.now(),
        },
    )
    return file_snapshot(stored, already_known=not made)


@transaction.atomic
def attach_file(*, actor: User, dossier_id: int, file_id: int, name: str, at: datetime | None = None) -> None:
    """Put a stored file into a dossier under a name; attaching it again changes nothing."""
    dossier = _locked(dossier_id)
    require(actor, opening_right(dossier.kind), dossier.unit_id)
    DossierFile.objects.get_or_create(
        dossier=dossier,
        file_id=file_id,
        defaults={"name": _bare_name(name), "attached_by": actor, "attached_at": at or timezone.now()},
    )


def _bare_name(name: str) -> str:
    """What the user calls a file, without folders and control characters, in composed letters, 255 at most."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[-255:]


def check_files() -> dict[str, str]:
    """Read every stored content again; answers SHA-256 → code of the fault (unknown_file, damaged_file)."""
    faults = {}
    for sha256 in StoredFile.objects.order_by("id").values_list("sha256", flat=True).iterator():
        try:
            vault.check_content(sha256)
        except DomainError as fault:
            faults[sha256] = fault.code
    return faults


def _locked(dossier_id: int) -> Dossier:
    dossier = Dossier.objects.select_for_update().filter(id=dossier_id).first()
    if dossier is None:
        raise UnknownDossier(f"Không có hồ sơ số {dossier_id}.", f"There is no dossier {dossier_id}.")
    return dossier
