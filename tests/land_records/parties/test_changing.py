"""Changing and correcting: versions in time, names that follow, addresses, members; three changes on one day."""

from datetime import UTC, date, datetime

import pytest

from land_records import api
from tests.dossiers.people import pending_transaction
from tests.land_records.parties.people import ELSEWHERE, PURPOSE, card, entered, officer, unit

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def read(actor, party_id, **more):
    return api.party(actor=actor, purpose=PURPOSE, party_id=party_id, **more)


def test_three_changes_on_one_day_can_each_be_asked_for():
    actor = officer()
    one = entered(actor, "Lê Văn Đầu", at=MORNING.replace(hour=1)).party_id
    for hour, name in ((2, "Lê Văn Hai"), (3, "Lê Văn Ba"), (4, "Lê Văn Bốn")):
        api.change_particulars(
            actor=actor,
            party_id=one,
            facts=api.Particulars(name, gender="male", birth_year=1985),
            at=MORNING.replace(hour=hour),
        )
    names = [read(actor, one, as_of=MORNING.replace(hour=hour, minute=30)).name for hour in (1, 2, 3, 4)]
    assert names == ["Lê Văn Đầu", "Lê Văn Hai", "Lê Văn Ba", "Lê Văn Bốn"]
    assert read(actor, one, as_of=date(2026, 3, 2)).name == "Lê Văn Bốn"
    assert read(actor, one, as_of=date(2026, 3, 1)).current is None
    assert [version.cause for version in read(actor, one).versions] == ["changed"] * 3 + ["registered"]


def test_two_changes_at_one_moment_follow_each_other():
    actor = officer()
    one = entered(actor, at=MORNING).party_id
    for name in ("Lê Văn Hai", "Lê Văn Ba"):
        api.change_particulars(actor=actor, party_id=one, facts=api.Particulars(name), at=MORNING)
    assert read(actor, one).name == "Lê Văn Ba" and len(read(actor, one).versions) == 3


def test_a_correction_says_so_and_hangs_on_its_transaction():
    actor = officer()
    case = pending_transaction(actor)
    one = entered(actor).party_id
    api.change_particulars(
        actor=actor, party_id=one, facts=api.Particulars("Nguyễn Văn Đúng"), corrects=True, transaction_id=case.id
    )
    version = read(actor, one).versions[0]
    assert (version.cause, version.transaction_id) == ("corrected", case.id)


def test_names_of_couple_and_household_follow_their_people():
    actor = officer()
    he, she = entered(actor, "Lê Văn Chồng").party_id, entered(actor, "Trần Thị Vợ", gender="female").party_id
    couple = api.add_couple(actor=actor, unit_id=unit(), husband_id=he, wife_id=she).party_id
    home = api.add_household(actor=actor, unit_id=unit(), head_id=he).party_id
    api.change_particulars(actor=actor, party_id=he, facts=api.Particulars("Lê Văn Mới", gender="male"))
    assert read(actor, couple).name == "Ông Lê Văn Mới và bà Trần Thị Vợ"
    assert read(actor, home).name == "Hộ ông Lê Văn Mới"
    assert len(read(actor, couple).versions) == 2


def test_addresses_follow_each_other_by_purpose():
    actor = officer()
    one = entered(actor, address="1 Lê Lợi").party_id
    api.set_address(actor=actor, party_id=one, address=api.AddressDraft("2 Trần Phú", unit_id=unit()))
    api.set_address(actor=actor, party_id=one, address=api.AddressDraft("3 Hùng Vương"), purpose="contact")
    standing = {a.purpose: a.detail for a in read(actor, one).addresses if a.valid_to is None}
    assert standing == {"residence": "2 Trần Phú", "contact": "3 Hùng Vương"}
    assert len(read(actor, one).addresses) == 3


def test_members_come_and_go():
    actor = officer()
    head, child = entered(actor).party_id, entered(actor, "Nguyễn Thị Con", gender="female").party_id
    home = api.add_household(actor=actor, unit_id=unit(), head_id=head).party_id
    link = api.add_member(actor=actor, group_id=home, member_id=child, role="member")
    with pytest.raises(api.MemberRefused):
        api.add_member(actor=actor, group_id=home, member_id=child, role="heads_spouse")
    with pytest.raises(api.MemberRefused):
        api.add_member(actor=actor, group_id=home, member_id=entered(actor).party_id, role="head")
    with pytest.raises(api.MemberRefused):
        api.add_member(actor=actor, group_id=home, member_id=entered(actor).party_id, role="wife")
    api.end_member(actor=actor, membership_id=link)
    with pytest.raises(api.MemberRefused):
        api.end_member(actor=actor, membership_id=link)
    ended = next(m for m in read(actor, home).members if m.id == link)
    assert ended.valid_to is not None and ended.name == "Nguyễn Thị Con"


def test_nobody_writes_to_a_party_of_another_unit():
    one = entered(officer()).party_id
    other = officer(ELSEWHERE)
    for write in (
        lambda: api.change_particulars(actor=other, party_id=one, facts=api.Particulars("Kẻ Khác")),
        lambda: api.set_address(actor=other, party_id=one, address=api.AddressDraft("1 Lê Lợi")),
        lambda: api.add_identity_paper(actor=other, party_id=one, paper=api.PaperDraft("cccd", card())),
        lambda: api.merge_parties(actor=other, kept_id=one, absorbed_id=one, reason="đã đối chiếu"),
    ):
        with pytest.raises(api.PartyNotFound):
            write()
    with pytest.raises(api.PartyNotFound):
        read(other, one)
    with pytest.raises(api.PartyNotFound):
        read(officer(), 0)
