"""
Random histories of a community, and what somebody learns who kept everything from each version.

A coordinator redraws zones, adds, removes, moves and corrects homes and confidential services, and
moves the boundary. After each edit every audience receives its layers. Nobody is malicious, and
somebody else subtracts and intersects.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely

from geo.communities.boundary import set_boundary
from geo.model import Community
from geo.privacy.service_zones import MAX_GAP_M
from geo.privacy.view import open_view
from geo.privacy.zone_merging import NAME_SEPARATOR
from geo.store import communities as records
from tests import village
from tests.feature_edits import replace_features

SIDE = 600.0  # metres of the village, one home in each square of 50 m
GATEWAYS = ("Línea 100", "DEMUNA", None)
EDITS = (
    "redraw",
    "halve",
    "leave_out",
    "no_zones",
    "add_homes",
    "remove_homes",
    "recount",
    "measure_again",
    "move_service",
    "replace_services",
    "other_gateway",
    "one_more",
    "one_less",
    "boundary",
)


@dataclass
class History:
    """
    A community whose versions somebody keeps.

    Attributes
    ----------
    homes, zones, services
        As they are now, drawn in metres.
    first_homes
        Homes at the first disclosure: among these the service is sought.
    """

    store: object
    slug: str
    random: np.random.Generator
    homes: list = field(default_factory=list)
    zones: list = field(default_factory=list)
    services: list = field(default_factory=list)
    stored: dict = field(default_factory=dict)
    named: list = field(default_factory=list)
    aggregates: list = field(default_factory=list)
    parcels: list = field(default_factory=list)
    first_homes: np.ndarray | None = None

    @classmethod
    def begin(cls, store, slug, seed):
        """Found a village of 144 homes in two to nine zones, with one shelter."""
        history = cls(store, slug, np.random.default_rng(seed))
        records.add_community(store, Community(slug, slug, timezone="America/El_Salvador"))
        spots = np.stack(np.meshgrid(np.arange(25, SIDE, 50), np.arange(25, SIDE, 50)), -1)
        people = history.random.integers(1, 8, 144)
        history.homes = [
            [float(x), float(y), int(n), int(history.random.integers(0, n + 1))]
            for (x, y), n in zip(spots.reshape(-1, 2), people, strict=True)
        ]
        history.redraw()
        history.services = [[*history._anywhere(), "shelter", GATEWAYS[0]]]
        set_boundary(store, slug, village.on_earth(shapely.box(0, 0, SIDE, SIDE)).iloc[0])
        risk = village.risk_areas((village.box(110, 110, 130, 130), 3))
        replace_features(store, slug, "risk_areas", risk, who="test")
        history.save()
        history.disclose()
        return history

    def _anywhere(self):
        return [float(side) for side in self.random.uniform(5, SIDE - 5, 2)]

    # --- edits ------------------------------------------------------------------------------------

    def redraw(self):
        """Cut the village into rectangles of any width."""
        easts, norths = (
            np.r_[0, np.sort(self.random.uniform(0, SIDE, self.random.integers(0, 3))), SIDE]
            for _ in range(2)
        )
        self.zones = [
            (village.box(west, south, east, north), f"{a}{b}", f"Barrio {a}{b}")
            for a, (west, east) in enumerate(pairwise(easts))
            for b, (south, north) in enumerate(pairwise(norths))
        ]

    def halve(self):
        """Draw a small zone around the service, under a name that was there before."""
        x, y = self.services[0][:2] if self.services else self._anywhere()
        half = float(self.random.choice([5, 20, 60]))
        small = village.box(x - half, y - half, x + half, y + half)
        rest = shapely.difference(village.box(0, 0, SIDE, SIDE), small)
        self.zones = [(small, "00", "Barrio 00"), (rest, "01", "Barrio 01")]

    def leave_out(self):
        """Draw one zone only, which leaves part of the village out."""
        x, y = self._anywhere()
        self.zones = [(village.box(x - 90, y - 90, x + 90, y + 90), "00", "Barrio 00")]

    def no_zones(self):
        self.zones = []

    def add_homes(self):
        for _ in range(self.random.integers(1, 4)):
            people = int(self.random.integers(1, 8))
            women = int(self.random.integers(0, people + 1))
            self.homes.append([*self._anywhere(), people, women])

    def remove_homes(self):
        for _ in range(self.random.integers(1, 12)):
            if len(self.homes) > 30:
                self.homes.pop(self.random.integers(len(self.homes)))

    def recount(self):
        """Count some homes again."""
        for number in self.random.choice(len(self.homes), self.random.integers(1, 20)):
            self.homes[number][2] = int(self.random.integers(1, 9))
            self.homes[number][3] = int(self.random.integers(0, self.homes[number][2] + 1))

    def measure_again(self):
        """Measure every home anew, a few metres off."""
        for home in self.homes:
            home[:2] = [float(side) for side in np.array(home[:2]) + self.random.uniform(-4, 4, 2)]

    def move_service(self):
        if self.services:
            self.services[0][:2] = self._anywhere()

    def replace_services(self):
        """Take all services out and bring them again: their ids are new."""
        kept, self.services = self.services, []
        self.save()
        self.disclose()
        self.services = kept

    def other_gateway(self):
        if self.services:
            self.services[0][3] = GATEWAYS[self.random.integers(len(GATEWAYS))]

    def one_more(self):
        self.services.append([*self._anywhere(), "shelter", GATEWAYS[1]])

    def one_less(self):
        if len(self.services) > 1:
            self.services.pop()

    def boundary(self):
        margin = float(self.random.uniform(0, 120))
        shape = shapely.box(margin, 0, SIDE, SIDE - margin / 2)
        set_boundary(self.store, self.slug, village.on_earth(shape).iloc[0])

    # --- what is stored, and what is given away ---------------------------------------------------

    def save(self):
        """Store the layers that changed anew, as imports that replace them do."""
        now = deepcopy({"demand": self.homes, "zones": self.zones, "services": self.services})
        changed = {name for name, rows in now.items() if rows != self.stored.get(name)}
        self.stored = now
        homes = village.homes(*(((x, y), n, women) for x, y, n, women in self.homes))
        services = village.doors(*(((x, y), kind, True) for x, y, kind, _ in self.services))
        services = services.assign(gateway=[gateway for *_, gateway in self.services])
        zones = village.zones(*self.zones)
        for layer, frame in (("demand", homes), ("zones", zones), ("services", services)):
            if layer in changed:
                replace_features(self.store, self.slug, layer, frame, who="test")

    def edit(self, name):
        """Make one edit, and give its version away."""
        getattr(self, name)()
        self.save()
        self.disclose()

    def disclose(self):
        """Keep what the network and the public are given now."""
        network = open_view(self.store, self.slug, "network")
        public = open_view(self.store, self.slug, "public")
        self.first_homes = self._spots() if self.first_homes is None else self.first_homes
        if self.services:
            self.named.append(self._named_for(network.services, self.services[0][3]))
        blocks = network.demand
        assert blocks["id"].tolist() == public.demand["id"].tolist()
        numbers = zip(blocks["people"], blocks["women"], strict=True)
        self.aggregates.append(dict(zip(blocks["id"], numbers, strict=True)))
        self.parcels.append(list(public.risk_areas.geometry))

    def _spots(self):
        return np.array([home[:2] for home in self.homes])

    def _named_for(self, services, gateway):
        """Where the service of a gateway is: in one of the regions named with this gateway."""
        named = services.loc[services["gateway"].fillna("") == (gateway or ""), "zone"]
        regions = [self._region(text) for text in named]
        return None if None in regions else shapely.union_all(regions)

    def _region(self, named):
        """Where the service is, read on the map of zones of this version; None is anywhere."""
        if named is None:
            return None
        names = named.split(NAME_SEPARATOR)
        shapes = [shape for shape, _, name in self.zones if name in names]
        return shapely.buffer(shapely.union_all(shapes), MAX_GAP_M)

    # --- what follows from it ---------------------------------------------------------------------

    def fewest_candidates(self):
        """Count the first homes that are in what was named for the one service at every time."""
        inside = np.ones(len(self.first_homes), dtype=bool)
        for region in self.named:
            if region is not None:
                inside &= shapely.intersects_xy(region, *self.first_homes.T)
        return int(inside.sum())

    def inhabitants(self):
        """People of each aggregate and the recorded homes in it, as they are summed now."""
        rows = self.store.frame("disclosure/sites", community=self.slug)
        return rows[rows["aggregate"].notna()]


def determined(rows: list[dict[object, float]]) -> list[object]:
    """Find the single quantities that follow from sums of them, by linear algebra."""
    names = sorted({name for row in rows for name in row}, key=str)
    position = {name: n for n, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for n, row in enumerate(rows):
        for name, weight in row.items():
            matrix[n, position[name]] = weight
    _, sizes, basis = np.linalg.svd(matrix, full_matrices=False)
    basis = basis[sizes > 1e-9]
    shares = (basis**2).sum(axis=0)  # of a unit vector within the space of what is known
    return [name for name, share in zip(names, shares, strict=True) if share > 1 - 1e-6]
