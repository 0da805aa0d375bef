"""The ring of keys for identity numbers: a file outside the database, one key active, older ones still opening.

`THODIA_HOME/secrets/identity_keys.json` (mode 0600): `{"active": id, "keys": {id: {"seal", "index", "made"}}}`, both
secrets 32 random bytes in base64. A database dump without this file tells no identity number; this file without the
database tells nothing at all. Back the two up apart (docs/operations.md).
"""

import base64
import json
import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from land_records.parties.errors import IdentityKeyMissing

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Key:
    """One key: `seal` for AES-256-GCM, `index` for HMAC-SHA256; never shown, never logged."""

    id: str
    seal: bytes
    index: bytes
    made: str

    def __repr__(self) -> str:
        """The name only: a key must not reach a log by way of a traceback."""
        return f"Key({self.id})"


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Every key there is; new numbers are sealed with `active`."""

    active: Key
    keys: dict[str, Key]

    def key(self, key_id: str) -> Key:
        """The key of that name. Raises IdentityKeyMissing."""
        try:
            return self.keys[key_id]
        except KeyError:
            raise IdentityKeyMissing(
                f"Khóa “{key_id}” không có trong tệp khóa; số giấy tờ niêm phong bằng khóa này không mở được.",
                f"Key “{key_id}” is not on the key ring; numbers sealed with it cannot be opened.",
                hint_vi="Khôi phục identity_keys.json từ bản sao lưu khóa; xem docs/operations.md.",
                hint_en="Restore identity_keys.json from the key backup; see docs/operations.md.",
            ) from None


def ring_path() -> Path:
    """Where the ring lies."""
    return Path(settings.THODIA_HOME) / "secrets" / "identity_keys.json"


def key_ring() -> KeyRing:
    """The ring as the file has it now; read again only when the file has changed."""
    path = ring_path()
    try:
        state = path.stat()
    except FileNotFoundError:
        raise IdentityKeyMissing(
            "Không có tệp khóa secrets/identity_keys.json; không thể ghi hay tìm số giấy tờ.",
            "The key file secrets/identity_keys.json is missing; numbers can be neither stored nor searched.",
            hint_vi="Khôi phục tệp từ bản sao lưu khóa; xem docs/operations.md.",
            hint_en="Restore the file from the key backup; see docs/operations.md.",
        ) from None
    return _read(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, _size: int) -> KeyRing:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        keys = {
            name: Key(name, base64.b64decode(key["seal"]), base64.b64decode(key["index"]), key.get("made", ""))
            for name, key in told["keys"].items()
        }
        ring = KeyRing(keys[told["active"]], keys)
    except (ValueError, KeyError, TypeError, AttributeError):
        ring = None
    if ring is None or any(len(part) != KEY_BYTES for key in ring.keys.values() for part in (key.seal, key.index)):
        raise IdentityKeyMissing(
            "Tệp khóa secrets/identity_keys.json hỏng.",
            "The key file secrets/identity_keys.json is damaged.",
            hint_vi="Khôi phục tệp từ bản sao lưu khóa; không sửa bằng tay.",
            hint_en="Restore the file from the key backup; do not mend it by hand.",
        )
    return ring


def add_key() -> KeyRing:
    """Make a new key, make it the active one, keep the others."""
    ring = key_ring()
    fresh = Key(
        f"k{secrets.token_hex(4)}",
        secrets.token_bytes(KEY_BYTES),
        secrets.token_bytes(KEY_BYTES),
        timezone.now().isoformat(timespec="seconds"),
    )
    return _write(fresh.id, {**ring.keys, fresh.id: fresh})


def drop_keys(names: Collection[str]) -> KeyRing:
    """Forget keys that seal nothing any more; the active key stays whatever is asked."""
    ring = key_ring()
    kept = {name: key for name, key in ring.keys.items() if name not in names or name == ring.active.id}
    return _write(ring.active.id, kept)


def _write(active: str, keys: dict[str, Key]) -> KeyRing:
    """Replace the file in one step, with the mode and owner it had: a crash leaves the old ring or the new one."""
    path = ring_path()
    told = {
        "active": active,
        "keys": {
            name: {
                "seal": base64.b64encode(key.seal).decode(),
                "index": base64.b64encode(key.index).decode(),
                "made": key.made,
            }
            for name, key in keys.items()
        },
    }
    before = path.stat()
    draft = path.with_suffix(".draft")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(told, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    if os.geteuid() == 0:
        os.chown(draft, before.st_uid, before.st_gid)
    draft.replace(path)
    return key_ring()
