"""
Signs that turn text around, hide it or break files come in by no way, and end in no failure.

The ways in are walked one by one: files, marks, screens' forms, the street map, addresses of pages.
"""

from __future__ import annotations

import json
from urllib.parse import quote

import anyio
import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from geo.access.accounts import add_account
from geo.access.publication import publish_community
from geo.communities.creation import NewCommunity, create_community
from geo.errors import AmparoError
from geo.imports.layer_import import import_layer
from geo.model import Community
from geo.privacy.view import open_view
from geo.store import open_store
from geo.store.actor import acting_as
from geo.store.communities import add_community, read_community
from geo.workshop.mark import parse_mark
from server import application
from tests import village
from tests.feature_edits import add_features

# Right-to-left override, isolate, zero-width, nothing, a bell, a byte order mark, no characters.
SIGNS = ["\u202e", "\u2066", "\u200b", "\u00ad", "\x00", "\x07", "\ufeff", "\uffff", "\ufffe"]
LONE = "\ud800"
HOSTILE = "".join(f"a{sign}" for sign in SIGNS) + "fin"


def clean(text) -> bool:
    """Whether no sign stands in a text, as itself or as it is escaped."""
    shown = [form for sign in [*SIGNS, LONE] for form in (sign, repr(sign)[1:-1])]
    return not any(form in str(text) for form in shown)


@pytest.fixture
def store(home):
    with acting_as("coordinacion", "coordinator"):
        opened = open_store(home)
        add_community(opened, Community("villa", "Villa", timezone="America/Lima"))
        yield opened
        opened.close()


def stored_texts(store) -> str:
    """All texts of features, communities and the history, as Python writes them."""
    queries = (
        "select attributes::text from feature",
        "select name from community",
        "select after_attributes::text from change",
    )
    with store.cursor() as cursor:
        texts = [text for query in queries for (text,) in cursor.execute(query).fetchall()]
    return "\n".join(str(json.loads(text)) if text[:1] == "{" else text for text in texts if text)


@pytest.mark.parametrize("column", ["name", "phone", "gateway", "opening_hours", "source"])
@pytest.mark.parametrize("suffix", [".csv", ".geojson"])
def test_files(store, tmp_path, column, suffix):
    file = tmp_path / f"a{suffix}"
    if suffix == ".csv":
        text = HOSTILE.replace("\x00", "")  # a table with it is refused as a whole
        file.write_text(f'type,lat,lon,{column}\npolice,1,1,"{text}"\n', encoding="utf-8")
    else:
        point = {"type": "Point", "coordinates": [1, 1]}
        feature = {"type": "Feature", "geometry": point}
        feature["properties"] = {"type": "police", column: HOSTILE}
        collection = {"type": "FeatureCollection", "features": [feature]}
        file.write_text(json.dumps(collection), encoding="utf-8")
    import_layer(store, "villa", "services", file)
    assert clean(stored_texts(store))
    assert clean(open_view(store, "villa", "coordinator").services.to_json())


def test_the_header_of_a_table(store, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("ty\u200bpe,\u202ename,lat,lon\npolice,Casa,1,1\n", encoding="utf-8")
    try:
        import_layer(store, "villa", "services", file)
    except AmparoError:
        assert open_view(store, "villa", "coordinator").services.empty
    assert clean(stored_texts(store))


def test_whatever_writes_a_layer_past_the_ways_in(store):
    services = village.doors(((0, 0), "police")).assign(name=HOSTILE)
    add_features(store, "villa", "services", services)
    assert clean(stored_texts(store))


@pytest.mark.parametrize("field", ["name", "note"])
def test_marks(field):
    mark = {
        "kind": "service",
        "category": "police",
        "geometry": {"type": "Point", "coordinates": [1, 1]},
        field: HOSTILE,
    }
    parsed = parse_mark(mark, boundary=None)
    assert clean(parsed.to_attributes())
    with pytest.raises(AmparoError):
        parse_mark({**mark, field: f"a{LONE}"}, boundary=None)


def test_the_name_of_a_community(store):
    create_community(store, NewCommunity(slug="otra", name=HOSTILE))
    assert clean(read_community(store, "otra").name)


def test_ways_in_of_addresses_end_in_no_failure(store):
    """Every GET route, with every parameter that any of them reads."""
    add_account(store, "coordinacion", role="coordinator", password="lluvia tambor limón")
    publish_community(store, "villa")
    values = [*SIGNS, "a" * 5000, "../../etc/passwd", "%", "-1", "1e999", "null", "{}"]
    names = (
        "community",
        "session",
        "lang",
        "w",
        "told",
        "seconds",
        "next",
        "code",
        "state",
        "part",
    )

    async def ask():
        transport = httpx.ASGITransport(app=Starlette(routes=application.ROUTES))
        async with httpx.AsyncClient(transport=transport, base_url="http://amparo") as client:
            for route in application.ROUTES:
                if not isinstance(route, Route) or "GET" not in (route.methods or ()):
                    continue
                for value in values:
                    path = route.path
                    for name in route.param_convertors:
                        number = path.split("{" + name)[1].startswith(":int")
                        filled = "1" if number else quote(value, safe="") or "x"
                        path = path.replace("{" + name + (":int}" if number else "}"), filled)
                        path = path.replace("{" + name + ":path}", filled)
                    query = "&".join(f"{name}={quote(value)}" for name in names)
                    response = await client.get(f"{path}?{query}")
                    assert response.status_code < 500, (route.path, value)
                    assert "\x00" not in response.text

    anyio.run(ask)
