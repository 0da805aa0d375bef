"""HTTP of public tiles: short, without sessions, cookies or languages. Desk tiles are served by web/desk."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from isal import igzip

from tiles import raster, tilejson, vector
from tiles.catalogue import layers_of
from tiles.errors import TileError
from tiles.grid import tile

VECTOR_TYPE = "application/vnd.mapbox-vector-tile"
_WORTH_PACKING = 512
_STALE_S = 300

View = Callable[..., HttpResponse]


def told(view: View) -> View:
    """GET and HEAD only; a refusal of the tile service becomes its status with both sentences."""

    @wraps(view)
    def answer(request: HttpRequest, **kwargs: object) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        try:
            return view(request, **kwargs)
        except TileError as refusal:
            body = {"ok": False, "error": refusal.as_answer()}
            response = JsonResponse(body, status=refusal.status, json_dumps_params={"ensure_ascii": False})
            response["Cache-Control"] = "public, max-age=60"
            return response

    return answer


@told
def vector_tile(request: HttpRequest, *, layers: str, z: int, x: int, y: int) -> HttpResponse:
    """`/tiles/{layer,layer}/{z}/{x}/{y}.pbf`: 200 with the tile, 204 when empty, 304 when the copy is still right."""
    specs = layers_of(layers)
    body = vector.public_tile(specs, tile(z, x, y))
    drawn = [spec.max_age_s for spec in specs if spec.drawn_at(z)]
    cache = f"public, max-age={min(drawn, default=3600)}, stale-while-revalidate={_STALE_S}"
    return tile_response(request, body, VECTOR_TYPE, cache)


@told
def raster_tile(request: HttpRequest, *, raster_id: int, z: int, x: int, y: int) -> HttpResponse:
    """`/tiles/raster/{id}/{z}/{x}/{y}.webp` of a scanned plan."""
    body = raster.raster_tile(raster_id, tile(z, x, y))
    return tile_response(request, body, "image/webp", "public, max-age=3600", pack=False)


@told
def vector_tilejson(request: HttpRequest, *, layers: str) -> HttpResponse:
    """`/tiles/{layer,layer}.json`: TileJSON 3.0."""
    return _json(tilejson.tilejson(layers_of(layers), _base_url(request)))


@told
def raster_tilejson(request: HttpRequest, *, raster_id: int) -> HttpResponse:
    """`/tiles/raster/{id}.json`: TileJSON 3.0 of a scanned plan."""
    return _json(raster.raster_tilejson(raster_id, _base_url(request)))


def tile_response(
    request: HttpRequest, body: bytes, media_type: str, cache_control: str, *, pack: bool = True
) -> HttpResponse:
    """A tile with ETag and gzip as the client can take it.

    The ETag is the content's own digest, so a copy is confirmed exactly as long as the content is the same.
    """
    tag = f'W/"{hashlib.sha1(body, usedforsecurity=False).hexdigest()[:20]}"'
    if tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponse(status=304)
    elif not body:
        response = HttpResponse(status=204)
    elif pack and len(body) > _WORTH_PACKING and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        response = HttpResponse(igzip.compress(body, 1), content_type=media_type)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(body, content_type=media_type)
    if response.status_code == 200:
        response.headers["Content-Length"] = str(len(response.content))
    else:
        del response.headers["Content-Type"]
    if "no-store" not in cache_control:
        response.headers["ETag"] = tag
    if cache_control.startswith("public"):
        response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = cache_control
    if pack:
        response.headers["Vary"] = "Accept-Encoding"
    return response


def _json(body: dict[str, object]) -> HttpResponse:
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = f"public, max-age=60, stale-while-revalidate={_STALE_S}"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _base_url(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("tiles:root"))
