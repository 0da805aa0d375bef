"""Coordinate fits on the desk: common points in, residuals judged, a named fit saved; the list of what was saved."""

from dataclasses import replace
from typing import Any

import numpy as np
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import api as accounts
from gis_core.crs.control_text import read_control_table, write_control_table
from gis_core.crs.fit_plot import residual_plot
from gis_core.crs.named_fit import KIND_NAMES, KINDS, ControlPoint, Kind, NamedFit, gross_errors, make_fit
from gis_core.crs.number_text import read_number
from gis_core.crs.spatial_fit import SpatialFit
from gis_core.errors import DomainError
from reference import api as reference
from web.coordinates import choices, written
from web.desk.access import desk_page

TABLE_BYTES = 512 << 10
SEEING = ("fit.save", "import.review", "audit.read")
EXAMPLE = "ten\tx1\ty1\tx2\ty2\nA1\t1210185,654\t19183038,343\t1208622,921\t456313,406"


@require_http_methods(["GET", "POST"])
@desk_page(*SEEING)
def fits_page(request: HttpRequest) -> HttpResponse:
    """The list, the form, and after a computation the residuals of what is in the form."""
    given = request.POST
    context: dict[str, Any] = _page_context(request)
    status = 200
    if request.method == "POST":
        accounts.require(request.user, "fit.save")
        try:
            table = _table(request)
            points = _used(read_control_table(table), given.getlist("bo"))
            context |= {"given": given, "table": write_control_table(points)}
            fitted = _fitted(given, points)
            if given.get("luu"):
                saved = reference.save_fit(
                    fitted=fitted, author_id=request.user.pk, note=given.get("note", ""), sigma_m=_sigma(given)
                )
                return redirect("web:desk-fit", saved.id)
            context |= {"result": result_context(fitted), "kinds_compared": _compared(given, points)}
        except DomainError as refusal:
            status = 400
            context |= {"refusal": refusal, "given": given}
            context.setdefault("table", given.get("points", ""))
    return render(request, "desk/fits.html", context, status=status)


@require_GET
@desk_page(*SEEING)
def fit_page(request: HttpRequest, fit_id: int) -> HttpResponse:
    """One saved version, as it was judged."""
    every = reference.saved_fits(every_version=True)
    fit = next((entry for entry in every if entry.id == fit_id), None)
    if fit is None:
        raise reference.UnknownFit(f"Không có phép tính chuyển số {fit_id}.", f"There is no fit {fit_id}.")
    fitted = reference.usable_fit(f"{fit.name}@{fit.version}")
    context = {
        "rail": "fits",
        "fit": fit,
        "author": accounts.display_names([fit.author_id]).get(fit.author_id, "") if fit.author_id else "",
        "versions": [entry for entry in every if entry.name == fit.name],
        "result": result_context(fitted),
        "table": write_control_table(fit.points),
    }
    return render(request, "desk/fit.html", context)


def _page_context(request: HttpRequest) -> dict[str, Any]:
    names = accounts.display_names([f.author_id for f in reference.saved_fits() if f.author_id])
    rows = [
        {"fit": f, "kind": kind_name(f.kind), "author": names.get(f.author_id, "") if f.author_id else ""}
        for f in reference.saved_fits()
    ]
    return {
        "rail": "fits",
        "rows": rows,
        "kinds": [(kind, kind_name(kind)) for kind in KINDS],
        "systems": choices.system_choices(),
        "may_save": accounts.may(request.user, "fit.save"),
        "usual_target": choices.usual_systems()[1].name,
        "example": EXAMPLE,
        "given": {},
        "table": "",
    }


def kind_name(kind: str) -> str:
    """The kind in the reader's language."""
    vi, en = KIND_NAMES[kind]
    return en if (get_language() or "vi").startswith("en") else vi


def _table(request: HttpRequest) -> str:
    """The typed table, or the uploaded text file in its place."""
    upload = request.FILES.get("tep")
    if upload is None:
        return request.POST.get("points", "")
    if upload.size and upload.size > TABLE_BYTES:
        raise DomainError(
            "Bảng điểm trùng lớn hơn 512 KB.", "The table of common points is larger than 512 KB.",
            hint_vi="Bảng điểm trùng chỉ có vài chục điểm; kiểm tra lại tệp.",
            hint_en="A table of common points has a few dozen points; check the file.",
            code="file_too_large",
        )  # fmt: skip
    try:
        return upload.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DomainError(
            "Bảng điểm trùng không phải văn bản UTF-8.", "The table of common points is no UTF-8 text.",
            hint_vi="Lưu thành CSV UTF-8.", hint_en="Save it as CSV UTF-8.", code="control_points_refused",
        ) from error  # fmt: skip


def _used(points: list[ControlPoint], aside: list[str]) -> list[ControlPoint]:
    """Ticked points are left aside for this computation."""
    return [replace(point, used=point.used and point.name not in aside) for point in points]


def _sigma(given: Any) -> float | None:
    """Stated in millimetres on the page."""
    millimetres = read_number(given.get("sigma", "") or "")
    return millimetres / 1000 if millimetres and millimetres > 0 else None


