"""Entering parties: everything or nothing, bad facts refused in words, same numbers listed."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.api import NotAllowed, Role
from dossiers import api as dossiers
from land_records.models import IdentityPaper, Party, PartyDuplicate, PartyParticulars
from land_records.parties.entering import (
    add_community,
    add_couple,
    add_group,
    add_household,
    add_organisation,
    add_person,
)
from land_records.parties.errors import (
    IdentityRefused,
    MemberRefused,
    NameRefused,
    ParticularsRefused,
    PartyNotFound,
)
from land_records.parties.papers import add_identity_paper
from land_records.parties.reading import party
from land_records.parties.snapshots import AddressDraft, PaperDraft, Particulars
from tests.dossiers.people import pending_transaction, person
from tests.land_records.parties.people import ELSEWHERE, PURPOSE, card, entered, officer, unit

pytestmark = pytest.mark.django_db


def read(actor, party_id, **more):
    return party(actor=actor, purpose=PURPOSE, party_id=party_id, **more)


def test_a_person_with_papers_and_address():
    actor = officer()
    number = card()
    made = add_person(
        actor=actor,
        unit_id=unit(),
        facts=Particulars("  Nguyễn   Văn\tĐượm ", gender="male", birth_date=date(1985, 3, 4), phone="0252 3 822 123"),
        papers=[PaperDraft("cccd", number), PaperDraft("cmnd", "260 123 456")],
        address=AddressDraft(house_number="12", street="Lê Lợi", hamlet="khu phố 3", unit_id=unit()),
    )
    told = read(actor, made.party_id, numbers=True)
    assert told.name == "Nguyễn Văn Đượm" and told.kind == "person" and told.user_kind == "CNV"
    assert told.current.facts.birth_year == 1985 and told.current.facts.nationality == "VNM"
    assert {(paper.kind, paper.number) for paper in told.papers} == {("cccd", number), ("cmnd", "260123456")}
    assert told.addresses[0].detail == "12 Lê Lợi, khu phố 3" and told.unit_ids == (unit(),)
    assert {paper.number for paper in read(actor, made.party_id).papers} == {f"•••••••••{number[-3:]}", "••••••456"}


TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"name": ""}, NameRefused),
        ({"name": "NguyÔn V¨n A"}, NameRefused),
        ({"birth_date": TOMORROW}, ParticularsRefused),
        ({"birth_year": TOMORROW.year + 1}, ParticularsRefused),
        ({"birth_year": 1700}, ParticularsRefused),
        ({"birth_date": date(1980, 1, 1), "birth_year": 1981}, ParticularsRefused),
        ({"birth_year": 1980, "death_year": 1979}, ParticularsRefused),
        ({"birth_date": date(1980, 5, 2), "death_date": date(1980, 5, 1)}, ParticularsRefused),
        ({"death_date": TOMORROW}, ParticularsRefused),
        ({"gender": "x"}, ParticularsRefused),
        ({"nationality": "Viet"}, ParticularsRefused),
        ({"email": "không phải"}, ParticularsRefused),
        ({"phone": "12"}, ParticularsRefused),
        ({"tax_code": "12"}, ParticularsRefused),
        ({"founding_number": "12/QĐ"}, ParticularsRefused),
        ({"short_name": "x" * 61}, ParticularsRefused),
        ({"name": "Á" * 256}, ParticularsRefused),
    ],
)
def test_facts_that_cannot_be(facts, error):
    before = Party.objects.count()
    with pytest.raises(error) as refused, transaction.atomic():
        add_person(actor=officer(), unit_id=unit(), facts=Particulars(**{"name": "Lê Thị Kín"} | facts))
    assert "Kín" not in str(refused.value.as_answer()) and Party.objects.count() == before


@pytest.mark.parametrize(
    "papers",
    [
        [PaperDraft("cccd", card("female", 1985))],
        [PaperDraft("cccd", card("male", 1986))],
        [PaperDraft("cmnd", "123")],
        [PaperDraft("business_code", "3400123456")],
        [PaperDraft("cmnd", "260999111", issued_on=TOMORROW)],
        [PaperDraft("cmnd", "260999111"), PaperDraft("cmnd", "260 999 111")],
    ],
)
def test_papers_that_cannot_be_leave_nothing_behind(papers):
    before = Party.objects.count(), PartyParticulars.objects.count()
    with pytest.raises(IdentityRefused):
        add_person(
            actor=officer(),
            unit_id=unit(),
            facts=Particulars("Lê Văn Ba", gender="male", birth_year=1985),
            papers=papers,
        )
    assert (Party.objects.count(), PartyParticulars.objects.count()) == before
    assert not IdentityPaper.objects.exists()


def test_who_may_enter_and_where():
    facts = Particulars("Lê Văn Ba")
    for role in (Role.APPROVER, Role.AUDITOR, Role.ARCHIVIST, Role.VIEWER, Role.ADMIN):
        with pytest.raises(NotAllowed):
            add_person(actor=person(role), unit_id=unit(), facts=facts)
    with pytest.raises(NotAllowed):
        add_person(actor=officer(), unit_id=unit(ELSEWHERE), facts=facts)
    add_person(actor=person(Role.CLERK), unit_id=unit(), facts=facts)


def test_the_same_number_on_two_parties_is_listed_and_named():
    actor, number = officer(), card()
    one = entered(actor, "Trần Văn Một", number=number)
    two = entered(actor, "Trần Văn Mốt", number=number)
    assert one.same_number == () and two.same_number == (one.party_id,)
    pair = PartyDuplicate.objects.get()
    assert (pair.first_id, pair.second_id, pair.evidence) == (one.party_id, two.party_id, {"same_number": 1})


def test_a_new_card_replaces_the_old_one_and_both_stay():
    actor = officer()
    made = entered(actor, number="260123457", kind="cmnd")
    old = read(actor, made.party_id).papers[0]
    new, _ = add_identity_paper(
        actor=actor, party_id=made.party_id, paper=PaperDraft("cccd", card()), replaces_id=old.id
    )
    papers = {paper.id: paper for paper in read(actor, made.party_id).papers}
    assert papers[old.id].replaced_by_id == new and papers[old.id].valid_to is not None
    assert papers[new].valid_to is None
    with pytest.raises(IdentityRefused):
        add_identity_paper(
            actor=actor, party_id=made.party_id, paper=PaperDraft("passport", "B7654321"), replaces_id=old.id
        )


def test_bodies_communities_and_groups():
    actor = officer()
    director = entered(actor, "Lê Thị Giám Đốc", gender="female").party_id
    body = add_organisation(
        actor=actor,
        unit_id=unit(),
        facts=Particulars("Công ty TNHH 27/7", short_name="27/7", founding_number="12/QĐ-UBND"),
        representative_id=director,
        papers=[PaperDraft("business_code", "3400123456")],
        address=AddressDraft("Số 1 Nguyễn Tất Thành"),
    ).party_id
    told = read(actor, body)
    assert told.user_kind == "TKT" and [(m.party_id, m.role) for m in told.members] == [(director, "representative")]
    foreign = add_organisation(
        actor=actor, unit_id=unit(), facts=Particulars("Resort Ltd."), kind="foreign_invested"
    ).party_id
    assert read(actor, foreign).user_kind == "TVN"
    village = add_community(
        actor=actor, unit_id=unit(), facts=Particulars("Thôn Lạc Đạo"), address=AddressDraft("Thôn Lạc Đạo")
    ).party_id
    other = entered(actor, "Lê Văn Hai").party_id
    group = add_group(
        actor=actor, unit_id=unit(), facts=Particulars("Nhóm hộ chợ"), member_ids=[director, other],
        representative_id=other,
    ).party_id  # fmt: skip
    assert {m.role for m in read(actor, group).members} == {"member", "representative"}
    assert read(actor, village).kind == "community"
    for wrong in (
        lambda: add_organisation(actor=actor, unit_id=unit(), facts=Particulars("X"), kind="person"),
        lambda: add_organisation(actor=actor, unit_id=unit(), facts=Particulars("X", gender="male")),
        lambda: add_organisation(actor=actor, unit_id=unit(), facts=Particulars("X"), user_kind="CNV"),
        lambda: add_community(actor=actor, unit_id=unit(), facts=Particulars("X"), address=AddressDraft(" - ")),
    ):
        with pytest.raises(ParticularsRefused):
            wrong()
    with pytest.raises(MemberRefused):
        add_group(actor=actor, unit_id=unit(), facts=Particulars("Nhóm"), member_ids=[other, other])


def test_couples_and_households_are_named_after_their_people():
    actor = officer()
    he, she = entered(actor, "Lê Văn Chồng"), entered(actor, "Trần Thị Vợ", gender="female")
    couple = add_couple(
        actor=actor, unit_id=unit(), husband_id=he.party_id, wife_id=she.party_id, wife_first=True
    ).party_id
    assert read(actor, couple).name == "Bà Trần Thị Vợ và ông Lê Văn Chồng"
    home = add_household(actor=actor, unit_id=unit(), head_id=she.party_id, spouse_id=he.party_id).party_id
    assert read(actor, home).name == "Hộ bà Trần Thị Vợ" and read(actor, home).user_kind == "GDC"
    assert {link.party_id for link in read(actor, he.party_id).member_of} == {couple, home}
    with pytest.raises(MemberRefused):
        add_couple(actor=actor, unit_id=unit(), husband_id=couple, wife_id=she.party_id)
    with pytest.raises(MemberRefused):
        add_couple(actor=actor, unit_id=unit(), husband_id=he.party_id, wife_id=he.party_id)


def test_members_come_from_where_the_officer_works():
    far = officer(ELSEWHERE)
    stranger = entered(far, "Người Ở Xa", unit_reference=ELSEWHERE).party_id
    actor = officer()
    with pytest.raises(PartyNotFound):
        add_household(actor=actor, unit_id=unit(), head_id=stranger)


def test_the_ledger_names_the_party_and_nothing_of_it():
    actor = officer()
    case = pending_transaction(actor)
    made = entered(actor, "Chim Hoàng Yến", transaction_id=case.id, number=card())
    (line,) = dossiers.entries_of(case.id)
    assert (line.act, line.subject_kind, line.subject_id) == ("add_person", "party", made.party_id)
    assert "Chim" not in str(line)
