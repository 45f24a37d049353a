"""
Files made to harm whoever reads them, by kind: always the same ones.

Each kind yields files with a name and bytes, made only when they are asked for. `is_street` says
which reader gets them; all others go to that of layers.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import random
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

HEAD = b"lat,lon,people\n"
SEED = 20261129
MIB = 1024 * 1024


@dataclass(frozen=True)
class HostileFile:
    """A file, and the layer that it is brought to; None brings it to the streets."""

    name: str
    make: Callable[[], bytes]
    layer: str | None = "risk_areas"


def collection(features: list[object], **members: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **members}).encode()


def feature(geometry: object, **properties: object) -> dict[str, object]:
    known = {"category": "lighting", "severity": 3, "holds": "always"}
    return {"type": "Feature", "properties": {**known, **properties}, "geometry": geometry}


def polygon(ring: object) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [np.asarray(ring).tolist()]}


def star(corners: int, step: float) -> dict[str, object]:
    """Make an outline that crosses itself at nearly every pair of its edges."""
    angles = np.arange(corners) * (2 * np.pi * step)
    ring = np.c_[np.cos(angles), np.sin(angles)].round(5)
    return polygon(np.r_[ring, ring[:1]])


def square() -> dict[str, object]:
    return polygon([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])


def crossing_polygons() -> Iterator[HostileFile]:
    for corners in (5, 50, 200, 400, 800, 1_200, 1_600, 2_400, 3_200, 5_000):
        for step in (0.49, 0.381966, 1 / 3):
            yield HostileFile(
                f"cruces_{corners}_{step:.2f}.geojson",
                lambda n=corners, s=step: collection([feature(star(n, s))]),
            )
    for copies in (10, 100, 1_000):
        yield HostileFile(
            f"cruces_x{copies}.geojson",
            lambda n=copies: collection([feature(star(60, 0.49))] * n),
        )


def broken_shapes() -> Iterator[HostileFile]:
    bad: list[object] = [
        [],
        {},
        1,
        "x",
        None,
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "Polygon", "coordinates": [[[0, 0]]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]},
        {"type": "Polygon", "coordinates": None},
        {"type": "Nowhere", "coordinates": [0, 0]},
        {"type": "Point", "coordinates": ["a", "b"]},
        {"type": "Point", "coordinates": [1]},
        {"type": "Point", "coordinates": [1e308, -1e308]},
        {"type": "Point", "coordinates": [[1]]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [0, 0]}]},
        {"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 0]]]] * 2},
        polygon([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]),
        polygon([[0, 0], [180, 0], [180, 90], [0, 0]]),
        polygon([[0, 0], [0, 0], [0, 0], [0, 0]]),
        polygon([[0, 0], [1e-300, 0], [1e-300, 1e-300], [0, 0]]),
        polygon([[179, 0], [-179, 0], [-179, 1], [179, 0]]),
    ]
    for number, geometry in enumerate(bad):
        yield HostileFile(f"forma_{number}.geojson", lambda g=geometry: collection([feature(g)]))


def nested_json() -> Iterator[HostileFile]:
    for depth in (100, 1_000, 50_000, 1_000_000):
        yield HostileFile(f"hondo_{depth}.geojson", lambda n=depth: b"[" * n)
        yield HostileFile(f"hondo_{depth}_llave.json", lambda n=depth: b'{"a":' * n)
        yield HostileFile(f"hondo_{depth}_cerrado.json", lambda n=depth: b"[" * n + b"]" * n)
        yield HostileFile(
            f"hondo_{depth}_coleccion.json",
            lambda n=depth: (
                b'{"type":"FeatureCollection","features":[{"geometry":'
                + b'{"type":"GeometryCollection","geometries":[' * n
                + b"]}" * n
                + b"}]}"
            ),
        )


def strange_json() -> Iterator[HostileFile]:
    texts = {
        "vacio": b"",
        "nulo": b"null",
        "nan": b"NaN",
        "texto": b'"a"',
        "lista": b"[]",
        "numero": b"9" * 5_000,
        "exponente": b"1e999999999",
        "llave": b'{"type":"FeatureCollection"}',
        "cortado": collection([feature(square())])[:-9],
        "basura": bytes(range(256)) * 50,
        "ceros": b"\0" * 10_000,
        "utf16": collection([feature(square())]).decode().encode("utf-16"),
        "utf16_roto": b"\xff\xfe\x00",
        "bom": b"\xef\xbb\xbf" * 3,
        "sustituto": b'{"type":"Feature","geometry":null,"properties":{"a":"\\ud800"}}',
        "doble": b'{"type":"FeatureCollection","features":[],"features":1}',
        "propiedades": b'{"type":"FeatureCollection","features":[{"properties":[1],"geometry":1}]}',
        "rasgos": b'{"type":"FeatureCollection","features":[null,1,"a",[],{}]}',
        "topologia": b'{"type":"Topology","objects":{}}',
        "proto": b'{"__proto__":{"a":1},"type":"FeatureCollection","features":[{}]}',
    }
    for name, text in texts.items():
        yield HostileFile(f"raro_{name}.geojson", lambda t=text: t)
    wide = {f"c{number}": 1 for number in range(3_000)}
    yield HostileFile("ancho.geojson", lambda: collection([feature(square(), **wide)]))
    yield HostileFile(
        "columnas_nuevas.geojson",
        lambda: collection([feature(square(), **{f"c{n}": 1}) for n in range(5_000)]),
    )
    for vertices in (100_000, 400_000, 1_000_000):
        yield HostileFile(f"puntos_{vertices}.geojson", lambda n=vertices: many_points(n))
    yield HostileFile("largo.geojson", lambda: collection([feature(square(), note="a" * 20 * MIB)]))
    yield HostileFile("grande.geojson", lambda: b" " * 25 * MIB)


def many_points(vertices: int) -> bytes:
    ring = ",".join(f"[{number % 97},{number % 89}]" for number in range(vertices))
    return (
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},'
        f'"geometry":{{"type":"Polygon","coordinates":[[{ring},[0,0]]]}}}}]}}'
    ).encode()


CRS_TEXTS = (
    "+proj=longlat +datum=WGS84 +nadgrids=/etc/passwd",
    "+proj=longlat +ellps=GRS80 +nadgrids=@null",
    "+init=epsg:4326",
    "+init=/etc/passwd:1",
    "+proj=utm +zone=18 +south",
    "+proj=pipeline +step +proj=utm +zone=18",
    "+proj=longlat +geoidgrids=http://127.0.0.1/x.gtx",
    "proj=utm zone=18",
    "/etc/passwd",
    "file:///etc/passwd",
    "../../x.prj",
    "http://127.0.0.1/crs",
    "WGS84",
    "WGS 84",
    "EPSG:0",
    "EPSG:-1",
    "EPSG:99999999",
    "EPSG:4326 +nadgrids=x",
    "epsg:4326;drop",
    "urn:ogc:def:crs:EPSG::4326x",
    "urn:ogc:def:crs,crs:EPSG::4326,crs:EPSG::5773",
    "OGC:CRS84x",
    "urn:ogc:def:coordinateOperation:EPSG::1671",
    "EPSG:4326+5773",
    "AUTO:42001,0,0",
    "NKG:ETRF00",
    'PROJCS["x",GEOGCS["y",DATUM["z",SPHEROID["w",1,0]],PRIMEM["g",0],UNIT["d",1]]]',
    'GEOGCS["x",DATUM["y",SPHEROID["z",6378137,298]],PRIMEM["g",0],UNIT["degree",0.0174],'
    'EXTENSION["PROJ4","+proj=longlat +nadgrids=/etc/passwd"]]',
    'COMPD_CS["x",GEOGCS["y",DATUM["z",SPHEROID["w",6378137,298]],PRIMEM["g",0],UNIT["d",0.017]],'
    'VERT_CS["v",VERT_DATUM["d",2005,EXTENSION["PROJ4_GRIDS","/etc/passwd"]],UNIT["m",1]]]',
    'BOUNDCRS[SOURCECRS[GEOGCRS["a",DATUM["b",ELLIPSOID["c",6378137,298]],CS[ellipsoidal,2],'
    'AXIS["lat",north],AXIS["lon",east],UNIT["degree",0.017]]],TARGETCRS[GEOGCRS["WGS 84",'
    'DATUM["d",ELLIPSOID["e",6378137,298]],CS[ellipsoidal,2],AXIS["lat",north],AXIS["lon",east],'
    'UNIT["degree",0.017]]],ABRIDGEDTRANSFORMATION["t",METHOD["NTv2"],'
    'PARAMETERFILE["f","/etc/passwd"]]]',
    "GEOGCS[" * 5_000,
    'GEOGCS["' + "a" * 100_000 + '"]',
    "",
)
CRS_VALUES = (4326.5, -1, True, None, [], {}, ["EPSG:4326"], 10**30)


def reference_systems() -> Iterator[HostileFile]:
    for number, name in enumerate([*CRS_TEXTS, *CRS_VALUES]):
        yield HostileFile(
            f"crs_{number}.geojson",
            lambda n=name: collection(
                [feature(square())], crs={"type": "name", "properties": {"name": n}}
            ),
        )
    for number, text in enumerate(CRS_TEXTS):
        if text:
            yield HostileFile(
                f"crs_{number}.gpkg",
                lambda t=text: altered(
                    ("pragma ignore_check_constraints = on",),
                    (
                        "insert into gpkg_spatial_ref_sys values ('x', 7777, 'NONE', 7777, ?, 'x')",
                        t,
                    ),
                    ("update gpkg_contents set srs_id = 7777",),
                    ("update gpkg_geometry_columns set srs_id = 7777",),
                ),
            )


@cache
def plain_package() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.gpkg")
        frame = gpd.GeoDataFrame(
            {"category": ["lighting"], "severity": [3]},
            geometry=[shapely.box(0, 0, 1, 1)],
            crs=4326,
        )
        frame.to_file(path, layer="risk_areas")
        return path.read_bytes()


def altered(*statements: tuple[str, ...]) -> bytes:
    """Run statements on a GeoPackage of one square, after its own triggers were taken away."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.deserialize(plain_package())
        found = database.execute(
            "select name from sqlite_master where type = 'trigger' and tbl_name = 'risk_areas'"
        )
        for (name,) in found.fetchall():
            database.execute(f'drop trigger "{name}"')
        for statement, *values in statements:
            database.execute(statement, values)
        return database.serialize()


