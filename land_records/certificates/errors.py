"""Refusals of the room of certificates."""

from gis_core.errors import DomainError


class CertificateNotFoundError(DomainError):
    """No such certificate."""

    code = "certificate_not_found"


class BadSerialError(DomainError):
    """A text that is no serial of any known pattern."""

    code = "bad_serial"


class SerialTakenError(DomainError):
    """A serial or book number that stands on another certificate already."""

    code = "serial_taken"
