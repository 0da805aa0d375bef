"""What every kind of act is made of: its input, what it names, its plan."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from land_records.acts.changes import Changes
from land_records.acts.state import ActState, Subjects


class Payload(BaseModel):
    """Typed input of an act: ids, figures and days, never names. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


@dataclass(frozen=True, slots=True)
class ActKind:
    """One kind of act.

    `group` is what restrictions block (BLOCKABLE); `change_code` stands in the books (DOMAIN 7.3). `subjects` says
    what the input names, `plan` what would be done; `plan` raises ActRefusedError when it cannot be done at all.
    """

    code: str
    name_vi: str
    name_en: str
    change_code: str
    group: str
    payload: type[Payload]
    subjects: Callable[[Any], Subjects]
    plan: Callable[[Any, ActState], Changes]


BLOCKABLE = ("transfer", "parcel", "mortgage", "certificate", "purpose")
"""Groups of acts a restriction may block: transfers, changes of the parcel itself, charges, papers, purposes."""