def _fitted(given: Any, points: list[ControlPoint], kind: str = "") -> NamedFit:
    chosen: Kind = kind or given.get("kind", "helmert")  # type: ignore[assignment]
    return make_fit(
        name=given.get("name", "").strip(), made_on=timezone.localdate(), source=given.get("tu", ""),
        target=given.get("den", ""), kind=chosen, points=points, sigma_m=_sigma(given),
        stretch=bool(given.get("stretch")),
    )  # fmt: skip


def _compared(given: Any, points: list[ControlPoint]) -> list[dict[str, Any]]:
    """Every kind on the same points: RMS of the residuals, and of points predicted by the others."""
    rows = []
    for kind in KINDS:
        row: dict[str, Any] = {"kind": kind, "name": kind_name(kind), "rms": "–", "cross": "–", "why": ""}
        try:
            fitted = _fitted(given, points, kind)
        except DomainError as refusal:
            english = (get_language() or "vi").startswith("en")
            row["why"] = refusal.message_en if english else refusal.message_vi
        else:
            left_out = fitted.model.cross_residuals[:, :2]
            lengths = np.hypot(left_out[:, 0], left_out[:, 1])
            row["rms"] = written.metres(fitted.rms_m, 4)
            row["spare"] = fitted.spare
            if np.isfinite(lengths).any():
                row["cross"] = written.metres(float(np.sqrt(np.nanmean(lengths**2))), 4)
        rows.append(row)
    return rows


def result_context(fitted: NamedFit) -> dict[str, Any]:
    """Residual table, plot, suspects and parameters of a fit."""
    suspects = gross_errors(fitted)
    title = _("Sai số còn lại, RMS %(rms)s m") % {"rms": written.metres(fitted.rms_m, 4)}
    return {
        "fitted": fitted,
        "kind": kind_name(fitted.kind),
        "rms": written.metres(fitted.rms_m, 4),
        "largest": written.metres(fitted.max_residual_m, 4),
        "sigma": written.metres(fitted.snooping.sigma_m * 1000, 1) if np.isfinite(fitted.snooping.sigma_m) else "–",
        "limit": f"{fitted.snooping.limit:.2f}".replace(".", ","),
        "suspects": suspects,
        "rows": _residual_rows(fitted, suspects),
        "plot": mark_safe(residual_plot(fitted, suspects=suspects, title=title)),  # noqa: S308 - escaped by the maker
        "parameters": _parameters(fitted),
    }


def _residual_rows(fitted: NamedFit, suspects: tuple[str, ...]) -> list[dict[str, Any]]:
    residuals = fitted.all_residuals()
    rows, used = [], 0
    for index, point in enumerate(fitted.points):
        east, north = residuals[index]
        row: dict[str, Any] = {
            "point": point,
            "east": written.metres(float(east), 4),
            "north": written.metres(float(north), 4),
            "length": written.metres(float(np.hypot(east, north)), 4),
            "suspect": point.name in suspects,
            "w": "–", "redundancy": "–", "detectable": "–", "left_out": "–",
        }  # fmt: skip
        if point.used:
            row |= _quality(fitted, used)
            used += 1
        rows.append(row)
    return rows


def _quality(fitted: NamedFit, at: int) -> dict[str, str]:
    test = fitted.snooping
    w = np.abs(test.w[at])
    cross = fitted.model.cross_residuals[at, :2]
    shown = {
        "redundancy": f"{test.redundancy[at].mean():.2f}".replace(".", ","),
        "left_out": written.metres(float(np.hypot(*cross)), 4) if np.isfinite(cross).all() else "–",
    }
    if np.isfinite(w).any():
        shown["w"] = f"{np.nanmax(w):.2f}".replace(".", ",")
    if np.isfinite(test.detectable_m[at]).any():
        shown["detectable"] = written.metres(float(np.nanmax(test.detectable_m[at])), 3)
    return shown


def _parameters(fitted: NamedFit) -> list[tuple[str, str]]:
    """The numbers of the fit for the record."""
    model = fitted.model
    if isinstance(model, SpatialFit):
        p = model.parameters
        return [
            ("ΔX, ΔY, ΔZ (m)", f"{p.dx:.4f}; {p.dy:.4f}; {p.dz:.4f}"),
            ("ωX, ωY, ωZ (″, coordinate frame)", f"{p.rx:.6f}; {p.ry:.6f}; {p.rz:.6f}"),
            ("ds (ppm)", f"{p.ds_ppm:.6f}"),
        ]
    (t1, a, b, *_rest), (t2, c, d, *_more) = model.coefficients
    shown = [(_("Dời gốc Đông, Bắc (m)"), f"{t1 + model.target_origin[0]:.4f}; {t2 + model.target_origin[1]:.4f}")]
    shown.append((_("Trọng tâm nguồn (m)"), f"{model.origin[0]:.4f}; {model.origin[1]:.4f}"))
    if fitted.kind == "helmert":
        scale, angle = float(np.hypot(a, c)) / model.unit, float(np.degrees(np.arctan2(c, a)))
        shown += [(_("Tỷ lệ"), f"{scale:.9f}"), (_("Góc xoay"), written.dms(angle, 3))]
    else:
        rows = [f"{value / model.unit:.9f}" for value in (a, b, c, d)]
        shown.append((_("Hệ số bậc nhất"), "; ".join(rows)))
    return shown
