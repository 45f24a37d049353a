"""Coverage in words: who is left far away, where, and how that was measured."""

from __future__ import annotations

import numpy as np
import streamlit as st
from markupsafe import Markup

from geo.cartography import palette
from geo.coverage.records import Coverage, Threshold
from geo.coverage.uncovered_by_zone import left_by_zone
from geo.privacy.small_counts import LEAST_TOLD, told_count
from geo.privacy.view import View
from pages.ui import state
from pages.ui.widgets import display


def sentence(answer: Coverage) -> None:
    """Say how many are left out, and how many of ten are not."""
    people = answer.people
    if people is None or not people.people > 0 or np.isnan(people.uncovered):
        display.big(state.say_rich("coverage.unknown"))
        return
    left = told_count(people.uncovered)
    if left == 0:
        display.big(state.say_rich("coverage.all"))
        return
    count = left if isinstance(left, int) else LEAST_TOLD
    told = state.say_rich_plural("coverage.left", count, people=left)
    tenths = round(10 * people.covered / people.people)
    key = {0: "coverage.hardly", 10: "coverage.nearly"}.get(tenths, "coverage.tenths")
    display.big(Markup("{} {}").format(told, state.say_rich(key, tenths=tenths)))


def threshold(limit: Threshold) -> str:
    """Write a longest way."""
    if limit.by_metres:
        return state.say_plural("coverage.metres", round(limit.limit))
    return state.say_plural("coverage.minutes", round(limit.limit))


def by_zone(answer: Coverage) -> None:
    """List who is left out zone by zone: people, women, and how far they walk."""
    zones = left_by_zone(answer)
    if zones.empty:
        return
    farthest = float(np.nanmax(zones["minutes"].to_numpy(dtype=float), initial=0.0))
    heads = [state.say(f"coverage.head_{name}") for name in ("zone", "people", "women", "far")]
    rows = [
        (
            zone["zone"] or state.say("coverage.elsewhere"),
            Markup("<b>{}</b>").format(_people(zone["people"])),
            _people(zone["women"]),
            _far(float(zone["minutes"]), farthest),
        )
        for zone in zones.to_dict("records")
    ]
    display.table(heads, rows, numbers=(1, 2, 3))


def _people(number: float) -> str:
    return "" if np.isnan(number) else state.written(told_count(number))


def _far(minutes: float, farthest: float) -> Markup:
    if not np.isfinite(minutes):
        return Markup("{}").format(state.say("coverage.no_way") if farthest else "")
    share = round(100 * minutes / farthest) if farthest else 0
    bar = Markup('<span class="bar"><i style="width:{}%"></i></span> {}')
    return bar.format(share, state.say("way.chip", minutes=round(minutes)))


def legend(answer: Coverage) -> None:
    """Explain the grounds, on the map itself."""
    if answer.gaps.empty and answer.ground is None:
        return
    rows = [("", palette.gap_swatch(), state.say("coverage.legend_gap"))]
    if answer.ground is not None:
        reached = state.say("coverage.legend_reach", limit=threshold(answer.ask.threshold))
        rows.insert(0, ("", palette.reach_swatch(), reached))
    line = Markup('<div class="row"><i class="{}" style="{}"></i><span>{}</span></div>')
    lines = Markup("").join(line.format(*row) for row in rows)
    st.html(str(Markup('<div class="onmap counted">{}</div>').format(lines)))


def method(view: View, answer: Coverage, *, safely: bool) -> None:
    """Say how it was measured, and what the numbers leave out."""
    told = []
    if not answer.by_street:
        told.append(state.say("coverage.by_line", detour=float(answer.detour or 1.0)))
    else:
        told.append(state.say(f"coverage.by_street_{answer.slot}"))
    if safely and answer.by_street:
        told.append(state.say("coverage.quiet", metres=round(answer.ask.safe_inside_m)))
    told.append(state.say("coverage.agreed", limit=threshold(answer.ask.threshold)))
    told.append(state.say_plural("coverage.counted", answer.counted))
    if answer.reserved:
        told.append(state.say_plural("coverage.reserved", answer.reserved))
    if answer.off_street > 0:
        told.append(state.say_plural("coverage.off_street", round(answer.off_street)))
    told += _source(view, answer)
    display.soft(" ".join(told))


def _source(view: View, answer: Coverage) -> list[str]:
    """Say who was counted, and how small groups are kept from being found."""
    small = [] if answer.published == "blocks" else [state.say("coverage.small", least=LEAST_TOLD)]
    if not answer.in_blocks:
        return [state.say_plural("coverage.source", len(view.demand)), *small]
    blocks = state.say("coverage.blocks", least=LEAST_TOLD)
    return [state.say_plural("coverage.source_blocks", len(view.demand)), blocks, *small]
