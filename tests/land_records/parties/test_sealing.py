"""Sealed numbers: they open only whole, in their place, with their key; the index finds equal numbers only."""

import json

import pytest

from land_records.parties.errors import IdentityKeyMissing, SealBroken
from land_records.parties.keys import add_key, drop_keys, key_ring
from land_records.parties.sealing import indexes_of, mask, open_sealed, seal
from scripts.cluster import new_identity_keys

NUMBER = "060085001234"


def opened(whole, content=None, **other):
    place = {"key_id": whole.key_id, "party_id": 7, "kind": "cccd"} | other
    return open_sealed(whole.sealed if content is None else content, **place)


@pytest.fixture
def sealed():
    return seal(NUMBER, party_id=7, kind="cccd")


def test_it_opens_in_its_place_and_hides_the_number(sealed):
    assert opened(sealed) == NUMBER
    assert NUMBER.encode() not in sealed.sealed and NUMBER.encode() not in sealed.blind_index
    assert seal(NUMBER, party_id=7, kind="cccd").sealed != sealed.sealed, "a nonce is never used twice"


@pytest.mark.parametrize("moved", [{"party_id": 8}, {"kind": "cmnd"}])
def test_a_row_moved_elsewhere_does_not_open(sealed, moved):
    with pytest.raises(SealBroken) as refused:
        opened(sealed, **moved)
    assert NUMBER not in str(refused.value.as_answer())


@pytest.mark.parametrize("place", [0, 11, 12, 20, -1])
def test_a_changed_byte_does_not_open(sealed, place):
    changed = bytearray(sealed.sealed)
    changed[place] ^= 1
    with pytest.raises(SealBroken):
        opened(sealed, bytes(changed))


@pytest.mark.parametrize("cut", [b"", b"short"])
def test_a_cut_seal_does_not_open(sealed, cut):
    with pytest.raises(SealBroken):
        opened(sealed, cut)


def test_another_key_of_the_same_name_does_not_open(sealed, key_file):
    ring = json.loads(key_file.read_text())
    other = json.loads(new_identity_keys())
    ring["keys"][ring["active"]] = other["keys"][other["active"]]
    key_file.write_text(json.dumps(ring))
    with pytest.raises(SealBroken):
        opened(sealed)


def test_a_lost_key_is_named(sealed, key_file):
    key_file.write_text(new_identity_keys())
    with pytest.raises(IdentityKeyMissing, match=sealed.key_id):
        opened(sealed)


@pytest.mark.parametrize("content", [None, "", "{}", '{"active": "a", "keys": {"a": {"seal": "", "index": ""}}}', "[]"])
def test_a_missing_or_damaged_ring_stops_writing_and_searching(key_file, content):
    if content is None:
        key_file.unlink()
    else:
        key_file.write_text(content)
    for use in (lambda: seal(NUMBER, party_id=7, kind="cccd"), lambda: indexes_of(NUMBER)):
        with pytest.raises(IdentityKeyMissing):
            use()


def test_a_new_key_seals_and_the_old_one_still_opens(sealed, key_file):
    ring = add_key()
    assert ring.active.id != sealed.key_id and opened(sealed) == NUMBER
    fresh = seal(NUMBER, party_id=7, kind="cccd")
    assert fresh.key_id == ring.active.id and fresh.blind_index != sealed.blind_index
    assert set(indexes_of(NUMBER)) == {sealed.blind_index, fresh.blind_index}
    assert key_file.stat().st_mode & 0o777 == 0o600
    drop_keys([sealed.key_id, fresh.key_id])
    assert set(key_ring().keys) == {fresh.key_id}


def test_keys_never_show_themselves():
    assert "seal" not in repr(key_ring()) and repr(key_ring().active) == f"Key({key_ring().active.id})"


def test_masks():
    assert mask(NUMBER) == "•••••••••234"
    assert mask("12345") == "•••••"
