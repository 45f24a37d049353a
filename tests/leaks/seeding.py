"""
A protected installation with a town of real size, and in it what nobody may be told.

The town is the demonstration's, entered as anybody's own. What is hidden stands more than 300 m
from every street, home and mark, so that nothing has a reason to name a place near it.
"""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely import Point

from geo.access.accounts import add_account
from geo.access.monotonic_clock import monotonic_now
from geo.access.publication import publish_community
from geo.access.roles import ROLES
from geo.access.sessions import (
    IDLE_TIMEOUT,
    begin_session,
    end_account_sessions,
    sign_session_token,
)
from geo.communities.demonstration import DEMO_FOLDER
from geo.imports.boundary_file import read_boundary
from geo.imports.layer_import import import_layer
from geo.imports.street_import import import_streets
from geo.layers.layer_changes import Change
from geo.model import LAYER_NAMES, WGS84, Community
from geo.scenarios.storage import save_scenario
from geo.store import Store, open_store
from geo.store import communities as records
from geo.store.actor import acting_as
from geo.store.layers import read_layer
from tests.feature_edits import add_features, edit_features, remove_features
from tests.leaks.searching import SearchTarget

SLUG, NAME = "ribera-alta", "Ribera Alta"
UNPUBLISHED = Community(slug="zanja-oculta", name="Zanja Oculta", country="SV")
PASSPHRASE = "lluvia tambor candado jueves"
PASSWORD = "lluvia tambor limón"
ENDED = "ended"  # an account of its own, whose visits were ended
VISITS = 40  # of each kind: some questions end the visit that asks them

Spot = tuple[float, float]
# In one zone each, 700 m and more apart: latitude, longitude.
SHELTER: dict[str, Spot] = {"here": (13.8822952, -89.8513633), "there": (13.8825786, -89.8580233)}
ONLY_ONE: dict[str, Spot] = {"here": (13.8837661, -89.8336304), "there": (13.8916228, -89.8259596)}
OTHER_ZONE: Spot = (13.9082763, -89.869434)
HOME_OF_TWO: Spot = (13.9161296, -89.8621338)

TOLD = {
    "shelter": {
        "type": "shelter", "name": "Posada Xochitonal", "phone": "7391 4682",
        "source": "Pasaje Cenzontlepec 48", "gateway": "Pregunte en la Unidad de Salud",
    },
    "accompaniment": {
        "type": "accompaniment", "name": "Ronda Tecolotina", "phone": "7264 9158",
        "source": "Calle Guachipilin 9", "gateway": "Pregunte en la Ventanilla",
    },
}  # fmt: skip
# Nobody wrote down where it is; type by which it is brought.
PLACELESS = {
    "type": "legal_aid", "name": "Cuarto Quetzaltepec", "phone": "7158 3926",
    "source": "Portal Yolocuauhtli 3", "gateway": "Pregunte en la Alcaldía",
}  # fmt: skip
SCENARIO = "Casas"
NOTE = "junto al Ahuehuete Partido"
WORDS = tuple(one[field] for one in TOLD.values() for field in ("name", "phone", "source"))

DOORS = (
    SearchTarget("shelter", WORDS[:3], SHELTER["here"]),
    SearchTarget("only one of its type", WORDS[3:], ONLY_ONE["here"]),
    SearchTarget(
        "without a place", tuple(PLACELESS[field] for field in ("name", "phone", "source"))
    ),
)
SECRETS = {
    "network": DOORS,
    "public": (*DOORS, SearchTarget("note", (NOTE,)), SearchTarget("home of two", (), HOME_OF_TWO)),
}


