"""The way around: the menu above, the bar below on phones, and the way out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.ui import state
from pages.ui.access import protection_setup
from pages.ui.shell import confidential_toggle, quick_exit
from pages.ui.visitor import visitor
from pages.ui.widgets import labels, languages

PAGES = Path(__file__).parents[2]
ON_BAR = 4  # as many as a thumb can tell apart; the others are under "more"
ABOVE = 8  # as many as stand side by side on 1280 px; then those set aside are under "more", too


@dataclass(frozen=True)
class Entry:
    """A screen in the menu: its file, its sign, and whether it gives way where there are many."""

    name: str
    sign: str
    aside: bool = False

    @property
    def file(self) -> Path:
        """Where it is written."""
        return PAGES / f"{self.name}.py"


ENTRIES = (
    Entry("home", "landscape"),
    Entry("map", "map"),
    Entry("way", "directions_walk"),
    Entry("support", "door_front"),
    Entry("coverage", "groups"),
    Entry("draw", "draw"),
    Entry("session", "diversity_3"),
    Entry("pathways", "format_list_numbered", aside=True),
    Entry("place", "edit_location_alt"),
    Entry("access", "lock", aside=True),
)
NOT_THERE = "menu:not_there"
WELCOME = Entry("welcome", "landscape")


def pages() -> dict[str, StreamlitPage]:
    """
    List the screens that the visitor may open, in her language.

    What is not listed here is not there: its address answers like any that never was.
    """
    entries = [entry for entry in _entries() if there(entry)]
    return {
        entry.name: st.Page(
            entry.file,
            title=state.say(f"menu.{entry.name}"),
            icon=f":material/{entry.sign}:",
            default=entry.name in ("home", "welcome"),
            visibility="hidden" if entry.aside and len(entries) > ABOVE else "visible",
        )
        for entry in entries
    }


def stay(known: dict[str, StreamlitPage]) -> None:
    """Turn to the first screen where the address names one that is not there, and say so there."""
    run = get_script_run_ctx()
    if run is None:
        return
    manager = run.pages_manager
    typed = None if manager.intended_page_script_hash else manager.intended_page_name
    if typed and typed not in {page.url_path for page in known.values()}:
        st.session_state[NOT_THERE] = True
        st.switch_page(next(page for page in known.values() if not page.url_path))
    if st.session_state.pop(NOT_THERE, False):
        st.toast(state.say("menu.not_there"), icon=":material/explore_off:")


def there(entry: Entry) -> bool:
    """Tell whether a screen is there for the visitor."""
    return entry.file.is_file() and visitor().may(f"screen:{entry.name}")


def _entries() -> tuple[Entry, ...]:
    """Choose the screens: a welcome alone where there is no place, or a passphrase comes first."""
    here = visitor()
    coming = here.may_protect and here.account is not None
    if state.community() is not None and not coming:
        return ENTRIES
    names = ("place", "access") if here.guarded else ("access",)
    return (WELCOME, *(entry for entry in ENTRIES if entry.name in names))


def offer(*names: str) -> None:
    """Offer to turn to other screens, the first of them as what to do next."""
    with st.container(key="next"):
        for number, name in enumerate(names):
            entry = next(entry for entry in ENTRIES if entry.name == name)
            if there(entry) and st.button(
                state.say(f"menu.to_{name}"),
                type="secondary" if number else "primary",
                icon=f":material/{entry.sign}:",
                key=f"to_{name}",
                width="stretch",
            ):
                go_to(name)


def go_to(name: str) -> None:
    """Turn to another screen."""
    st.switch_page(PAGES / f"{name}.py")


def bar(known: dict[str, StreamlitPage]) -> None:
    """Lay the bar: on phones at the foot, with the first screens; elsewhere only what is more."""
    with st.container(key="bar", horizontal=True, gap=None):
        for page in list(known.values())[:ON_BAR]:
            st.page_link(page)
        with st.popover(state.say("menu.more"), icon=":material/more_horiz:", key="more"):
            _more(list(known.values()))
            _language()
            _communities()
            confidential_toggle.offer()
            protection_setup.hint(known["access"])
            quick_exit.ask_destination()


def _more(pages_there: list[StreamlitPage]) -> None:
    """List what is not on the bar; on wide screens only what is not above, either."""
    rest = pages_there[ON_BAR:]
    with st.container(key="more_pages"):
        for page in rest:
            if page.visibility == "visible":
                st.page_link(page)
    with st.container(key="aside_pages"):
        for page in rest:
            if page.visibility == "hidden":
                st.page_link(page)


def _language() -> None:
    languages.offer(state.say("menu.language"), key=f"language_{state.locale()}", on_change=_speak)
    languages.trust()


def _speak(before: str) -> None:
    """Speak the chosen language; the browser may send the choice again, as in `_turn_to`."""
    if before == state.locale():
        state.choose_locale(st.session_state.get(f"language_{before}") or before)


def _communities() -> None:
    known = {one.slug: one.name for one in state.communities()}
    here = state.community()
    if here is None or len(known) < 2:
        return
    st.radio(
        state.say("menu.community"),
        list(known),
        index=list(known).index(here.slug),
        format_func=lambda slug: labels.plain(known[slug]),
        key=f"community_{here.slug}",
        on_change=_turn_to,
        args=(here.slug,),
    )


def _turn_to(here: str) -> None:
    """Turn to the chosen place; the browser may send the choice again after it was forgotten."""
    chosen = st.session_state.get(f"community_{here}", here)
    if chosen != here:
        state.choose_community(chosen)
