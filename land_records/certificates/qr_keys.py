"""Keys that sign the QR of certificates: Ed25519, the secret one outside the database, public ones for everybody.

The signing secret is a random text in `THODIA_HOME/secrets/qr_signing_key` (or THODIA_QR_SIGNING_KEY); its SHA-256 is
the private key. A retired key's public half stays in `secrets/qr_retired_keys`, one per line in base64, so that papers
signed with it can still be checked.
"""

import base64
import binascii
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from land_records.certificates.errors import QrRefusedError

_PURPOSE = b"thodia-qr-1\n"
_LEAST_SECRET = 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One public key: `id` is 8 hex figures of its SHA-256, `raw` its 32 bytes."""

    id: str
    raw: bytes

    @property
    def text(self) -> str:
        """The 32 bytes in base64."""
        return base64.b64encode(self.raw).decode()


def signing_key() -> Ed25519PrivateKey:
    """The private key of this deployment. Raises QrRefusedError when set-up has not made it."""
    secret = os.environ.get("THODIA_QR_SIGNING_KEY", "").strip()
    path = _secrets() / "qr_signing_key"
    if not secret and path.is_file():
        secret = path.read_text(encoding="utf-8").strip()
    if len(secret) < _LEAST_SECRET:
        raise QrRefusedError(
            "Chưa có khóa ký mã QR (secrets/qr_signing_key).",
            "The key that signs QR codes is missing (secrets/qr_signing_key).",
            hint_vi="Chạy lại ./run, hoặc khôi phục tệp từ bản sao lưu khóa; xem docs/operations.md.",
            hint_en="Run ./run again, or restore the file from the key backup; see docs/operations.md.",
            code="qr_key_missing",
        )
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(_PURPOSE + secret.encode()).digest())


def current_key() -> PublicKey:
    """The public half of the signing key."""
    return _public(signing_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def public_keys() -> tuple[PublicKey, ...]:
    """The current key first, then retired ones."""
    path = _secrets() / "qr_retired_keys"
    lines = path.read_text(encoding="utf-8").split() if path.is_file() else []
    return (current_key(), *(_public(base64.b64decode(line)) for line in lines))


def keys_in(text: str) -> tuple[PublicKey, ...]:
    """Public keys of a key file: the JSON of /kiem-tra/khoa.json, or base64 lines. Raises QrRefusedError."""
    try:
        told = json.loads(text)
        lines = [key["public_key"] for key in told["keys"]]
    except (ValueError, KeyError, TypeError):
        lines = text.split()
    try:
        keys = tuple(_public(base64.b64decode(line, validate=True)) for line in lines)
    except (binascii.Error, ValueError):
        keys = ()
    if not keys or any(len(key.raw) != 32 for key in keys):
        raise QrRefusedError(
            "Tệp khóa không chứa khóa công khai nào.",
            "The key file holds no public key.",
            hint_vi="Tải lại từ /kiem-tra/khoa.json.",
            hint_en="Download it again from /kiem-tra/khoa.json.",
            code="qr_key_file_unreadable",
        )
    return keys


def verifier(key: PublicKey) -> Ed25519PublicKey:
    """The key as the library wants it."""
    return Ed25519PublicKey.from_public_bytes(key.raw)


def _public(raw: bytes) -> PublicKey:
    return PublicKey(hashlib.sha256(raw).hexdigest()[:8], raw)


def _secrets() -> Path:
    return Path(settings.THODIA_HOME) / "secrets"
