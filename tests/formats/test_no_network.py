"""A file that is brought turns to no other host and to no other file, whatever it says."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import geopandas as gpd
import pytest

from geo.errors import AmparoError
from geo.formats.reading import read_layer_file
from geo.formats.registry import READABLE_SUFFIXES, list_layers
from geo.imports.boundary_file import read_boundary
from geo.osm.osm_reader import read_filtered_extract
from tests.gathered import gather

# What GDAL, an XML reader or a browser would follow. {host} is a server that should stay unasked.
TRICKS = {
    "vrt": '<OGRVRTDataSource><OGRVRTLayer name="risk_areas"><SrcDataSource>'
    "/vsicurl/http://{host}/x.geojson</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    "vrt_local": '<OGRVRTDataSource><OGRVRTLayer name="risk_areas"><SrcDataSource>{secret}'
    "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    "wfs": "<OGRWFSDataSource><URL>http://{host}/wfs</URL></OGRWFSDataSource>",
    "wms": '<GDAL_WMS><Service name="TMS"><ServerUrl>http://{host}/${{z}}</ServerUrl></Service>'
    "</GDAL_WMS>",
    "path": "/vsicurl/http://{host}/x.geojson",
    "zip_path": "/vsizip//vsicurl/http://{host}/x.zip",
    "address": "http://{host}/x.geojson",
    "csv_path": "lat,lon,note\n/vsicurl/http://{host}/x,1,@http://{host}/y\n",
    "tiles": '{{"tilejson":"2.0.0","tiles":["http://{host}/{{z}}/{{x}}/{{y}}.mvt"]}}',
    "stac": '{{"type":"FeatureCollection","stac_version":"1.0.0","features":[],'
    '"links":[{{"rel":"next","href":"http://{host}/n"}}]}}',
    "next_page": '{{"type":"FeatureCollection","features":[],"exceededTransferLimit":true,'
    '"crs":{{"type":"link","properties":{{"href":"http://{host}/crs"}}}}}}',
    "kml": '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><NetworkLink><Link>'
    "<href>http://{host}/k.kml</href></Link></NetworkLink></kml>",
    "gml": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "http://{host}/e">]>'
    '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://x http://{host}/s.xsd">&e;</wfs:FeatureCollection>',
    "osm": '<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY % e SYSTEM "http://{host}/e"> %e;]>'
    '<osm version="0.6"><node id="1" lat="0" lon="0"/></osm>',
    "osm_include": '<?xml version="1.0"?><?xml-stylesheet href="http://{host}/x.xsl"?>'
    '<osm version="0.6" xmlns:xi="http://www.w3.org/2001/XInclude">'
    '<xi:include href="http://{host}/i"/></osm>',
}
SECRET = "nadie debe leer esto"


@pytest.fixture(scope="module")
def silent():
    """Serve nothing, and write down whoever asks."""
    asked = []

    class RequestHandler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_POST = do_PROPFIND = do_GET  # noqa: N815  as the standard library wants it

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), RequestHandler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()


READERS = {
    "tables": list_layers,
    "layer": lambda path: read_layer_file(path, "risk_areas"),
    "boundary": read_boundary,
    "streets": read_filtered_extract,
}


@gather("trick", TRICKS)
@pytest.mark.parametrize(
    "ending", [*READABLE_SUFFIXES, ".osm", ".kml", ".kmz", ".gml", ".vrt", ".xml"]
)
def test_nobody_is_asked(tmp_path, silent, trick, ending):
    host, asked = silent
    secret = tmp_path / "secreto.csv"
    secret.write_text(f"lat,lon,note\n1,1,{SECRET}\n")
    path = tmp_path / f"traido{ending}"
    path.write_text(TRICKS[trick].format(host=host, secret=secret))
    for reader in READERS.values():
        try:
            found = repr(reader(path))
        except AmparoError as error:
            found = repr(error.placeholders)
        assert SECRET not in found
    assert not asked


@pytest.mark.parametrize(
    "module", ["VirtualOGR('/vsicurl/http://{host}/x')", "VirtualShape('{path}','UTF-8',4326)"]
)
def test_a_table_that_looks_elsewhere(tmp_path, silent, module):
    host, asked = silent
    path = tmp_path / "tabla.gpkg"
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=gpd.points_from_xy([0], [0]), crs=4326)
    frame.to_file(path, layer="otra")
    with closing(sqlite3.connect(path)) as opened, opened:
        opened.execute("pragma writable_schema = on")
        told = f"create virtual table risk_areas using {module.format(host=host, path=tmp_path)}"
        opened.execute(
            "insert into sqlite_master values ('table', 'risk_areas', 'risk_areas', 0, ?)", [told]
        )
        opened.execute(
            "insert into gpkg_contents (table_name, data_type, identifier, srs_id)"
            " values ('risk_areas', 'features', 'risk_areas', 4326)"
        )
        opened.execute(
            "insert into gpkg_geometry_columns values ('risk_areas','geom','POINT',4326,0,0)"
        )
    for reader in READERS.values():
        with suppress(AmparoError):
            reader(path)
    assert not asked
