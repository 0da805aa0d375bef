"""Papers of a party: entered sealed, replaced by newer ones, and never silently the same as another party's."""

from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.api import Act, User
from land_records.cadastre.moments import legal_day, require_moment
from land_records.parties.errors import IdentityRefused
from land_records.parties.identity import checked_number
from land_records.parties.ledger import note_act
from land_records.parties.models import IdentityPaper, Party, PartyDuplicate, PartyParticulars
from land_records.parties.particulars import checked_text
from land_records.parties.reach import reached_party
from land_records.parties.resolving import family_of
from land_records.parties.sealing import indexes_of, seal
from land_records.parties.snapshots import PaperDraft
from land_records.parties.spans import close_row

_OF_PEOPLE = frozenset({"cmnd", "cccd", "passport"})
_OF_BODIES = frozenset({"business_code", "decision"})


@transaction.atomic
def add_identity_paper(
    *,
    actor: User,
    party_id: int,
    paper: PaperDraft,
    replaces_id: int | None = None,
    transaction_id: int | None = None,
    at: datetime | None = None,
) -> tuple[int, tuple[int, ...]]:
    """Enter a paper; `replaces_id` is the older one it ends. Answers its id and the parties with the same number.

    Those parties are listed as proposed duplicates in the same database transaction. Raises IdentityRefused for a
    number its kind cannot carry, that contradicts the person, or that the party has already; NotAllowed, PartyNotFound.
    """
    moment = require_moment(at or timezone.now())
    party = reached_party(actor=actor, act=Act.PARTY_WRITE, party_id=party_id, lock=True)
    made, others = enter_paper(
        party=party, paper=paper, replaces_id=replaces_id, actor=actor, transaction_id=transaction_id, moment=moment
    )
    note_act(transaction_id=transaction_id, act="add_identity_paper", party_id=party_id, actor=actor, at=moment)
    return made, others


def enter_paper(
    *,
    party: Party,
    paper: PaperDraft,
    actor: User,
    moment: datetime,
    replaces_id: int | None = None,
    transaction_id: int | None = None,
) -> tuple[int, tuple[int, ...]]:
    """The writing part of `add_identity_paper`; the caller has asked for the right and holds the party."""
    number = checked_paper(party, paper, legal_day(moment))
    known = _standing_with(number)
    family = family_of([party.pk])[party.pk]
    if any(owner in family for owner in known):
        raise IdentityRefused(
            f"Người sử dụng đất số {party.pk} đã có giấy tờ mang số này.",
            f"Party {party.pk} already has a paper with this number.",
            hint_vi="Không cần nhập lại; giấy tờ cấp đổi có số mới thì ghi thay cho giấy tờ cũ.",
            hint_en="It need not be entered again; a renewed paper with a new number replaces the old one.",
        )
    others = tuple(sorted(known))
    _list_as_duplicates(party.pk, others, moment)
    sealed = seal(number, party_id=party.pk, kind=paper.kind)
    made = IdentityPaper.objects.create(
        party=party,
        kind=paper.kind,
        sealed=sealed.sealed,
        blind_index=sealed.blind_index,
        key_id=sealed.key_id,
        issued_on=paper.issued_on,
        issued_by=checked_text(IdentityPaper, "issued_by", paper.issued_by),
        valid=(moment, None),
        transaction_id=transaction_id,
        recorded_by=actor,
        recorded_at=timezone.now(),
    )
    if replaces_id is not None:
        _replace(party, replaces_id, made, moment, transaction_id)
    _settle_number()
    return made.pk, others


def checked_paper(party: Party, paper: PaperDraft, today: date) -> str:
    """The number as its kind of paper writes it. Raises IdentityRefused for what the party cannot carry."""
    if (party.kind == Party.Kind.PERSON and paper.kind in _OF_BODIES) or (
        party.kind != Party.Kind.PERSON and paper.kind in _OF_PEOPLE
    ):
        raise IdentityRefused(
            "Loại giấy tờ này không dùng cho loại người sử dụng đất này.",
            f"A party of kind {party.kind} has no paper of this kind.",
            hint_vi="Giấy tờ của vợ, chồng, thành viên ghi ở từng người.",
            hint_en="Papers of spouses and members are entered with each person.",
        )
    if paper.issued_on is not None and paper.issued_on > today:
        raise IdentityRefused(
            "Ngày cấp giấy tờ nằm ở tương lai.",
            "The paper would be issued in the future.",
            hint_vi="Đối chiếu với giấy tờ gốc.",
            hint_en="Compare it with the paper.",
        )
    facts = PartyParticulars.objects.filter(party=party, valid__endswith__isnull=True).first()
    return checked_number(
        paper.kind,
        paper.number,
        gender=facts.gender if facts else None,
        birth_year=facts.birth_year if facts else None,
    )


def _standing_with(number: str) -> frozenset[int]:
    """Parties with a standing paper of this number, whatever key it is indexed with."""
    return frozenset(
        IdentityPaper.objects.filter(blind_index__in=indexes_of(number), valid__endswith__isnull=True).values_list(
            "party_id", flat=True
        )
    )


def _list_as_duplicates(party_id: int, others: tuple[int, ...], moment: datetime) -> None:
    for other in others:
        first, second = sorted((party_id, other))
        pair, made = PartyDuplicate.objects.get_or_create(
            first_id=first, second_id=second, defaults={"evidence": {"same_number": 1}, "proposed_at": moment}
        )
        if not made and "same_number" not in pair.evidence:
            pair.evidence = {**pair.evidence, "same_number": 1}
            pair.save(update_fields=["evidence"])


def _settle_number() -> None:
    """Let the database's own rule speak now: of two sessions entering one number at once, the second is told."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS public.land_records_identity_named IMMEDIATE")
            cursor.execute("SET CONSTRAINTS public.land_records_identity_named DEFERRED")
    except IntegrityError as error:
        raise IdentityRefused(
            "Số giấy tờ này vừa được người khác nhập cùng lúc; chưa có gì được ghi.",
            "Somebody else entered this number at the same moment; nothing was written.",
            hint_vi="Thử lại: hai người sẽ được đưa vào danh sách nghi trùng.",
            hint_en="Try again: the two will be listed as proposed duplicates.",
            code="try_again",
        ) from error


def _replace(party: Party, old_id: int, new: IdentityPaper, moment: datetime, transaction_id: int | None) -> None:
    old = (
        IdentityPaper.objects.select_for_update()
        .filter(Q(valid__endswith__isnull=True), pk=old_id, party=party)
        .exclude(pk=new.pk)
        .first()
    )
    if old is None:
        raise IdentityRefused(
            f"Giấy tờ số {old_id} không phải giấy tờ đang có của người này.",
            f"Paper {old_id} is not a standing paper of this party.",
            hint_vi="Tải lại trang để xem các giấy tờ hiện có.",
            hint_en="Reload the page to see the standing papers.",
        )
    old.replaced_by = new
    close_row(old, moment, transaction_id, "replaced_by")
