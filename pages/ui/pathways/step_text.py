"""What a pathway says, as it is read aloud: its steps, their sources, what is to be checked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from geo.pathways.records import Pathway, Sentence, Step, Window
from geo.pathways.sentence_text import said
from geo.pathways.starters import references
from geo.pathways.validation import to_check
from pages.ui import state
from pages.ui.widgets import display

HOURS_OF_A_DAY = 24
STYLE = Path(__file__).parent / "pathway.css"
# What is told of a step below its reason, in the order in which it is of use.
PARTS = ("gives", "bring", "need_not", "cost", "accepts", "still")


def dress() -> None:
    """Give steps their style."""
    st.html(STYLE)


def tell_state(pathway: Pathway) -> None:
    """Say whose words these are, and whether the network checked them."""
    whose = "own" if pathway.version else "starter"
    display.text(state.say(f"pathways.{whose}"))
    if pathway.verified and pathway.verified_on:
        on = state.written(date.fromisoformat(pathway.verified_on))
        display.soft(Markup("<b>{}</b>").format(state.say("pathways.verified", on=on)))
        return
    left = sum(map(to_check, pathway.steps))
    if left:
        mark = Markup('<i class="to-check" aria-hidden="true"></i> ')
        display.soft(mark + state.say_plural("pathways.left", left))


def card(pathway: Pathway, number: int) -> Markup:
    """Write a step as it is read first: place, door, why to go, until when it helps most."""
    step = pathway.steps[number]
    times = Markup("").join(
        Markup("<li>{}{}</li>").format(until(one), _mark(pathway, one)) for one in step.windows
    )
    return Markup(
        '<div class="step"><b class="at">{}</b><div><h2>{}</h2><p>{}{}</p>{}{}</div></div>'
    ).format(
        number + 1,
        state.word("service_type", step.service),
        said(step.why, state.locale()),
        _mark(pathway, step.why),
        Markup('<ul class="until">{}</ul>').format(times) if times else "",
        _instead(step),
    )


def details(pathway: Pathway, step: Step) -> Markup:
    """Write all else that is said of a step."""
    part = Markup("<dt>{}</dt>{}")
    return Markup('<dl class="said">{}</dl>').format(
        Markup("").join(
            part.format(state.say(f"pathways.part_{name}"), _lines(pathway, held))
            for name in PARTS
            if (held := held_by(step, name))
        )
    )


def held_by(step: Step, name: str) -> tuple[Sentence, ...]:
    """Give the sentences of a part of a step."""
    value = getattr(step, name)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def until(window: Window) -> str:
    """Say what a window is for, and how long it is."""
    days, rest = divmod(window.hours, HOURS_OF_A_DAY)
    what = state.word("window", window.what)
    if rest or days < 2:
        return f"{what}: {state.say_plural('pathways.until_hours', round(window.hours))}"
    return f"{what}: {state.say_plural('pathways.until_days', int(days))}"


def tell_sources(pathway: Pathway) -> None:
    """List where sentences come from, under the numbers they bear."""
    if not pathway.sources:
        return
    with st.expander(state.say("pathways.sources"), key=f"sources_{pathway.situation}"):
        display.soft(state.say("pathways.marks"))
        items = Markup("").join(
            Markup("<li>{}</li>").format(text) for text in references(pathway).values()
        )
        st.html(str(Markup('<ol class="references">{}</ol>').format(items)))


def _lines(pathway: Pathway, held: tuple[Sentence, ...]) -> Markup:
    return Markup("").join(
        Markup("<dd>{}{}</dd>").format(said(one, state.locale()), _mark(pathway, one))
        for one in held
    )


def _instead(step: Step) -> Markup:
    if not step.instead:
        return Markup("")
    doors = ", ".join(state.word("service_type", code).lower() for code in step.instead)
    line = state.say("pathways.instead_of", doors=doors)
    return Markup('<p class="soft">{}</p>').format(line)


def _mark(pathway: Pathway, one: Sentence | Window) -> Markup:
    """Mark a sentence by the number of its source, or as one that is to be checked."""
    known = list(_ids(pathway))
    if one.source in known:
        return Markup("<sup>{}</sup>").format(known.index(one.source) + 1)
    if pathway.verified:
        return Markup("")
    told = state.say("pathways.to_check")
    return Markup(' <i class="to-check" title="{0}"><span class="unseen">{0}</span></i>').format(
        told
    )


def _ids(pathway: Pathway) -> Iterator[str]:
    yield from references(pathway)
