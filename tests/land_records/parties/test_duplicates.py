"""Duplicates: what is proposed and what is not, decided by people, merged and undone without losing anything."""

import pytest

from accounts.api import NotAllowed, Role
from land_records import api
from land_records.models import PartyDuplicate
from tests.dossiers.people import person
from tests.land_records.parties.people import ELSEWHERE, PURPOSE, card, entered, officer

pytestmark = pytest.mark.django_db
REASON = "Đã đối chiếu giấy xác nhận số CMND"


@pytest.fixture
def actor():
    return officer(None)


def pairs():
    return {(pair.first_id, pair.second_id): pair.evidence for pair in PartyDuplicate.objects.filter(status="open")}


def read(actor, party_id):
    return api.party(actor=actor, purpose=PURPOSE, party_id=party_id)


def test_three_kinds_of_evidence(actor):
    number = card()
    one, two = entered(actor, "Trần Văn Số", number=number), entered(actor, "Trần V. Số", number=number, year=1985)
    three, four = entered(actor, "Đỗ Thị Trùng", year=1960), entered(actor, "Do Thi Trung", year=1960)
    five = entered(actor, "Phạm Quang Hoàng", year=None, address="Thôn 3, xã Hàm Thắng")
    six = entered(actor, "Phạm Quang Hoang Anh", year=None, address="thon 3 xa ham thang")
    entered(actor, "Đỗ Thị Trùng", year=1961)
    entered(actor, "Lý Khác Hẳn", year=None, address="Thôn 3, xã Hàm Thắng")
    receipt = api.propose_duplicates(actor=actor)
    found = pairs()
    assert found.pop((one.party_id, two.party_id))["same_number"] == 1
    assert found.pop((three.party_id, four.party_id)) == {"same_name_and_year": 1}
    evidence = found.pop((five.party_id, six.party_id))
    assert 0.6 <= evidence["similar_name_same_address"] < 1
    assert found == {} and (receipt.proposed, receipt.open) == (2, 3)
    assert api.propose_duplicates(actor=actor).proposed == 0


def test_people_with_two_different_cards_are_two_people(actor):
    entered(actor, "Đỗ Thị Trùng", number=card(), gender="male")
    entered(actor, "Đỗ Thị Trùng", number=card(), gender="male")
    api.propose_duplicates(actor=actor)
    assert pairs() == {}


def test_a_common_name_makes_no_pairs_and_is_counted(actor):
    for _ in range(13):
        entered(actor, "Nguyễn Văn Chung", year=1970)
    receipt = api.propose_duplicates(actor=actor)
    assert (receipt.proposed, receipt.too_common) == (0, 1)


def test_a_merge_answers_for_the_kept_party_and_can_be_undone(actor):
    one = entered(actor, "Trần Văn Giữ", number="260111222", kind="cmnd", address="1 Lê Lợi").party_id
    two = entered(actor, "Trần Văn Gộp", number=card()).party_id
    merge = api.merge_parties(actor=actor, kept_id=one, absorbed_id=two, reason=REASON)
    for asked in (one, two):
        told = read(actor, asked)
        assert (told.id, told.name, told.absorbed_ids) == (one, "Trần Văn Giữ", (two,))
        assert {paper.kind for paper in told.papers} == {"cmnd", "cccd"}
    assert api.resolve_parties([one, two]) == {one: one, two: one}
    with pytest.raises(api.MergeRefused):
        api.change_particulars(actor=actor, party_id=two, facts=api.Particulars("Ai Đó"))
    api.undo_merge(actor=actor, merge_id=merge, reason="Đối chiếu lại: hai người khác nhau")
    assert read(actor, two).name == "Trần Văn Gộp" and read(actor, two).merges[0].undone_at is not None
    assert {paper.kind for paper in read(actor, one).papers} == {"cmnd"}
    assert PartyDuplicate.objects.get().status == "different"
    with pytest.raises(api.MergeRefused):
        api.undo_merge(actor=actor, merge_id=merge, reason=REASON)


def test_chains_of_merges_resolve_and_undo_in_any_order(actor):
    one, two, three = (entered(actor, f"Trần Văn {name}").party_id for name in ("Nhất", "Nhì", "Ba"))
    first = api.merge_parties(actor=actor, kept_id=two, absorbed_id=three, reason=REASON)
    api.merge_parties(actor=actor, kept_id=one, absorbed_id=two, reason=REASON)
    assert api.resolve_parties([three])[three] == one
    assert api.family_of([two])[two] == {one, two, three}
    with pytest.raises(api.MergeRefused):
        api.merge_parties(actor=actor, kept_id=three, absorbed_id=one, reason=REASON)
    api.undo_merge(actor=actor, merge_id=first, reason=REASON)
    assert api.resolve_parties([two, three]) == {two: one, three: three}


def test_what_cannot_be_merged(actor):
    one = entered(actor).party_id
    body = api.add_organisation(
        actor=actor, unit_id=read(actor, one).unit_ids[0], facts=api.Particulars("Công ty")
    ).party_id
    for kept, absorbed in ((one, one), (one, body)):
        with pytest.raises(api.MergeRefused):
            api.merge_parties(actor=actor, kept_id=kept, absorbed_id=absorbed, reason=REASON)
    with pytest.raises(api.MergeRefused):
        api.merge_parties(actor=actor, kept_id=one, absorbed_id=entered(actor).party_id, reason=" - ")
    with pytest.raises(NotAllowed):
        api.merge_parties(actor=person(Role.CLERK, None), kept_id=one, absorbed_id=one, reason=REASON)


def test_pairs_found_to_be_two_stay_two(actor):
    entered(actor, "Đỗ Thị Trùng", year=1960)
    entered(actor, "Đỗ Thị Trùng", year=1960)
    api.propose_duplicates(actor=actor)
    (pair,) = api.duplicate_pairs(actor=actor, purpose=PURPOSE).items
    api.keep_apart(actor=actor, duplicate_id=pair.id, reason="Hai người cùng tên, khác cha mẹ")
    api.propose_duplicates(actor=actor)
    assert api.duplicate_pairs(actor=actor, purpose=PURPOSE).total == 0
    assert api.duplicate_pairs(actor=actor, purpose=PURPOSE, status="different").total == 1
    with pytest.raises(api.MergeRefused):
        api.keep_apart(actor=actor, duplicate_id=pair.id, reason=REASON)


def test_the_queue_shows_the_certain_first_and_only_ones_own_units(actor):
    entered(actor, "Đỗ Thị Trùng", year=1960)
    entered(actor, "Đỗ Thị Trùng", year=1960)
    number = card()
    entered(actor, "Trần Văn Số", number=number)
    entered(actor, "Trần Văn Số", number=number)
    api.propose_duplicates(actor=actor)
    queue = api.duplicate_pairs(actor=actor, purpose=PURPOSE).items
    assert ["same_number" in pair.evidence for pair in queue] == [True, False]
    assert queue[1].first.name == "Đỗ Thị Trùng"
    assert api.duplicate_pairs(actor=officer(ELSEWHERE), purpose=PURPOSE).total == 0
