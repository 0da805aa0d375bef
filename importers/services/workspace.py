"""The working folder of a batch: what a finished step leaves for the next one.

Every file is written under another name and renamed, so that a killed worker leaves either the whole file or
none. The folder is private (work/<batch> in THODIA_HOME, mode 0700) and removed when the batch ends.
"""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from django.conf import settings

from importers.intake.child import Blocks


class Workspace:
    """Files of one batch between its steps."""

    def __init__(self, batch_id: int) -> None:
        """Open (and make) the folder of a batch."""
        self.folder = Path(settings.THODIA_HOME) / "work" / str(batch_id)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._at_hand: dict[str, gpd.GeoDataFrame] = {}

    def save_frame(self, name: str, frame: gpd.GeoDataFrame) -> None:
        """Keep a frame as Arrow; geometries in the coordinate system of the batch's official zone."""
        self._write(name, frame)
        self._at_hand[name] = frame.copy(deep=False)

    def frame(self, name: str) -> gpd.GeoDataFrame:
        """The frame a step kept; what this worker has kept itself need not be read again."""
        if name in self._at_hand:
            return self._at_hand[name].copy(deep=False)
        if (self.folder / name).is_dir():
            return joined(Blocks.kept(self.folder / name))
        return gpd.read_feather(self.folder / f"{name}.arrow")

    def save_blocks(self, name: str, blocks: Blocks, frame: gpd.GeoDataFrame) -> None:
        """Keep what a reader gave as it came: a copy of its files costs a tenth of writing `frame`, their content,
        anew."""
        beside, place = self.folder / f"{name}.partial", self.folder / name
        for leftover in (beside, place):
            shutil.rmtree(leftover, ignore_errors=True)
        beside.mkdir(mode=0o700)
        blocks.keep_in(beside)
        beside.rename(place)
        self._at_hand[name] = frame.copy(deep=False)

    def save_columns(self, name: str, frame: pd.DataFrame) -> None:
        """Keep columns without geometry."""
        self._write(name, frame)

    def columns(self, name: str) -> pd.DataFrame:
        """The columns a step kept."""
        return pd.read_feather(self.folder / f"{name}.arrow")

    def _write(self, name: str, frame: pd.DataFrame) -> None:
        path = self.folder / f"{name}.arrow"
        beside = path.with_suffix(".partial")
        frame.to_feather(beside, compression="uncompressed")
        beside.replace(path)

    def has(self, name: str) -> bool:
        """True when that frame was kept."""
        return (self.folder / f"{name}.arrow").exists() or (self.folder / name).is_dir()

    def has_json(self, name: str) -> bool:
        """True when that JSON value was kept."""
        return (self.folder / f"{name}.json").exists()

    def save_json(self, name: str, value: Any) -> None:
        """Keep a JSON value."""
        path = self.folder / f"{name}.json"
        beside = path.with_suffix(".partial")
        beside.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        beside.replace(path)

    def json(self, name: str) -> Any:
        """The JSON value a step kept."""
        return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))

    def remove(self) -> None:
        """Forget the folder; the delivered file itself stays in the vault."""
        shutil.rmtree(self.folder, ignore_errors=True)


def joined(blocks: Iterable[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """All blocks of a reading as one frame."""
    frames = list(blocks)
    return pd.concat(frames, ignore_index=True) if len(frames) != 1 else frames[0]
