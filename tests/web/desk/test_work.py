"""The first page of the desk tells everyone what waits for them: acts to decide, own drafts, certificates, files."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import api as accounts
from dossiers import api as dossiers
from land_records import api as land_records
from tests.land_records.parties_ground import a_person
from tests.web.desk.conftest import Desk
from tests.web.desk.test_acts import registered_ground

HOME, ACTS = "/ban-lam-viec/", "/ban-lam-viec/bien-dong/"
ClientOf = Callable[..., Client]


def gift(parcel: land_records.ParcelSnapshot, *, submitted: bool) -> int:
    """A gift of the parcel's right, on a dossier of its own."""
    officer = accounts.actor("canbo")
    [right] = land_records.rights_on(parcel_ids=[parcel.parcel_id])
    dossier = dossiers.open_dossier(actor=officer, kind="application", unit_id=parcel.unit_id, title="Hồ sơ thử")
    payload = {"right_id": right.id, "title": "gift", "form": "sole", "receivers": [{"party_id": a_person(officer)}]}
    made = land_records.draft_act(actor=officer, dossier_id=dossier.id, kind="transfer_right", payload=payload)
    if submitted:
        land_records.submit_act(actor=officer, act_id=made.id)
    return made.id


@pytest.fixture
def waiting(desk: Desk) -> tuple[land_records.ParcelSnapshot, int]:
    """A parcel with a pending gift."""
    assert desk
    parcel, _ = registered_ground()
    return parcel, gift(parcel, submitted=True)


def test_a_pending_act_waits_for_the_second_person(waiting: tuple, client_of: ClientOf) -> None:
    parcel, act = waiting
    named = f"Thửa {parcel.number}, tờ {parcel.sheet}"
    approver = client_of("duyet").get(HOME).content.decode()
    to_decide = approver.split("Chờ tôi phê duyệt", 1)[1]
    assert f"{ACTS}{act}/" in to_decide and "Tặng cho" in to_decide and named in to_decide
    officer = client_of("canbo").get(HOME).content.decode()
    proposed = officer.split("Tôi đã trình, chờ phê duyệt", 1)[1]
    assert f"{ACTS}{act}/" in proposed and named in proposed
    assert f"{ACTS}{act}/" not in client_of("muine").get(HOME).content.decode(), "another unit's officer sees nothing"


def test_own_drafts_and_draft_certificates_are_told(desk: Desk, client_of: ClientOf) -> None:
    parcel, _ = registered_ground()
    act = gift(parcel, submitted=False)
    page = client_of("canbo").get(HOME).content.decode()
    assert f"{ACTS}{act}/" in page.split("Dự thảo của tôi", 1)[1]
    assert "Cần chuẩn bị" in page, "the first registration made a draft certificate"
    assert f"{ACTS}{act}/" not in client_of("duyet").get(HOME).content.decode(), "a draft is its author's"


def test_who_keeps_neither_acts_nor_files_is_told_so(desk: Desk, client_of: ClientOf) -> None:
    clerk, admin = (client_of(login).get(HOME).content.decode() for login in ("vanthu", "quantri"))
    assert desk and "q-todo" in clerk and "q-acts" not in clerk and "q-papers" not in clerk
    assert "không có việc chờ" in admin and "q-todo" not in admin


def test_lists_of_acts_ask_the_same_whatever_their_length(waiting: tuple, client_of: ClientOf) -> None:
    parcel, _ = waiting
    officer = client_of("canbo")
    counted = []
    for _round in range(2):
        officer.get(ACTS)
        with CaptureQueriesContext(connection) as queries:
            assert parcel.reference.split("/")[1] in officer.get(ACTS).content.decode()
        counted.append(len(queries))
        for _more in range(3):
            gift(registered_ground()[0], submitted=True)
    assert counted[0] == counted[1]


def test_acts_on_papers_and_notices_name_their_parcels(waiting: tuple) -> None:
    parcel, act = waiting
    officer = accounts.actor("canbo")
    [right] = land_records.rights_on(parcel_ids=[parcel.parcel_id])
    papers = [one.id for one in land_records.certificates_on(right_ids=[right.id])]
    dossier = dossiers.open_dossier(actor=officer, kind="application", unit_id=parcel.unit_id, title="Hồ sơ thử")
    on_paper = land_records.draft_act(
        actor=officer, dossier_id=dossier.id, kind="revoke_certificate",
        payload={"certificate_id": papers[0], "paper_number": "1/QĐ"},
    )  # fmt: skip
    unreadable = land_records.draft_act(actor=officer, dossier_id=dossier.id, kind="split_parcel", payload={})
    acts = [land_records.act(actor=officer, act_id=one) for one in (act, on_paper.id, unreadable.id)]
    named = land_records.parcels_of_acts(acts)
    assert [one.parcel_id for one in named[act]] == [parcel.parcel_id]
    assert [one.reference for one in named[on_paper.id]] == [parcel.reference]
    assert named[unreadable.id] == ()
