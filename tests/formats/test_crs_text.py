"""A coordinate system is a code of an authority or plain WKT; PROJ is handed nothing else."""

from __future__ import annotations

import pytest
from pyproj import CRS
from pyproj.database import query_crs_info
from pyproj.enums import PJType

from geo.errors import LayerCrsTextError, LayerCrsUnknownError
from geo.formats.crs_text import parse_crs

CODES = {
    "EPSG:4326": "EPSG:4326",
    "epsg:32718": "EPSG:32718",
    " EPSG:32718 ": "EPSG:32718",
    "urn:ogc:def:crs:EPSG::32718": "EPSG:32718",
    "urn:ogc:def:crs:EPSG:8.9:4326": "EPSG:4326",
    "urn:ogc:def:crs:OGC:1.3:CRS84": "OGC:CRS84",
    "OGC:CRS84": "OGC:CRS84",
    "http://www.opengis.net/def/crs/EPSG/0/3857": "EPSG:3857",
    "http://www.opengis.net/def/crs/OGC/1.3/CRS84": "OGC:CRS84",
    4326: "EPSG:4326",
    "ESRI:102033": "ESRI:102033",
}
EXTENDED = (
    'GEOGCS["x",DATUM["y",SPHEROID["z",6378137,298]],PRIMEM["g",0],UNIT["degree",0.0174],'
    'EXTENSION["PROJ4","+proj=longlat +nadgrids={}"]]'
)


@pytest.mark.parametrize(("text", "code"), CODES.items())
def test_a_code_is_read(text, code):
    assert ":".join(parse_crs(text, file="a").to_authority()) == code


@pytest.mark.parametrize("version", ["WKT1_GDAL", "WKT1_ESRI", "WKT2_2019"])
@pytest.mark.parametrize("code", [4326, 3857, 32718, 31983, 28418, 4248, 5367, 2100, 3301, 27700])
def test_plain_wkt_is_read(code, version):
    crs = CRS.from_epsg(code)
    assert parse_crs(crs.to_wkt(version), file="a").to_epsg() in {code, None}


def test_no_wkt_of_the_register_is_taken_for_a_hostile_one():
    """Names of the register hold words such as "Grid" and signs such as "+"."""
    refused = []
    for info in query_crs_info("EPSG", [PJType.GEOGRAPHIC_2D_CRS, PJType.PROJECTED_CRS])[::40]:
        wkt = CRS.from_authority("EPSG", info.code).to_wkt("WKT2_2019")
        try:
            parse_crs(wkt, file="a")
        except LayerCrsTextError:
            refused.append(info.code)
    assert refused == []


@pytest.mark.parametrize(
    "text",
    [
        "+proj=longlat +datum=WGS84",
        "+proj=longlat +nadgrids=/etc/passwd",
        "+init=epsg:4326",
        "init=epsg:4326",
        "/etc/passwd",
        "file:///etc/passwd",
        "http://127.0.0.1/crs",
        "WGS84",
        "EPSG:4326+5773",
        "EPSG:4326 +nadgrids=x",
        "urn:ogc:def:coordinateOperation:EPSG::1671",
        '{"$schema": "https://proj.org/schemas/v0.7/projjson.schema.json"}',
        EXTENDED.format("/etc/passwd"),
        EXTENDED.format("@null"),
        EXTENDED.format("x").replace("PROJ4", "proj4"),
        EXTENDED.format("x").replace("nadgrids=", "nadgrids ="),
        'GEOGCS["' + "a" * 30_000 + '"]',
        "",
    ],
)
def test_everything_else_is_refused_before_proj_sees_it(text, monkeypatch):
    def fail(*_):
        pytest.fail("PROJ was asked")

    for name in ("from_user_input", "from_wkt", "from_authority", "from_string"):
        monkeypatch.setattr(CRS, name, fail)
    with pytest.raises(LayerCrsTextError):
        parse_crs(text, file="a")


@pytest.mark.parametrize("text", ["EPSG:99999999", "EPSG:0", "OGC:x", None, [], {}, True, 4.5])
def test_an_unknown_one_says_so(text):
    with pytest.raises(LayerCrsUnknownError):
        parse_crs(text, file="a")
