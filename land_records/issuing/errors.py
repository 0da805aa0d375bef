"""Refusals on the way from draft to certificate."""

from gis_core.errors import DomainError


class ObligationRefusedError(DomainError):
    """An obligation is unknown, or its next state is not possible."""

    code = "obligation_refused"
