"""Canaries planted as a party: its name stays in the tables made for it, its number nowhere in clear."""

import io
import json
import logging
import unicodedata

import pytest
from django.test import Client

from accounts.api import Role
from dossiers import api as dossiers
from gis_core.text.names import fold
from land_records import api as land_records
from land_records.parties.names import folded_back
from tests.dossiers.people import pending_transaction, person
from tests.journeys.test_privacy import leaks, relations, rows_with
from tests.land_records.parties.people import card, unit

NAME = "Hoàng Yến Chim Quý Hiếm"
ADDRESS = "Lồng Son Mạ Vàng số 4"
BASE = "/ban-lam-viec/nguoi-su-dung/"
NAME_MAY_STAND = {
    "public.land_records_partyparticulars",
    "public.land_records_partyaddress",
    "public.dossiers_personalread",
}
"""Names and addresses in clear, and the words somebody searched with: tables no reader role may see."""


def forms_of(text: str) -> frozenset[str]:
    shapes = {text, unicodedata.normalize("NFD", text), fold(text), folded_back(fold(text)), json.dumps(text)[1:-1]}
    return frozenset(shape.casefold() for shape in shapes)


NAMES = forms_of(NAME) | forms_of(ADDRESS)


@pytest.fixture
def planted(committed_db, django_db_blocker):
    """A party entered, changed, merged and searched through the pages; what was logged; its number."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    with django_db_blocker.unblock():
        try:
            yield (*_walk(), said)
        finally:
            root.removeHandler(handler)
            root.setLevel(level)


def _walk() -> tuple[Client, int, str]:
    actor, number = person(Role.OFFICER), card("female", 1985)
    case = pending_transaction(actor)
    facts = land_records.Particulars(NAME, gender="female", birth_year=1985)
    given = {
        "actor": actor, "unit_id": unit(), "facts": facts, "papers": [land_records.PaperDraft("cccd", number)],
        "address": land_records.AddressDraft(ADDRESS), "transaction_id": case.id,
    }  # fmt: skip
    one, two = land_records.add_person(**given).party_id, land_records.add_person(**given).party_id
    land_records.change_particulars(actor=actor, party_id=one, facts=facts, transaction_id=case.id)
    land_records.propose_duplicates(actor=actor)
    land_records.merge_parties(actor=actor, kept_id=one, absorbed_id=two, reason="đã đối chiếu giấy tờ")
    for wrong in (number[:-1], f"9{number[1:]}"):
        with pytest.raises(land_records.IdentityRefused) as refused:
            land_records.add_identity_paper(actor=actor, party_id=one, paper=land_records.PaperDraft("cmnd", wrong))
        assert wrong not in str(refused.value.as_answer())
    desk = Client(raise_request_exception=False)
    desk.force_login(actor)
    desk.post(f"{BASE}muc-dich/", {"reason": "Kiểm tra tự động của hệ thống"})
    assert NAME in desk.post(BASE, {"text": NAME}).content.decode()
    assert NAME in desk.post(BASE, {"text": number}).content.decode()
    assert number in desk.post(f"{BASE}{one}/so-giay-to/").content.decode()
    return desk, one, number


def test_nothing_leaves_the_tables_made_for_it(planted, monkeypatch):
    desk, party, number, said = planted
    assert rows_with("default", "public.land_records_partyparticulars", NAMES) >= 2, "the canary is really there"
    seen = set(relations("default")) - {"public.spatial_ref_sys", "public.reference_unitboundary"}
    assert {name for name in seen if rows_with("default", name, NAMES)} == NAME_MAY_STAND
    digits = frozenset({number, number.encode().hex()})
    assert {name for name in seen if rows_with("default", name, digits)} == set()
    for alias in ("published", "desk"):
        readable = set(relations(alias))
        assert readable and not readable & (
            NAME_MAY_STAND | {"public.land_records_identitypaper", "public.land_records_party"}
        )
    assert leaks(said.getvalue(), NAMES | digits) == []

    def breaks(**_):
        raise ValueError(f"{NAME} {number}")

    monkeypatch.setattr(land_records, "party", breaks)
    broken = desk.get(f"{BASE}{party}/")
    assert broken.status_code == 500 and leaks(broken.content.decode(), NAMES | digits) == []
    assert desk.post(f"{BASE}{party}/so-giay-to/").status_code == 500
    assert dossiers.verify_history().broken == ()
