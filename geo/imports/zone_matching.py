"""
Matching of stated zones to the zones of a community, by code and by name.

Codes are compared as they are written. Where hardly any of a file is a zone's, they are compared
once more without letters of a country before them and without leading zeros, which spreadsheets
lose: `PE150142`, `150142`. Names are compared without case, accents and articles. Zones of one name
are never chosen from.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np

from geo.formats.cell_values import truncate_text
from geo.formats.findings import Finding, FindingText, list_some
from geo.imports.stated_zones import StatedZones
from geo.layers.field_words import join_words
from geo.layers.zone_columns import ZoneKind

# Of the values of a column, or of the zones; with fewer, the column is about something else.
MIN_SHARE = 0.5
MAX_LISTED_ZONES = 8  # in a message
# Letters of a country are two or three, and stand before several digits: `U-1` is no zone's code.
_COUNTRY_CODE = re.compile(r"(?:[A-Z]{2,3}(?=\d\d))?0*(?P<number>\d+)")
# Systems of codes, by how most of the codes look: the first that fits.
_SYSTEMS = (
    ("ubigeo", re.compile(r"\d{6}")),
    ("short_ubigeo", re.compile(r"\d{5}")),
    ("pcode", re.compile(r"[A-Z]{2,3}\d{2,}")),
    ("iso", re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")),
    ("soate", re.compile(r"\d{14}")),
    ("number", re.compile(r"\d+")),
)


@dataclass
class ZoneMatch:
    """
    Which zone each row of a file states.

    Attributes
    ----------
    zones
        Position of the zone by the row's position; rows that state none, or none that is known,
        are missing.
    findings
        Why a stated zone was not found, by the row's position.
    stated
        The text that states the zone, by the row's position.
    loose
        A code of the file and the zone's own, where they were compared loosely.
    is_level
        Whether the file speaks of such zones at all, and not of provinces, say.
    has_codes
        Whether a code of the file is a zone's: that is hardly by chance, as a name may be.
    """

    zones: dict[int, int] = field(default_factory=dict)
    findings: dict[int, Finding] = field(default_factory=dict)
    stated: dict[int, str] = field(default_factory=dict)
    loose: tuple[str, str] | None = None
    is_level: bool = False
    has_codes: bool = False


@dataclass(frozen=True)
class _Column:
    """A column with the zones that each of its texts may mean."""

    stated: StatedZones
    meanings: dict[str, list[int]]
    zone_count: int
    is_loose: bool = False

    @property
    def share(self) -> float:
        """The share of its texts that mean a zone, or of the zones that it names: a country's."""
        named = {position for meant in self.meanings.values() for position in meant}
        of_texts = sum(map(bool, self.meanings.values())) / max(1, len(self.meanings))
        return max(of_texts, len(named) / max(1, self.zone_count))


def match_zones(stated: Sequence[StatedZones], zones: gpd.GeoDataFrame) -> ZoneMatch:
    """
    Find the zone of each row.

    Parameters
    ----------
    stated
        The columns of a file, all of the same length.
    zones
        The layer, with `code` and `name`.
    """
    columns = [_match_column(one, zones) for one in stated]
    codes = _find_best(one for one in columns if one.stated.kind == "code")
    names = _find_best(one for one in columns if one.stated.kind == "name")
    match = ZoneMatch()
    found = [one for one in (codes, names) if one is not None]
    match.has_codes = codes is not None and codes.share > 0
    match.is_level = any(one.share >= MIN_SHARE for one in found)
    used = [one for one in found if one.share > 0] or found
    for position in range(len(stated[0].cells) if stated else 0):
        _match_row(match, position, used, zones)
    if codes is not None and codes.is_loose:
        match.loose = next(
            (
                (text, str(zones["code"].iloc[zone]))
                for position, zone in match.zones.items()
                if (text := codes.stated.cells[position]) and zone in codes.meanings[text]
            ),
            None,
        )
    return match


def find_zone(text: str, zones: gpd.GeoDataFrame) -> list[int]:
    """Find the positions of the zones that a text means: by its id, by code, else by name."""
    if "id" in zones and (is_same := zones["id"].to_numpy() == text).any():
        return [int(np.flatnonzero(is_same)[0])]
    kinds: tuple[ZoneKind, ZoneKind] = ("code", "name")
    for kind in kinds:
        column = _match_column(StatedZones(kind, "", (text,)), zones)
        if column.share:
            return column.meanings[text]
    return []


