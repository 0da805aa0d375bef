"""Survey and text files behind the common reader face: described, without elements."""

import re
from pathlib import Path

from importers.readers import survey
from importers.readers.errors import UnknownFormat
from importers.readers.protocol import RawReading
from importers.readers.summary import SAMPLE_TEXTS


class SurveyReader:
    """Instrument files, point tables and plain texts."""

    code = "survey"

    def read(self, path: Path, *, with_blocks: bool = True) -> RawReading:
        """Describe the file; with blocks asked for, refuse politely."""
        info = survey.recognise(path) or survey.json_document(path) or survey.plain_text(path)
        if info is None:
            raise UnknownFormat("Không nhận ra định dạng tệp.", "The file format is not recognised.")
        if with_blocks:
            raise survey.refused(info)
        lines = re.split(rb"\r\n|\r|\n", path.read_bytes()[: 4 * 1024 * 1024])
        texts: list[tuple[bytes, str | None]] = [
            (line, None) for line in dict.fromkeys(lines) if line and not line.isascii()
        ]
        return RawReading(info, iter(()), texts[:SAMPLE_TEXTS])


class LandXmlReader:
    """LandXML, parsed without declarations."""

    code = "landxml"

    def read(self, path: Path, *, with_blocks: bool = True) -> RawReading:
        """Describe the file; with blocks asked for, refuse politely."""
        info = survey.landxml(path)
        if with_blocks:
            raise survey.refused(info)
        return RawReading(info, iter(()))
