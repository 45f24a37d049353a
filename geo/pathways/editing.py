"""
Changing a pathway: every change gives a new one, and the one it was made from stays as it is.

Whatever is changed has to be checked anew: what the network writes has no source, and a pathway
that was verified is not verified any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from geo.errors import PathwayStepsError
from geo.pathways.records import Pathway, Sentence, Step
from geo.pathways.serialization import MANY, ONE

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def moved(pathway: Pathway, code: str, by: int) -> Pathway:
    """Move a step down (by > 0) or up; at the end of the list it stays there."""
    steps = list(pathway.steps)
    at = _place(pathway, code)
    steps.insert(min(max(at + by, 0), len(steps) - 1), steps.pop(at))
    return _edited(pathway, steps)


def without(pathway: Pathway, code: str) -> Pathway:
    """
    Take a step out; steps that come after it do no longer.

    Raises
    ------
    PathwayStepsError
        If it is the only one, or not there.
    """
    gone = pathway.steps[_place(pathway, code)]
    left = [
        replace(step, after=tuple(name for name in step.after if name != gone.code))
        for step in pathway.steps
        if step is not gone
    ]
    if not left:
        raise PathwayStepsError
    return _edited(pathway, left)


def added(pathway: Pathway, step: Step, *, sources: Sequence[str] = ()) -> Pathway:
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
    return _edited(replace(pathway, sources=known), [*pathway.steps, new])


def with_instead(pathway: Pathway, code: str, services: Sequence[str]) -> Pathway:
    """Say which other services can give the same, in the order of preference."""
    return _changed(
        pathway,
        code,
        lambda step: replace(
            step, instead=tuple(name for name in services if name != step.service)
        ),
    )


def with_hours(pathway: Pathway, code: str, what: str, hours: float) -> Pathway:
    """Give a window another length [hours]; one that is changed has no source any more."""
    return _changed(
        pathway,
        code,
        lambda step: replace(
            step,
            windows=tuple(
                replace(one, hours=float(hours), source=None)
                if one.what == what and one.hours != hours
                else one
                for one in step.windows
            ),
        ),
    )


def without_window(pathway: Pathway, code: str, what: str) -> Pathway:
    """Take a window out of a step."""
    return _changed(
        pathway,
        code,
        lambda step: replace(step, windows=tuple(one for one in step.windows if one.what != what)),
    )


def with_words(pathway: Pathway, code: str, field: str, number: int, text: str) -> Pathway:
    """
    Word a sentence as the network says it.

    Parameters
    ----------
    field
        Name of the step's field.
    number
        Which of its sentences, from 0; one more than there are adds one. Of a field that holds
        one sentence: 0.
    text
        An empty one takes the sentence out; `why` is then refused when it is saved.
    """
    words = " ".join(_CONTROL.sub(" ", text).split())
    new = Sentence(key="", text=words) if words or field == "why" else None

    def change(step: Step) -> Step:
        worded: Any = new
        if field in MANY:
            held = list(getattr(step, field))
            held[number : number + 1] = [new] if new else []
            worded = tuple(held)
        elif field not in ONE:
            raise PathwayStepsError
        return replace(step, **{field: worded})

    return _changed(pathway, code, change)


def verified(pathway: Pathway, on: date) -> Pathway:
    """Say that the network checked a pathway, until somebody changes it."""
    return replace(pathway, verified=True, verified_on=on.isoformat())


def _changed(pathway: Pathway, code: str, change: Callable[[Step], Step]) -> Pathway:
    at = _place(pathway, code)
    steps = list(pathway.steps)
    steps[at] = change(steps[at])
    return _edited(pathway, steps)


def _edited(pathway: Pathway, steps: Sequence[Step]) -> Pathway:
    """Give the pathway other steps; if they differ, nobody has checked it yet."""
    if tuple(steps) == pathway.steps:
        return pathway
    return replace(pathway, steps=tuple(steps), verified=False, verified_on=None)


def _place(pathway: Pathway, code: str) -> int:
    for at, step in enumerate(pathway.steps):
        if step.code == code:
            return at
    raise PathwayStepsError
