"""HTTP of the tile service."""

import gzip

import pytest
from django.test import Client

from tests.tiles.town import FAR_AWAY, town_tile
from tiles.grid import tile_at


def address(layers: str = "parcel", z: int = 17) -> str:
    place = town_tile(z)
    return f"/tiles/{layers}/{z}/{place.x}/{place.y}.pbf"


def test_a_tile_with_its_headers(town: str, client: Client) -> None:
    answer = client.get(address())
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/vnd.mapbox-vector-tile")
    assert answer["Cache-Control"].startswith("public, max-age=60")
    assert answer["Vary"] == "Accept-Encoding"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert int(answer["Content-Length"]) == len(answer.content)
    assert not answer.cookies


def test_packed_when_the_client_can_take_it(town: str, client: Client) -> None:
    plain, packed = client.get(address()), client.get(address(), HTTP_ACCEPT_ENCODING="br, gzip")
    assert packed["Content-Encoding"] == "gzip" and not plain.has_header("Content-Encoding")
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content)


def test_a_copy_that_is_still_right_is_confirmed(town: str, client: Client) -> None:
    tag = client.get(address())["ETag"]
    again = client.get(address(), HTTP_IF_NONE_MATCH=tag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert client.get(address(), HTTP_IF_NONE_MATCH='W/"other"').status_code == 200


def test_head_tells_the_same_without_the_body(town: str, client: Client) -> None:
    head, get = client.head(address()), client.get(address())
    assert (head.status_code, head.content) == (200, b"")
    assert (head["ETag"], head["Content-Length"]) == (get["ETag"], get["Content-Length"])


def test_empty_places_and_zooms_answer_without_content(town: str, client: Client) -> None:
    far = tile_at(*FAR_AWAY, 17)
    for place in (f"/tiles/parcel/17/{far.x}/{far.y}.pbf", "/tiles/parcel/0/0/0.pbf"):
        answer = client.get(place)
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ("/tiles/owners/17/1/1.pbf", 404, "unknown_layer"),
        ("/tiles/parcel,owners/17/1/1.pbf", 404, "unknown_layer"),
        ("/tiles/staged_face/17/1/1.pbf", 404, "unknown_layer"),
        ("/tiles/parcel%22;drop/17/1/1.pbf", 404, "unknown_layer"),
        ("/tiles/parcel/23/1/1.pbf", 400, "tile_out_of_range"),
        ("/tiles/parcel/3/8/0.pbf", 400, "tile_out_of_range"),
        ("/tiles/owners.json", 404, "unknown_layer"),
        ("/tiles/raster/999/12/1/1.webp", 404, "unknown_raster"),
    ],
)
def test_refusals_say_what_is_wrong(town: str, client: Client, wrong: str, status: int, code: str) -> None:
    answer = client.get(wrong)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert (error["code"], bool(error["message_vi"]), bool(error["message_en"])) == (code, True, True)


def test_only_reading(town: str, client: Client) -> None:
    assert client.post(address()).status_code == 405


def test_tilejson_describes_layers_with_their_own_zooms(town: str, client: Client) -> None:
    answer = client.get("/tiles/land_use,parcel.json").json()
    assert (answer["tilejson"], answer["scheme"]) == ("3.0.0", "xyz")
    assert answer["tiles"] == ["http://testserver/tiles/land_use,parcel/{z}/{x}/{y}.pbf"]
    assert (answer["minzoom"], answer["maxzoom"]) == (11, 18)
    zooms = {each["id"]: (each["minzoom"], each["maxzoom"]) for each in answer["vector_layers"]}
    assert zooms == {"land_use": (11, 13), "parcel": (14, 18)}
    assert answer["vector_layers"][1]["fields"]["area"] == "Number"
    west, south, east, north = answer["bounds"]
    assert 108 < west < east < 108.2 and 10.9 < south < north < 11


def test_tiles_do_not_wait_for_sessions_and_languages(town: str, client: Client) -> None:
    client.cookies["sessionid"] = "whatever"
    answer = client.get(address(), HTTP_ACCEPT_LANGUAGE="en")
    assert "Accept-Language" not in answer["Vary"] and "Cookie" not in answer["Vary"]
    assert not answer.has_header("Content-Language")
