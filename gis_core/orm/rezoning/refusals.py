"""Refusals of re-zoning."""

from gis_core.errors import DomainError


class RezoneError(DomainError):
    """The register stays in its zone, with the reason."""

    code = "rezone_refused"


def refusal(code: str, vi: str, en: str, hint_vi: str, hint_en: str) -> RezoneError:
    """A refusal of that code."""
    return RezoneError(vi, en, hint_vi=hint_vi, hint_en=hint_en, code=code)
