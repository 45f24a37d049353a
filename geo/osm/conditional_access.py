"""
Conditional access of OpenStreetMap, `no @ (22:00-06:00)`, as opening hours.

A condition that is no time, such as weather or a permit, cannot be checked by a search. So a
restriction under it always holds, and a permission under it never does.
Source: https://wiki.openstreetmap.org/wiki/Conditional_restrictions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from geo.layers.opening_hours_reader import read_opening_hours
from geo.osm.access_values import Access, classify_access, stricter_access

_ALWAYS = frozenset({"24/7", "open", "24/7 open", "00:00-24:00", "Mo-Su", "Mo-Su 00:00-24:00"})
# Conditions on vehicles, which do not concern pedestrians.
_VEHICLE_CONDITION = re.compile(
    r"\b(?:weight|maxweight|height|length|width|axleload|axles|wheels|trailer|hgv|emissions?|"
    r"occupants|speed|fuel)\b",
    re.IGNORECASE,
)
_PERSON_CONDITION = re.compile(
    r"(?:destination|permit|private|customers?|residents?|delivery|visitors?|guests?|members?|"
    r"employees?|staff|students?|key)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r";(?![^(]*\))")  # a semicolon outside parentheses
_AND = re.compile(r"\s+AND\s+", re.IGNORECASE)
_SHORT_CLOCK = re.compile(r"(?<!\d)(\d):(?=\d{2})")
_DASH_BLANKS = re.compile(r"(?<=\d)\s*[-\u2013]\s*(?=\d)")
# A comma between two rules, as in "Mo-Fr 07:00-09:00, Sa 10:00-12:00", not between two spans.
_RULE_COMMA = re.compile(r"(?<=:\d\d)\s*,\s*(?=(?!sunrise|sunset|dawn|dusk)[A-Za-z])")
_RULE_END = re.compile(r"\s*;\s*")
_SCHOOL_HOLIDAY = re.compile(r"\bSH\b")  # the library knows no dates of them
_STATE_WORD = re.compile(r"\b(?:open|off|closed|unknown)\b", re.IGNORECASE)
UNKNOWN_OTHERWISE = " || 24/7 unknown"


@dataclass
class ConditionalAccess:
    """
    Access, and the times at which it is given.

    Attributes
    ----------
    access
        Outside conditions; at `open_hours`, where these are given.
    openings, closures
        Rules of opening hours. Closures alone mean: open at any other time.
    outside
        Accesses at the times that are not open.
    has_unread
        Whether a condition was not understood, so that it closes.
    """

    access: Access
    openings: list[str] = field(default_factory=list)
    closures: list[str] = field(default_factory=list)
    outside: set[Access] = field(default_factory=set)
    has_unread: bool = False

    @property
    def open_hours(self) -> str | None:
        """The rules as opening hours; None where there are none."""
        if not self.openings and not self.closures:
            return None
        first = ", ".join(self.openings) or "24/7"
        # What is of unknown state leads to destinations: see `geo.network.street_hours`.
        otherwise = UNKNOWN_OTHERWISE if self.outside == {"destination"} else ""
        return "; ".join([first, *self.closures]) + otherwise


@dataclass(frozen=True)
class _Clause:
    """One `value @ (condition)`: rules of time, and how its other conditions count."""

    access: Access
    rules: list[str]
    needs_person: bool
    is_unread: bool


def is_always_open(syntax: str) -> bool:
    """Return whether opening hours restrict nothing."""
    return syntax.strip() in _ALWAYS


def read_conditional_access(text: str, *, base: Access) -> ConditionalAccess:
    """
    Read conditional restrictions of pedestrians.

    Parameters
    ----------
    text
        Value of `access:conditional` or `foot:conditional`.
    base
        Access outside every condition.

    Returns
    -------
    conditional
        With `access` `destination` where it can be read only in part.
    """
    clauses = [clause for part in _split_clauses(text) if (clause := _read_clause(part))]
    result = ConditionalAccess(base)
    for clause in clauses:
        _apply_clause(result, clause, base=base)
    if result.open_hours is not None and not _is_syntax(result.open_hours):
        return ConditionalAccess(_at_least_destination(base), has_unread=True)
    return result


def _split_clauses(text: str) -> list[str]:
    """Split at semicolons; one without `@` continues the condition before it."""
    clauses: list[str] = []
    for part in _CLAUSE_END.split(text):
        if "@" in part or not clauses:
            clauses.append(part)
        elif part.strip():
            clauses[-1] += f";{part}"
    return clauses


def _read_clause(part: str) -> _Clause | None:
    """Read a clause; None where it does not concern pedestrians."""
    value, _, condition = part.partition("@")
    access = classify_access(value) or "closed"
    rules: list[str] = []
    needs_person = is_unread = False
    spans = 0
    for term in _AND.split(condition.strip().strip("()").strip()):
        if _VEHICLE_CONDITION.search(term):
            return None
        if _PERSON_CONDITION.fullmatch(term.strip()):
            needs_person = True
            continue
        found = _read_rules(term)
        is_unread = is_unread or found is None
        rules += found or []
        spans += found is not None
    if spans > 1 and access == "open":  # both at once: their intersection cannot be written
        return _Clause(access, [], needs_person, is_unread=True)
    return _Clause(access, rules, needs_person, is_unread)


def _read_rules(term: str) -> list[str] | None:
    """Read a condition of time as rules of opening hours without a state; None if it is none."""
    written = _SHORT_CLOCK.sub(r"0\1:", _DASH_BLANKS.sub("-", term.strip()))
    rules = [rule for rule in _RULE_END.split(_RULE_COMMA.sub("; ", written)) if rule]
    if _SCHOOL_HOLIDAY.search(written) or _STATE_WORD.search(written) or not rules:
        return None
    return rules if all(_is_syntax(f"{rule} open") for rule in rules) else None


def _is_syntax(rules: str) -> bool:
    return read_opening_hours(rules).syntax is not None


def _apply_clause(result: ConditionalAccess, clause: _Clause, *, base: Access) -> None:
    if clause.access == "closed" or (clause.access == "destination" and base == "open"):
        _apply_restriction(result, clause, base=base)
    elif base != "open" or result.closures:
        _apply_permission(result, clause, base=base)


def _apply_restriction(result: ConditionalAccess, clause: _Clause, *, base: Access) -> None:
    if clause.rules:
        if base != "closed" or result.openings:
            result.closures += [f"{rule} off" for rule in clause.rules]
            result.outside.add(stricter_access(clause.access, base))
    elif clause.is_unread or clause.needs_person:
        result.access = _at_least_destination(result.access)
    result.has_unread = result.has_unread or clause.is_unread


def _apply_permission(result: ConditionalAccess, clause: _Clause, *, base: Access) -> None:
    if clause.is_unread:  # "yes @ (dry)": it is not known when
        result.has_unread = True
        return
    if clause.needs_person or clause.access == "destination":
        if base == "closed":
            result.access = "destination"
            result.openings += [f"{rule} open" for rule in clause.rules]
            result.outside.add(base)
        return
    if base == "open" or result.closures:  # after a closure: an exception from it
        result.closures += [f"{rule} open" for rule in clause.rules]
        return
    result.openings += [f"{rule} open" for rule in clause.rules]
    if clause.rules:
        result.access = "open"
        result.outside.add(base)


def _at_least_destination(access: Access) -> Access:
    return stricter_access(access, "destination")
