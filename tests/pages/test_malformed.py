"""Files that are broken, lie or swell, brought on the screen itself: a sentence, nothing kept."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest

from geo.communities.creation import NewCommunity, create_community
from geo.errors import AmparoError
from geo.language import gettext
from geo.model import LAYER_NAMES
from geo.store import communities as records
from geo.store import open_store
from geo.store.layers import read_layer
from tests.memory import below
from tests.osm.test_decompression_limit import HEAD, NODE, OUTSIDE, PBF_HEAD, block, laughs
from tests.pages import protected
from tests.pages.test_setup import bring, faults, press, screen

# GDAL says in a warning of its own that a version in a broken head is unknown to it.
pytestmark = pytest.mark.filterwarnings(
    "ignore::RuntimeWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
MIB = 1024 * 1024
TRACE = ("Traceback", ".py", "Error", "line ", "/tmp", "/work", "amparo-")


def zipped(*names: str, mib: int = 0) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"\0" * (mib * MIB) or b"x")
    return packed.getvalue()


def database(statement: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        with closing(sqlite3.connect(path)) as opened, opened:
            opened.execute(statement)
        return path.read_bytes()


def collection(**feature: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


TABLE = b"lat,lon,personas\n13.92,-89.845,12\n"
OTHER_DATABASE = database("create table contactos (nombre text)")
DEEP = b"[" * 100_000 + b"]" * 100_000
KML = b'<?xml version="1.0"?><!DOCTYPE k [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>'


@cache  # made when first wanted: packing takes long
def list_layer_files() -> dict[str, bytes]:
    return {
        "vacio.csv": b"",
        "vacio.geojson": b"",
        "vacio.gpkg": b"",
        "solo_titulos.csv": b"lat,lon,personas\n",
        "nulos.csv": b"\0" * 5000,
        "nulos_dentro.csv": b"lat,lon,personas\n1,2,\0\0\n",
        "columnas.csv": b"lat,lon" + b",c" * 1_000_000 + b"\n1,2\n" * 10,
        "otra_letra.csv": "lat,lon,personas\n13.92,-89.845,doce\n".encode("utf-16"),
        "rota.csv": b"lat,lon,personas\n\xff\xfe\xfa,\x80,\x81\n",
        "comillas.csv": b'lat,lon,personas\n1,2,"' + b"a\n" * MIB,
        "lejos.csv": b"lat,lon,personas\n999,999,12\n",
        "infinito.csv": b"lat,lon,personas\n1e999,NaN,inf\n",
        "formula.csv": b"lat,lon,personas\n13.92,-89.845,=1+1\n",
        "../../../etc/passwd.csv": b"lat,lon,personas\nx,y,z\n",
        "..\\..\\autoexec.geojson": b"{",
        "a\0b.csv": b"hola",
        "hondo.geojson": DEEP,
        "hondo2.geojson": b'{"type":"FeatureCollection","features":' + DEEP + b"}",
        "lista.json": b"[1, 2, 3]",
        "numero.json": b"7",
        "sin_forma.geojson": collection(type="Feature", properties={"personas": 1}, geometry=None),
        "mala_forma.geojson": collection(type="Feature", properties={}, geometry={"type": "Point"}),
        "bomba.zip": zipped("a.csv", mib=64),
        "bomba.gpkg": zipped("a.csv", mib=64),
        "mapa.kmz": zipped("doc.kml", "../../escapar.kml", mib=16),
        "mapa.kml": KML,
        "mapa.gml": KML,
        "otra.gpkg": OTHER_DATABASE,
        "firmada.gpkg": OTHER_DATABASE[:68] + b"GPKG" + OTHER_DATABASE[72:],
        "cortada.gpkg": OTHER_DATABASE[:68] + b"GPKG" + OTHER_DATABASE[72:300],
        "vrt.gpkg": b"<OGRVRTDataSource><OGRVRTLayer name='demand'><SrcDataSource>/etc/passwd"
        b"</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        "<img src=x onerror=alert(1)>.csv": b"hola",
    }


@cache  # made when first wanted: packing takes long
def list_street_files() -> dict[str, bytes]:
    return {
        "vacio.osm": b"",
        "texto.osm": b"hola",
        "entidades.osm": laughs(),
        "afuera.osm": OUTSIDE,
        "cortado.osm": HEAD + NODE,
        "cortado.osm.pbf": PBF_HEAD + block(b"OSMData", b"x" * 100)[:-20],
        "miente.osm.pbf": PBF_HEAD + b"\xff\xff\xff\xff",
        "bloque.osm.pbf": PBF_HEAD + block(b"OSMData", b"\0" * (24 * MIB)),
        "basura.osm.pbf": PBF_HEAD + block(b"OSMData", b"\x0a\xff\xff\xff\xff\x0f"),
        "bomba.osm.gz": gzip.compress(HEAD + b" " * (64 * MIB) + b"</osm>"),
        "bomba.osm.bz2": bz2.compress(HEAD + b" " * (64 * MIB) + b"</osm>"),
        "doble.osm.gz": gzip.compress(gzip.compress(HEAD)),
        "sin_calles.osm": HEAD + NODE + b"</osm>",
        "mapa.zip": zipped("a.osm"),
    }


@pytest.fixture
def store(monkeypatch):
    """Give a protected installation with one place to a trainer who is signed in."""
    protected.at_low_cost(monkeypatch)
    opened = open_store()
    protected.protect(opened, ["coordinator", "trainer"])
    protected.send(monkeypatch, protected.enter(opened, "trainer"))
    create_community(opened, NewCommunity("vega", "La Vega"))
    yield opened
    opened.close()


def refused(app, name, content, *, press_on):
    """Bring a file, and see that it is refused in words; a wrong kind may be refused at once."""
    app = bring(app, name, content)
    if not faults(app):
        app = press(app, press_on)
    messages = faults(app)
    assert messages, name
    plain = messages[0].replace(name, "")
    assert not [sign for sign in TRACE if sign in plain], (name, messages[0])
    assert "<img" not in messages[0]
    assert gettext(AmparoError.key) not in messages[0], name  # foreseen, not stumbled upon
    return app


def nothing_kept(store):
    assert all(read_layer(store, "vega", layer).empty for layer in LAYER_NAMES)
    assert records.read_community(store, "vega").boundary is None


@pytest.mark.slow
def test_a_layer(store):
    with below():
        app = screen("people")
        for name, content in list_layer_files().items():
            app = refused(app, name, content, press_on="load")
            app = press(app, "other_demand")
    nothing_kept(store)


@pytest.mark.slow
def test_streets(store):
    with below():
        app = screen("streets", streets_method="file")
        for name, content in list_street_files().items():
            app = refused(app, name, content, press_on="streets_load")
            app = press(app, "other_streets")
    nothing_kept(store)


@pytest.mark.slow
def test_a_boundary(store):
    app = screen("boundary", boundary_method="file")
    for name, content in list_layer_files().items():
        app = refused(app, name, content, press_on="boundary_save")
        app = press(app, "other_boundary")
    nothing_kept(store)
