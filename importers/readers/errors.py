"""Refusals of the goods entrance: what is wrong, where, and what to do, in two languages.

Every class stands for one permanent code. No text carries file content beyond file names, positions and counts:
refusals are shown and logged.
"""

from gis_core.errors import DomainError


class UnreadableFile(DomainError):
    """A file that cannot be read, or may not be read."""

    code = "unreadable_file"


class EmptyFile(UnreadableFile):
    """Zero bytes."""

    code = "empty_file"


class WrongExtension(UnreadableFile):
    """The content is another format than the name says."""

    code = "wrong_extension"


class UnknownFormat(UnreadableFile):
    """No reader knows the content."""

    code = "unknown_format"


class UnsupportedFormat(UnreadableFile):
    """The format is known by name, but is not read here."""

    code = "unsupported_format"


class TruncatedFile(UnreadableFile):
    """The file ends in the middle of something."""

    code = "truncated_file"


class DamagedFile(UnreadableFile):
    """The content contradicts itself so much that nothing can be trusted."""

    code = "damaged_file"


class MissingCompanion(UnreadableFile):
    """A file that belongs to the set is not there."""

    code = "missing_companion"


class CompanionFile(UnreadableFile):
    """The file given is a companion; the main file has to be opened."""

    code = "companion_file"


class UnsafeReference(UnreadableFile):
    """The file points at other files outside its own folder, or at itself."""

    code = "unsafe_reference"


class UnsafeArchive(UnreadableFile):
    """An archive that tries to write where it may not, or cannot be read honestly."""

    code = "unsafe_archive"


class ArchiveBomb(UnreadableFile):
    """An archive that unpacks to more than anybody needs."""

    code = "archive_bomb"


class ReaderCrashed(UnreadableFile):
    """The reading process died."""

    code = "reader_crashed"


class ReaderTimeout(UnreadableFile):
    """The reading process did not finish in time."""

    code = "reader_timeout"


class NoGeometry(UnreadableFile):
    """Nothing drawable is in the file."""

    code = "no_geometry"


class ImpossibleCoordinates(UnreadableFile):
    """No coordinate system on earth has such numbers."""

    code = "impossible_coordinates"


class TooLarge(UnreadableFile):
    """More bytes, pixels or elements than the limits allow."""

    code = "too_large"


class SurveyFile(UnreadableFile):
    """A survey file: recognised, not drawn by the readers of this room."""

    code = "survey_file"


class RasterFile(UnreadableFile):
    """A picture: it has no elements; it is imported as a plan scan."""

    code = "raster_file"


ERROR_CLASSES = {
    cls.code: cls
    for cls in (
        UnreadableFile,
        EmptyFile,
        WrongExtension,
        UnknownFormat,
        UnsupportedFormat,
        TruncatedFile,
        DamagedFile,
        MissingCompanion,
        CompanionFile,
        UnsafeReference,
        UnsafeArchive,
        ArchiveBomb,
        ReaderCrashed,
        ReaderTimeout,
        NoGeometry,
        ImpossibleCoordinates,
        TooLarge,
        SurveyFile,
        RasterFile,
    )
}
"""Code to class: the child process sends only the code over."""
