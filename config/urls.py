"""URLs of the whole site."""

from django.urls import include, path

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("tiles/", include("tiles.urls")),
    path("", include("web.urls")),
]