def seed(home: Path) -> dict[str, list[str]]:
    """
    Make the installation, and leave it closed.

    Returns
    -------
    visits
        Signed tokens of visits, by role; under "revoked" and "expired" those that are over.
    """
    store = open_store(home, passphrase=PASSPHRASE)
    for role in ROLES:
        add_account(store, f"cuenta-{role}", role=role, password=PASSWORD)
    add_account(store, ENDED, role="coordinator", password=PASSWORD)
    records.add_community(
        store,
        Community(
            slug=SLUG, name=NAME, country="SV", locale="es", timezone="America/El_Salvador",
            boundary=read_boundary(DEMO_FOLDER / "boundary.geojson"),
        ),
    )  # fmt: skip
    import_streets(store, SLUG, DEMO_FOLDER / "chancala.osm", source="Fuente de prueba")
    for layer in LAYER_NAMES:
        import_layer(store, SLUG, layer, DEMO_FOLDER / f"{layer}.geojson")
    _hide(store)
    publish_community(store, SLUG)
    records.add_community(store, UNPUBLISHED)
    visits = _visits(store)
    store.close()
    return visits


def copied(home: Path, to: Path, **moved: Spot) -> Path:
    """Copy a closed installation, and put hidden services elsewhere in the copy."""
    shutil.copytree(home, to)
    store = open_store(to, passphrase=PASSPHRASE)
    move(store, **moved)
    store.close()
    return to


def move(store: Store, **moved: Spot) -> None:
    """Put hidden services, named by their type, elsewhere, under other names and numbers."""
    services = read_layer(store, SLUG, "services")
    for kind, (lat, lon) in moved.items():
        one = services[services["type"] == kind].reset_index(drop=True)
        told = one.assign(name=f"Otra {kind}", phone="7000 0000", source="Otro lugar")
        told = told.set_geometry([Point(lon, lat)], crs=WGS84)
        edit_features(store, SLUG, "services", told, who="test")


def _hide(store: Store) -> None:
    services = read_layer(store, SLUG, "services")
    taken = services["type"].isin(TOLD)
    remove_features(store, SLUG, "services", list(services.loc[taken, "id"]), who="test")
    spots = {"shelter": SHELTER["here"], "accompaniment": ONLY_ONE["here"]}
    rows = [
        {
            **told,
            "address": told["source"],
            "opening_hours": "24/7",
            "confidential": True,
            "verified_on": None,
        }
        for told in (*TOLD.values(), PLACELESS)
    ]
    places = [Point(lon, lat) for lat, lon in (spots[kind] for kind in TOLD)] + [None]
    hidden = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=places, crs=WGS84)
    add_features(store, SLUG, "services", hidden, who="test")
    lat, lon = HOME_OF_TWO
    two = gpd.GeoDataFrame({"people": [2], "women": [1]}, geometry=[Point(lon, lat)], crs=WGS84)
    add_features(store, SLUG, "demand", two, who="test")
    _think(store)
    marks = read_layer(store, SLUG, "risk_areas")
    edit_features(store, SLUG, "risk_areas", marks.iloc[[0]].assign(note=NOTE), who="test")


def _think(store: Store) -> None:
    """Save a scenario that would open another shelter where one is, and move what is hidden."""
    services = read_layer(store, SLUG, "services")
    told, place = TOLD["shelter"], SHELTER["here"]
    only = services["id"][services["type"] == "accompaniment"].iloc[0]
    changes = [
        Change("add_service", type="shelter", name=told["name"], phone=told["phone"],
               gateway=told["gateway"], opening_hours="24/7", place=place),
        Change("move_service", target=only, place=ONLY_ONE["here"]),
        Change("add_service", type="health", place=(13.9050, -89.8479)),
    ]  # fmt: skip
    with acting_as("test", "coordinator"):
        save_scenario(store, SLUG, SCENARIO, changes)


def _visits(store: Store) -> dict[str, list[str]]:
    now = monotonic_now()

    def begun(account: str, at) -> list[str]:
        numbers = store.transact(
            lambda transaction: [begin_session(transaction, account, at=at) for _ in range(VISITS)]
        )
        return [sign_session_token(store, number) for number in numbers]

    visits = {role: begun(f"cuenta-{role}", now) for role in ROLES}
    visits["expired"] = begun("cuenta-coordinator", now - IDLE_TIMEOUT - timedelta(minutes=1))
    visits["revoked"] = begun(ENDED, now)
    store.transact(lambda transaction: end_account_sessions(transaction, ENDED, at=now))
    return visits
