"""Refusals of acts. Texts name parcels by reference and rules by code and version, never people."""

from collections.abc import Sequence
from typing import Any

from gis_core.errors import DomainError


class ActRefusedError(DomainError):
    """The input of an act cannot be carried out at all."""

    code = "act_refused"


class ActNotFoundError(DomainError):
    """No such act."""

    code = "act_not_found"


class BadPayloadError(DomainError):
    """A field of an act's input is missing or wrong; `faults` are (field, sentence_vi, sentence_en)."""

    code = "act_input_wrong"

    def __init__(self, faults: Sequence[tuple[str, str, str]]) -> None:
        """Name every wrong field."""
        super().__init__(
            "; ".join(f"{name}: {vi}" for name, vi, _ in faults) + ".",
            "; ".join(f"{name}: {en}" for name, _, en in faults) + ".",
            hint_vi="Sửa các ô được nêu; phần còn lại của dự thảo vẫn giữ nguyên.",
            hint_en="Correct the fields named; the rest of the draft is kept.",
        )
        self.faults = tuple(faults)


class SubjectClaimedError(DomainError):
    """Another act is pending on the same parcel, right or certificate."""

    code = "act_pending"


class RuleBrokenError(DomainError):
    """A rule forbids the act; names the rule, its version and the figures."""

    code = "rule_broken"

    def __init__(self, broken: Sequence[Any]) -> None:
        """`broken`: verdicts of severity block."""
        first = broken[0]
        more = len(broken) - 1
        super().__init__(
            f"{first.message_vi} (quy tắc {first.code}, phiên bản {first.version}"
            + (f"; và {more} quy tắc khác)." if more else ")."),
            f"{first.message_en} (rule {first.code}, version {first.version}"
            + (f"; and {more} more)." if more else ")."),
            hint_vi=f"Căn cứ: {first.legal_source}.",
            hint_en=f"Source: {first.legal_source}.",
        )
        self.broken = tuple(broken)


class RightNotWholeError(DomainError):
    """The holders or shares of a right do not fit its form; the database refused it."""

    code = "right_not_whole"