FOREVER = "with recursive n(i) as (select 1 union all select i + 1 from n)"
METADATA = ("gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys", "gpkg_ogr_contents")


def package_schemas() -> Iterator[HostileFile]:
    def view(name: str, query: str) -> Callable[[], bytes]:
        return lambda: altered(
            (f"alter table {name} rename to old_{name}",), (f"create view {name} as {query}",)
        )

    for name in METADATA:
        yield HostileFile(f"vista_{name}.gpkg", view(name, f"select * from old_{name}"))
        yield HostileFile(
            f"vista_sin_fin_{name}.gpkg",
            view(name, f"{FOREVER} select o.* from n, old_{name} o"),
        )
        yield HostileFile(
            f"disparador_{name}.gpkg",
            lambda n=name: altered(
                (f"create trigger t after insert on {n} begin delete from risk_areas; end",)
            ),
        )
        yield HostileFile(
            f"disparador_disfrazado_{name}.gpkg",
            lambda n=name: altered(
                (
                    f"create trigger gpkg_tile_matrix_x before insert on {n} begin select"
                    " raise(abort, 'a') where (select load_extension('/tmp/x')); end",
                )
            ),
        )
        yield HostileFile(
            f"calculada_{name}.gpkg",
            lambda n=name: altered(
                (f"alter table {n} add column computed as (zeroblob(900000000)) virtual",)
            ),
        )
    yield HostileFile(
        "vista_capa.gpkg", view("risk_areas", f"{FOREVER} select o.* from n, old_risk_areas o")
    )
    for number, expression in enumerate(
        (
            "zeroblob(900000000)",
            "quote(zeroblob(400000000))",
            "severity + 1",
            "hex(zeroblob(400000000))",
        )
    ):
        yield HostileFile(
            f"calculada_{number}.gpkg",
            lambda e=expression: altered(
                (f"alter table risk_areas add column computed generated always as ({e}) virtual",)
            ),
        )
    for number, module in enumerate(
        (
            "fts5(a)",
            "fts4(a)",
            "rtree(a, b, c)",
            "dbstat",
            "VirtualOGR('/vsicurl/http://127.0.0.1/x')",
            "VirtualShape('/etc/passwd', 'UTF-8', 4326)",
            "geopoly(a)",
        )
    ):
        yield HostileFile(
            f"virtual_{number}.gpkg",
            lambda m=module: altered(
                ("pragma writable_schema = on",),
                (
                    "insert into sqlite_master values ('table', 'v', 'v', 0, ?)",
                    f"create virtual table v using {m}",
                ),
            ),
        )


