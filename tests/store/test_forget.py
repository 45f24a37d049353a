"""A community that was forgotten is in no byte of the installation, and the others are."""

import shutil
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import CommunityUnknownError, ForgetBackupError, ForgetUnconfirmedError
from geo.model import WGS84, Community, DrawingSession
from geo.network.edge_restrictions import EdgeRestrictions
from geo.store import open_store
from geo.store.audit import read_audit_lines, write_audit_line
from geo.store.audit_verification import verify_audit_log
from geo.store.backup import restore_backup, write_backup
from geo.store.communities import add_community, add_drawing_sessions, list_communities
from geo.store.data_folder import DATABASE_FILE_NAME
from geo.store.forget import forget_community
from geo.store.known_copies import list_known_copies
from geo.store.layers import read_layer
from geo.store.queries import QUERY_FOLDER
from geo.store.streets import StreetImport, read_street_edges, replace_streets
from tests.feature_edits import add_features, edit_features, remove_features
from tests.store.napkin import WHO, homes, people, tables

SLUG = "quebrada-lejana"
PLACE = shapely.Point(-76.1234567, -12.7654321)
WORDS = [
    b"quebrada-lejana", b"Quebrada_Lejana", b"Casa_Violeta_Escondida", b"Calle_Sin_Alumbrado",
    b"Tienda_Verde", b"nota_del_grupo_azul", b"pasado_borrado", b"grupo-de-la-tarde",
    b"Posta_del_Extracto", shapely.to_wkb(PLACE)[5:], np.array([PLACE.x]).tobytes(),
]  # fmt: skip


def frame(**columns):
    rows = len(next(iter(columns.values())))
    return gpd.GeoDataFrame(columns, geometry=[PLACE] * rows, crs=WGS84)


def streets(name):
    edges = frame(
        edge=[0], u=[0], v=[1], way=[1], name=[name], kind=["path"], lit=[None], surface=[None],
        steps=[False], bridge=[False], fragment=[0], routable=[True],
        **EdgeRestrictions.none(1).to_columns() | {"barrier": ["gate"]},
    ).set_geometry([shapely.LineString([PLACE, (-76.2, -12.8)])], crs=WGS84)  # fmt: skip
    base = frame(
        layer=["place"], **{"class": ["town"]}, name=["Tienda_Verde"], bridge=[False],
        steps=[False], rank=[1],
    )  # fmt: skip
    candidates = frame(
        osm_id=["node/1"], type=["health"], name=["Posta_del_Extracto"], phone=[None],
        opening_hours=[None], confidential=[False],
    )  # fmt: skip
    turns = pd.DataFrame({"from_edge": [0], "via_node": [1], "to_edge": [0], "mandatory": [False]})
    return StreetImport(edges, base, candidates, "dibujado", turns)


def fill(store, slug=SLUG):
    """Put words and places of a community wherever the store has room for them."""
    boundary = shapely.box(-76.2, -12.8, -76.1234567, -12.7)
    add_community(store, Community(slug=slug, name="Quebrada_Lejana", boundary=boundary))
    group = DrawingSession(
        "grupo-de-la-tarde", date(2026, 5, 1), "18-29", 5, "night", "promotora", consent=True
    )
    add_drawing_sessions(store, slug, [group])
    service = frame(type=["shelter"], name=["Casa_Violeta_Escondida"], confidential=[True])
    add_features(store, slug, "services", service, who=WHO)
    mark = frame(note=["nota_del_grupo_azul"], session=["grupo-de-la-tarde"], severity=[3])
    add_features(store, slug, "risk_areas", mark, who=WHO)
    held = read_layer(store, slug, "risk_areas")
    edit_features(store, slug, "risk_areas", held.assign(note="pasado_borrado"), who=WHO)
    remove_features(store, slug, "risk_areas", held["id"].tolist(), who=WHO)
    replace_streets(store, slug, streets("Calle_Sin_Alumbrado"))
    write_audit_line(
        store, "coordinacion", "export", {"community": slug, "what": "services", "rows": 1}
    )


def found(home):
    """Search every file of the installation for every word."""
    contents = [file.read_bytes() for file in home.rglob("*") if file.is_file()]
    return [word for word in WORDS if any(word in content for content in contents)]


@pytest.fixture
def full(store):
    fill(store)
    add_features(store, "village", "demand", homes(3, 4), who=WHO)
    return store


def test_before_it_is_forgotten_the_file_holds_it(full, home):
    full.rewrite_file()
    missing = set(WORDS) - set(found(home))
    assert missing == set()


def test_after_it_is_forgotten_no_byte_remains(full, home):
    done = forget_community(full, SLUG, confirm=SLUG)
    assert (done.community, done.erased_copies, done.remaining_copies) == (SLUG, [], [])
    assert found(home) == []
    full.close()
    assert found(home) == []


