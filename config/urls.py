"""URLs of the whole site: pages in Vietnamese at their plain address, in English under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from web.coordinates.api import api as coordinates_api

urlpatterns = [
    path("api/toa-do/", coordinates_api.urls),
    path("tiles/", include("tiles.urls")),
    *i18n_patterns(path("", include("web.urls")), prefix_default_language=False),
]
handler403 = "web.errors.forbidden"
handler404 = "web.errors.not_found"
handler500 = "web.errors.fault"
