"""Land-use codes by list and day, colours, and what forms a parcel."""

import re
from datetime import date

import pytest

from reference import api

pytestmark = pytest.mark.django_db


def test_names_follow_the_list_in_force() -> None:
    assert api.land_use("LUC", date(2020, 1, 1)).name_vi == "Đất chuyên trồng lúa nước"
    assert api.land_use("luc").name_vi == "Đất chuyên trồng lúa"
    assert api.land_use("LUC", date(2024, 7, 31)).code_set == "2014"
    assert api.land_use("LUC", date(2024, 8, 1)).code_set == "2024"


def test_dropped_codes_stay_readable_and_say_what_they_became() -> None:
    bhk = api.land_use("BHK")
    assert bhk.valid_to == date(2024, 7, 31)
    assert bhk.becomes == ("HNK",)
    assert api.land_use("SKX").becomes == ("SKC", "SKS")
    assert api.land_use("DCK").becomes == (), "re-classified by hand"
    with pytest.raises(api.UnknownLandUse):
        api.land_use("XYZ")


def test_the_cadastral_list_of_2014_has_53_codes() -> None:
    old = api.land_use_codes(date(2020, 1, 1))
    assert sum(entry.on_cadastral_map for entry in old) == 53


def test_today_holds_every_code_of_the_2024_form() -> None:
    form = """LUA HNK CLN RDD RPH RSX NTS CNT LMU NKH ONT ODT TSC CQP CAN DVH DXH DYT DGD DTT DKH DMT DKT DNG DSK SKK
    SKN SCT TMD SKC SKS DGT DTL DCT DPC DDD DRA DNL DBV DCH DKV TON TIN NTD MNC SON PNK CGT BCS DCS NCS MCS""".split()
    today = {entry.code: entry for entry in api.land_use_codes()}
    assert set(form) <= set(today)
    assert all(today[code].leaf for code in form)
    assert not {"LUN", "BHK", "NHK", "DTS", "SKT", "SKX", "DSH", "DDT", "DDL", "DCK"} & set(today)


def test_parents_exist_in_their_own_list() -> None:
    for day in (date(2010, 1, 1), date(2020, 1, 1), date(2026, 1, 1)):
        entries = {entry.code: entry for entry in api.land_use_codes(day)}
        assert all(entry.parent in entries for entry in entries.values() if entry.parent)


def test_roads_canals_and_rivers_form_no_parcel() -> None:
    objects = {entry.code: entry.object_type for entry in api.land_use_codes() if entry.object_type}
    assert objects.items() >= {"DGT": "road", "DTL": "canal", "SON": "river", "DPC": "dike"}.items()
    for code in objects:
        entry = api.land_use(code)
        assert not entry.forms_parcel
        assert entry.reason_vi and entry.reason_en
    assert api.land_use("ODT").forms_parcel
    assert not api.land_use("NNP").forms_parcel, "groups carry no area"
    assert not api.land_use("KDT").forms_parcel, "planning zones are no land type"


def test_colours() -> None:
    style = api.land_use_style()
    assert style["ODT"] == api.LandUseColour("#FFA0FF", True)
    assert style["CLN"] == api.LandUseColour("#FFD2A0", True)
    for code in ("CNT", "DMT", "DKT", "SCT", "DCT", "DPC", "DDD", "CGT", "MCS"):
        assert not style[code].official, "no verified colour: shown as provisional"
    assert style["RPN"].rgb == style["RPH"].rgb and not style["RPN"].official
    assert all(re.fullmatch(r"#[0-9A-F]{6}", colour.rgb) for colour in style.values())
    assert set(style) == {entry.code for entry in api.land_use_codes(every_list=True)}
