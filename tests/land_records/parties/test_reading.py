"""No door to a name without a line in the log: every function that answers personal data is tried."""

import inspect
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from dossiers import api as dossiers
from dossiers.models import PersonalRead
from land_records import api
from land_records.models import ParticularsProposal
from scripts.cluster import new_identity_keys
from tests.land_records.parties.people import PURPOSE, card, entered, officer

pytestmark = pytest.mark.django_db
CANARY = "Chim Hoàng Yến"
ONE, ACTOR, WAITING = object(), object(), object()
READERS: dict[str, dict[str, Any]] = {
    "party": {"party_id": ONE},
    "parties": {"party_ids": [ONE]},
    "display_names": {"party_ids": [ONE]},
    "search_parties": {"text": CANARY},
    "duplicate_pairs": {"status": "open"},
    "proposed_change": {"proposal_id": WAITING},
}
"""Functions that answer personal data, and what they are asked with."""

SILENT: dict[str, dict[str, Any]] = {
    "resolve_parties": {"party_ids": [ONE]},
    "spouses_of": {"party_ids": [ONE]},
    "family_of": {"party_ids": [ONE]},
    "proposal_state": {"proposal_id": WAITING},
    "key_state": {},
    "propose_duplicates": {"actor": ACTOR},
}
"""Functions about parties that answer without a log line, because they answer nothing personal."""

WRITERS = frozenset(
    """add_person add_organisation add_community add_couple add_household add_group change_particulars set_address
    add_identity_paper add_member end_member keep_apart merge_parties undo_merge admit_party note_unit erase_party
    rotate_identity_keys propose_particulars""".split()
)
"""Acts: they answer ids and receipts (their own tests look at them)."""


def filled(asked: dict[str, Any], actor: Any, one: int) -> dict[str, Any]:
    """The arguments with the canary's number and its reader in their places."""
    put = {ONE: one, ACTOR: actor, WAITING: ParticularsProposal.objects.get().pk}
    return {name: [one] if isinstance(value, list) else put.get(value, value) for name, value in asked.items()}


def functions_about_parties() -> set[str]:
    return {
        name
        for name in api.__all__
        if inspect.isfunction(given := getattr(api, name)) and given.__module__.startswith("land_records.parties")
    }


def test_every_function_about_parties_is_known_here():
    assert functions_about_parties() == set(READERS) | set(SILENT) | WRITERS


def test_the_front_door_gives_out_no_rows():
    for name in api.__all__:
        given = getattr(api, name)
        assert not (inspect.isclass(given) and issubclass(given, Model)), name


@pytest.fixture
def canary():
    actor, number = officer(), card()
    one = entered(actor, CANARY, number=number, address=f"Lồng {CANARY}").party_id
    entered(actor, CANARY, number=number)
    api.propose_particulars(actor=actor, party_id=one, facts=api.Particulars(f"{CANARY} Hai"))
    return actor, one, number


@pytest.mark.parametrize("name", sorted(READERS))
def test_a_name_never_leaves_without_a_line(canary, name):
    actor, one, number = canary
    function, asked = getattr(api, name), filled(READERS[name], actor, one)
    assert {"actor", "purpose"} <= set(inspect.signature(function).parameters)
    with pytest.raises(dossiers.PurposeMissing):
        function(actor=actor, purpose=dossiers.Purpose(), **asked)
    assert not PersonalRead.objects.exists()
    answer = function(actor=actor, purpose=PURPOSE, **asked)
    assert CANARY in repr(answer) and number not in repr(answer)
    line = PersonalRead.objects.get()
    assert one in line.subject_ids and line.read_by_id == actor.pk and line.reason == PURPOSE.reason


@pytest.mark.parametrize("name", sorted(SILENT))
def test_what_answers_without_a_line_says_nothing_personal(canary, name):
    actor, one, number = canary
    told = repr(getattr(api, name)(**filled(SILENT[name], actor, one)))
    assert CANARY not in told and number not in told
    assert not PersonalRead.objects.exists()


def test_numbers_in_clear_are_asked_for_by_name_and_logged_so(canary):
    actor, one, number = canary
    assert number in repr(api.party(actor=actor, purpose=PURPOSE, party_id=one, numbers=True))
    assert [line.what for line in PersonalRead.objects.all()] == ["party_with_numbers"]


def test_a_refused_log_line_keeps_the_answer_back(canary, monkeypatch):
    actor, one, _ = canary

    def full(**_: Any) -> int:
        raise OSError("disk full")

    monkeypatch.setattr(dossiers, "log_read", full)
    for name, asked in READERS.items():
        with pytest.raises(OSError, match="disk full"):
            getattr(api, name)(actor=actor, purpose=PURPOSE, **filled(asked, actor, one))


def test_reading_asks_a_fixed_number_of_queries(canary):
    actor, one, _ = canary
    many = [one, *(entered(actor, f"Người Thứ {n}").party_id for n in ("Hai", "Ba", "Bốn"))]
    counts = []
    for ids in ([one], many):
        with CaptureQueriesContext(connection) as queries:
            api.parties(actor=actor, purpose=PURPOSE, party_ids=ids)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30


def test_a_lost_key_leaves_the_rest_of_the_party_readable(canary, key_file):
    actor, one, _ = canary
    key_file.write_text(new_identity_keys())
    told = api.party(actor=actor, purpose=PURPOSE, party_id=one, numbers=True)
    assert told.name == CANARY and [(paper.number, paper.readable) for paper in told.papers] == [("", False)]


def test_a_number_moved_to_another_party_does_not_open(canary):
    actor, one, _ = canary
    other = entered(actor, "Kẻ Tráo").party_id
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO land_records_identitypaper (party_id, kind, sealed, blind_index, key_id, valid,"
            " recorded_by_id, recorded_at) SELECT %s, kind, sealed, sha256(sealed), key_id, valid, recorded_by_id,"
            " recorded_at FROM land_records_identitypaper WHERE party_id = %s",
            [other, one],
        )
    (paper,) = api.party(actor=actor, purpose=PURPOSE, party_id=other, numbers=True).papers
    assert (paper.number, paper.readable) == ("", False)
