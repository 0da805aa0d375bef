"""GeoHash: a point of WGS-84 as base-32 text, twelve characters for the national parcel code.

Source: Circular 19/2026/TT-BNNMT Article 11 and Annex I. A 12-character cell is about 1.9 cm by 3.7 cm in Bình Thuận.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

_ALPHABET = np.array(list("0123456789bcdefghjkmnpqrstuvwxyz"))
_VALUE = {letter: value for value, letter in enumerate(_ALPHABET)}


def encode(lat: float, lon: float, length: int = 12) -> str:
    """GeoHash of one point, degrees of WGS-84."""
    return str(encode_many([lat], [lon], length)[0])


def encode_many(lat: ArrayLike, lon: ArrayLike, length: int = 12) -> NDArray[np.str_]:
    """GeoHash of many points; `length` from 1 to 12. Raises ValueError outside ±90 and ±180 degrees."""
    if not 1 <= length <= 12:
        raise ValueError(f"a GeoHash has 1 to 12 characters, not {length}")
    latitude = np.atleast_1d(np.asarray(lat, dtype=np.float64))
    longitude = np.atleast_1d(np.asarray(lon, dtype=np.float64))
    # written so that NaN fails as well
    if not (np.abs(latitude) <= 90).all() or not (np.abs(longitude) <= 180).all():
        raise ValueError("latitude must be within ±90 and longitude within ±180 degrees")
    bits = 5 * length
    lon_bits = (bits + 1) // 2
    east = _cell(longitude, 180.0, lon_bits)
    north = _cell(latitude, 90.0, bits - lon_bits)
    woven = np.zeros(latitude.shape, dtype=np.uint64)
    for position in range(bits):  # the first bit is longitude's, then they alternate
        source, left = (east, lon_bits) if position % 2 == 0 else (north, bits - lon_bits)
        bit = (source >> np.uint64(left - 1 - position // 2)) & np.uint64(1)
        woven = (woven << np.uint64(1)) | bit
    shifts = np.uint64(5) * np.arange(length - 1, -1, -1, dtype=np.uint64)
    letters = _ALPHABET[((woven[:, None] >> shifts) & np.uint64(31)).astype(np.intp)]
    return np.ascontiguousarray(letters).view(f"<U{length}").ravel()


def decode_cell(code: str) -> tuple[float, float, float, float]:
    """(south, west, north, east) of the cell in degrees of WGS-84; raises ValueError on a foreign letter."""
    low, high = [-90.0, -180.0], [90.0, 180.0]
    axis = 1
    for letter in code:
        if letter not in _VALUE:
            raise ValueError(f"{letter!r} is no GeoHash letter")
        for shift in range(4, -1, -1):
            middle = (low[axis] + high[axis]) / 2
            (low if _VALUE[letter] >> shift & 1 else high)[axis] = middle
            axis = 1 - axis
    return low[0], low[1], high[0], high[1]


def _cell(degrees: NDArray[np.float64], limit: float, bits: int) -> NDArray[np.uint64]:
    """Number of the half-open cell, counted from −limit; the upper limit itself belongs to the last cell."""
    count = 2**bits
    return np.clip(np.floor((degrees + limit) / (2 * limit) * count), 0, count - 1).astype(np.uint64)
