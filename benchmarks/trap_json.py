"""GeoJSON and other JSON with a trap each."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import shapely

from benchmarks.trap_rows import (
    METRIC,
    ROWS,
    SQUARE,
    change_row,
    make_collection,
    make_frame,
    make_point,
)

Parts = tuple[Any, ...]  # kind, trap, name, content, and perhaps layer and companions


def _geojson() -> Iterator[Parts]:
    plain = [make_point(row) for row in ROWS]
    text = make_collection(plain)
    kind = "GeoJSON"
    yield kind, "none", "a.geojson", text
    yield (
        kind,
        "axes swapped",
        "a.geojson",
        make_collection([make_point(row | {"lat": row["lon"], "lon": row["lat"]}) for row in ROWS]),
    )
    yield (
        kind,
        "longitude out of range (-437)",
        "a.geojson",
        make_collection([make_point(row) for row in change_row(1, lon=-437.0422)]),
    )
    metric = [make_point(row) for row in change_row(1, lon=277600.0, lat=8665500.0)]
    yield kind, "mixed CRS (a row in metres)", "a.geojson", make_collection(metric)
    yield kind, "a brace too few in between", "a.geojson", text.replace(b"}}, {", b"}, {", 1)
    yield (
        kind,
        "point at 0,0",
        "a.geojson",
        make_collection([make_point(row) for row in change_row(2, lat=0.0, lon=0.0)]),
    )
    yield (
        kind,
        "default point shared by many",
        "a.geojson",
        make_collection([make_point(row | {"lat": -12.05, "lon": -77.03}) for row in ROWS]),
    )
    yield (
        kind,
        "far outside the community",
        "a.geojson",
        make_collection([make_point(row) for row in change_row(3, lat=-3.0, lon=-73.0)]),
    )
    yield (
        kind,
        "null geometry",
        "a.geojson",
        make_collection([*plain, {**plain[0], "geometry": None}]),
    )
    empty = {"type": "Point", "coordinates": []}
    yield (
        kind,
        "empty geometry",
        "a.geojson",
        make_collection([*plain, {**plain[0], "geometry": empty}]),
    )
    high = [
        {**one, "geometry": {"type": "Point", "coordinates": [*one["geometry"]["coordinates"], 9]}}
        for one in plain
    ]
    yield kind, "3-D coordinates", "a.geojson", make_collection(high)


def _geojson_files() -> Iterator[Parts]:
    plain = [make_point(row) for row in ROWS]
    text = make_collection(plain)
    kind = "GeoJSON"
    yield kind, "truncated in the last row", "a.geojson", text[:-60]
    yield kind, "UTF-8 with BOM", "a.geojson", b"\xef\xbb\xbf" + text
    yield kind, "UTF-16", "a.geojson", text.decode().encode("utf-16")
    yield kind, "duplicate: same place and name", "a.geojson", make_collection([*plain, plain[0]])
    yield (
        kind,
        "duplicate: same id",
        "a.geojson",
        make_collection([{**one, "id": 7} for one in plain[:2]] + plain[2:]),
    )
    yield (
        kind,
        "person-level columns",
        "a.geojson",
        make_collection(
            [make_point(row, nombre_usuaria="x", email="a@b.pe", deviceid="k") for row in ROWS]
        ),
    )
    yield (
        kind,
        "likely shelter",
        "a.geojson",
        make_collection(
            [make_point(row) for row in change_row(4, name="Casa refugio Flor", type="shelter")]
        ),
    )
    legacy = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{METRIC}"}}
    metric = json.loads(make_frame().to_crs(METRIC).to_json())["features"]
    yield kind, "declared metric CRS", "a.geojson", make_collection(metric, crs=legacy)
    yield kind, "metric CRS missing", "a.geojson", make_collection(metric)
    yield (
        kind,
        "Git LFS pointer",
        "a.geojson",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
    )
    yield kind, "HTML page", "a.geojson", b"<!DOCTYPE html><html><body>Sign in</body></html>"
    yield kind, "no byte", "a.geojson", b""
    yield kind, "gzip under its name", "a.geojson", gzip.compress(text, mtime=0)


def _geojson_lines() -> Iterator[Parts]:
    plain = [make_point(row) for row in ROWS]
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in plain).encode()
    yield "GeoJSON lines", "none", "a.geojsonl", lines
    yield (
        "GeoJSON lines",
        "one broken line",
        "a.geojsonl",
        lines.replace(b'"type": "Feature"', b'"type" "F', 1),
    )
    osm = [
        {
            **make_point(row),
            "id": f"node/{n}",
            "properties": {"amenity": "clinic", "name": row["name"]},
        }
        for n, row in enumerate(ROWS)
    ]
    yield "OSM GeoJSON", "tags, not types", "a.geojson", make_collection(osm)


def _geojson_shapes() -> Iterator[Parts]:
    def areas(*rings: object, kinds: str = "Polygon") -> bytes:
        return make_collection(
            [
                {
                    "type": "Feature",
                    "geometry": {"type": kinds, "coordinates": [ring]},
                    "properties": {"category": "harassment", "severity": 3},
                }
                for ring in rings
            ]
        )

    good, kind = SQUARE, "GeoJSON areas"
    bow = [good[0], good[2], good[1], good[3], good[0]]
    yield kind, "ring that crosses itself", "r.geojson", areas(good, bow), "risk_areas"
    yield kind, "ring not closed", "r.geojson", areas(good, good[:-1]), "risk_areas"
    yield kind, "wrong winding", "r.geojson", areas(good[::-1]), "risk_areas"
    yield (
        kind,
        "ring of two points",
        "r.geojson",
        areas(good, [good[0], good[1], good[0]]),
        "risk_areas",
    )
    far = [[179.9, -12], [-179.9, -12], [-179.9, -11], [179.9, -11], [179.9, -12]]
    yield kind, "antimeridian", "r.geojson", areas(good, far), "risk_areas"
    parts = {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "Polygon", "coordinates": [good]},
            {"type": "Point", "coordinates": good[0]},
        ],
    }
    mixed = json.loads(areas(good))["features"] + [
        {"type": "Feature", "geometry": parts, "properties": {"category": "x", "severity": 2}}
    ]
    yield kind, "geometry collection", "r.geojson", make_collection(mixed), "risk_areas"


def _sketch() -> Iterator[Parts]:
    sketch = [
        {
            "type": "Feature",
            "properties": {"color": "red"},
            "geometry": json.loads(
                shapely.to_geojson(
                    gpd.GeoSeries([shapely.Polygon(SQUARE)], crs=4326).to_crs(3857).iloc[0]
                )
            ),
        }
    ]
    yield (
        "Sketch Map Tool",
        "EPSG:3857, colours only",
        "sketch.geojson",
        make_collection(sketch),
        "risk_areas",
    )


def _umap() -> Iterator[Parts]:
    layers = [
        {
            "type": "FeatureCollection",
            "_umap_options": {"name": name, "color": colour},
            "features": [make_point(row) for row in rows],
        }
        for name, colour, rows in (
            ("Salud", "Green", ROWS[:3]),
            ("Otros", "Navy", ROWS[3:]),
            ("Vacía", "Red", ()),
        )
    ]
    whole = {
        "type": "umap",
        "geometry": make_point(ROWS[0])["geometry"],
        "properties": {},
        "layers": layers,
    }
    yield (
        "uMap",
        "three layers, one empty",
        "a.umap",
        json.dumps(whole, ensure_ascii=False).encode(),
    )
    text = json.dumps(whole, ensure_ascii=False)
    cut = text[: text.index(ROWS[4]["name"])]
    yield "uMap", "breaks off in the second layer", "a.umap", cut.encode()
    layers[2]["_umap_options"]["remoteData"] = {"url": "https://x.example/d", "format": "geojson"}
    yield "uMap", "remote data", "a.umap", json.dumps(whole, ensure_ascii=False).encode()


def _other_json() -> Iterator[Parts]:
    topology = {
        "type": "Topology",
        "arcs": [],
        "objects": {
            "servicios": {
                "type": "GeometryCollection",
                "geometries": [
                    {
                        "type": "Point",
                        "coordinates": [row["lon"], row["lat"]],
                        "properties": {"name": row["name"], "type": row["type"]},
                    }
                    for row in ROWS
                ],
            }
        },
    }
    yield "TopoJSON", "none", "a.topojson", json.dumps(topology).encode()
    kobo = {
        "count": 5,
        "next": None,
        "previous": None,
        "results": [
            {
                "_id": n,
                "_uuid": f"u{n}",
                "datos/name": row["name"],
                "datos/type": row["type"],
                "datos/lugar": f"{row['lat']} {row['lon']} 0 4.5",
                "_submitted_by": "ana",
            }
            for n, row in enumerate(ROWS)
        ],
    }
    yield "Kobo JSON", "grouped geopoint", "a.json", json.dumps(kobo, ensure_ascii=False).encode()
    mapeo = make_collection(
        [
            make_point(
                {"lat": row["lat"], "lon": row["lon"]},
                **{
                    "$created": "2024-05-01T10:00:00Z",
                    "$version": "x@1",
                    "name": row["name"],
                    "type": row["type"],
                    "notes": "n",
                },
            )
            for row in ROWS
        ]
    )
    yield "Mapeo", "own names of properties", "m.geojson", mapeo
    hsds = {"organizations": [{"id": "1", "name": "Org"}]}
    yield "other JSON", "no features", "a.json", json.dumps(hsds).encode()


MAKERS = (_geojson, _geojson_files, _geojson_lines, _geojson_shapes, _sketch, _umap, _other_json)
