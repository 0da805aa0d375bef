"""Pieces of input that several acts share: holders, shares, purposes."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from pydantic import field_validator

from land_records.acts.changes import NewPurpose
from land_records.acts.errors import ActRefusedError
from land_records.acts.protocol import Payload
from land_records.rights.snapshots import Holder

FORMS = ("sole", "joint", "shares")


class HolderInput(Payload):
    """Who holds; `share` like "1/3" only when the right is held by shares."""

    party_id: int
    share: str = ""
    represents: bool = False

    def holder(self) -> Holder:
        """As the plan wants it. Raises ActRefusedError for a share that is no fraction of one."""
        return Holder(self.party_id, parsed_share(self.share), self.represents)


class PurposeInput(Payload):
    """One purpose on one parcel: area in m² when the papers divide it; term long | until | unknown."""

    parcel_id: int
    code: str
    area_m2: Decimal | None = None
    term: str = "long"
    until: date | None = None

    def purpose(self) -> NewPurpose:
        """As the plan wants it."""
        return NewPurpose(self.parcel_id, self.code, self.area_m2, self.term, self.until)


class PaperInput(Payload):
    """The contract, decision or minutes an act rests on."""

    paper_number: str = ""
    paper_date: date | None = None

    def on_paper(self) -> str:
        """ " theo 12/QĐ-UBND ngày 03/03/2026", empty when no paper is named; for notes on certificates."""
        if not self.paper_number:
            return ""
        return f" theo {self.paper_number}" + (f" ngày {self.paper_date:%d/%m/%Y}" if self.paper_date else "")


class FormOfHolding(Payload):
    """Input with a `form` of holding."""

    form: str = "sole"

    @field_validator("form")
    @classmethod
    def _known(cls, form: str) -> str:
        if form not in FORMS:
            raise ValueError("unknown form of holding")
        return form


def parsed_share(text: str) -> Fraction | None:
    """ "1/3" as a fraction; empty: None. Raises ActRefusedError for anything else or a share outside 0–1."""
    if not text:
        return None
    try:
        share = Fraction(text.replace(" ", ""))
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share <= 1:
        raise ActRefusedError(
            f"Phần quyền “{text}” không hợp lệ.",
            f"The share “{text}” is not valid.",
            hint_vi="Ghi phân số lớn hơn 0 và không quá 1, ví dụ 1/3.",
            hint_en="Write a fraction above 0 and at most 1, for example 1/3.",
            code="bad_share",
        )
    return share
