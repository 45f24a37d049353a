"""The way around: the menu above, the bar below on phones, and the way out."""

from __future__ import annotations

import streamlit as st

from pages.screens import SCREENS, WELCOME, Screen, find_screen
from pages.ui import state
from pages.ui.access import protection_setup
from pages.ui.shell import confidential_toggle, quick_exit
from pages.ui.visitor import current_visitor
from pages.ui.widgets import labels, languages
from server.streamlit_internals import StreamlitPage, requested_page_name

MAX_BAR_PAGES = 4  # as many as a thumb can tell apart; the others are under "more"
# As many as stand side by side on 1280 px; then the secondary ones are under "more", too.
MAX_TOP_PAGES = 8
UNKNOWN_PAGE_KEY = "menu:not_there"


def list_pages() -> dict[str, StreamlitPage]:
    """
    List the screens that the visitor may open, in her language.

    What is not listed here is not there: its address answers like any that never was.
    """
    screens = [screen for screen in _list_screens() if is_available(screen)]
    return {
        screen.name: st.Page(
            screen.file,
            title=state.gettext(screen.title_key),
            icon=f":material/{screen.icon}:",
            url_path=screen.url_path,
            default=screen in (SCREENS[0], WELCOME),
            visibility="hidden" if screen.secondary and len(screens) > MAX_TOP_PAGES else "visible",
        )
        for screen in screens
    }


def redirect_unknown_page(available_pages: dict[str, StreamlitPage]) -> None:
    """Turn to the first screen where the address names one that is not there, and say so there."""
    typed = requested_page_name()
    if typed and typed not in {page.url_path for page in available_pages.values()}:
        st.session_state[UNKNOWN_PAGE_KEY] = True
        st.switch_page(next(page for page in available_pages.values() if not page.url_path))
    if st.session_state.pop(UNKNOWN_PAGE_KEY, False):
        st.toast(state.gettext("menu.not_there"), icon=":material/explore_off:")


def is_available(screen: Screen) -> bool:
    """Tell whether a screen is there for the visitor."""
    return current_visitor().has_permission(screen.right)


def _list_screens() -> tuple[Screen, ...]:
    """Choose the screens: a welcome alone where there is no place, or a passphrase comes first."""
    here = current_visitor()
    coming = here.can_protect and here.account is not None
    if state.community() is not None and not coming:
        return SCREENS
    names = ("setup", "access") if here.installation_protected else ("access",)
    return (WELCOME, *(screen for screen in SCREENS if screen.name in names))


def show_page_buttons(*names: str) -> None:
    """Offer to turn to other screens, the first of them as what to do next."""
    with st.container(key="next"):
        for number, screen in enumerate(map(find_screen, names)):
            if is_available(screen) and st.button(
                state.gettext(screen.link_key),
                type="secondary" if number else "primary",
                icon=f":material/{screen.icon}:",
                key=f"to_{screen.name}",
                width="stretch",
            ):
                switch_page(screen.name)


def switch_page(name: str) -> None:
    """Turn to another screen."""
    st.switch_page(find_screen(name).file)


def show_menu_bar(available_pages: dict[str, StreamlitPage]) -> None:
    """Lay the bar: on phones at the foot, with the first screens; elsewhere only what is more."""
    with st.container(key="bar", horizontal=True, gap=None):
        for page in list(available_pages.values())[:MAX_BAR_PAGES]:
            st.page_link(page)
        with st.popover(state.gettext("menu.more"), icon=":material/more_horiz:", key="more"):
            _show_more_links(list(available_pages.values()))
            _show_language_menu()
            _show_community_menu()
            confidential_toggle.show_toggle()
            protection_setup.show_setup_link(available_pages["access"])
            quick_exit.select_destination()


def _show_more_links(available_pages: list[StreamlitPage]) -> None:
    """List what is not on the bar; on wide screens only what is not above, either."""
    rest = available_pages[MAX_BAR_PAGES:]
    with st.container(key="more_pages"):
        for page in rest:
            if page.visibility == "visible":
                st.page_link(page)
    with st.container(key="aside_pages"):
        for page in rest:
            if page.visibility == "hidden":
                st.page_link(page)


def _show_language_menu() -> None:
    languages.select_language(
        state.gettext("menu.language"), key=f"language_{state.locale()}", on_change=_change_language
    )
    languages.show_catalogue_status()


def _change_language(previous_locale: str) -> None:
    """Set the chosen language; the browser may send the choice again."""
    if previous_locale == state.locale():
        state.set_locale(st.session_state.get(f"language_{previous_locale}") or previous_locale)


def _show_community_menu() -> None:
    known = {one.slug: one.name for one in state.communities()}
    here = state.community()
    if here is None or len(known) < 2:
        return
    st.radio(
        state.gettext("menu.community"),
        list(known),
        index=list(known).index(here.slug),
        format_func=lambda slug: labels.escape_markdown(known[slug]),
        key=f"community_{here.slug}",
        on_change=_change_community,
        args=(here.slug,),
    )


def _change_community(previous_slug: str) -> None:
    """Turn to the chosen place; the browser may send the choice again after it was forgotten."""
    chosen = st.session_state.get(f"community_{previous_slug}", previous_slug)
    if chosen != previous_slug:
        state.select_community(chosen)