def package_contents() -> Iterator[HostileFile]:
    blobs = {
        "vacia": b"",
        "corta": b"GP",
        "sin_wkb": b"GP\0\x01" + b"\0" * 4,
        "texto": "POINT (1 1)",
        "version": b"GP\xff\x01" + b"\0" * 50,
        "bandera": b"GP\0\xff" + b"\xff" * 60,
        "cuenta": b"GP\0\x01\0\0\0\0\x01\x03\0\0\0\xff\xff\xff\x7f",
        "puntos": b"GP\0\x01\0\0\0\0\x01\x02\0\0\0\xff\xff\xff\x0f" + b"\0" * 64,
        "honda": b"GP\0\x01\0\0\0\0" + b"\x01\x07\0\0\0\x01\0\0\0" * 20_000,
        "tipo": b"GP\0\x01\0\0\0\0\x01\xff\xff\xff\xff",
        "infinito": b"GP\0\x01\0\0\0\0\x01\x01\0\0\0" + b"\0\0\0\0\0\0\xf0\x7f" * 2,
        "grande": b"GP\0\x01\0\0\0\0" + b"\xff" * (5 * MIB),
    }
    for name, blob in blobs.items():
        yield HostileFile(
            f"forma_{name}.gpkg", lambda b=blob: altered(("update risk_areas set geom = ?", b))
        )
    many = (
        f"{FOREVER}, m(i) as (select i from n limit ?) insert into risk_areas"
        " (geom, category, severity) select geom, category, severity from risk_areas, m"
    )
    for rows in (1_000, 100_000, 600_000):
        yield HostileFile(f"filas_{rows}.gpkg", lambda r=rows: altered((many, r)))
    for name, statement in {
        "cuenta_falsa": "update gpkg_ogr_contents set feature_count = 9000000000000000000",
        "cuenta_negativa": "update gpkg_ogr_contents set feature_count = -5",
        "cuenta_texto": "update gpkg_ogr_contents set feature_count = 'muchas'",
        "sin_columna": "update gpkg_geometry_columns set column_name = 'no hay'",
        "sin_tabla": "update gpkg_contents set table_name = 'no hay'",
        "tabla_maestra": "update gpkg_contents set table_name = 'sqlite_master'",
        "sin_sistema": "delete from gpkg_spatial_ref_sys",
        "sin_contenido": "drop table gpkg_contents",
        "sin_capa": "drop table risk_areas",
        "texto": "update risk_areas set severity = 'x', category = zeroblob(20000000)",
        "capa_larga": 'alter table risk_areas rename to "' + "a" * 10_000 + '"',
        "extension": "insert into gpkg_extensions"
        " values ('risk_areas', 'geom', 'gpkg_x', '/x', 'read-write')",
    }.items():
        yield HostileFile(f"dato_{name}.gpkg", lambda s=statement: altered((s,)))
    chance = random.Random(SEED)
    for number in range(50):
        seed = chance.randrange(10**9)
        yield HostileFile(f"roto_{number}.gpkg", lambda r=seed: damaged(plain_package(), r))
    for size in (0, 10, 100, 4_096, 20_000):
        yield HostileFile(f"cortado_{size}.gpkg", lambda n=size: plain_package()[:n])


