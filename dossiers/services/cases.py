"""Opening and closing dossiers, storing and attaching their files."""

import re
import unicodedata
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.api import Act, User, may, require
from dossiers import vault
from dossiers.errors import OneStopCodeRefused, UnknownDossier
from dossiers.models import Dossier, DossierFile, StoredFile
from dossiers.queries import dossier_snapshot, file_snapshot
from dossiers.rules import CODE_PREFIX, opening_right
from dossiers.snapshots import DossierSnapshot, StoredFileSnapshot
from gis_core.errors import DomainError
from gis_core.text.names import fold
from reference import api as reference


@transaction.atomic
def open_dossier(
    *, actor: User, kind: str, unit_id: int, title: str, one_stop_code: str = "", at: datetime | None = None
) -> DossierSnapshot:
    """Open a case on a unit. Its code is `<prefix>.<unit code>-<yymmdd>-<serial of that unit's day>`.

    `one_stop_code` is the code the one-stop desk gave (Thông tư 01/2018/TT-VPCP Điều 19); it names one dossier only.
    Raises OneStopCodeRefused.
    """
    require(actor, opening_right(kind), unit_id)
    one_stop = _checked_one_stop_code(one_stop_code)
    moment = at or timezone.now()
    dossier = Dossier.objects.create(
        code=next_codes(kind=kind, unit_id=unit_id, moment=moment, count=1)[0],
        kind=kind,
        unit_id=unit_id,
        title=title,
        folded_title=fold(title),
        one_stop_code=one_stop,
        opened_by=actor,
        opened_at=moment,
    )
    return dossier_snapshot(dossier)


def _checked_one_stop_code(text: str) -> str:
    code = text.strip().upper()
    if code and not re.fullmatch(settings.ONE_STOP_CODE_PATTERN, code):
        raise OneStopCodeRefused(
            f"“{code[:60]}” không phải mã hồ sơ một cửa.",
            f"“{code[:60]}” is no code of the one-stop desk.",
            hint_vi="Chép mã in trên giấy tiếp nhận, ví dụ 000.00.12.H36-260723-0042; không có thì để trống.",
            hint_en="Copy the code printed on the receipt, such as 000.00.12.H36-260723-0042; or leave it empty.",
        )
    if code and (other := Dossier.objects.filter(one_stop_code=code).first()):
        raise OneStopCodeRefused(
            f"Mã một cửa {code} đã thuộc hồ sơ {other.code}.",
            f"The one-stop code {code} belongs to dossier {other.code} already.",
            hint_vi=f"Mở hồ sơ {other.code} và bổ sung giấy tờ vào đó.",
            hint_en=f"Open dossier {other.code} and add the papers there.",
            code="one_stop_code_taken",
        )
    return code


def next_codes(*, kind: str, unit_id: int, moment: datetime, count: int) -> list[str]:
    """The next codes of this kind on this unit's day, reserved until the end of the database transaction."""
    stem = f"{CODE_PREFIX[kind]}.{reference.unit_by_id(unit_id).code}-{timezone.localtime(moment):%y%m%d}"
    first = _next_serial(stem)
    return [f"{stem}-{serial:04d}" for serial in range(first, first + count)]


def _next_serial(stem: str) -> int:
    """The next number under this stem; only openings on the same unit and day wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('dossiers.code'), hashtext(%s))", [stem])
    codes = Dossier.objects.filter(code__startswith=f"{stem}-").values_list("code", flat=True)
    return max((int(code.rsplit("-", 1)[1]) for code in codes), default=0) + 1


@transaction.atomic
def close_dossier(*, actor: User, dossier_id: int) -> DossierSnapshot:
    """Close a case; its transactions stay as they are."""
    dossier = locked_dossier(dossier_id)
    require(actor, opening_right(dossier.kind), dossier.unit_id)
    dossier.status = Dossier.Status.CLOSED
    dossier.save(update_fields=["status"])
    return dossier_snapshot(dossier)


def store_file(*, source: Path, name: str, actor: User, at: datetime | None = None) -> StoredFileSnapshot:
    """Put a file into the vault; the same content twice answers the first entry with `already_known`.

    The content is written before the row: a crash between them leaves a content without a row, which the next
    upload of the same file adopts. `name` is what the user called it; it never becomes a path.
    """
    if not may(actor, Act.ARCHIVE_LINK):
        require(actor, Act.IMPORT_UPLOAD)
    return stored_row(vault.keep(source), name=name, actor=actor, at=at)


def stored_row(kept: vault.Kept, *, name: str, actor: User, at: datetime | None) -> StoredFileSnapshot:
    """The row of a content the vault has taken; the same content has one row."""
    stored, made = StoredFile.objects.get_or_create(
        sha256=kept.sha256,
        defaults={
            "size": kept.size,
            "name": bare_name(name),
            "media_kind": kept.media_kind,
            "stored_by": actor,
            "stored_at": at or timezone.now(),
        },
    )
    return file_snapshot(stored, already_known=not made)


@transaction.atomic
def attach_file(*, actor: User, dossier_id: int, file_id: int, name: str, at: datetime | None = None) -> None:
    """Put a stored file into a dossier under a name; attaching it again changes nothing."""
    dossier = locked_dossier(dossier_id)
    require(actor, opening_right(dossier.kind), dossier.unit_id)
    DossierFile.objects.get_or_create(
        dossier=dossier,
        file_id=file_id,
        defaults={"name": bare_name(name), "attached_by": actor, "attached_at": at or timezone.now()},
    )


def bare_name(name: str) -> str:
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


def locked_dossier(dossier_id: int) -> Dossier:
    """The dossier's row, locked until the transaction ends. Raises UnknownDossier."""
    dossier = Dossier.objects.select_for_update().filter(id=dossier_id).first()
    if dossier is None:
        raise UnknownDossier(f"Không có hồ sơ số {dossier_id}.", f"There is no dossier {dossier_id}.")
    return dossier
