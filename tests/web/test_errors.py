"""Every refusal of the house has a status and two sentences."""

from importlib import import_module

from gis_core.errors import DomainError
from web.errors import STATUS_OF, status_of

ERROR_MODULES = (
    "accounts.errors",
    "reference.errors",
    "planning.errors",
    "land_records.cadastre.errors",
    "tiles.errors",
    "web.errors",
)


def every_error() -> set[type[DomainError]]:
    for name in ERROR_MODULES:
        import_module(name)
    waiting, found = [DomainError], set()
    while waiting:
        for child in waiting.pop().__subclasses__():
            found.add(child)
            waiting.append(child)
    return found


def test_statuses_are_client_errors_except_faults() -> None:
    for error in every_error():
        status = STATUS_OF.get(error.code, 400)
        assert 400 <= status < 500 or error.code in {"answer_mixed", "fault"}, error.code


def test_things_that_are_not_there_are_404() -> None:
    for code in ("parcel_not_found", "unknown_unit", "unknown_plan", "unknown_layer"):
        assert status_of(DomainError("x", "x", code=code)) == 404
    assert status_of(DomainError("x", "x", code="not_allowed")) == 403
    assert status_of(DomainError("x", "x", code="anything_else")) == 400
