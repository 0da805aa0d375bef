"""The one table of acts and roles. Everything that asks "may they?" ends here."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in an office. Vietnamese titles stand in docs/glossary.md."""

    CLERK = "clerk"
    OFFICER = "officer"
    APPROVER = "approver"
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
    DESK_MAP = "desk.map"
    AUDIT_READ = "audit.read"
    USERS_MANAGE = "users.manage"


ROLES_OF: dict[Act, frozenset[Role]] = {
    Act.DOSSIER_OPEN: frozenset({Role.CLERK, Role.OFFICER}),
    Act.DOSSIER_READ: frozenset({Role.CLERK, Role.OFFICER, Role.APPROVER, Role.AUDITOR}),
    Act.FILE_READ: frozenset({Role.OFFICER, Role.APPROVER, Role.AUDITOR}),
    Act.IMPORT_UPLOAD: frozenset({Role.CLERK, Role.OFFICER}),
    Act.IMPORT_REVIEW: frozenset({Role.OFFICER, Role.APPROVER}),
    Act.IMPORT_APPROVE: frozenset({Role.APPROVER}),
    Act.PARCEL_READ: frozenset({Role.CLERK, Role.OFFICER, Role.APPROVER, Role.AUDITOR, Role.VIEWER}),
    Act.PLANNING_IMPORT: frozenset({Role.OFFICER}),
    Act.PLANNING_APPROVE: frozenset({Role.APPROVER}),
    Act.DESK_MAP: frozenset({Role.CLERK, Role.OFFICER, Role.APPROVER, Role.AUDITOR, Role.VIEWER}),
    Act.AUDIT_READ: frozenset({Role.AUDITOR}),
    Act.USERS_MANAGE: frozenset({Role.ADMIN}),
}
"""Which roles may do which act. The administrator of accounts sees no land data by that role."""
