"""Users with a role on a unit, and transactions to hang rows on; other apps' tests use them too."""

import itertools
from datetime import date

from accounts.api import Role, User, actor, add_user, ensure_office
from dossiers import api as dossiers
from reference import api as reference

PHAN_THIET = "22945@2025-07-01"
_number = itertools.count(1)


def person(role: Role | str, unit_reference: str | None = PHAN_THIET, *, login: str | None = None) -> User:
    """A user in this role on this unit (None: the whole province), member since 2020."""
    office_code = f"T-{unit_reference or 'tinh'}"
    ensure_office(code=office_code, name=office_code, unit_references=(unit_reference,) if unit_reference else None)
    user, _ = add_user(
        login=login or f"{role}{next(_number)}",
        full_name="Người Thử Nghiệm",
        role=role,
        office_code=office_code,
        valid_from=date(2020, 1, 1),
    )
    return actor(user.username)


def pending_transaction(
    officer: User | None = None, *, kind: str = "import", unit_reference: str = PHAN_THIET
) -> dossiers.TransactionSnapshot:
    """A dossier and a pending transaction in it."""
    submitter = officer or person(Role.OFFICER, unit_reference)
    case = dossiers.open_dossier(
        actor=submitter, kind="import", unit_id=reference.resolve_unit(unit_reference).id, title="Hồ sơ thử"
    )
    return dossiers.submit_transaction(actor=submitter, dossier_id=case.id, kind=kind, summary={"parcels": 1})
