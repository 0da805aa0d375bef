"""A draughtsman's single-stroke letters, for the scanned plan: polylines on a grid of 4 × 6 units.

Vietnamese letters are drawn as base letter plus marks. No font file is needed, so the picture is the same everywhere.
"""

import unicodedata

import numpy as np
import shapely

# Each letter: polylines separated by blanks, points as digit pairs xy with y upwards.
LETTERS: dict[str, str] = {
    "A": "00-26-40 12-32", "B": "00-06-36-45-44-33-03 33-42-41-30-00", "C": "45-36-16-05-01-10-30-41",
    "D": "00-06-26-44-42-20-00", "E": "40-00-06-46 03-33", "F": "00-06-46 03-33", "G": "45-36-16-05-01-10-30-41-43-23",
    "H": "00-06 40-46 03-43", "I": "20-26", "K": "00-06 46-03-40", "L": "06-00-40", "M": "00-06-23-46-40",
    "N": "00-06-40-46", "O": "10-01-05-16-36-45-41-30-10", "P": "00-06-36-45-44-33-03",
    "Q": "10-01-05-16-36-45-41-30-10 31-50",
    "R": "00-06-36-45-44-33-03 23-40", "S": "01-10-30-41-42-33-13-04-05-16-36-45", "T": "06-46 26-20",
    "U": "06-01-10-30-41-46", "V": "06-20-46", "X": "00-46 06-40", "Y": "06-23-46 23-20",
    "W": "06-10-23-30-46", "J": "01-10-20-31-36", "Z": "06-46-00-40",
    "0": "10-01-05-16-36-45-41-30-10 01-45", "1": "15-26-20 10-30", "2": "05-16-36-45-44-00-40",
    "3": "05-16-36-45-44-33-23 33-42-41-30-10-01", "4": "30-36-02-42", "5": "46-06-03-33-42-41-30-00",
    "6": "45-36-16-05-01-10-30-41-42-33-13-02", "7": "06-46-10", "8": "13-04-05-16-36-45-44-33-13-02-01-10-30-41-42-33",
    "9": "01-10-30-41-45-36-16-05-04-13-33-44", "-": "13-33", "/": "00-46", ".": "20-21", ":": "21-22 24-25",
    "(": "36-24-22-30", ")": "16-24-22-10", ",": "21-10",
}  # fmt: skip
# Combining marks, drawn above (or below) the letter.
MARKS = {
    "\u0301": "27-39", "\u0300": "27-19", "\u0309": "27-38-29-19", "\u0303": "07-18-37-48", "\u0323": "2!-3!",
    "\u0302": "07-28-47", "\u0306": "08-17-37-48", "\u031b": "46-57-58",
}  # fmt: skip
BELOW = -1.5
ADVANCE = 5.6


def strokes_of(text: str, *, height: float) -> list[np.ndarray]:
    """Return polylines of a text in metres, starting at (0, 0), reading along x; unknown characters leave a gap."""
    lines: list[np.ndarray] = []
    at = 0.0
    for letter in text.upper():
        plain = "D" if letter == "Đ" else letter
        parts = unicodedata.normalize("NFD", plain)
        drawn = [*LETTERS.get(parts[0], "").split(), *(MARKS.get(mark, "") for mark in parts[1:])]
        if letter == "Đ":
            drawn.append("03-23")
        lines += [_points(stroke) + np.array([at, 0.0]) for stroke in drawn if stroke]
        at += ADVANCE
    return [line * (height / 6.0) for line in lines]


def text_lines(text: str, at: tuple[float, float], *, height: float, rotation: float = 0.0) -> list[shapely.LineString]:
    """Return the text as lines on the ground, centred at `at`, rotated by degrees."""
    lines = strokes_of(text, height=height)
    half = len(text) * ADVANCE * height / 12.0
    angle = np.radians(rotation)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return [shapely.LineString((line - (half, height / 2)) @ turn + at) for line in lines]


def _points(stroke: str) -> np.ndarray:
    return np.array([(float(pair[0]), BELOW if pair[1] == "!" else float(pair[1])) for pair in stroke.split("-")])
