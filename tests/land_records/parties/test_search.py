"""Search: without accents, from either end of a name, by number, by address, in the past, in one's own units."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.api import NotAllowed, Role
from dossiers import api as dossiers
from dossiers.models import PersonalRead
from land_records import api
from land_records.parties.rotating import rotate_identity_keys
from tests.dossiers.people import pending_transaction, person
from tests.land_records.parties.people import ELSEWHERE, PURPOSE, card, entered, officer

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def found(actor, text, **more):
    return api.search_parties(actor=actor, purpose=PURPOSE, text=text, **more)


def ids(actor, text, **more):
    return [hit.id for hit in found(actor, text, **more).hits]


@pytest.fixture
def crowd():
    actor = officer()
    names = {
        "Nguyễn Văn Ân": 1970, "Nguyễn Thị Ân": 1980, "Trần Ân Văn": 1990, "Lê Hoàng Đăng Khoa": 1985,
        "K'Brôih": 1960, "Văn An Nguyên": 1971,
    }  # fmt: skip
    return actor, {name: entered(actor, name, year=year).party_id for name, year in names.items()}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("nguyen van an", ["Nguyễn Văn Ân"]),
        ("NGUYỄN VĂN ÂN", ["Nguyễn Văn Ân"]),
        ("Nguyễn Văn Ân", ["Nguyễn Văn Ân"]),
        ("nguyen", ["Nguyễn Thị Ân", "Nguyễn Văn Ân", "Văn An Nguyên"]),
        ("van an", ["Văn An Nguyên", "Nguyễn Văn Ân"]),
        ("nguyen an", ["Nguyễn Thị Ân", "Nguyễn Văn Ân"]),
        ("an 1980", ["Nguyễn Thị Ân"]),
        ("dang khoa", ["Lê Hoàng Đăng Khoa"]),
        ("hoang dang", ["Lê Hoàng Đăng Khoa"]),
        ("k'broih", ["K'Brôih"]),
        ("k broih", ["K'Brôih"]),
        ("%", []), ("_", []), ("", []), ("nguyễn % ân", ["Nguyễn Thị Ân", "Nguyễn Văn Ân"]), ("zz", []),
    ],
)  # fmt: skip
def test_names(crowd, text, names):
    actor, known = crowd
    by_id = {one: name for name, one in known.items()}
    assert [by_id[one] for one in ids(actor, text)] == names


def test_a_number_is_found_exactly_whatever_its_spelling_and_key(crowd):
    actor, _ = crowd
    number = card()
    one = entered(actor, number=number).party_id
    spelt = f"{number[:3]} {number[3:6]}.{number[6:9]}-{number[9:]}"
    assert ids(actor, spelt) == ids(actor, number) == [one]
    assert ids(actor, number[:-1]) == []
    rotate_identity_keys()
    assert ids(actor, number) == [one]
    assert found(actor, number).hits[0].papers == (f"•••••••••{number[-3:]}",)


def test_addresses(crowd):
    actor, _ = crowd
    one = entered(actor, address="Số 12 đường Trần Hưng Đạo, khu phố 3").party_id
    assert ids(actor, "tran hung dao", by="address") == [one]
    assert ids(actor, "12 khu pho 3", by="address") == [one]
    assert ids(actor, "le loi", by="address") == []


def test_former_names_are_found_and_marked_and_the_past_is_the_past():
    actor = officer()
    one = entered(actor, "Lê Thị Cũ", gender="female", at=MORNING).party_id
    api.change_particulars(
        actor=actor, party_id=one, facts=api.Particulars("Lê Thị Mới"), at=MORNING + timedelta(days=2)
    )
    (hit,) = found(actor, "le thi cu").hits
    assert (hit.id, hit.name, hit.former) == (one, "Lê Thị Mới", True)
    (then,) = found(actor, "le thi cu", as_of=date(2026, 3, 3)).hits
    assert (then.name, then.former) == ("Lê Thị Cũ", False)
    assert ids(actor, "le thi moi", as_of=date(2026, 3, 3)) == []
    assert ids(actor, "le thi cu", as_of=date(2026, 3, 5)) == []


def test_a_merged_party_is_found_under_both_names_as_the_kept_one():
    actor = officer()
    one, two = entered(actor, "Phan Thị Giữ").party_id, entered(actor, "Phan Thị Gộp").party_id
    api.merge_parties(actor=actor, kept_id=one, absorbed_id=two, reason="đã đối chiếu giấy tờ")
    assert ids(actor, "phan thi gop") == ids(actor, "phan thi giu") == [one]
    assert ids(actor, "phan thi") == [one]


def test_more_hits_than_shown_are_told():
    actor = officer()
    for number in range(4):
        entered(actor, "Võ Đông Đúc", year=1980 + number)
    answer = found(actor, "vo dong duc", limit=3)
    assert len(answer.hits) == 3 and answer.more
    assert not found(actor, "vo dong duc", limit=4).more


def test_other_units_are_closed_to_names_and_open_a_crack_to_numbers():
    number = card()
    one = entered(officer(), "Người Phan Thiết", number=number, address="1 Lê Lợi").party_id
    far = officer(ELSEWHERE)
    assert ids(far, "nguoi phan thiet") == ids(far, "1 le loi", by="address") == []
    (hit,) = found(far, number).hits
    assert (hit.id, hit.here, hit.name, hit.address, hit.papers) == (one, False, "", "", ())
    case = pending_transaction(far, unit_reference=ELSEWHERE)
    with pytest.raises(api.PartyNotFound):
        api.admit_party(actor=far, dossier_id=case.dossier_id, party_id=one, number=card())
    api.admit_party(actor=far, dossier_id=case.dossier_id, party_id=one, number=number)
    assert found(far, number).hits[0].name == "Người Phan Thiết"
    assert [line.what for line in PersonalRead.objects.order_by("pk")].count("admit_party") == 1


def test_roles_and_purposes():
    for role in (Role.VIEWER, Role.ADMIN):
        with pytest.raises(NotAllowed):
            found(person(role), "an")
    with pytest.raises(dossiers.PurposeMissing):
        api.search_parties(actor=officer(), purpose=dossiers.Purpose(), text="an")


def test_the_log_keeps_the_query_but_no_number():
    actor = officer()
    number = card()
    one = entered(actor, "Nguyễn Văn Ân", number=number).party_id
    found(actor, "Nguyễn Văn Ân 1985")
    found(actor, number)
    found(actor, "không ai cả")
    lines = list(PersonalRead.objects.order_by("pk"))
    assert [(line.what, line.query, line.subject_ids) for line in lines] == [
        ("search_name", "nguyen van an 1985", [one]),
        ("search_number", f"•••••••••{number[-3:]}", [one]),
        ("search_name", "khong ai ca", []),
    ]
