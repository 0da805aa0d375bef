"""Words on a plan without collisions: each tries its places in order and takes the first that is free."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.affinity import rotate
from shapely.geometry.base import BaseGeometry

DIGIT_WIDTH = 0.52
"""Width of a digit of Source Sans 3 in parts of the type size; letters of land-use codes are a little wider."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for the middle of a word, paper millimetres; `angle` in degrees clockwise."""

    x: float
    y: float
    angle: float = 0.0


@dataclass(frozen=True, slots=True)
class Word:
    """One text as drawn: middle, type size in mm, angle in degrees clockwise, kind for its look."""

    x: float
    y: float
    text: str
    size: float
    angle: float
    kind: str


@dataclass(slots=True)
class Board:
    """What of the paper is taken. `window` bounds all words; `lines` may not be covered by them."""

    window: BaseGeometry
    lines: BaseGeometry
    taken: list[BaseGeometry] = field(default_factory=list)

    def place(self, text: str, size: float, kind: str, spots: Iterable[Spot]) -> Word | None:
        """The word at the first free spot; None when there is none."""
        for spot in spots:
            box = text_box(text, size, spot)
            if self.is_free(box):
                self.taken.append(box)
                return Word(spot.x, spot.y, text, size, spot.angle, kind)
        return None

    def is_free(self, box: BaseGeometry) -> bool:
        """Whether nothing is there and it lies inside the window."""
        return (
            bool(shapely.covers(self.window, box))
            and not shapely.intersects(self.lines, box)
            and not shapely.intersects(np.array(self.taken, dtype=object), box).any()
        )

    def take(self, box: BaseGeometry) -> None:
        """Keep a piece of paper free of words."""
        self.taken.append(box)


def text_box(text: str, size: float, spot: Spot) -> BaseGeometry:
    """The paper a word covers."""
    width, height = DIGIT_WIDTH * size * len(text) + 0.3, 0.98 * size
    box = shapely.box(spot.x - width / 2, spot.y - height / 2, spot.x + width / 2, spot.y + height / 2)
    return rotate(box, spot.angle, origin=(spot.x, spot.y)) if spot.angle else box


def upright(angle: float) -> float:
    """The angle of a line turned so that a word along it is read from below, or from the right when it stands."""
    return (angle + 100) % 180 - 100
