"""URLs of public tiles (below /tiles/)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from tiles import views

app_name = "tiles"


def _root(_request: HttpRequest) -> HttpResponse:
    raise Http404("Tiles have addresses of their own; see the TileJSON of each layer.")


urlpatterns = [
    path("", _root, name="root"),
    path("raster/<int:raster_id>/<int:z>/<int:x>/<int:y>.webp", views.raster_tile, name="raster"),
    path("raster/<int:raster_id>.json", views.raster_tilejson, name="raster_tilejson"),
    path("<str:layers>/<int:z>/<int:x>/<int:y>.pbf", views.vector_tile, name="vector"),
    path("<str:layers>.json", views.vector_tilejson, name="tilejson"),
]
