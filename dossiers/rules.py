"""Which right each kind of dossier and transaction asks for. A new kind is a new line here, not a new branch."""

from dataclasses import dataclass

from accounts.api import Act
from dossiers.errors import UnknownKind


@dataclass(frozen=True, slots=True)
class KindRule:
    """Rights to submit and to approve."""

    submit: Act
    approve: Act


_PARCELS = KindRule(submit=Act.IMPORT_REVIEW, approve=Act.IMPORT_APPROVE)
_PLANS = KindRule(submit=Act.PLANNING_IMPORT, approve=Act.PLANNING_APPROVE)

TRANSACTION_RULES: dict[str, KindRule] = {
    "import": _PARCELS,
    "import_parcels": _PARCELS,
    "import_survey": _PARCELS,
    "planning": _PLANS,
    "import_zones": _PLANS,
    "import_raster": _PLANS,
}

OPENING_RIGHTS: dict[str, Act] = {
    "import": Act.IMPORT_UPLOAD,
    "application": Act.DOSSIER_OPEN,
    "archive": Act.DOSSIER_OPEN,
}

CODE_PREFIX: dict[str, str] = {"import": "NK", "application": "HS", "archive": "LT"}
"""Nhập khẩu · hồ sơ · lưu trữ: first letters of our own dossier codes (the one-stop desk's code is another)."""


def transaction_rule(kind: str) -> KindRule:
    """The rule of a transaction kind. Raises UnknownKind."""
    try:
        return TRANSACTION_RULES[kind]
    except KeyError:
        raise _unknown(kind, TRANSACTION_RULES) from None


def opening_right(kind: str) -> Act:
    """The right needed to open a dossier of this kind. Raises UnknownKind."""
    try:
        return OPENING_RIGHTS[kind]
    except KeyError:
        raise _unknown(kind, OPENING_RIGHTS) from None


def _unknown(kind: str, known: dict[str, KindRule] | dict[str, Act]) -> UnknownKind:
    names = ", ".join(known)
    return UnknownKind(
        f"Loại “{kind}” không có trong bảng quy tắc.",
        f"The rules name no kind “{kind}”.",
        hint_vi=f"Các loại có sẵn: {names}.",
        hint_en=f"Known kinds: {names}.",
    )
