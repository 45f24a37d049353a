"""
What a text on opening hours may mean, where it is not understood as a whole, to be asked about.

Nothing of this is taken without a person's answer: the rest of a text may restrict what comes
first, and an end before its begin may be of the evening or of the next morning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from geo.layers.opening_hours_words import split_tokens
from geo.layers.written_hours import ALWAYS, MAX_HOURS_LENGTH, convert_hours

HoursChoice = Literal["as_read", "evening", "next_day"]
Proposals = tuple[tuple[HoursChoice, str], ...]
RESTRICTING = frozenset({"closed", "except", "break"})
NOON = 1200  # a clock time as a number, 12:00 as 1200
MAX_BOUNDARIES = 20  # places where a text may part

# Where one statement ends: a mark, a dash between blanks, or a gap of two blanks.
_BOUNDARY = re.compile(r"\s*[/;|,]|\s*\.(?!\d)|\s[-–—]\s|\s{2,}")
_LAST_WORD = re.compile(r"(?<!\s)\s+([^\W\d_]+)\s*$")
_DANGLING = ("from", "article", "and")
_GAP_FOR_DASH = re.compile(r"^\s*(\d{1,2}[:.]\d{2})\s{2,}(\d{1,2}[:.]\d{2})\s*$")
_SPAN = re.compile(
    r"(?<![\d:.])(\d{1,2})[:.](\d{2})\s*(?:-|–|—|a|al|hasta|to|до)\s*(\d{1,2})[:.](\d{2})"
    r"(?!\d|\s*[ap]\.?\s?m\b)",
    re.IGNORECASE,
)


def propose_hours(text: str, *, is_cut: bool = False) -> Proposals:
    """
    List what a text may mean that was not read.

    Parameters
    ----------
    is_cut
        True for a text that its table cut off: it may be whole all the same.

    Returns
    -------
    proposals
        Pairs of a choice and OpenStreetMap syntax: `as_read`, what its beginning says; or
        `evening` and `next_day`, where the only span does not end after its begin. None for most
        texts.
    """
    if len(text) > MAX_HOURS_LENGTH:
        return ()
    if is_cut:
        whole = convert_hours(text)
        if whole is not None:
            return (("as_read", whole),)
    return _propose_ends(text) or _propose_beginning(text)


def _propose_ends(text: str) -> Proposals:
    """
    Propose ends of the only span: "8:00 - 6:00" in the evening, "8:00 - 8:00" also a day later.

    A night shift that ends in the late morning is no opening time of a service.
    """
    spans = list(_SPAN.finditer(text))
    if len(spans) != 1:
        return ()
    begin_hour, begin_minute, end_hour, end_minute = spans[0].groups()
    begin, end = int(begin_hour + begin_minute), int(end_hour + end_minute)
    if not 0 < end <= begin < NOON:
        return ()
    opens = f"{int(begin_hour)}:{begin_minute} am"
    before, after = text[: spans[0].start()], text[spans[0].end() :]
    evening, next_day = (
        convert_hours(f"{before}{opens} - {int(end_hour)}:{end_minute} {half_day}{after}")
        for half_day in ("pm", "am")
    )
    if evening is None or next_day is None:
        return ()
    if end < begin:
        return (("evening", evening),)
    return (("evening", evening), ("next_day", next_day))


def _propose_beginning(text: str) -> Proposals:
    """Propose what the longest beginning says that is a statement of its own."""
    gap = _GAP_FOR_DASH.match(text)
    if gap is not None:
        syntax = convert_hours(f"{gap[1]} - {gap[2]}")
        return () if syntax is None else (("as_read", syntax),)
    for end in _list_ends(text):
        syntax = convert_hours(text[:end])
        if syntax is not None and "unknown" not in syntax:
            # What follows "24 h" can only take hours away, or say whose they are.
            restricts = syntax == ALWAYS or _restricts(text[end:])
            return () if restricts else (("as_read", syntax),)
    return ()


def _list_ends(text: str) -> Iterator[int]:
    """List where a beginning may end, the last first."""
    word = _LAST_WORD.search(text)
    if word is not None:
        tokens = split_tokens(word[1])
        if tokens and tokens[0].kind in _DANGLING:
            yield word.start()
    starts = [match.start() for match in _BOUNDARY.finditer(text)]
    yield from [start for start in starts if start > 0][MAX_BOUNDARIES::-1]


def _restricts(rest: str) -> bool:
    """Return whether any word of the rest takes hours or days away."""
    words = re.findall(r"[^\W_]+", rest)
    tokens = [split_tokens(word) or [] for word in words]
    return any(token.kind in RESTRICTING for one in tokens for token in one)
