"""Made-up parties for tests, entered through the front door."""

import itertools
from datetime import date

from accounts.api import Role, User
from dossiers import api as dossiers
from land_records.parties.entering import add_person
from land_records.parties.snapshots import AddressDraft, PaperDraft, Particulars, PartyReceipt
from reference import api as reference
from tests.dossiers.people import PHAN_THIET, person

PURPOSE = dossiers.Purpose(reason="Kiểm tra tự động của hệ thống")
ELSEWHERE = "22918@2025-07-01"
_serial = itertools.count(1)


def unit(unit_reference: str = PHAN_THIET) -> int:
    return reference.resolve_unit(unit_reference).id


def officer(unit_reference: str | None = PHAN_THIET) -> User:
    return person(Role.OFFICER, unit_reference)


def card(gender: str = "male", year: int = 1985, *, serial: int | None = None) -> str:
    """The number of a citizen's card that agrees with gender and year."""
    century = 2 * (year // 100 - 19) + (gender == "female")
    return f"060{century}{year % 100:02}{serial or next(_serial):06}"


def entered(
    actor: User,
    name: str = "Nguyễn Văn Thử",
    *,
    year: int | None = 1985,
    gender: str = "male",
    number: str = "",
    kind: str = "cccd",
    address: str = "",
    unit_reference: str = PHAN_THIET,
    **more: object,
) -> PartyReceipt:
    return add_person(
        actor=actor,
        unit_id=unit(unit_reference),
        facts=Particulars(name, gender=gender, birth_year=year),
        papers=[PaperDraft(kind, number, issued_on=date(2021, 5, 4), issued_by="Cục CS QLHC")] if number else (),
        address=AddressDraft(address) if address else None,
        **more,  # type: ignore[arg-type]
    )
