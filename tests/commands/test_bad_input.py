"""What cannot be done is said in a sentence with its remedy, and nothing is half-saved."""

from __future__ import annotations

import bz2
import json
import re
from xml.etree import ElementTree as ET

import pytest

from geo.language import gettext
from geo.model import LAYER_NAMES
from geo.store import open_store
from geo.store.layers import count_features
from geo.store.streets import count_streets
from tests.network.napkin import draw, osm_xml

HERE = "13.9,-89.845"
PROGRESS = re.compile(r"\s*\d+% ")
IN_CHANCALA = ("--community", "chancala")
WHOLE = ("layer", "import", "--take", "whole")


def kept(shell):
    """Count all that the demonstration holds."""
    store = open_store(shell.home)
    return count_features(store, "chancala"), count_streets(store, "chancala")


def refused(shell, *words):
    """Insist on one clear refusal that leaves everything as it was."""
    before = kept(shell)
    said = [line for line in shell.refused(*words) if not PROGRESS.match(line)]
    assert kept(shell) == before
    text = "\n".join(said)
    assert text
    assert "Traceback" not in text
    assert "Usage" not in text
    assert said[0].endswith(".")
    return text


def not_osm(folder):
    file = folder / "notas.osm"
    file.write_text("Querido diario", encoding="utf-8")
    return file


def nothing(folder):
    file = folder / "vacio.osm.pbf"
    file.touch()
    return file


def without_streets(folder):
    return draw(folder / "casas.osm", {1: (0, 0), 2: (1, 0)}, [(7, [1, 2], {"building": "yes"})])


def cut_short(folder):
    whole = draw(folder / "whole.osm", {1: (0, 0), 2: (1, 0)}, [(7, [1, 2], {"highway": "path"})])
    file = folder / "cortado.osm"
    file.write_bytes(whole.read_bytes()[:-40])
    return file


def packed_cut_short(folder):
    spots = {number: (number / 10, 0) for number in range(2000)}
    text = ET.tostring(osm_xml(spots, [(7, list(spots), {"highway": "path"})]))
    file = folder / "cortado.osm.bz2"
    file.write_bytes(bz2.compress(text)[:-200])
    return file


def elsewhere(folder):
    return draw(folder / "lejos.osm", {1: (0, 0), 2: (9, 0)}, [(7, [1, 2], {"highway": "path"})])


def not_there(folder):
    return folder / "no-esta.osm"


def a_folder(folder):
    (folder / "carpeta.osm").mkdir()
    return folder / "carpeta.osm"


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (not_osm, "no es un archivo de calles"),
        (nothing, "está vacío"),
        (without_streets, "no hay ninguna calle"),
        (cut_short, "incompleto o dañado"),
        (packed_cut_short, "incompleto o dañado"),
        (elsewhere, "no llegan al límite"),
        (not_there, "No se encuentra el archivo de calles «no-esta.osm»"),
        (a_folder, "No se encuentra el archivo de calles «carpeta.osm»"),
    ],
)
def test_a_file_of_streets_that_cannot_be_used(demo, tmp_path, make, sentence):
    assert sentence in refused(demo, "streets", "import", make(tmp_path), *IN_CHANCALA)


def geojson(folder, *features, crs=None):
    """Write features: attributes and geometry."""
    content = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": geometry}
            for properties, geometry in features
        ],
    }
    if crs:
        content["crs"] = {"type": "name", "properties": {"name": crs}}
    file = folder / "capa.geojson"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def point(lon=-89.845, lat=13.9):
    return {"type": "Point", "coordinates": [lon, lat]}


SQUARE = [[-89.85, 13.9], [-89.84, 13.9], [-89.84, 13.91], [-89.85, 13.91], [-89.85, 13.9]]
BOW = [[-89.85, 13.9], [-89.84, 13.91], [-89.84, 13.9], [-89.85, 13.91], [-89.85, 13.9]]
METRES = [[192000, 1538000], [193000, 1538000], [193000, 1539000], [192000, 1538000]]
GOOD_AREA = {"category": "river", "severity": 3}


