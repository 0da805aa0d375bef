"""What every kind of act is made of: its input, what it names, its plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
    `claims` False: a notice, entered although other acts are pending on the same parcel. `variants`: shorter names
    (Vietnamese, English) by the value of the input's `variant_field`, for kinds that serve several titles.
    """

    code: str
    name_vi: str
    name_en: str
    change_code: str
    group: str
    payload: type[Payload]
    subjects: Callable[[Any], Subjects]
    plan: Callable[[Any, ActState], Changes]
    claims: bool = True
    variant_field: str = ""
    variants: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def named(self, payload: Mapping[str, Any]) -> tuple[str, str]:
        """What a list calls an act with this input, in Vietnamese and English."""
        return self.variants.get(str(payload.get(self.variant_field, "")), (self.name_vi, self.name_en))


BLOCKABLE = ("transfer", "parcel", "mortgage", "certificate", "purpose")
"""Groups of acts a restriction may block: transfers, changes of the parcel itself, charges, papers, purposes.

Acts of the State and notices (groups `state`, `notice`) are in none of them: no registered restriction stops a recovery
of land, another notice, or the release of one.
"""
