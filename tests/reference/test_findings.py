"""The table of findings: complete, two languages, sentences that never break."""

import re

import pytest

from gis_core.topology.finding import Severity
from reference import api
from reference.data_files import FOLDER

CONTRACT = """TOPO-DANGLE TOPO-OVERSHOOT TOPO-UNDERSHOOT TOPO-DUPLICATE-LINE TOPO-OVERLAP TOPO-SLIVER TOPO-GAP
LABEL-MISSING LABEL-DOUBLE LABEL-OUTSIDE LABEL-INCOMPLETE AREA-DIFFERS NUMBER-TWICE NUMBER-TAKEN LANDUSE-UNKNOWN
TEXT-UNCERTAIN GEOM-REPAIRED GEOM-UNUSABLE CRS-DOUBTFUL CRS-OUTSIDE-UNIT READERS-DISAGREE SHEET-UNKNOWN
REGISTER-OVERLAP""".split()
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def test_permanent_codes_are_there() -> None:
    assert set(CONTRACT) <= set(api.finding_codes())
    assert len(api.finding_codes()) == len(set(api.finding_codes()))


@pytest.mark.parametrize("code", api.finding_codes())
def test_every_entry_is_complete(code: str) -> None:
    entry = api.finding_text(code)
    assert entry.severity in set(Severity)
    assert entry.size_unit in {"", "m", "m2", "count"}
    assert entry.who
    assert re.fullmatch(r"[A-Z0-9]+(-[A-Z0-9]+)+", entry.code)
    for text in (entry.vi, entry.en):
        assert text.endswith(".") and len(text) > 30
    assert set(_PLACEHOLDER.findall(entry.vi)) == set(_PLACEHOLDER.findall(entry.en))


@pytest.mark.parametrize("code", api.finding_codes())
def test_sentences_never_break(code: str) -> None:
    for language in ("vi", "en"):
        assert "{" not in api.finding_sentence(code, language)


def test_placeholders_are_documented() -> None:
    documented = set(_PLACEHOLDER.findall((FOLDER / "README.md").read_text(encoding="utf-8")))
    used = {name for code in CONTRACT for name in _PLACEHOLDER.findall(api.finding_text(code).vi)}
    assert used <= documented


def test_numbers_are_written_the_way_of_the_language() -> None:
    figures = {"labelled": 421.1, "computed": 430.25, "size": 9.15, "tolerance": 2.0}
    assert "421,1 m²" in api.finding_sentence("AREA-DIFFERS", "vi", **figures)
    assert "421.1 m²" in api.finding_sentence("AREA-DIFFERS", "en", **figures)
    assert "12, 13" in api.finding_sentence("LABEL-DOUBLE", "vi", size=2, numbers=["12", "13"])
    assert "…" in api.finding_sentence("NUMBER-TWICE", "vi")


def test_technical_words_are_translated() -> None:
    assert "thiếu diện tích, loại đất" in api.finding_sentence("LABEL-INCOMPLETE", number="5", missing="area, land_use")
    assert "đường bao tự cắt" in api.finding_sentence("GEOM-UNUSABLE", reason="Self-intersection")
    disagreement = api.finding_sentence("READERS-DISAGREE", "vi", reader="GDAL", objects=5, read=4)
    assert "trình đọc GDAL, đối tượng 5, đọc được 4" in disagreement
    assert "22945/12/34" in api.finding_sentence("REGISTER-OVERLAP", size=0.4, between=("17", "22945/12/34"))


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(api.UnknownFinding):
        api.finding_text("NO-SUCH-CODE")
