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
_ARCHIVE = KindRule(submit=Act.ARCHIVE_LINK, approve=Act.ACT_APPROVE)
_PLANS = KindRule(submit=Act.PLANNING_IMPORT, approve=Act.PLANNING_APPROVE)

TRANSACTION_RULES: dict[str, KindRule] = {
    "import": _PARCELS,
    "import_parcels": _PARCELS,
    "import_survey": _PARCELS,
    "register_act": KindRule(submit=Act.ACT_DRAFT, approve=Act.ACT_APPROVE),
    "issue_certificate": KindRule(submit=Act.CERTIFICATE_PRINT, approve=Act.ACT_APPROVE),
    "planning": _PLANS,
    "import_zones": _PLANS,
    "import_raster": _PLANS,
    "import_archive": _ARCHIVE,
}

OPENING_RIGHTS: dict[str, Act] = {
    "import": Act.IMPORT_UPLOAD,
    "application": Act.DOSSIER_OPEN,
    "archive": Act.DOSSIER_OPEN,
    "linking": Act.ARCHIVE_LINK,
}

LINKING_RIGHTS: dict[str, Act] = {
    "import": Act.IMPORT_REVIEW,
    "application": Act.DOSSIER_OPEN,
    "archive": Act.ARCHIVE_LINK,
    "linking": Act.ARCHIVE_LINK,
}
"""Who may say what a dossier is about, by the dossier's kind."""

SUBJECT_KINDS = ("parcel", "certificate", "party", "right", "transaction", "plan")
"""What a dossier may be about; this app knows the word and the number, nothing more."""

CODE_PREFIX: dict[str, str] = {"import": "NK", "application": "HS", "archive": "LT", "linking": "LK"}
"""Nhập khẩu · hồ sơ · lưu trữ · liên kết: first letters of our own codes (the one-stop desk has codes of its own)."""


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


def linking_right(kind: str) -> Act:
    """The right needed to link a dossier of this kind. Raises UnknownKind."""
    try:
        return LINKING_RIGHTS[kind]
    except KeyError:
        raise _unknown(kind, LINKING_RIGHTS) from None


def _unknown(kind: str, known: dict[str, KindRule] | dict[str, Act]) -> UnknownKind:
    names = ", ".join(known)
    return UnknownKind(
        f"Loại “{kind}” không có trong bảng quy tắc.",
        f"The rules name no kind “{kind}”.",
        hint_vi=f"Các loại có sẵn: {names}.",
        hint_en=f"Known kinds: {names}.",
    )