def damaged(content: bytes, seed: int) -> bytes:
    """Change bytes after the header at random."""
    chance, changed = random.Random(seed), bytearray(content)
    for _ in range(chance.choice((1, 10, 100, 1_000))):
        changed[chance.randrange(100, len(changed))] = chance.randrange(256)
    return bytes(changed)


def tables() -> Iterator[HostileFile]:
    columns = ",".join(f"c{number}" for number in range(200_000))
    texts: dict[str, Callable[[], bytes]] = {
        "200000_columnas": lambda: f"lat,lon,{columns}\n1,2\n".encode(),
        "200000_columnas_iguales": lambda: b"lat,lon" + b",people" * 200_000 + b"\n1,2\n",
        "3000_columnas": lambda: f"lat,lon,{columns[:18_000]}\n1,2\n".encode(),
        "900000_filas": lambda: HEAD + b"1,2,3\n" * 900_000,
        "499999_filas": lambda: HEAD + b"1,2,3\n" * 499_999,
        "900000_filas_malas": lambda: HEAD + b"x,y,z\n" * 900_000,
        "400000_filas_malas": lambda: HEAD + b"x,y,z\n" * 400_000,
        "vacias": lambda: HEAD + b"\n" * (20 * MIB),
        "comas": lambda: HEAD + b"," * (10 * MIB),
        "celda": lambda: HEAD + b'1,2,"' + b"a" * (10 * MIB) + b'"',
        "comillas": lambda: HEAD + b'1,2,"' * 1_000_000,
        "comillas_solas": lambda: b'"' * (5 * MIB),
        "sep": lambda: b"sep=;\n" * 1_000_000,
        "sin_linea": lambda: b"lat;lon;" * (2 * MIB),
        "nulos": lambda: HEAD + b"\0" * MIB,
        "utf16": lambda: (HEAD + b"1,2,3\n").decode().encode("utf-16"),
        "numero": lambda: HEAD + b"1,2," + b"9" * 5_000 + b"\n",
        "numero_largo": lambda: HEAD + b"1,2," + b"9" * MIB + b"\n",
        "exponente": lambda: HEAD + b"1e999,-1e999,1e400\n",
        "espacios": lambda: HEAD + b" " * (5 * MIB) + b",2,3\n",
        "punto": lambda: HEAD + b"1" + b"0" * 100_000 + b".5,2,3\n",
        "formula": lambda: HEAD + b'=cmd|"/c calc"!A1,@SUM(1),+1\n',
        "cabecera": lambda: b"lat,lon,people" * 1_000_000,
        "grande": lambda: HEAD + b"1,2,3\n" * (5 * MIB),
    }
    for name, make in texts.items():
        yield HostileFile(f"tabla_{name}.csv", make, "demand")
    chance = random.Random(SEED)
    for number in range(30):
        seed = chance.randrange(10**9)
        yield HostileFile(f"azar_{number}.csv", lambda r=seed: random_table(r), "demand")


