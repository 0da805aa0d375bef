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


class BlankRefusedError(DomainError):
    """A blank is unknown, not free, or the range is no range."""

    code = "blank_refused"


class CertificateNotDraftError(DomainError):
    """The step is for drafts only."""

    code = "certificate_not_draft"


class IssueRefusedError(DomainError):
    """A draft lacks something it needs before it is issued."""

    code = "issue_refused"


class PrinterRefusedError(DomainError):
    """No such printer, or a value outside what a printer can be off."""

    code = "printer_refused"


class QrRefusedError(DomainError):
    """A text that is no QR of a certificate, or whose signature does not hold."""

    code = "qr_refused"
