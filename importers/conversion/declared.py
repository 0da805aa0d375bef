"""Which system a file itself states, where it states one without doubt."""

from gis_core.crs.recognise import recognise
from gis_core.crs.systems import CoordinateSystem, parse_system
from gis_core.errors import CrsError
from importers.conversion.errors import unknown_source
from importers.conversion.measuring import Measure


def source_system(
    crs_text: str | None, stated: CoordinateSystem | None, name: str
) -> tuple[CoordinateSystem, dict[str, str] | None]:
    """The system to convert from, and a sentence when the file contradicts what was stated.

    What the user states wins. Raises ConversionError `source_system_unknown` when nobody says it.
    """
    known = recognise(crs_text) if crs_text else None
    if stated is not None:
        code = getattr(stated, "srid", None)
        if known is not None and known.srid is not None and code is not None and known.srid != code:
            return stated, {
                "vi": f"Tệp ghi hệ khác ({known.vi}); đã chuyển theo hệ được chỉ định {stated.name}.",
                "en": f"The file states another system ({known.en}); converted from {stated.name} as asked.",
            }
        return stated, None
    if known is None:
        raise unknown_source(name)
    if known.srid is not None:
        if not known.certain:
            raise unknown_source(name)
        return parse_system(str(known.srid)), None
    try:
        return parse_system(crs_text or ""), None
    except CrsError as problem:
        raise unknown_source(name) from problem


def tell(measure: Measure, sentence: dict[str, str] | None) -> None:
    """Put the contradiction, if any, into the report."""
    if sentence:
        measure.note(sentence["vi"], sentence["en"])