def random_table(seed: int) -> bytes:
    """Write signs that mean something in a table, in any order."""
    chance = random.Random(seed)
    signs = [
        "lat",
        "lon",
        "people",
        ",",
        ";",
        "\t",
        '"',
        "\n",
        "\r\n",
        "1",
        "-",
        ".",
        "1e9",
        " ",
        "ñ",
    ]
    return HEAD * chance.randrange(2) + "".join(chance.choices(signs, k=3_000)).encode()


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def maps_of_other_programs() -> Iterator[HostileFile]:
    def kml(body: str) -> bytes:
        return f"<kml><Document>{body}</Document></kml>".encode()

    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8))
    pair = "0.1234567,0.1234567 "
    texts: dict[str, Callable[[], bytes]] = {
        "entidades.kml": lambda: f'<!DOCTYPE k [<!ENTITY a "x">{entities}]><kml>&i;</kml>'.encode(),
        "externa.kml": lambda: b'<!DOCTYPE k [<!ENTITY a SYSTEM "/etc/passwd">]><kml>&a;</kml>',
        "hondo.kml": lambda: kml("<Folder>" * 100_000),
        "carpetas.kml": lambda: kml("<Folder><name>a</name></Folder>" * 300_000),
        "abierto.kml": lambda: kml("<Placemark><Point>" * 1_000_000),
        "lugares.kml": lambda: kml("<Placemark/>" * 600_000),
        "columnas.kml": lambda: kml(
            "".join(
                f'<Placemark><ExtendedData><Data name="c{n}"><value>1</value></Data>'
                "</ExtendedData></Placemark>"
                for n in range(5_000)
            )
        ),
        "linea.kml": lambda: kml(
            f"<Placemark><LineString><coordinates>{pair * 1_000_000}</coordinates></LineString>"
            "</Placemark>"
        ),
        "comentarios.kml": lambda: kml(
            f"<Placemark><description><![CDATA[{'<!--<style' * 1_000_000}]]></description>"
            "</Placemark>"
        ),
        "estilos.kml": lambda: kml(
            "".join(
                f'<StyleMap id="s{n}"><Pair><styleUrl>#s{n + 1}</styleUrl></Pair></StyleMap>'
                for n in range(50_000)
            )
            + "<Placemark><styleUrl>#s0</styleUrl></Placemark>" * 1_000
        ),
        "ampersand.kml": lambda: kml("&" * 10_000_000),
        "atributos.kml": lambda: (
            "<kml " + " ".join(f"a{n}='1'" for n in range(500_000)) + "/>"
        ).encode(),
        "bomba.kmz": lambda: zipped("doc.kml", b" " * (300 * MIB)),
        "basura.kmz": lambda: b"PK\x03\x04" + b"\xff" * 5_000,
        "otro.kmz": lambda: zipped("a.kml/b.txt", b"x"),
        "puntos.gpx": lambda: (
            b"<gpx><trk><trkseg>" + b'<trkpt lat="1" lon="1"/>' * 900_000 + b"</trkseg></trk></gpx>"
        ),
        "pistas.gpx": lambda: b"<gpx>" + b"<trk/>" * 600_000 + b"</gpx>",
        "capas.umap": lambda: (
            b'{"type":"umap","layers":' + b'[{"layers":' * 900 + b"[]" + b"}]" * 900
        ),
        "muchas.umap": lambda: b'{"type":"umap","layers":[' + b"{}," * 900_000 + b"{}]}",
        "arcos.topojson": lambda: json.dumps(
            {
                "type": "Topology",
                "arcs": [[[0, 0], [1, 1]] * 50_000],
                "objects": {"a": {"type": "MultiLineString", "arcs": [[0] * 1_000] * 1_000}},
            }
        ).encode(),
        "indices.topojson": lambda: (
            b'{"type":"Topology","arcs":[],"transform":{"scale":["x"]},'
            b'"objects":{"a":{"type":"Polygon","arcs":[[1e99,true,-5]]}}}'
        ),
        "lineas.geojsonl": lambda: b"{}\n" * 900_000,
        "separadores.geojsons": lambda: b"\x1e" * 5_000_000,
        "vacia.jpg": lambda: b"\xff\xd8\xff\xe1\xff\xff" + b"Exif\0\0" + b"\xff" * 60_000,
        "vuelta.jpg": lambda: b"\xff\xd8" + b"\xff" * 5_000_000,
        "corta.png": lambda: b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0eXIf",
        "trozos.png": lambda: b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0abcd\0\0\0\0" * 400_000,
    }
    for name, make in texts.items():
        yield HostileFile(f"mapa_{name}", make, "services")


