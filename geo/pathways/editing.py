"""
Edits of a pathway; each returns a new pathway and leaves the given one unchanged.

An edited pathway is no longer verified, and a sentence that the network writes has no source.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from geo.errors import PathwayStepsError
from geo.layers.text_cleaning import clean_text
from geo.pathways.records import Pathway, PathwaySentence, PathwayStep
from geo.pathways.serialization import SENTENCE_LIST_FIELDS, SINGLE_SENTENCE_FIELDS


def move_step(pathway: Pathway, step_code: str, offset: int) -> Pathway:
    """Move a step down (`offset` > 0) or up, at most to the end of the list."""
    steps = list(pathway.steps)
    at = _find_step_index(pathway, step_code)
    steps.insert(min(max(at + offset, 0), len(steps) - 1), steps.pop(at))
    return _replace_steps(pathway, steps)


def remove_step(pathway: Pathway, step_code: str) -> Pathway:
    """
    Remove a step, also from the `after` of other steps.

    Raises
    ------
    PathwayStepsError
        If it is the only one, or not there.
    """
    removed = pathway.steps[_find_step_index(pathway, step_code)]
    remaining = [
        replace(step, after=tuple(name for name in step.after if name != removed.code))
        for step in pathway.steps
        if step is not removed
    ]
    if not remaining:
        raise PathwayStepsError
    return _replace_steps(pathway, remaining)


def add_step(pathway: Pathway, step: PathwayStep, *, sources: Sequence[str] = ()) -> Pathway:
    """
    Add a step at the end.

    Parameters
    ----------
    step
        Its code gets a number if another step has it; codes in `after` that the pathway does not
        have are dropped.
    sources
        Its references, as in `Pathway.sources`.
    """
    codes = {one.code for one in pathway.steps}
    names = (step.code, *(f"{step.code}_{number}" for number in range(2, len(codes) + 3)))
    code = next(name for name in names if name not in codes)
    after = tuple(name for name in step.after if name in codes)
    known = tuple(dict.fromkeys((*pathway.sources, *sources)))
    new = replace(step, code=code, after=after)
    return _replace_steps(replace(pathway, sources=known), [*pathway.steps, new])


def set_alternative_services(
    pathway: Pathway, step_code: str, service_types: Sequence[str]
) -> Pathway:
    """Set the service types that can stand in for the step's own, in order of preference."""
    return _edit_step(
        pathway,
        step_code,
        lambda step: replace(
            step, instead=tuple(name for name in service_types if name != step.service)
        ),
    )


def set_window_hours(pathway: Pathway, step_code: str, window_code: str, hours: float) -> Pathway:
    """Set the length of a time window [hours]; a changed one loses its source."""
    return _edit_step(
        pathway,
        step_code,
        lambda step: replace(
            step,
            windows=tuple(
                replace(one, hours=float(hours), source=None)
                if one.what == window_code and one.hours != hours
                else one
                for one in step.windows
            ),
        ),
    )


def set_sentence(
    pathway: Pathway, step_code: str, field_name: str, index: int, text: str
) -> Pathway:
    """
    Set a sentence of a step to the network's own text.

    Parameters
    ----------
    field_name
        Name of the step's field.
    index
        Which of its sentences, from 0; the next free index adds one. 0 for a field with one
        sentence.
    text
        An empty text removes the sentence; saving a step without `why` is refused.
    """
    cleaned = " ".join(clean_text(text).split())
    new = PathwaySentence(key="", text=cleaned) if cleaned or field_name == "why" else None

    def change(step: PathwayStep) -> PathwayStep:
        value: Any = new
        if field_name in SENTENCE_LIST_FIELDS:
            sentences = list(getattr(step, field_name))
            sentences[index : index + 1] = [new] if new else []
            value = tuple(sentences)
        elif field_name not in SINGLE_SENTENCE_FIELDS:
            raise PathwayStepsError
        return replace(step, **{field_name: value})

    return _edit_step(pathway, step_code, change)


def verify_pathway(pathway: Pathway, verified_on: date) -> Pathway:
    """Say that the network checked a pathway, until somebody changes it."""
    return replace(pathway, verified=True, verified_on=verified_on.isoformat())


def _edit_step(
    pathway: Pathway, step_code: str, change: Callable[[PathwayStep], PathwayStep]
) -> Pathway:
    at = _find_step_index(pathway, step_code)
    steps = list(pathway.steps)
    steps[at] = change(steps[at])
    return _replace_steps(pathway, steps)


def _replace_steps(pathway: Pathway, steps: Sequence[PathwayStep]) -> Pathway:
    """Give the pathway other steps; if they differ, nobody has checked it yet."""
    if tuple(steps) == pathway.steps:
        return pathway
    return replace(pathway, steps=tuple(steps), verified=False, verified_on=None)


def _find_step_index(pathway: Pathway, step_code: str) -> int:
    for at, step in enumerate(pathway.steps):
        if step.code == step_code:
            return at
    raise PathwayStepsError
