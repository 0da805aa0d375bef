"""Erasing: nothing of the person is left anywhere, the chain of history stays whole, only the owner's role can."""

import json

import pytest

from accounts import api as accounts
from dossiers import api as dossiers
from land_records import api
from land_records.models import ParticularsProposal
from tests import databases
from tests.environment import cluster
from tests.land_records.parties.people import PURPOSE, card, entered, officer

NAME = "Chim Hoàng Yến"


@pytest.fixture
def erased(committed_db, django_db_blocker, key_file):
    """A database in which one party of two was erased from the command line."""
    with django_db_blocker.unblock():
        actor = officer()
        number = card()
        one = entered(actor, NAME, number=number, address="Lồng son số 1").party_id
        api.change_particulars(actor=actor, party_id=one, facts=api.Particulars(f"{NAME} Hai"))
        api.propose_particulars(actor=actor, party_id=one, facts=api.Particulars(f"{NAME} Ba"))
        kept = entered(actor, "Người Còn Lại", number=card()).party_id
        with pytest.raises(RuntimeError, match="thodia_owner"):
            command(committed_db, one, actor, role="thodia_app")
        told = json.loads(command(committed_db, one, actor, role="thodia_owner"))
        yield committed_db, accounts.actor(actor.username), one, kept, number, told


def command(database: str, party: int, actor: accounts.User, role: str) -> str:
    return databases.manage(
        "erase_party", str(party), "--actor", actor.username, "--ground", "Quyết định số 7/QĐ", "--json",
        database=database, role=role,
    )  # fmt: skip


def test_nothing_of_the_person_is_left_and_history_verifies(erased):
    database, actor, one, kept, number, told = erased
    assert told == {
        "ok": True,
        "party": one,
        "rows": {
            "land_records_partyparticulars": 2,
            "land_records_identitypaper": 1,
            "land_records_partyaddress": 1,
        },
    }
    snapshot = api.party(actor=actor, purpose=PURPOSE, party_id=one, numbers=True)
    assert snapshot.name == "" and all(version.erased for version in snapshot.versions)
    assert [paper.number for paper in snapshot.papers] == [""] and snapshot.addresses[0].detail == ""
    assert api.search_parties(actor=actor, purpose=PURPOSE, text=number).hits == ()
    assert api.party(actor=actor, purpose=PURPOSE, party_id=kept).name == "Người Còn Lại"
    with pytest.raises(api.ParticularsRefused):
        api.change_particulars(actor=actor, party_id=one, facts=api.Particulars("Tên Mới"))
    assert ParticularsProposal.objects.get(party_id=one).sealed is None, "what waited for an act is gone too"
    assert dossiers.verify_history().broken == ()
    dump = cluster.psql("-c", "SELECT string_agg(t::text, '') FROM land_records_partyparticulars t", database=database)
    assert NAME not in dump and "chim hoang yen" not in dump