def polygon(ring):
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.mark.parametrize(
    ("layer", "features", "sentences"),
    [
        ("risk_areas", [], ["no tiene ninguna fila"]),
        ("risk_areas", [(GOOD_AREA, None)], ["Fila 1", "no tiene lugar en el mapa"]),
        (
            "risk_areas",
            [(GOOD_AREA, polygon(SQUARE)), (GOOD_AREA, None)],
            ["No se guardó nada", "Fila 2", "no tiene lugar en el mapa"],
        ),
        ("risk_areas", [(GOOD_AREA, polygon(BOW))], ["Fila 1", "la forma está rota"]),
        ("risk_areas", [(GOOD_AREA, polygon(METRES))], ["no son grados"]),
        ("risk_areas", [(GOOD_AREA, point())], ["Fila 1", "--radius"]),
        ("risk_areas", [({"category": "river"}, polygon(SQUARE))], ["severity"]),
        (
            "risk_areas",
            [(GOOD_AREA, polygon(SQUARE)), ({"category": "river", "severity": 9}, polygon(SQUARE))],
            ["No se guardó nada", "Fila 2", "«9»", "del 1 (leve) al 5"],
        ),
        ("risk_areas", [({"category": "ghosts", "severity": 3}, polygon(SQUARE))], ["«ghosts»"]),
        ("services", [({"name": "X", "type": "healt"}, point())], ["Fila 1", "«healt»", "health"]),
        ("services", [({"name": "X"}, point())], ["type"]),
        ("demand", [({"people": -3}, point())], ["Fila 1", "menos que cero"]),
        ("demand", [({"people": None}, point())], ["Fila 1", "people"]),
        ("demand", [({"people": 3, "women": 4}, point())], ["Fila 1", "más mujeres"]),
        ("demand", [({"people": 3}, point(13.9, -89.845))], ["latitud y longitud"]),
        ("demand", [({"people": 3}, point(1, 1))], ["fuera del límite"]),
        ("demand", [({"people": 3}, point(0, 0))], ["Fila 1", "--zero-rows"]),
        ("zones", [({"population": 3}, polygon(SQUARE))], ["name"]),
    ],
)
def test_a_layer_that_has_to_be_fixed(demo, tmp_path, layer, features, sentences):
    file = geojson(tmp_path, *features)
    text = refused(demo, *WHOLE, file, *IN_CHANCALA, "--layer", layer)
    for expected in sentences:
        assert expected in text


def test_every_bad_row_is_named_at_once(demo, tmp_path):
    rows = [({"category": "river", "severity": 9}, polygon(SQUARE)), (GOOD_AREA, None)]
    file = geojson(tmp_path, *rows)
    text = refused(demo, *WHOLE, file, *IN_CHANCALA, "--layer", "risk_areas")
    assert "Fila 1" in text
    assert "Fila 2" in text


def test_a_table_without_coordinates(demo, tmp_path):
    file = tmp_path / "gente.csv"
    file.write_text("calle,people\nCentro,4\n", encoding="utf-8")
    text = refused(demo, *WHOLE, file, *IN_CHANCALA, "--layer", "demand")
    assert "latitud y longitud" in text


def test_a_file_that_is_not_there(demo, tmp_path):
    for layer in LAYER_NAMES:
        file = tmp_path / "nada.geojson"
        text = refused(demo, *WHOLE, file, *IN_CHANCALA, "--layer", layer)
        assert "No se encuentra" in text


