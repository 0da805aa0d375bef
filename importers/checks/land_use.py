"""Land-use texts of labels against the dated code lists."""

import re

from reference import api as reference

_CODE = re.compile(r"[A-ZĐ]{2,4}")


def land_use_parts(text: str) -> list[str]:
    """The codes in a label's land-use text, the main use first: "ONT+CLN" and "LUC(NTS)" have two."""
    return _CODE.findall((text or "").upper())


def known_land_uses() -> frozenset[str]:
    """Every code of every list, old ones too: certificates and maps keep the code of their day."""
    return frozenset(entry.code for entry in reference.land_use_codes(every_list=True))


def object_types() -> dict[str, str]:
    """Code → kind of land object, for the types whose area forms no parcel when it carries no number."""
    return {entry.code: entry.object_type for entry in reference.land_use_codes(every_list=True) if entry.object_type}