def test_no_row_is_left_and_the_others_stay(full, home):
    forget_community(full, SLUG, confirm=SLUG)
    assert [one.slug for one in list_communities(full)] == ["village"]
    assert people(read_layer(full, "village", "demand")) == [3, 4]
    left = {
        name: [row for row in rows if SLUG in map(str, row)] for name, rows in tables(full).items()
    }
    assert not any(left.values())
    with pytest.raises(CommunityUnknownError):
        forget_community(full, SLUG, confirm=SLUG)


def test_every_table_of_a_community_can_be_forgotten(store):
    known = {path.stem for path in (QUERY_FOLDER / "forget").glob("*.sql")}
    told = {row["name"] for row in store.rows("store/tables_of_communities")}
    assert told | {"community"} == known


def test_the_log_shows_that_something_was_forgotten_and_not_what(full):
    subject = read_audit_lines(full)[0].details["community"]
    assert subject == SLUG
    forget_community(full, SLUG, confirm=SLUG)
    last, export, *_ = read_audit_lines(full)
    assert (last.action, last.details["copies"]) == ("forget", 0)
    assert last.details["community"] == export.details["community"] != SLUG
    assert verify_audit_log(full) == []


def test_a_community_of_the_same_name_is_another_one(full):
    forget_community(full, SLUG, confirm=SLUG)
    fill(full)
    after, before = (line.details.get("community") for line in read_audit_lines(full, limit=2))
    assert after == SLUG != before
    assert len(read_street_edges(full, SLUG)) == 1


@pytest.mark.parametrize("confirm", ["", "village", "Quebrada-Lejana", "quebrada-lejana "])
def test_without_the_name_once_more_nothing_is_forgotten(full, confirm):
    before = tables(full)
    with pytest.raises(ForgetUnconfirmedError) as raised:
        forget_community(full, SLUG, confirm=confirm)
    assert raised.value.placeholders == {"community": SLUG}
    assert tables(full) == before


def test_copies_are_named_and_those_one_names_are_erased(full, home, tmp_path):
    inside = write_backup(full, home / "copies" / "may.zip")
    outside = write_backup(full, tmp_path / "stick" / "june.zip")
    moved = tmp_path / "stick" / "moved.zip"
    shutil.copy(outside, moved)
    kept = restore_backup(inside, home)
    store = open_store(home)
    assert list_known_copies(store) == sorted([inside, kept])
    # The store that was put back does not know of the later copy; whoever does can name it.
    done = forget_community(store, SLUG, confirm=SLUG, copies_to_erase=[kept, outside, inside])
    assert done.erased_copies == [kept, outside, inside]
    assert done.remaining_copies == []
    assert [file.exists() for file in (kept, outside, inside, moved)] == [False, False, False, True]
    assert found(home) == []
    store.close()


def test_copies_made_elsewhere_are_known_while_they_are_there(full, tmp_path):
    outside = write_backup(full, tmp_path / "stick" / "june.zip")
    assert list_known_copies(full) == [outside]
    done = forget_community(full, SLUG, confirm=SLUG)
    assert done.remaining_copies == [outside]
    outside.unlink()
    assert list_known_copies(full) == []


@pytest.mark.parametrize("kind", ["text", "missing", "folder", "store"])
def test_what_is_no_copy_is_not_erased_and_nothing_is_forgotten(full, home, tmp_path, kind):
    file = tmp_path / "thesis.doc"
    if kind == "text":
        file.write_text("years of work", encoding="utf-8")
    elif kind == "folder":
        file.mkdir()
    elif kind == "store":
        file = home / DATABASE_FILE_NAME
    before = tables(full)
    with pytest.raises(ForgetBackupError) as raised:
        forget_community(full, SLUG, confirm=SLUG, copies_to_erase=[file])
    assert raised.value.placeholders == {"file": file.name}
    assert tables(full) == before
    assert file.exists() == (kind != "missing")


def test_streets_that_were_fetched_are_erased_too(full, home):
    downloads = home / "downloads"
    (downloads / f"{SLUG}.osm.parts").mkdir(parents=True)
    (downloads / f"{SLUG}.osm.parts" / "a.osm").write_text("Calle_Sin_Alumbrado", encoding="utf-8")
    (downloads / f"{SLUG}.osm").write_text("Calle_Sin_Alumbrado", encoding="utf-8")
    (downloads / "village.osm").write_text("other", encoding="utf-8")
    forget_community(full, SLUG, confirm=SLUG)
    assert [file.name for file in downloads.iterdir()] == ["village.osm"]
    assert found(home) == []


def test_a_protected_store_stays_protected(home):
    store = open_store(home, passphrase="cuatro palabras raras aqui")
    fill(store)
    forget_community(store, SLUG, confirm=SLUG)
    assert store.is_protected
    assert list_communities(store) == []
    store.close()
    store = open_store(home, passphrase="cuatro palabras raras aqui")
    assert list_communities(store) == []
    store.close()
