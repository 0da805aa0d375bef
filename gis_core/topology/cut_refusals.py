"""What typed cuts are refused for: permanent codes and sentences that name the place in X (north) and Y (east)."""

from gis_core.errors import GeometryError

Place = tuple[float, float]


def place_said(place: Place) -> str:
    """A place given as (east, north), in the order of Vietnamese papers."""
    return f"X = {place[1]:.3f}, Y = {place[0]:.3f}"


def _vi(number: float, places: int = 2) -> str:
    return f"{number:.{places}f}".replace(".", ",")


def cut_misses() -> GeometryError:
    """The line does not run through the parcel."""
    return GeometryError(
        "Đường cắt không chia thửa thành các phần.",
        "The cut lines do not divide the parcel.",
        hint_vi="Vẽ đường cắt đi từ ranh này sang ranh khác của thửa.",
        hint_en="Draw a line from one border of the parcel to another.",
        code="cut_misses",
    )


def cut_ends_inside(place: Place, gap_m: float | None = None) -> GeometryError:
    """The line stops before the border, `gap_m` metres from it."""
    how_far_vi = "" if gap_m is None else f", cách ranh {_vi(gap_m, 3)} m"
    how_far_en = "" if gap_m is None else f", {gap_m:.3f} m from the border"
    return GeometryError(
        f"Đường cắt kết thúc bên trong thửa, tại {place_said(place)}{how_far_vi}.",
        f"A cut line ends inside the parcel, at {place_said(place)}{how_far_en}.",
        hint_vi="Kéo đường cắt đến ranh thửa hoặc đến một đường cắt khác.",
        hint_en="Carry the line on to the border or to another cut line.",
        code="cut_ends_inside",
    )


def cut_crosses_itself(place: Place | None = None) -> GeometryError:
    """The line crosses or touches itself."""
    where_vi = "" if place is None else f" tại {place_said(place)}"
    where_en = "" if place is None else f" at {place_said(place)}"
    return GeometryError(
        f"Đường cắt tự cắt chính nó{where_vi}.",
        f"A cut line crosses itself{where_en}.",
        hint_vi="Vẽ lại đường cắt không tự giao.",
        hint_en="Draw the line again without crossing itself.",
        code="cut_crosses_itself",
    )


def zero_distance(said_vi: str, said_en: str) -> GeometryError:
    """A length, offset or step that is not above zero."""
    return GeometryError(
        f"{said_vi} phải lớn hơn 0.",
        f"{said_en} must be greater than zero.",
        hint_vi="Nhập số mét, lớn hơn 0 (ít nhất 1 mm).",
        hint_en="Give metres above zero (at least 1 mm).",
        code="zero_distance",
    )


def beyond_side(n: int, along_m: float, side_m: float) -> GeometryError:
    """The start of a cut would lie beyond the end of its side."""
    return GeometryError(
        f"Cạnh {n} chỉ dài {_vi(side_m, 3)} m, không đặt được điểm ở {_vi(along_m, 3)} m.",
        f"Side {n} is only {side_m:.3f} m long; no point can be placed at {along_m:.3f} m.",
        hint_vi="Nhập khoảng cách từ 0 đến chiều dài cạnh, tính từ đỉnh đầu của cạnh.",
        hint_en="Give a distance between zero and the length of the side, from its first corner.",
        code="beyond_side",
    )


def several_sections(count: int) -> GeometryError:
    """The line runs through the parcel in several separate places."""
    return GeometryError(
        f"Đường thẳng này đi qua thửa ở {count} đoạn rời nhau.",
        f"This straight line runs through the parcel in {count} separate sections.",
        hint_vi="Chọn một điểm nằm trong thửa để chỉ rõ đoạn cần cắt, hoặc chọn cắt theo mọi đoạn.",
        hint_en="Choose a point inside the parcel to name the section, or ask for all sections.",
        code="several_sections",
    )


def more_parts(count: int) -> GeometryError:
    """The cut makes more parts than asked for."""
    return GeometryError(
        f"Đường cắt chia thửa thành {count} phần, không phải 2.",
        f"The cut divides the parcel into {count} parts, not 2.",
        hint_vi="Đổi hướng cắt, chọn phần cần lấy, hoặc chọn chấp nhận nhiều phần.",
        hint_en="Change the direction, choose the piece you mean, or accept several parts.",
        code="cut_makes_more_parts",
    )


def sliver(place: Place, width_m: float, least_m: float) -> GeometryError:
    """A part would be narrower than allowed."""
    return GeometryError(
        f"Một phần sau khi cắt chỉ rộng {_vi(width_m)} m (ít nhất {_vi(least_m)} m), gần {place_said(place)}.",
        f"One part would be only {width_m:.2f} m wide (at least {least_m:.2f} m), near {place_said(place)}.",
        hint_vi="Dời đường cắt ra xa ranh, hoặc cắt đúng theo ranh.",
        hint_en="Move the cut away from the border, or let it follow the border.",
        code="cut_leaves_sliver",
    )


def area_too_large(asked_m2: float, whole_m2: float) -> GeometryError:
    """More is asked for than there is."""
    return GeometryError(
        f"Không cắt được {_vi(asked_m2, 1)} m² từ thửa rộng {_vi(whole_m2, 1)} m².",
        f"{asked_m2:.1f} m² cannot be cut from a parcel of {whole_m2:.1f} m².",
        hint_vi="Nhập diện tích lớn hơn 0 và nhỏ hơn diện tích thửa tính trên bản đồ.",
        hint_en="Give an area above zero and below the computed area of the parcel.",
        code="area_too_large",
    )


def area_not_reachable(asked_m2: float, below_m2: float, above_m2: float) -> GeometryError:
    """The connected piece jumps over the area asked for."""
    return GeometryError(
        f"Phần liền mảnh từ phía này đang {_vi(below_m2, 1)} m² thì thành {_vi(above_m2, 1)} m², "
        f"không có mức {_vi(asked_m2, 1)} m².",
        f"The connected piece on this side goes from {below_m2:.1f} m² to {above_m2:.1f} m² at once; "
        f"{asked_m2:.1f} m² is never reached.",
        hint_vi="Đổi hướng cắt hoặc nhập diện tích khác; thửa bị thắt ở chỗ này.",
        hint_en="Change the direction or the area; the parcel widens abruptly here.",
        code="area_not_reachable",
    )


def wrong_count(count: int, most: int) -> GeometryError:
    """The number of equal parts makes no sense."""
    return GeometryError(
        f"Không chia được thửa thành {count} phần.",
        f"A parcel cannot be divided into {count} parts.",
        hint_vi=f"Nhập số phần từ 2 đến {most}.",
        hint_en=f"Give a number of parts from 2 to {most}.",
        code="wrong_part_count",
    )
