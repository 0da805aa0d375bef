"""Identity numbers at rest: authenticated encryption, and a keyed index for exact search.

AES-256-GCM with a random nonce of 12 bytes; party, kind and key name are authenticated with it, so that a row moved
to another party, another kind or another key does not open. The blind index is HMAC-SHA256 of the normalised number:
equal numbers have equal indexes, nobody without the key can try numbers out.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from land_records.parties.errors import SealBroken
from land_records.parties.keys import Key, key_ring

_NONCE = 12
_SHOWN = 3
"""Last characters a masked number keeps: enough to tell two papers of one person apart."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a number becomes in the database."""

    sealed: bytes
    blind_index: bytes
    key_id: str


def seal(number: str, *, party_id: int, kind: str) -> Sealed:
    """Seal a normalised number with the active key."""
    key = key_ring().active
    nonce = os.urandom(_NONCE)
    secret = AESGCM(key.seal).encrypt(nonce, number.encode(), _bound_to(party_id, kind, key.id))
    return Sealed(nonce + secret, _index(number, key), key.id)


def open_sealed(sealed: bytes, *, key_id: str, party_id: int, kind: str) -> str:
    """The number again. Raises IdentityKeyMissing, or SealBroken when anything was changed or moved."""
    key = key_ring().key(key_id)
    whole = bytes(sealed)
    try:
        return (
            AESGCM(key.seal).decrypt(whole[:_NONCE], whole[_NONCE:], _bound_to(party_id, kind, key.id)).decode("utf-8")
        )
    except (InvalidTag, ValueError):
        raise SealBroken(
            f"Số giấy tờ của người sử dụng đất số {party_id} đã bị thay đổi ngoài hệ thống hoặc khóa không đúng.",
            f"The identity number of party {party_id} was changed outside the system, or the key is wrong.",
            hint_vi="Chạy verify_history; nhập lại số từ giấy tờ gốc.",
            hint_en="Run verify_history; enter the number again from the paper.",
        ) from None


def indexes_of(number: str) -> list[bytes]:
    """The blind indexes of a normalised number under every key: while keys are rotated, rows carry one or the other."""
    return [_index(number, key) for key in key_ring().keys.values()]


def mask(number: str) -> str:
    """`•••••••••123`: the length and the last three characters; short numbers show nothing."""
    shown = number[-_SHOWN:] if len(number) > 2 * _SHOWN else ""
    return "•" * (len(number) - len(shown)) + shown


def _bound_to(party_id: int, kind: str, key_id: str) -> bytes:
    return f"land_records.identity\n{party_id}\n{kind}\n{key_id}".encode()


def _index(number: str, key: Key) -> bytes:
    return hmac.new(key.index, number.encode(), hashlib.sha256).digest()