@pytest.mark.parametrize(
    "words",
    [
        ["route", "--from", HERE, "--to", HERE],
        ["coverage", "--service", "health", "--minutes", 5],
        ["streets", "import", "x.osm"],
        ["streets", "export", "--to", "x.parquet"],
        ["layer", "import", "x.geojson", "--layer", "zones"],
        ["layer", "export", "--layer", "zones", "--to", "x.geojson"],
    ],
)
def test_a_community_that_does_not_exist(demo, words):
    text = refused(demo, *words, "--community", "atlantida")
    assert "No hay ninguna comunidad con el nombre corto «atlantida»" in text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--from", "here", "--to", HERE], "«here» no es un lugar"),
        (["--from", "13.9", "--to", HERE], "«13.9» no es un lugar"),
        (["--from", "nan,nan", "--to", HERE], "no es un lugar"),
        (["--from", "95,10", "--to", HERE], "no es un lugar"),
        (["--from", HERE, "--to", "0,0"], "fuera de Chancala"),
        (["--from", "-89.845,13.9", "--to", HERE], "fuera de Chancala"),
        (["--from", HERE, "--to-service", "shelter"], "confidenciales"),
        (["--from", HERE, "--to-service", "other"], "no hay ningún servicio"),
        (["--from", HERE, "--to-service", "healt"], "no existe"),
        (["--from", HERE], "--to, --to-service"),
        (["--from", HERE, "--to", HERE, "--to-service", "health"], "--to, --to-service"),
        (["--from", HERE, "--to", HERE, "--aversion", "-1"], "al menos 0"),
        (["--from", HERE, "--to", HERE, "--aversion", "nan"], "al menos 0"),
        (["--from", HERE, "--to", HERE, "--aversion", "1e308"], "demasiado grande"),
        (["--from", HERE, "--to", HERE, "--at", "mañana"], "no es una fecha con hora"),
        (["--from", HERE, "--to", HERE, "--at", "9999-12-31T23:59"], "no es una fecha con hora"),
    ],
)
def test_a_route_that_cannot_be_found(demo, words, sentence):
    assert sentence in refused(demo, "route", *IN_CHANCALA, *words)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--service", "health"], "--minutes, --metres"),
        (["--service", "health", "--minutes", 5, "--metres", 5], "--minutes, --metres"),
        (["--service", "health", "--minutes", 0], "mayor que 0"),
        (["--service", "health", "--minutes", "nan"], "mayor que 0"),
        (["--service", "health", "--metres", "inf"], "mayor que 0"),
        (["--service", "health", "--minutes", 5, "--straight-line", "--detour", -1], "mayor que 0"),
        (["--service", "health", "--minutes", 5, "--safe-inside", -1], "al menos 0"),
        (["--service", "other", "--minutes", 5], "no hay ningún servicio"),
        (["--service", "healt", "--minutes", 5], "no existe"),
    ],
)
def test_coverage_that_cannot_be_measured(demo, words, sentence):
    assert sentence in refused(demo, "coverage", *IN_CHANCALA, *words)


def test_coverage_of_nobody(shell):
    shell.told("community", "add", "nueva", "--name", "Nueva")
    (text,) = shell.refused(
        "coverage", "--community", "nueva", "--service", "health", "--metres", 500
    )
    assert gettext("layer.demand") in text


def test_a_route_without_streets(shell):
    shell.told("community", "add", "nueva", "--name", "Nueva", "--timezone", "America/Lima")
    (text,) = shell.refused("route", "--community", "nueva", "--from", "0,0", "--to", "0,0")
    assert "todavía no tiene calles" in text


@pytest.mark.parametrize("ending", ["docx", "shp", ""])
def test_a_file_of_a_kind_that_nobody_writes(demo, tmp_path, ending):
    out = tmp_path / f"out.{ending}"
    told = ["--to-file", out]
    text = refused(demo, "coverage", *IN_CHANCALA, "--service", "health", "--minutes", 5, *told)
    assert "No se sabe escribir" in text
    text = refused(demo, "route", *IN_CHANCALA, "--from", HERE, "--to", HERE, *told)
    assert "No se sabe escribir" in text
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["Villa", "--name", "Villa"], "nombre corto"),
        (["villa", "--name", " "], "necesita un nombre"),
        (["chancala", "--name", "Otra"], "Ya hay una comunidad"),
        (["villa", "--name", "Villa", "--country", "XX"], "código de dos letras"),
        (["villa", "--name", "Villa", "--timezone", "Lima"], "zona horaria"),
        (["villa", "--name", "Villa", "--locale", "xx"], "«xx»"),
    ],
)
def test_a_community_that_cannot_be(demo, words, sentence):
    assert sentence in refused(demo, "community", "add", *words)
    assert len(demo.told("community", "list")["communities"]) == 1


@pytest.mark.parametrize("content", [None, b"", b"hola"])
def test_what_is_no_backup_is_not_restored(demo, tmp_path, content):
    file = tmp_path / "copia"
    if content is not None:
        file.write_bytes(content)
    assert "no sirve como copia de respaldo" in refused(demo, "restore", file)
