"""
Rules of opening hours from tokens: days paired with clock times, in OpenStreetMap syntax.

Every token has to have its place. Nothing is guessed: hours that could be of the morning or of the
evening, days that two rules name, and ranges without an end give no rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from geo.layers.clock_spans import DAY_MIN, Span, read_span
from geo.layers.opening_hours_words import MINUTES_PER_HOUR, Token

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
HOLIDAYS = "PH"
FILLERS = ("from", "article", "label")
DAY_KINDS = ("day", "letter", "days")
JOINING = ("and", "slash")


class Item(NamedTuple):
    """
    A part of a text: `days` (a set), `times` (ascending spans of minutes), or a word.

    Attributes
    ----------
    kind
        `days`, `times`, `closed`, `except`, `break`, `stop`, `dash` or `joint`.
    has_comma
        Whether a list was joined by a comma, which may also part two rules.
    """

    kind: str
    days: tuple[str, ...] = ()
    times: tuple[Span, ...] = ()
    has_comma: bool = False


class Rule(NamedTuple):
    """Days, and when it is open on them; no times: closed."""

    days: tuple[str, ...]
    times: tuple[Span, ...]


def format_rules(tokens: Sequence[Token]) -> str | None:
    """Convert tokens to OpenStreetMap syntax; None where they are not understood as a whole."""
    words = _drop_fillers(tokens)
    items = None if words is None else _group_items(words)
    rules = None if items is None else _pair_items(items)
    if not rules or not any(rule.times for rule in rules) or _has_clash(rules):
        return None
    return _format_merged(rules)


def _drop_fillers(tokens: Sequence[Token]) -> list[Token] | None:
    """Drop words without a meaning of their own; None where one stands at a wrong place."""
    remaining: list[Token] = []
    is_single = any(token.kind == "letter" for token in tokens)
    if is_single and any(token.kind == "slash" for token in tokens):
        return None  # "L/V": two days, or from one to the other?
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.kind in FILLERS:
            if following is None or following.kind in ("to", "dash", "end", "stop", *JOINING):
                return None
        elif token.kind == "end":
            if not remaining or remaining[-1].kind not in (*DAY_KINDS, "clock", "midnight"):
                return None
        else:
            remaining.append(token)
    return remaining if _are_day_names_clear(remaining) else None


def _are_day_names_clear(tokens: Sequence[Token]) -> bool:
    """Return False where the only letters for days are S or D, which other languages use too."""
    letters = {token.days for token in tokens if token.kind == "letter"}
    return not letters or bool(letters & {"Mo", "We", "Th", "Fr"})


def _group_items(tokens: list[Token]) -> list[Item] | None:
    """Group tokens into items, and join lists of days and lists of times."""
    items: list[Item] = []
    position = 0
    while position < len(tokens):
        step = _read_item(tokens, position)
        if step is None:
            return None
        item, position = step
        items.append(item)
    return _join_lists(items)


def _read_item(tokens: list[Token], position: int) -> tuple[Item, int] | None:
    token = tokens[position]
    kinds = [one.kind for one in tokens[position : position + 3]]
    is_range = len(kinds) == 3 and kinds[1] in ("to", "dash")
    if token.kind in DAY_KINDS:
        if is_range and kinds[2] in ("day", "letter"):
            days = _expand_days(token.days, tokens[position + 2].days)
            return None if days is None else (Item("days", days), position + 3)
        first, _, last = token.days.partition("-")
        days = _expand_days(first, last) if last else (first,)
        return None if days is None else (Item("days", days), position + 1)
    if token.kind in ("clock", "midnight"):
        if is_range and kinds[2] in ("clock", "midnight"):
            span = read_span(token.clock, tokens[position + 2].clock)
            return None if span is None else (Item("times", times=(span,)), position + 3)
        return (Item("times", times=((0, DAY_MIN),)), position + 1) if _is_all_day(token) else None
    if token.kind == "always":
        return Item("times", times=((0, DAY_MIN),)), position + 1
    if token.kind in JOINING:
        return Item("joint", has_comma=token.is_comma or token.kind == "slash"), position + 1
    return None if token.kind == "to" else (Item(token.kind), position + 1)


def _is_all_day(token: Token) -> bool:
    clock = token.clock
    return clock is not None and clock.minutes == DAY_MIN and clock.has_unit


def _expand_days(first: str, last: str) -> tuple[str, ...] | None:
    """List the days of a range; None for a range with holidays, or to the same day."""
    if HOLIDAYS in (first, last) or first == last:
        return None
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last)
    return tuple(WEEKDAYS[day % 7] for day in range(start, end + 1 if end > start else end + 8))


def _join_lists(items: list[Item]) -> list[Item] | None:
    """Join days with days and times with times, and drop joints and dashes between others."""
    joined: list[Item] = []
    pending: Item | None = None
    for item in items:
        if item.kind in ("joint", "dash"):
            if pending is not None or not joined or joined[-1].kind == "stop":
                return None
            pending = item
            continue
        merged = _merge_items(joined[-1], item, pending) if joined else None
        if merged is not None:
            joined[-1] = merged
        elif pending is not None and pending.kind == "dash" and item.kind == joined[-1].kind:
            return None
        else:
            joined.append(item)
        pending = None
    return None if pending is not None else joined


def _merge_items(one: Item, other: Item, joint: Item | None) -> Item | None:
    """Merge two items of one list; None where they are none."""
    if one.kind != other.kind or (joint is not None and joint.kind == "dash"):
        return None
    has_comma = one.has_comma or other.has_comma or (joint is not None and joint.has_comma)
    if one.kind == "times" and one.times[-1][1] < other.times[0][0]:
        return Item("times", times=one.times + other.times, has_comma=has_comma)
    if one.days == other.days == WEEKDAYS:
        return one  # "24 hours a day, 7 days a week"
    if one.kind == "days" and joint is not None and not set(one.days) & set(other.days):
        return Item("days", one.days + other.days, has_comma=has_comma)
    return None


def _pair_items(items: list[Item]) -> list[Rule] | None:
    """Pair days with times, in the order that the first pair has; None where one is left over."""
    rules: list[Rule] = []
    order: str | None = None
    position = 0
    while position < len(items):
        item = items[position]
        following = items[position + 1] if position + 1 < len(items) else Item("stop")
        pair = {item.kind, following.kind}
        if item.kind == "stop":
            position += 1
            continue
        if pair == {"days", "times"} and order in (None, item.kind):
            order = item.kind
            days, times = (item, following) if item.kind == "days" else (following, item)
            rules.append(Rule(days.days, times.times))
        elif pair == {"days", "closed"} or (item.kind, following.kind) == ("except", "days"):
            rules.append(Rule(item.days or following.days, ()))
        elif (item.kind, following.kind) == ("break", "times") and len(rules) == 1:
            split = _subtract_break(rules[0], following.times)
            if split is None:
                return None
            rules[0] = split
        elif item.kind == "times" and not rules and position == 0:
            rules.append(Rule((), item.times))
            order, position = "every day", position - 1
        else:
            return None
        position += 2
    is_ambiguous = order == "times" and len([rule for rule in rules if rule.times]) > 1
    return None if is_ambiguous and any(i.has_comma for i in items if i.kind == "days") else rules


def _subtract_break(rule: Rule, pause: tuple[Span, ...]) -> Rule | None:
    if len(rule.times) != 1 or len(pause) != 1:
        return None
    (start, stop), (begin, end) = rule.times[0], pause[0]
    return Rule(rule.days, ((start, begin), (end, stop))) if start < begin < end < stop else None


def _has_clash(rules: list[Rule]) -> bool:
    """Return whether two rules give hours for one day; a closed day may be an exception."""
    days = [day for rule in rules if rule.times for day in rule.days or WEEKDAYS]
    shut = [day for rule in rules if not rule.times for day in rule.days]
    return len(days) > len(set(days)) or len(shut) > len(set(shut))


def _format_merged(rules: list[Rule]) -> str:
    open_rules = [rule for rule in rules if rule.times]
    closed_rules = [rule for rule in rules if not rule.times]
    return "; ".join(_format_rule(rule) for rule in [*open_rules, *closed_rules])


def _format_rule(rule: Rule) -> str:
    is_all_day = rule.times == ((0, DAY_MIN),)
    if is_all_day and set(rule.days or WEEKDAYS) >= set(WEEKDAYS):
        return "24/7"
    spans = ",".join(f"{_format_minutes(start)}-{_format_end(stop)}" for start, stop in rule.times)
    return " ".join(
        part for part in (_format_days(rule.days), spans if rule.times else "off") if part
    )


def _format_days(days: tuple[str, ...]) -> str:
    return ",".join(_list_ranges(days))


def _list_ranges(days: tuple[str, ...]) -> Iterator[str]:
    """List the days of a week as ranges, holidays last."""
    indices = [WEEKDAYS.index(day) for day in days if day != HOLIDAYS]
    start = 0
    for position in range(1, len(indices) + 1):
        if position < len(indices) and indices[position] == (indices[position - 1] + 1) % 7:
            continue
        run = [WEEKDAYS[index] for index in indices[start:position]]
        yield run[0] if len(run) == 1 else f"{run[0]}{'-' if len(run) > 2 else ','}{run[-1]}"
        start = position
    if HOLIDAYS in days:
        yield HOLIDAYS


def _format_end(minutes: int) -> str:
    return _format_minutes(minutes if minutes <= DAY_MIN else minutes - DAY_MIN)


def _format_minutes(minutes: int) -> str:
    return f"{minutes // MINUTES_PER_HOUR:02}:{minutes % MINUTES_PER_HOUR:02}"
