"""Refusals of this app."""

from gis_core.errors import DomainError


class UnknownUnit(DomainError):
    """No administrative unit answers to that code, on that day."""

    code = "unknown_unit"


class AmbiguousUnit(DomainError):
    """Several administrative units answer; the hint names them."""

    code = "ambiguous_unit"


class UnknownLandUse(DomainError):
    """A land-use code no official list knows."""

    code = "unknown_land_use"


class UnknownFit(DomainError):
    """No saved fit bears that name."""

    code = "unknown_fit"


class FitRefused(DomainError):
    """A fit that may not be saved."""

    code = "fit_refused"


class UnknownFinding(DomainError):
    """A finding code without an entry in the table."""

    code = "unknown_finding_code"


class UnknownDocumentType(DomainError):
    """A kind of paper the list does not name."""

    code = "unknown_document_type"
