"""
Changing a pathway: every change gives a new one, and the one it was made from stays as it is.

Whatever is changed has to be checked anew: what the network writes has no source, and a pathway
that was verified is not verified any more.
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
    """Move a step down (by > 0) or up; at the end of the list it stays there."""
    steps = list(pathway.steps)
    at = _find_step_index(pathway, step_code)
    steps.insert(min(max(at + offset, 0), len(steps) - 1), steps.pop(at))
    return _replace_steps(pathway, steps)


def remove_step(pathway: Pathway, step_code: str) -> Pathway:
    """
    Take a step out; steps that come after it do no longer.

    Raises
    ------
    PathwayStepsError
        If it is the only one, or not there.
    """
    gone = pathway.steps[_find_step_index(pathway, step_code)]
    left = [
        replace(step, after=tuple(name for name in step.after if name != gone.code))
        for step in pathway.steps
        if step is not gone
    ]
    if not left:
        raise PathwayStepsError
    return _replace_steps(pathway, left)


def add_step(pathway: Pathway, step: PathwayStep, *, sources: Sequence[str] = ()) -> Pathway:
    """
    Add a step at the end.

    Parameters
    ----------
    step
        Where its code is taken, it gets a number; steps it should come after, and that are not
        there, are not asked for.
    sources
        What it cites, as `Pathway.sources`.
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
    """Say which other services can give the same, in the order of preference."""
    return _edit_step(
        pathway,
        step_code,
        lambda step: replace(
            step, instead=tuple(name for name in service_types if name != step.service)
        ),
    )


def set_window_hours(pathway: Pathway, step_code: str, window_code: str, hours: float) -> Pathway:
    """Give a window another length [hours]; one that is changed has no source any more."""
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


def remove_window(pathway: Pathway, step_code: str, window_code: str) -> Pathway:
    """Take a window out of a step."""
    return _edit_step(
        pathway,
        step_code,
        lambda step: replace(
            step, windows=tuple(one for one in step.windows if one.what != window_code)
        ),
    )


def set_sentence(
    pathway: Pathway, step_code: str, field_name: str, index: int, text: str
) -> Pathway:
    """
    Word a sentence as the network says it.

    Parameters
    ----------
    field_name
        Name of the step's field.
    index
        Which of its sentences, from 0; one more than there are adds one. Of a field that holds
        one sentence: 0.
    text
        An empty one takes the sentence out; `why` is then refused when it is saved.
    """
    words = " ".join(clean_text(text).split())
    new = PathwaySentence(key="", text=words) if words or field_name == "why" else None

    def change(step: PathwayStep) -> PathwayStep:
        worded: Any = new
        if field_name in SENTENCE_LIST_FIELDS:
            held = list(getattr(step, field_name))
            held[index : index + 1] = [new] if new else []
            worded = tuple(held)
        elif field_name not in SINGLE_SENTENCE_FIELDS:
            raise PathwayStepsError
        return replace(step, **{field_name: worded})

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
