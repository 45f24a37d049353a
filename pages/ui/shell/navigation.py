"""Navigation: pages available to the visitor, menu bar, and links between screens."""

from __future__ import annotations

import streamlit as st

from pages.screens import SCREENS, WELCOME, Screen, find_screen
from pages.ui import state
from pages.ui.access import protection_setup
from pages.ui.shell import quick_exit
from pages.ui.visitor import current_visitor
from pages.ui.widgets import display, labels, languages
from server.streamlit_internals import StreamlitPage, requested_page_name

MAX_BAR_PAGES = 4  # buttons that fit a phone's bar; the others are under "more"
# Entries that fit side by side on 1280 px; with more, the secondary ones move under "more".
MAX_TOP_PAGES = 8
UNKNOWN_PAGE_KEY = "menu:not_there"
MENU_KEY = "more"
SHOWN_KEY = "menu:shown"


def list_pages() -> dict[str, StreamlitPage]:
    """
    List the pages that the visitor may open, titled in her language.

    A page that is not listed does not exist for her: its URL responds like any unknown one.
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
    """Redirect an unknown or unavailable page URL to the first screen, with a notice."""
    requested_name = requested_page_name()
    if requested_name and requested_name not in {
        page.url_path for page in available_pages.values()
    }:
        st.session_state[UNKNOWN_PAGE_KEY] = True
        st.switch_page(next(page for page in available_pages.values() if not page.url_path))
    if st.session_state.pop(UNKNOWN_PAGE_KEY, False):
        st.toast(state.gettext("menu.not_there"), icon=":material/explore_off:")


def is_available(screen: Screen) -> bool:
    """Return whether the visitor may open a screen."""
    return current_visitor().has_permission(screen.right)


def _list_screens() -> tuple[Screen, ...]:
    """List all screens, or the welcome screen while there is no community or no protection."""
    visitor = current_visitor()
    needs_passphrase = visitor.can_protect and visitor.account is not None
    if state.community() is not None and not needs_passphrase:
        return SCREENS
    names = ("setup", "access") if visitor.installation_protected else ("access",)
    return (WELCOME, *(screen for screen in SCREENS if screen.name in names))


def show_page_buttons(*names: str) -> None:
    """Show buttons to other screens, the first one as the primary action."""
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
    """Switch to another screen."""
    st.switch_page(find_screen(name).file)


def show_menu_bar(available_pages: dict[str, StreamlitPage], current_page: StreamlitPage) -> None:
    """Show the menu bar: at the foot on phones, with the first screens; elsewhere only "more"."""
    with st.container(key="bar", horizontal=True, gap=None):
        for page in list(available_pages.values())[:MAX_BAR_PAGES]:
            st.page_link(page)
        with (
            st.container(key=MENU_KEY),
            st.popover(
                state.gettext("menu.more"),
                icon=":material/more_horiz:",
                key=f"menu_{_count_choices(current_page.url_path)}",
            ),
        ):
            _show_more_links(list(available_pages.values()))
            _show_language_menu()
            _show_community_menu()
            _show_confidential_toggle()
            protection_setup.show_setup_link(available_pages["access"])
            quick_exit.select_destination()


def _count_choices(page: str) -> int:
    """
    Count how often another screen, language, community or audience was chosen.

    The menu is another element after each choice, so that the browser shows it closed.
    """
    community = state.community()
    shown = (
        page,
        state.locale(),
        community.slug if community else None,
        state.audience(),
    )
    last_shown, count = st.session_state.get(SHOWN_KEY, (shown, 0))
    count += last_shown != shown
    st.session_state[SHOWN_KEY] = (shown, count)
    return int(count)


def _show_more_links(available_pages: list[StreamlitPage]) -> None:
    """Show the links under "more": on wide screens only those missing in the top menu."""
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
    """Set the selected language; the browser may send the selection twice."""
    if previous_locale == state.locale():
        state.set_locale(st.session_state.get(f"language_{previous_locale}") or previous_locale)


def _show_community_menu() -> None:
    names_by_slug = {one.slug: one.name for one in state.communities()}
    current = state.community()
    if current is None or len(names_by_slug) < 2:
        return
    st.radio(
        state.gettext("menu.community"),
        list(names_by_slug),
        index=list(names_by_slug).index(current.slug),
        format_func=lambda slug: labels.escape_markdown(names_by_slug[slug]),
        key=f"community_{current.slug}",
        on_change=_change_community,
        args=(current.slug,),
    )


def _change_community(previous_slug: str) -> None:
    """Select the chosen community; the browser may resend a choice after the state was cleared."""
    selected_slug = st.session_state.get(f"community_{previous_slug}", previous_slug)
    if selected_slug != previous_slug:
        state.select_community(selected_slug)


def _show_confidential_toggle() -> None:
    """Let a coordinator show or hide confidential locations; showing them is audited."""
    if not current_visitor().has_permission("act:reveal") or state.community() is None:
        return
    if state.audience() == "coordinator":
        display.show_caption(state.gettext("confidential.shown"))
        if st.button(
            state.gettext("confidential.cover"), icon=":material/visibility_off:", key="cover"
        ):
            state.hide_confidential()
            st.rerun()
        return
    if st.button(state.gettext("confidential.reveal"), icon=":material/visibility:", key="reveal"):
        state.show_confidential()
        st.rerun()
    display.show_caption(state.gettext("confidential.noted"))
