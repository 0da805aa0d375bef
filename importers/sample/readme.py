"""The README.txt that goes with a sample: what each file is and what to expect of it."""

from pathlib import Path

from importers.sample.drawing import FONT_NAME, FONT_NUMBER
from importers.sample.fault_kinds import ALSO_IN_POLYGONS, CODES
from importers.sample.make import Sample
from importers.sample.planning import SamplePlans
from importers.sample.recipe import UNIT_CODE, UNIT_NAME
from importers.sample.truth import sheet_file

TEXT = """\
Sample commune, invented: no parcel, owner, plan or decision in these files is real.
Dữ liệu mẫu hư cấu: không thửa đất, chủ sử dụng, quy hoạch hay quyết định nào trong các tệp này là thật.

Unit {unit} {unit_name}. Coordinates: VN-2000, TM-3, central meridian 108°30′ (EPSG:9218), metres, to the millimetre.
{parcels} parcels on {sheet_count} map sheets; seed {seed}; {faults} planted faults of each kind.

DGN V7 (master unit m, sub unit mm, resolution 1, storage centre 500000/1000000):
{sheets}
  commune.dgn              all sheets in one file, all texts TCVN3
  Levels: 10 parcel, 23 road, 31 bank, 32 canal, 63 frame and sheet title; 2 land type, 13 number and bar, 4 area,
  11 label point; 28 street names, 39 water names, 48 place names (text node), 7 control point (cell),
  60 owner names (last sheet only). A boundary shared with a road or water is drawn on that level only.
  Fonts by number: {fonts}.

Polygons (arcs as chords): parcels.tab (with an owner column), parcels.mif, parcels.gpkg.
  SoTo sheet, SoThua parcel (0 = missing), DienTich labelled area in m², LoaiDat land type; texts TCVN3, GPKG UTF-8.

planning_zones.tab         zones and coverage of {plan_count} plans; decision facts are in sample.json
plan_scan.tif              a scanned 1:2000 plan, RGB, georeferenced
sample.json                what an officer knows before importing (unit, series, encodings, decisions)
truth.json                 every parcel with its corners, every land object, every planted fault with place and size

Planted faults (kind: finding code; files):
{kinds}
Each fault must give exactly one finding within 5 cm of its geometry, and nothing else may be reported.
"""


def write_readme(sample: Sample, plans: SamplePlans, path: Path) -> None:
    """Write the README of a sample."""
    sheets = [
        f"  {sheet_file(ordinal):24} 1:{scale:<5} {sample.drawing.styles[ordinal].value}"
        for ordinal, scale in sample.commune.sheets[["ordinal", "scale"]].itertuples(index=False)
    ]
    kinds = [f"  {kind}: {code}; DGN{' and polygons' * (kind in ALSO_IN_POLYGONS)}" for kind, code in CODES.items()]
    text = TEXT.format(
        unit=UNIT_CODE,
        unit_name=UNIT_NAME,
        parcels=len(sample.commune.parcels),
        sheet_count=len(sheets),
        seed=sample.recipe.seed,
        faults=sample.recipe.faults,
        sheets="\n".join(sheets),
        fonts=", ".join(f"{FONT_NUMBER[name]} = {FONT_NAME[name]} ({name.upper()})" for name in FONT_NUMBER),
        plan_count=len(plans.facts),
        kinds="\n".join(kinds),
    )
    path.write_text(text, encoding="utf-8", newline="\n")
