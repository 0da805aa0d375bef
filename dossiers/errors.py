"""Refusals of the dossiers app."""

from gis_core.errors import DomainError


class UnknownDossier(DomainError):
    """No dossier has this id or code."""

    code = "unknown_dossier"


class UnknownTransaction(DomainError):
    """No transaction has this id."""

    code = "unknown_transaction"


class UnknownKind(DomainError):
    """A kind of dossier or transaction that the rules do not name."""

    code = "unknown_kind"


class NotPending(DomainError):
    """The transaction has been decided already: approved, rejected or withdrawn."""

    code = "transaction_not_pending"


class FourEyes(DomainError):
    """Who submitted may not approve (setting UPLOADER_MAY_APPROVE)."""

    code = "four_eyes"


class OutsideTransaction(DomainError):
    """A call that must stand inside the caller's database transaction stood outside."""

    code = "outside_transaction"


class FileRefused(DomainError):
    """A file the vault does not take: missing, empty, too large, or not a plain file."""

    code = "file_refused"


class UnknownFile(DomainError):
    """No stored file has this SHA-256."""

    code = "unknown_file"


class DamagedFile(DomainError):
    """The vault's content no longer has the SHA-256 of its name."""

    code = "damaged_file"


class AnchorContradicted(DomainError):
    """An anchor already written contradicts the database: no new one may hide that."""

    code = "anchor_contradicted"


class ScanRefused(DomainError):
    """A file the archive does not take as a scan, or cannot show: the code says why (scan_…)."""

    code = "scan_refused"


class UnknownPage(DomainError):
    """The scan has no such page."""

    code = "unknown_page"


class UnknownDocument(DomainError):
    """No component has this id."""

    code = "unknown_document"


class DocumentRefused(DomainError):
    """A component that contradicts itself or its dossier; the code says how."""

    code = "document_refused"


class LinkRefused(DomainError):
    """A link to a kind of subject nobody knows, an ended link, an end without a reason."""

    code = "link_refused"


class OneStopCodeRefused(DomainError):
    """A one-stop code of the wrong shape, or one another dossier bears."""

    code = "one_stop_code_refused"


class PurposeMissing(DomainError):
    """Personal data was asked for without a dossier the reader works on and without a reason in words."""

    code = "purpose_missing"