def describe_zones(positions: Iterable[int], zones: gpd.GeoDataFrame) -> str:
    """Describe zones by code and name, for whoever has to choose one."""
    rows = (zones.iloc[position] for position in positions)
    texts = (" ".join(str(one) for one in (row["code"], row["name"]) if one) for row in rows)
    return list_some(texts, MAX_LISTED_ZONES)


def name_code_system(codes: Iterable[object]) -> str:
    """Name the system that most codes look like; `other` for none that is known."""
    texts = [str(code).strip().upper() for code in codes if code]
    counts = Counter(
        next((name for name, pattern in _SYSTEMS if pattern.fullmatch(text)), "other")
        for text in texts
    )
    return counts.most_common(1)[0][0] if counts else "other"


def _match_column(stated: StatedZones, zones: gpd.GeoDataFrame) -> _Column:
    texts = dict.fromkeys(text for text in stated.cells if text)
    count = len(zones)
    if stated.kind == "name":
        return _Column(stated, _find_meanings(texts, zones["name"], join_words), count)
    exact = _Column(stated, _find_meanings(texts, zones["code"], _fold_code), count)
    if exact.share >= MIN_SHARE:
        return exact
    meanings = _find_meanings(texts, zones["code"], _loosen_code)
    loose = _Column(stated, meanings, count, is_loose=True)
    return loose if loose.share > exact.share else exact


def _find_meanings(
    texts: Iterable[str], values: Iterable[object], fold: Callable[[str], str]
) -> dict[str, list[int]]:
    positions = defaultdict(list)
    for position, value in enumerate(values):
        if isinstance(value, str) and value:
            positions[fold(value)].append(position)
    return {text: positions.get(fold(text), []) if fold(text) else [] for text in texts}


def _fold_code(code: str) -> str:
    return code.strip().upper()


def _loosen_code(code: str) -> str:
    match = _COUNTRY_CODE.fullmatch(re.sub(r"[\s.\-]", "", code).upper())
    return match["number"] if match else ""


def _find_best(columns: Iterable[_Column]) -> _Column | None:
    return max(columns, key=lambda one: one.share, default=None)


def _match_row(
    match: ZoneMatch, position: int, columns: Sequence[_Column], zones: gpd.GeoDataFrame
) -> None:
    """Match one row; a name may say which of two zones a code leaves, but not against it."""
    texts = [(one, text) for one in columns if (text := one.stated.cells[position])]
    if not texts:
        return
    match.stated[position] = truncate_text(texts[-1][1])
    meant = [set(column.meanings[text]) for column, text in texts]
    known = [one for one in meant if one]
    first, text = texts[0]
    # A code of the same system that is no zone's: a zone of the same name is another one.
    is_elsewhere = first.stated.kind == "code" and first.share >= MIN_SHARE and not meant[0]
    if not known or is_elsewhere:
        match.findings[position] = _make_unknown_finding(first, text, zones)
        return
    common = set.intersection(*known)
    if len(common) == 1:
        match.zones[position] = common.pop()
        return
    candidates = sorted(common or set.union(*known))
    key = "row.zone_several" if common else "row.zone_differs"
    quoted = " · ".join(truncate_text(text) for _, text in texts)
    listed = describe_zones(candidates, zones)
    match.findings[position] = Finding(key, {"value": quoted, "zones": listed})


def _make_unknown_finding(column: _Column, text: str, zones: gpd.GeoDataFrame) -> Finding:
    placeholders: dict[str, object] = {"value": truncate_text(text)}
    if column.stated.kind == "name":
        return Finding("row.zone_unknown", placeholders)
    theirs = name_code_system(column.stated.cells)
    ours = name_code_system(zones["code"])
    if theirs == ours or column.share > 0:
        return Finding("row.zone_unknown", placeholders)
    systems = {"theirs": FindingText(f"codes.{theirs}"), "ours": FindingText(f"codes.{ours}")}
    return Finding("row.zone_codes", placeholders | systems)
