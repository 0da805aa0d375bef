"""Rotation: every number under the new key, block by block, begun again where it stopped, findable all the while."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from land_records import api
from land_records.models import IdentityPaper
from land_records.parties import rotating
from land_records.parties.keys import key_ring
from scripts.cluster import new_identity_keys
from tests.land_records.parties.people import PURPOSE, card, entered, officer

pytestmark = pytest.mark.django_db


def numbers(actor, ids):
    return {
        paper.number
        for told in api.parties(actor=actor, purpose=PURPOSE, party_ids=ids, numbers=True)
        for paper in told.papers
    }


def run(*arguments: str) -> dict:
    out = StringIO()
    call_command("rotate_identity_keys", *arguments, "--json", stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


@pytest.fixture
def seven():
    actor = officer()
    cards = [card() for _ in range(7)]
    return actor, cards, [entered(actor, number=number).party_id for number in cards]


def test_everything_is_under_the_new_key_and_still_opens(seven):
    actor, cards, ids = seven
    before = key_ring().active.id
    done = run()
    assert done["ok"] and done["resealed"] == 7 and done["active"] != before
    assert set(IdentityPaper.objects.values_list("key_id", flat=True)) == {done["active"]}
    assert numbers(actor, ids) == set(cards)
    assert run("--status")["unused"] == [before]
    assert run("--drop-unused")["dropped"] == [before] and list(key_ring().keys) == [done["active"]]
    assert numbers(actor, ids) == set(cards)


def test_a_killed_rotation_goes_on_with_the_same_key(seven, monkeypatch):
    actor, cards, ids = seven
    blocks = rotating._block

    def dies_at_the_second(active, after, size):
        if after:
            raise KeyboardInterrupt
        return blocks(active, after, size)

    monkeypatch.setattr(rotating, "_block", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        rotating.rotate_identity_keys(block=3)
    monkeypatch.undo()
    active = key_ring().active.id
    assert rotating.key_state().papers[active] == 3
    assert numbers(actor, ids) == set(cards)
    for number, one in zip(cards, ids, strict=True):
        hits = api.search_parties(actor=actor, purpose=PURPOSE, text=number).hits
        assert [hit.id for hit in hits] == [one], "found under either key"
    done = rotating.rotate_identity_keys(block=3)
    assert (done.active, done.resealed, len(key_ring().keys)) == (active, 4, 2)


def test_a_duplicate_entered_while_keys_rotate_is_still_listed(seven, monkeypatch):
    actor, cards, ids = seven
    rotating.add_key()
    made = entered(actor, "Người Trùng", number=cards[0])
    assert made.same_number == (ids[0],)
    assert rotating.rotate_identity_keys().resealed == 7


def test_papers_of_a_lost_key_are_told_and_left(seven, key_file):
    actor, cards, ids = seven
    lost = key_ring().active.id
    key_file.write_text(new_identity_keys())
    fresh = entered(actor, number="260777888", kind="cmnd").party_id
    state = rotating.key_state()
    assert state.lost == {lost: 7} and state.papers == {state.active: 1}
    done = rotating.rotate_identity_keys()
    assert len(done.unreadable) == 7 and done.resealed == 1
    assert numbers(actor, [fresh]) == {"260777888"}
    with pytest.raises(SystemExit):
        run("--status")
    again = api.add_identity_paper(actor=actor, party_id=ids[0], paper=api.PaperDraft("cccd", cards[0]))
    assert again[1] == (), "the drill: the number is entered again from the paper"
