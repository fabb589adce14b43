import asyncio
import base64
import json
import re
import xml.etree.ElementTree as ET

import pytest
from starlette.applications import Starlette

from components.map import assets
from components.map.symbols import PATTERNS, SYMBOLS, image, radius, symbol_of, symbol_svg
from components.session import LANGUAGES
from components.text import known
from data.contracts import CATEGORIES


def get(path, **headers):
    """One request to the routes, without a server: status, headers, body."""
    address, _, query = path.partition("?")
    got = {"body": b""}

    async def receive():
        await asyncio.Event().wait()  # nothing more comes, and nobody hangs up

    async def send(message):
        if message["type"] == "http.response.start":
            got["status"] = message["status"]
            got["headers"] = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            got["body"] += message.get("body", b"")

    scope = {
        "type": "http",
        "method": "GET",
        "path": address,
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(Starlette(routes=assets.ROUTES)(scope, receive, send))
    return got


def served(link):
    return link.removeprefix(assets.TO_ROOT.rstrip("/"))


@pytest.mark.parametrize("link", sorted(assets.ALLOWED))
def test_every_link_is_served_and_kept_for_good(link):
    answer = get(served(link))
    assert answer["status"] == 200
    assert answer["headers"]["cache-control"] == "public, max-age=31536000, immutable"
    assert answer["body"]
    assert get(served(link), if_none_match=answer["headers"]["etag"])["status"] == 304


def test_another_version_is_not_kept():
    assert get("/assets/atlas.js?v=old")["headers"]["cache-control"] == "no-cache"


def test_no_file_outside_leaflet_is_served():
    assert get("/assets/leaflet/../__init__.py")["status"] == 404


def test_our_files_name_no_host():
    text = (assets.SCRIPT + assets.STYLE).decode().replace("http://www.w3.org/2000/svg", "")
    assert not re.findall(r"(?:https?:)?//[\w.-]+\.\w+", re.sub(r"^\s*//.*$|  //.*$", "", text, flags=re.M))


def test_the_script_begins_with_texts_of_every_language():
    config = json.JSONDecoder().raw_decode(assets.SCRIPT.decode().split("config: ", 1)[1])[0]
    assert set(config["texts"]) == set(LANGUAGES)
    assert config["texts"]["de"]["missing"] == "keine Angabe"
    assert set(config["symbols"]) == set(config["dots"]) == set(SYMBOLS)


def test_every_category_of_the_contract_has_a_symbol_and_a_name():
    assert {symbol_of(category) for category in CATEGORIES} == set(CATEGORIES)
    named = {code.rpartition(".")[2] for code in known("de") if code.startswith("map.category.")}
    assert named == set(SYMBOLS)


def test_symbols_differ_in_shape_and_colour():
    plain = [symbol for symbol in SYMBOLS.values() if not symbol.hollow]
    assert len({symbol.path for symbol in plain}) == len({symbol.colour for symbol in plain}) == len(plain)


@pytest.mark.parametrize("key", SYMBOLS)
def test_a_symbol_is_a_drawing_of_at_least_24_pixels(key):
    drawing = ET.fromstring(symbol_svg(key))  # noqa: S314
    assert int(drawing.get("width")) >= 24
    assert base64.b64decode(image(symbol_svg(key)).partition(",")[2]).decode() == symbol_svg(key)


def test_missing_and_secret_are_hatched_differently():
    assert PATTERNS["missing"] != PATTERNS["secret"]


@pytest.mark.parametrize(("value", "pixels"), [(100, 26), (25, 13), (0, 0), (-5, 0)])
def test_the_area_of_a_circle_follows_the_value(value, pixels):
    assert radius(value, 100) == pixels
