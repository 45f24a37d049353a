"""What a network's own copy of a pathway must hold before it is saved."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import chain
from typing import get_args

from geo.errors import (
    PathwayPersonError,
    PathwayStepsError,
    PathwayWindowError,
    PathwayWordsError,
    ServiceTypeUnknownError,
    SituationUnknownError,
)
from geo.language import sentence as say
from geo.model import SERVICE_TYPES
from geo.pathways.records import SITUATIONS, WINDOWS, Pathway, Sentence, Step, Window, WindowKind
from geo.pathways.sentence_text import BEGINNING
from geo.privacy.personal_data import may_be_somebodys

LONGEST = 200  # signs of a sentence: as much as one reads aloud in a breath or two
LONGEST_WINDOW_H = 24 * 365
LONGEST_STAY_MIN = 24 * 60


def check_pathway(pathway: Pathway) -> None:
    """
    Accept a pathway.

    Raises
    ------
    SituationUnknownError, ServiceTypeUnknownError
        If it names what is in no vocabulary.
    PathwayStepsError
        If it has no step, two of one code, or one that names a step or a source not there.
    PathwayWindowError
        If a time is not above zero, or a step with windows does not say what still helps.
    PathwayWordsError, PathwayPersonError
        If a sentence is empty or too long, or may hold somebody's telephone, mail or document.
    """
    if pathway.situation not in SITUATIONS:
        raise SituationUnknownError(situation=pathway.situation)
    codes = [step.code for step in pathway.steps]
    named = set(chain.from_iterable(step.after for step in pathway.steps))
    if not codes or len(set(codes)) < len(codes) or named - set(codes):
        raise PathwayStepsError
    known = {text.partition("]")[0].removeprefix("[") for text in pathway.sources}
    for step in pathway.steps:
        _check_step(step, known)


def sentences(step: Step) -> Iterator[Sentence]:
    """Give all that is said of a step."""
    yield step.why
    yield from (*step.gives, *step.bring, *step.need_not, *step.still)
    yield from (one for one in (step.cost, step.accepts) if one is not None)


def to_check(step: Step) -> int:
    """Count what the network has to check in a step: sentences and times without a source."""
    unsaid = sum(one.source is None for one in sentences(step))
    return unsaid + sum(one.source is None for one in step.windows)


def cited(step: Step) -> set[str]:
    """Name the sources of a step."""
    named = [one.source for one in sentences(step)] + [one.source for one in step.windows]
    return {source for source in named if source is not None}


def _check_step(step: Step, known: set[str]) -> None:
    for service in (step.service, *step.instead):
        if service not in SERVICE_TYPES:
            raise ServiceTypeUnknownError(type=service, known=", ".join(SERVICE_TYPES))
    timed = all(map(_is_window, step.windows)) and _within(step.stay_minutes, LONGEST_STAY_MIN)
    if not timed or (step.windows and not step.still):
        raise PathwayWindowError
    for one in sentences(step):
        _check_words(one)
    if cited(step) - known:
        raise PathwayStepsError


def _is_window(window: Window) -> bool:
    kinds = get_args(WindowKind)
    known = window.what in WINDOWS and window.kind in kinds
    return known and _within(window.hours, LONGEST_WINDOW_H)


def _within(value: float, most: float) -> bool:
    return math.isfinite(value) and 0 < value <= most


def _check_words(one: Sentence) -> None:
    if one.text is None:
        if not one.key.startswith(BEGINNING) or say(one.key) == one.key:
            raise PathwayWordsError(longest=LONGEST)
        return
    if not one.text.strip() or len(one.text) > LONGEST:
        raise PathwayWordsError(longest=LONGEST)
    if may_be_somebodys(one.text):
        raise PathwayPersonError
