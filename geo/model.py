"""Domain records and vocabularies: communities, drawing sessions, history, codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # commands list their options without shapely
    from shapely.geometry.base import BaseGeometry

Audience = Literal["public", "network", "coordinator"]
TimeSlot = Literal["day", "night"]
LayerName = Literal["risk_areas", "safe_zones", "services", "demand", "zones"]
StepsChoice = Literal["all", "handrail", "wheelchair", "none"]
TravelMode = Literal["walk", "vehicle"]
SheetKind = Literal["sheet", "card", "message"]
# Called with a share of a task, 0 to 1, and the key of a text. What it raises stops the task.
ProgressCallback = Callable[[float, str], None]

AUDIENCES: tuple[Audience, ...] = ("public", "network", "coordinator")
TIME_SLOTS: tuple[TimeSlot, ...] = ("day", "night")
LAYER_NAMES: tuple[LayerName, ...] = ("risk_areas", "safe_zones", "services", "demand", "zones")
STEPS_CHOICES: tuple[StepsChoice, ...] = ("all", "handrail", "wheelchair", "none")
TRAVEL_MODES: tuple[TravelMode, ...] = ("walk", "vehicle")
SHEET_KINDS: tuple[SheetKind, ...] = ("sheet", "card", "message")
HOLDS_VALUES = ("always", "day", "night")
SEVERITIES = (1, 2, 3, 4, 5)
SERVICE_TYPES = (
    "health",
    "forensic",
    "police",
    "prosecutor",
    "court",
    "shelter",
    "legal_aid",
    "psychosocial",
    "womens_centre",
    "child_protection",
    "accompaniment",
    "economic_support",
    "phone_line",
    "other",
)
RISK_CATEGORIES = (
    "poor_lighting",
    "abandoned_place",
    "drinking_place",
    "harassment_spot",
    "armed_presence",
    "lonely_path",
    "dangerous_crossing",
    "river",
    "bus_stop",
    "party_area",
    "construction_site",
    "other",
)
SAFE_ZONE_KINDS = (
    "shop",
    "church",
    "school",
    "health_post",
    "police",
    "community_house",
    "well_lit_square",
    "trusted_home",
    "other",
)
FACILITATOR_ROLES = (
    "network_member",
    "community_leader",
    "teacher",
    "health_promoter",
    "municipal_staff",
    "other",
)
# Their locations are disclosed only to coordinators, even if not flagged as confidential.
CONFIDENTIAL_SERVICE_TYPES = ("shelter",)
# The same, unless a person or a file says that the place is public.
OFTEN_CONFIDENTIAL_SERVICE_TYPES = ("accompaniment",)
CONFIDENTIAL_ZONE_KINDS = ("trusted_home",)

WGS84 = "EPSG:4326"
DEFAULT_STALE_DAYS = 180  # default; each network may change it
# Duration of a biennial local action plan; each network may set another.
DEFAULT_RETENTION_MONTHS = 24
BALANCED_AVERSION = 3.0
# Metres inside risk areas that still count as safe coverage. No published value was found:
# users set it, and every screen and file that uses it shows it.
DEFAULT_SAFE_INSIDE_M = 50.0
DEMONSTRATION_SOURCE = "Lugar inventado"  # source of the demonstration's streets


@dataclass(frozen=True)
class Community:
    """
    A community with its own boundary, layers, streets, language and time zone.

    Attributes
    ----------
    slug
        Short name: a–z, 0–9 and hyphens.
    name
        Displayed name.
    country
        ISO 3166 code of two letters, or None.
    locale
        Default language of its screens and directions.
    timezone
        Name in the time zone database, or None if it is derived from the location.
    demonstration
        True for the demonstration, whose data is fictitious.
    boundary
        Polygon in EPSG:4326, or None.
    day_starts, day_ends
        Configured hours of daylight; None means sunrise and sunset.
    stale_days
        Number of days after which the verification of a service is out of date.
    unlit_factor
        By night, metres that one metre without street lamps costs where nothing is drawn; 1 is no
        difference.
    layers_version, streets_version
        Incremented with every change; keys of all caches.
    streets_source
        Attribution of the streets, as shown beside the map; None without streets.
    """

    slug: str
    name: str
    country: str | None = None
    locale: str = "es"
    timezone: str | None = None
    demonstration: bool = False
    boundary: BaseGeometry | None = None
    day_starts: time | None = None
    day_ends: time | None = None
    layers_version: int = 0
    streets_version: int = 0
    streets_source: str | None = None
    stale_days: int = DEFAULT_STALE_DAYS
    unlit_factor: float = 1.0

    @property
    def daylight_hours(self) -> tuple[time, time] | None:
        """Configured start and end of the day; None means sunrise and sunset."""
        starts, ends = self.day_starts, self.day_ends
        return None if starts is None or ends is None else (starts, ends)


@dataclass(frozen=True)
class DrawingSession:
    """
    One workshop group's drawing: when, what age, how many took part; never names.

    Attributes
    ----------
    agreed_on
        The day the network agreed to keep the marks; None until then.
    community
        Short name of the community. This field and all below are set only for a session that was
        opened for phones, and only by `geo.workshop.drawing_sessions`.
    join_code
        Code by which phones join.
    opened_at, shared_at, closed_at, drawn_at
        UTC; None where it has not happened. `drawn_at` is the time of the last operation.
    marks, phones
        Number of marks that exist, and of phones that joined within `JOIN_DURATION`.
    """

    code: str
    held_on: date
    age_band: str
    participants: int
    moment: str
    facilitator_role: str
    consent: bool
    agreed_on: date | None = None
    community: str = ""
    join_code: str = ""
    opened_at: datetime | None = None
    shared_at: datetime | None = None
    closed_at: datetime | None = None
    drawn_at: datetime | None = None
    marks: int = 0
    phones: int = 0


@dataclass(frozen=True)
class HistoryEntry:
    """
    One entry of the history of a community's layers.

    Attributes
    ----------
    who, account
        The role under which it was made, and the account. Of a mark, `who` is the account or a
        phone. Where `account` is None, the entry is older, and `who` may be an account.
    before, after
        The feature before and after, with `geometry` as GeoJSON; None if it did not exist before,
        or was removed.
    """

    number: int
    changed_at: datetime
    who: str
    account: str | None
    layer: str
    object_id: str
    action: Literal["add", "edit", "remove"]
    before: dict[str, object] | None
    after: dict[str, object] | None


def ignore_progress(share: float, key: str) -> None:
    """Ignore progress that nobody asked for."""
