"""Addresses of pages. Vietnamese words without accents; English pages stand under /en/."""

from django.contrib.auth import views as auth
from django.urls import include, path, register_converter

from web.coordinates import views as coordinates
from web.public import certificate_views, land_use, old_numbers, planning_views, sheet_views, views


class ParcelCode:
    """The 12-character national identifier (GeoHash alphabet)."""

    regex = "[0-9b-hjkmnp-z]{12}"

    def to_python(self, value: str) -> str:
        """As written."""
        return value

    def to_url(self, value: str) -> str:
        """As written."""
        return value


register_converter(ParcelCode, "code")

app_name = "web"
urlpatterns = [
    path("", views.map_page, name="home"),
    path("ban-do/", views.map_page, name="map"),
    path("ban-do/tra-cuu/", views.home_part, name="home-card"),
    path("ban-do/kieu/<str:theme>.json", views.map_style, name="map-style"),
    path("thua/<str:unit>/<str:sheet>/<int:number>/", views.parcel_by_number, name="parcel-number"),
    path("t/<code:code>/", views.parcel_page, name="parcel"),
    path("t/<code:code>/tom-tat/", views.parcel_part, name="parcel-card"),
    path("t/<code:code>/quy-hoach/", planning_views.planning_sheet, name="planning-sheet"),
    path("t/<code:code>/quy-hoach.pdf", sheet_views.planning_pdf, name="planning-sheet-pdf"),
    path("t/<code:code>/quy-hoach.json", planning_views.planning_json, name="planning-json"),
    path("t/<code:code>/trich-luc/", sheet_views.parcel_sheet, name="parcel-sheet"),
    path("t/<code:code>/trich-luc.pdf", sheet_views.parcel_sheet_pdf, name="parcel-sheet-pdf"),
    path("tai-diem/", views.at_point, name="at"),
    path("tim/", views.search_page, name="search"),
    path("so-cu/", old_numbers.old_number_page, name="old-numbers"),
    path("quy-hoach/", planning_views.plans, name="plans"),
    path("quy-hoach/<str:code>/", planning_views.plan, name="plan"),
    path("toa-do/", coordinates.points_page, name="coordinates"),
    path("toa-do/manh/", coordinates.sheets_page, name="coordinates-sheets"),
    path("toa-do/nhan-biet/", coordinates.detect_page, name="coordinates-detect"),
    path("kiem-tra/", certificate_views.check_form, name="certificate-check"),
    path("kiem-tra/khoa/", certificate_views.keys_page, name="qr-keys"),
    path("kiem-tra/khoa.json", certificate_views.keys_json, name="qr-keys-json"),
    path("kiem-tra/<str:token>.json", certificate_views.certificate_json, name="certificate-json"),
    path("kiem-tra/<str:token>/", certificate_views.certificate_page, name="certificate"),
    path("KT/<str:text>", certificate_views.scanned, name="certificate-qr"),
    path("tro-giup/", planning_views.help_page, name="help"),
    path("mau/loai-dat.css", land_use.stylesheet, name="land-use-colours"),
    path("dang-nhap/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("ban-lam-viec/", include("web.desk.urls")),
    path("dang-xuat/", auth.LogoutView.as_view(), name="logout"),
]
