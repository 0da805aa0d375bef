"""Erasing what tells who a party is, where the law demands it; rights, acts and the history's chain stay whole.

Run as `thodia_owner` (manage.py erase_party): the application itself cannot rewrite particulars or destroy salts.
"""

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.api import Act, User
from dossiers import api as dossiers
from land_records.parties.errors import ErasureRefused
from land_records.parties.models import IdentityPaper, ParticularsProposal, PartyAddress, PartyParticulars
from land_records.parties.reach import reached_party
from land_records.parties.resolving import family_of
from land_records.rights.queries import restrictions_of_parties, rights_of_parties

_EMPTIED: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (
        PartyParticulars,
        (
            "name", "folded_name", "folded_back", "short_name", "foreign_name", "gender", "birth_date", "birth_year",
            "death_date", "death_year", "nationality", "ethnicity", "tax_code", "phone", "email", "founding_number",
            "founding_date", "founding_kind",
        ),
    ),
    (IdentityPaper, ("sealed", "blind_index", "issued_on", "issued_by")),
    (PartyAddress, ("unit_id", "house_number", "street", "hamlet", "detail", "folded_detail")),
)  # fmt: skip


@transaction.atomic
def erase_party(*, actor: User, party_id: int, ground: str) -> dict[str, int]:
    """Empty every personal column of the party, past versions too, and destroy the salts of their history.

    `ground` (decision, request) goes to the read log beside the party's number. Answers table → rows emptied.
    Raises ErasureRefused while the party, or a record found to be the same, holds or limits a right in force.
    """
    reached_party(actor=actor, act=Act.PARTY_MERGE, party_id=party_id, lock=True)
    _refuse_standing(party_id)
    dossiers.log_read(
        actor=actor,
        purpose=dossiers.Purpose(reason=ground, place="command"),
        what="erase_party",
        subject_kind="party",
        subject_ids=[party_id],
    )
    _drop_proposals(party_id)
    return {model._meta.db_table: _empty(model, columns, party_id) for model, columns in _EMPTIED}


def _drop_proposals(party_id: int) -> None:
    """What waits for an act about this party waits no more; the salts of all there ever were go too."""
    rows = ParticularsProposal.objects.filter(party_id=party_id)
    rows.filter(sealed__isnull=False).update(sealed=None, settled_at=timezone.now())
    _forget(ParticularsProposal, rows.values_list("pk", flat=True))


def _refuse_standing(party_id: int) -> None:
    family = family_of([party_id])[party_id]
    rights, limits = rights_of_parties(family), restrictions_of_parties(family)
    if not rights and not limits:
        return
    raise ErasureRefused(
        f"Người sử dụng đất số {party_id} đang đứng tên {len(rights)} quyền và {len(limits)} hạn chế có hiệu lực.",
        f"Party {party_id} stands in {len(rights)} rights and {len(limits)} restrictions in force.",
        hint_vi="Chỉ xóa thông tin cá nhân khi mọi quyền đã chuyển hoặc chấm dứt; thông tin sai thì đính chính.",
        hint_en="Erase only after every right was transferred or ended; wrong particulars are corrected instead.",
    )


def _empty(model: type[Model], columns: tuple[str, ...], party_id: int) -> int:
    rows = model._default_manager.filter(party_id=party_id, erased_at__isnull=True)
    keys = list(rows.values_list("pk", flat=True))
    model._default_manager.filter(pk__in=keys).update(**dict.fromkeys(columns), erased_at=timezone.now())
    _forget(model, keys)
    return len(keys)


def _forget(model: type[Model], keys: Iterable[int]) -> None:
    """Destroy the salts of these rows' history."""
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT history.erase_personal(%s, %s)", [f"public.{model._meta.db_table}", str(key)])
