"""Where a picture lies: world files, control points of raster .TAB files, and their contradictions."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from affine import Affine

from importers.readers.errors import DamagedFile
from importers.readers.mapinfo_text import parse_raster_tab
from importers.readers.protocol import FileInfo

WORLD_FILES = (".jgw", ".jpgw", ".pgw", ".pngw", ".tfw", ".tifw", ".wld")
RESIDUAL_PIXELS = 2.0
"""Control points may miss the fitted plane by this many pixels before somebody has to look."""
APART_PIXELS = 5.0


@dataclass(frozen=True, slots=True)
class Place:
    """Pixel corner to map coordinates."""

    transform: Affine


def from_companions(
    path: Path, companions: dict[str, Path], size: tuple[int, int], placed: Place | None, info: FileInfo
) -> Place | None:
    """Read world file and .TAB beside the picture; the .TAB wins because it also names the CRS, and we say so."""
    world = next((companions[e] for e in WORLD_FILES if e in companions), None)
    from_world = None if world is None else Place(read_world_file(world))
    if ".tab" not in companions:
        return from_world or placed
    table = parse_raster_tab(companions[".tab"], path)
    from_table = Place(fit(table.points, info))
    info.declared_crs = table.coordsys
    if from_world is not None:
        _compare(from_table, from_world, size, info)
    return from_table


def read_world_file(path: Path) -> Affine:
    """Six numbers, decimal point or comma; the position is the centre of the first pixel.

    Raises DamagedFile for fewer numbers, words, or a transform that maps the picture onto a line.
    """
    lines = [line.strip() for line in path.read_text("latin-1").splitlines() if line.strip()]
    try:
        numbers = [float(line.replace(",", ".")) for line in lines[:6]]
    except ValueError as problem:
        raise _bad_world_file(path, "không phải là sáu con số", "does not hold six numbers") from problem
    if len(numbers) < 6 or not np.isfinite(numbers).all():
        raise _bad_world_file(path, f"chỉ có {len(numbers)} dòng số, cần 6", f"holds {len(numbers)} numbers, not 6")
    a, d, b, e, c, f = numbers
    if abs(a * e - b * d) < 1e-18:
        raise _bad_world_file(path, "có kích thước điểm ảnh bằng 0", "gives a pixel size of zero")
    return Affine(a, b, c, d, e, f) @ Affine.translation(-0.5, -0.5)


def _bad_world_file(path: Path, vi: str, en: str) -> DamagedFile:
    return DamagedFile(
        f"Tệp định vị ảnh “{path.name}” {vi}.",
        f"The world file “{path.name}” {en}.",
        hint_vi="Hãy nắn ảnh lại hoặc gửi tệp định vị đúng.",
        hint_en="Georeference the picture again or send the right world file.",
    )


def fit(points: list[tuple[float, float, float, float, str]], info: FileInfo) -> Affine:
    """Affine plane through control points (x, y, column, row, label); residuals go into the facts.

    Raises DamagedFile when the points do not span a plane.
    """
    pixels = np.array([[p[2], p[3], 1.0] for p in points])
    if len(points) < 3 or np.linalg.matrix_rank(pixels) < 3:
        raise DamagedFile(
            f"Tệp .TAB có {len(points)} điểm khống chế, không đủ hoặc thẳng hàng nên không nắn được ảnh.",
            f"The .TAB gives {len(points)} control points: too few, or on one line, so the picture has no place.",
            hint_vi="Cần ít nhất 3 điểm khống chế không thẳng hàng.",
            hint_en="At least three control points that are not on one line are needed.",
        )
    target = np.array([[p[0], p[1]] for p in points])
    solution, *_ = np.linalg.lstsq(pixels, target, rcond=None)
    residuals = np.hypot(*(pixels @ solution - target).T)
    pixel = float(np.sqrt(abs(np.linalg.det(solution[:2])))) or 1.0
    info.facts["control_points"] = [
        {"label": p[4], "residual_m": round(float(r), 3)} for p, r in zip(points, residuals, strict=True)
    ]
    if residuals.max() > RESIDUAL_PIXELS * pixel:
        worst = _worst_point(pixels, target)
        info.note(
            "control_point_off",
            "warn",
            f"Điểm khống chế “{points[worst][4]}” lệch nhiều nhất; sai số lớn nhất {residuals.max():.2f} m.",
            f"Control point “{points[worst][4]}” is the worst; the largest residual is {residuals.max():.2f} m.",
        )
    (a, d), (b, e), (c, f) = solution.tolist()
    return Affine(a, b, c, d, e, f)


def _worst_point(pixels: np.ndarray, target: np.ndarray) -> int:
    """The point whose removal lets the others fit best (with four or more points)."""
    if len(pixels) < 4:
        return 0
    errors = []
    for index in range(len(pixels)):
        keep = np.arange(len(pixels)) != index
        solution, *_ = np.linalg.lstsq(pixels[keep], target[keep], rcond=None)
        errors.append(float(np.hypot(*(pixels[keep] @ solution - target[keep]).T).max()))
    if len(pixels) == 4:
        return _least_parallel(pixels, target)
    return int(np.argmin(errors))


def _least_parallel(pixels: np.ndarray, target: np.ndarray) -> int:
    """With four points every three fit exactly: choose the point whose removal gives the squarest pixels."""
    scores = []
    for index in range(4):
        keep = np.arange(4) != index
        if np.linalg.matrix_rank(pixels[keep]) < 3:
            scores.append(np.inf)
            continue
        solution = np.linalg.solve(pixels[keep], target[keep])
        values = np.linalg.svd(solution[:2], compute_uv=False)
        scores.append(float(values[0] / max(values[1], 1e-12)))
    return int(np.argmin(scores))


def _compare(table: Place, world: Place, size: tuple[int, int], info: FileInfo) -> None:
    width, height = size
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    apart = max(np.hypot(*(np.array(table.transform @ c) - np.array(world.transform @ c))) for c in corners)
    pixel = abs(table.transform.determinant) ** 0.5
    if apart > APART_PIXELS * pixel:
        info.note(
            "place_disagrees",
            "warn",
            f"Tệp .TAB và tệp định vị ảnh lệch nhau {apart:.1f} m; đang dùng .TAB.",
            f"The .TAB and the world file differ by {apart:.1f} m; the .TAB was used.",
        )


def describe(info: FileInfo, placed: Place | None, size: tuple[int, int]) -> None:
    """Extent, pixel size, and what is missing."""
    if placed is None:
        info.note(
            "not_georeferenced",
            "warn",
            "Ảnh chưa có vị trí; cần nắn ảnh trước khi dùng làm lớp bản đồ.",
            "The picture has no place; georeference it before it becomes a layer.",
        )
        return
    width, height = size
    transform = placed.transform
    corners = [transform @ c for c in ((0, 0), (width, 0), (width, height), (0, height))]
    xs, ys = zip(*corners, strict=True)
    info.extent = [float(min(xs)), float(min(ys)), float(max(xs)), float(max(ys))]
    info.sample_xy = [[float(x), float(y)] for x, y in corners]
    info.facts["pixel_size"] = [float(np.hypot(transform.a, transform.d)), float(np.hypot(transform.b, transform.e))]
    info.facts["rotation_degrees"] = float(np.degrees(np.arctan2(transform.d, transform.a)))
    declared = info.declared_crs
    if declared["kind"] != "earth" if declared else info.crs_wkt is None:
        info.note(
            "crs_missing",
            "warn",
            "Ảnh có vị trí nhưng không nói hệ tọa độ; phải chọn khi nhập.",
            "The picture has a place but no coordinate system; choose it at import.",
        )
