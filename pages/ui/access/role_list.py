"""What each role sees, proposes and changes, in words computed from the tables of rights."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

import streamlit as st
from markupsafe import Markup

from geo.access.layer_rights import PARTICIPANT_ROLE
from geo.access.role_summary import (
    SUMMARY_ROLES,
    RoleSummary,
    summarise_role,
)
from pages.ui import state
from pages.ui.widgets import display


def show_roles(sections: Collection[str]) -> None:
    """
    Show one expander a role.

    Parameters
    ----------
    sections
        Names of the parts of this screen, which are rights of the kind `act`.
    """
    display.show_heading(state.gettext("access.roles"))
    display.show_caption(state.gettext("access.roles_about"))
    for role in SUMMARY_ROLES:
        label = state.gettext(f"access.role_name.{role}")
        with st.expander(label, key=f"rights_{role}"):
            _show_role(summarise_role(role), sections)


def _show_role(summary: RoleSummary, sections: Collection[str]) -> None:
    display.show_bullets(
        line
        for line in (
            _sees_line(summary),
            *_action_lines(summary, "writes"),
            *_action_lines(summary, "proposes"),
            _tends_line(summary, sections),
        )
        if line is not None
    )
    if not summary.writes and not summary.proposes:
        display.show_caption(state.gettext("access.writes_nothing"))
    if summary.always_proposes:
        names = _join(_target_label(summary.role, one) for one in summary.always_proposes)
        display.show_caption(state.gettext("access.proposes_about", parts=names))


def _sees_line(summary: RoleSummary) -> Markup:
    key = PARTICIPANT_ROLE if summary.role == PARTICIPANT_ROLE else summary.audience
    sentence = state.gettext(f"access.sees.{key}")
    if any(act.startswith("export_") for act in summary.acts):
        sentence = f"{sentence} {state.gettext('access.takes_files')}"
    return _line("sees", sentence)


def _action_lines(summary: RoleSummary, kind: Literal["writes", "proposes"]) -> list[Markup]:
    """Write a line for each action, with the names of what it is done to."""
    targets_by_action = summary.writes if kind == "writes" else summary.proposes
    return [
        _line(f"{kind}_{action}", _join(_target_label(summary.role, one) for one in targets))
        for action, targets in targets_by_action.items()
    ]


def _target_label(role: str, target: str) -> str:
    if role == PARTICIPANT_ROLE and target == "marks":
        return state.gettext("access.own_drawing")
    return state.label_for("layer", target)


def _tends_line(summary: RoleSummary, sections: Collection[str]) -> Markup | None:
    parts = [act for act in sections if act in summary.acts]
    if not parts:
        return None
    return _line("tends", _join(state.gettext(f"access.part.{part}") for part in parts))


def _line(name: str, text: str) -> Markup:
    return Markup("<b>{}</b>: {}").format(state.gettext(f"access.line.{name}"), text)


def _join(names: Iterable[str]) -> str:
    return ", ".join(names)