def other_names() -> Iterator[HostileFile]:
    for suffix in (".kml", ".vrt", ".gml", ".xlsx", ".shp", ".zip", ".parquet", ".exe", ""):
        yield HostileFile(f"otro{suffix}", lambda: b"PK\x03\x04" + b"\0" * 1_000)
    for name in (
        "../../etc/passwd.csv",
        "/etc/passwd.geojson",
        "a\0b.csv",
        "..gpkg",
        "a" * 300 + ".csv",
    ):
        yield HostileFile(name, lambda: b"lat,lon\n1,2\n", "demand")


def osm(body: str) -> bytes:
    return f'<?xml version="1.0"?><osm version="0.6">{body}</osm>'.encode()


def street_files() -> Iterator[HostileFile]:
    node = '<node id="{0}" lat="{1}" lon="0"/>'
    way = '<way id="1">{0}<tag k="highway" v="path"/></way>'
    bomb = '<!DOCTYPE osm [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(8)
    )
    texts: dict[str, Callable[[], bytes]] = {
        "vacio.osm": lambda: b"",
        "nada.osm": lambda: osm(""),
        "basura.osm": lambda: b"<osm" * 9_999,
        "entidades.osm": lambda: f'<?xml version="1.0"?>{bomb}]><osm>&i;</osm>'.encode(),
        "cortado.osm": lambda: osm(node.format(1, 1))[:-20],
        "sin_nodos.osm": lambda: osm(way.format('<nd ref="1"/><nd ref="2"/>')),
        "repetido.osm": lambda: osm(node.format(1, 1) * 1_000 + way.format('<nd ref="1"/>' * 2)),
        "numero.osm": lambda: osm(node.format("x", "y")),
        "lejos.osm": lambda: osm(node.format(1, 9e99)),
        "hondo.osm": lambda: b"<osm>" + b"<a>" * 1_000_000,
        "etiqueta.osm": lambda: osm(
            f'<node id="1" lat="0" lon="0"><tag k="a" v="{"b" * 5 * MIB}"/></node>'
        ),
        "bomba.osm.gz": lambda: gzip.compress(b"<osm>" + b" " * (300 * MIB)),
        "bomba.osm.bz2": lambda: bz2.compress(b"<osm>" + b" " * (100 * MIB)),
        "roto.osm.gz": lambda: gzip.compress(osm(node.format(1, 1)))[:-5],
        "roto.osm.bz2": lambda: bz2.compress(osm(node.format(1, 1)))[:-5],
        "corto.osm.pbf": lambda: b"\0\0\0\x0d\n\tOSMHeader\x18\x7f",
        "largo.osm.pbf": lambda: b"\xff\xff\xff\xffOSMHeader",
        "basura.osm.pbf": lambda: b"\0" * 5_000,
        "bomba.osm.pbf": lambda: pbf(zlib.compress(b"\0" * (40 * MIB)), 40 * MIB),
        "mentira.osm.pbf": lambda: pbf(zlib.compress(b"\0" * (20 * MIB)), 100),
        "muchos_nodos.osm": lambda: osm("".join(node.format(n, 0) for n in range(200_000))),
        "via_larga.osm": lambda: osm(
            "".join(node.format(n, n / 9_999) for n in range(1, 3_000))
            + way.format("".join(f'<nd ref="{n}"/>' for n in range(1, 3_000)) * 10)
        ),
    }
    for name, make in texts.items():
        yield HostileFile(f"calles_{name}", make, None)


def pbf(blob: bytes, declared: int) -> bytes:
    """Write a PBF file of one blob that declares a size."""

    def varint(value: int) -> bytes:
        parts = bytearray()
        while value > 127:
            parts.append(value & 127 | 128)
            value >>= 7
        return bytes([*parts, value])

    body = b"\x10" + varint(declared) + b"\x1a" + varint(len(blob)) + blob
    header = b"\x0a\x09OSMHeader\x18" + varint(len(body))
    out = io.BytesIO()
    out.write(len(header).to_bytes(4, "big") + header + body)
    return out.getvalue()


KINDS: dict[str, Callable[[], Iterator[HostileFile]]] = {
    "outlines that cross themselves": crossing_polygons,
    "shapes that are none": broken_shapes,
    "nested JSON": nested_json,
    "strange JSON": strange_json,
    "coordinate systems": reference_systems,
    "GeoPackage: schema": package_schemas,
    "GeoPackage: contents": package_contents,
    "tables": tables,
    "maps of other programs": maps_of_other_programs,
    "other names and endings": other_names,
    "streets": street_files,
}
