"""The one table of acts and roles. Everything that asks "may they?" ends here."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in an office. Vietnamese titles stand in docs/glossary.md."""

    CLERK = "clerk"
    OFFICER = "officer"
    APPROVER = "approver"
    ARCHIVIST = "archivist"
    AUDITOR = "auditor"
    VIEWER = "viewer"
    ADMIN = "admin"


class Act(StrEnum):
    """What a person does. The values are permanent: they stand in ledgers and templates."""

    DOSSIER_OPEN = "dossier.open"
    DOSSIER_READ = "dossier.read"
    FILE_READ = "file.read"
    IMPORT_UPLOAD = "import.upload"
    IMPORT_REVIEW = "import.review"
    IMPORT_APPROVE = "import.approve"
    PARCEL_READ = "parcel.read"
    PLANNING_IMPORT = "planning.import"
    PLANNING_APPROVE = "planning.approve"
    PARTY_READ = "party.read"
    PARTY_WRITE = "party.write"
    PARTY_MERGE = "party.merge"
    RIGHT_READ = "right.read"
    ACT_DRAFT = "act.draft"
    ACT_APPROVE = "act.approve"
    CERTIFICATE_PRINT = "certificate.print"
    BLANKS_KEEP = "blanks.keep"
    BOOKS_READ = "books.read"
    ARCHIVE_LINK = "archive.link"
    ARCHIVE_SHELVE = "archive.shelve"
    FIT_SAVE = "fit.save"
    RULES_MANAGE = "rules.manage"
    DESK_MAP = "desk.map"
    AUDIT_READ = "audit.read"
    USERS_MANAGE = "users.manage"


_KEEPERS = frozenset({Role.OFFICER, Role.APPROVER, Role.AUDITOR, Role.ARCHIVIST})
"""Who reads the register's papers as part of the job; every read of personal data is logged with its purpose."""

ROLES_OF: dict[Act, frozenset[Role]] = {
    Act.DOSSIER_OPEN: frozenset({Role.CLERK, Role.OFFICER, Role.ARCHIVIST}),
    Act.DOSSIER_READ: _KEEPERS | {Role.CLERK},
    Act.FILE_READ: _KEEPERS | {Role.CLERK},
    Act.IMPORT_UPLOAD: frozenset({Role.CLERK, Role.OFFICER}),
    Act.IMPORT_REVIEW: frozenset({Role.OFFICER, Role.APPROVER}),
    Act.IMPORT_APPROVE: frozenset({Role.APPROVER}),
    Act.PARCEL_READ: _KEEPERS | {Role.CLERK, Role.VIEWER},
    Act.PLANNING_IMPORT: frozenset({Role.OFFICER}),
    Act.PLANNING_APPROVE: frozenset({Role.APPROVER}),
    Act.PARTY_READ: _KEEPERS | {Role.CLERK},
    Act.PARTY_WRITE: frozenset({Role.CLERK, Role.OFFICER}),
    Act.PARTY_MERGE: frozenset({Role.OFFICER}),
    Act.RIGHT_READ: _KEEPERS | {Role.CLERK},
    Act.ACT_DRAFT: frozenset({Role.OFFICER}),
    Act.ACT_APPROVE: frozenset({Role.APPROVER}),
    Act.CERTIFICATE_PRINT: frozenset({Role.OFFICER}),
    Act.BLANKS_KEEP: frozenset({Role.OFFICER, Role.ARCHIVIST}),
    Act.BOOKS_READ: _KEEPERS,
    Act.ARCHIVE_LINK: frozenset({Role.OFFICER, Role.ARCHIVIST}),
    Act.ARCHIVE_SHELVE: frozenset({Role.ARCHIVIST}),
    Act.FIT_SAVE: frozenset({Role.OFFICER}),
    Act.RULES_MANAGE: frozenset({Role.APPROVER}),
    Act.DESK_MAP: _KEEPERS | {Role.CLERK, Role.VIEWER},
    Act.AUDIT_READ: frozenset({Role.AUDITOR}),
    Act.USERS_MANAGE: frozenset({Role.ADMIN}),
}
"""Which roles may do which act. The administrator of accounts sees no land data by that role."""
