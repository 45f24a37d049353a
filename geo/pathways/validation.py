"""Validation of a network's own pathway before it is saved."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import chain
from typing import get_args

from geo.errors import (
    PathwayPersonalDataError,
    PathwayStepsError,
    PathwayTextError,
    PathwayWindowError,
    ServiceTypeUnknownError,
    SituationUnknownError,
)
from geo.language import has_text
from geo.model import SERVICE_TYPES
from geo.pathways.records import (
    SITUATIONS,
    WINDOW_CODES,
    Pathway,
    PathwaySentence,
    PathwayStep,
    TimeWindow,
    WindowKind,
)
from geo.pathways.sentence_text import STARTER_KEY_PREFIX
from geo.privacy.personal_data import may_hold_personal_data

MAX_SENTENCE_LENGTH = 200  # characters: as much as one reads aloud in a breath or two
MAX_WINDOW_HOURS = 24 * 365
MAX_STAY_MIN = 24 * 60


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
    PathwayTextError, PathwayPersonalDataError
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


def check_windows(step: PathwayStep) -> None:
    """
    Accept the times of a step.

    Raises
    ------
    PathwayWindowError
        If a time is not above zero or too long, or a step with windows does not say what still
        helps.
    """
    timed = all(map(_is_valid_window, step.windows)) and _is_in_range(
        step.stay_minutes, MAX_STAY_MIN
    )
    if not timed or (step.windows and not step.still):
        raise PathwayWindowError


def check_sentence(sentence: PathwaySentence) -> None:
    """
    Accept a sentence of a step.

    Raises
    ------
    PathwayTextError
        If it is empty or too long.
    PathwayPersonalDataError
        If it may hold somebody's telephone, mail or document.
    """
    if sentence.text is None:
        if not sentence.key.startswith(STARTER_KEY_PREFIX) or not has_text(sentence.key):
            raise PathwayTextError(longest=MAX_SENTENCE_LENGTH)
        return
    if not sentence.text.strip() or len(sentence.text) > MAX_SENTENCE_LENGTH:
        raise PathwayTextError(longest=MAX_SENTENCE_LENGTH)
    if may_hold_personal_data(sentence.text):
        raise PathwayPersonalDataError


def iterate_sentences(step: PathwayStep) -> Iterator[PathwaySentence]:
    """Iterate over all sentences of a step."""
    yield step.why
    yield from (*step.gives, *step.bring, *step.need_not, *step.still)
    yield from (one for one in (step.cost, step.accepts) if one is not None)


def count_unsourced(step: PathwayStep) -> int:
    """Count the sentences and time windows of a step that have no source."""
    unsaid = sum(one.source is None for one in iterate_sentences(step))
    return unsaid + sum(one.source is None for one in step.windows)


def list_cited_sources(step: PathwayStep) -> set[str]:
    """Collect the ids of the references of a step."""
    named = [one.source for one in iterate_sentences(step)] + [one.source for one in step.windows]
    return {source for source in named if source is not None}


def _check_step(step: PathwayStep, known: set[str]) -> None:
    for service in (step.service, *step.instead):
        if service not in SERVICE_TYPES:
            raise ServiceTypeUnknownError(type=service, known=", ".join(SERVICE_TYPES))
    check_windows(step)
    for one in iterate_sentences(step):
        check_sentence(one)
    if list_cited_sources(step) - known:
        raise PathwayStepsError


def _is_valid_window(window: TimeWindow) -> bool:
    kinds = get_args(WindowKind)
    known = window.what in WINDOW_CODES and window.kind in kinds
    return known and _is_in_range(window.hours, MAX_WINDOW_HOURS)


def _is_in_range(value: float, upper: float) -> bool:
    return math.isfinite(value) and 0 < value <= upper
