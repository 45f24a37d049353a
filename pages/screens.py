"""
Registry of screens; a new screen needs a row here and a file in `pages/`.

The menu, URLs and rights are derived from this table. A screen needs the text `menu.<name>` and, if
other screens link to it, `menu.to_<name>`; its row in `geo.access.rights` is `screen:<name>`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PAGES_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Screen:
    """
    A screen of the app.

    Attributes
    ----------
    name
        Name of its file, and part of the keys of its right and texts.
    icon
        Name of a Material symbol.
    path
        URL path; empty where it equals the name. It keeps old links valid after a renaming.
    secondary
        Whether it moves under "more" where the menu has too many entries.
    """

    name: str
    icon: str
    path: str = ""
    secondary: bool = False

    @property
    def file(self) -> Path:
        """Path of the script."""
        return PAGES_FOLDER / f"{self.name}.py"

    @property
    def url_path(self) -> str:
        """Path in the URL."""
        return self.path or self.name

    @property
    def right(self) -> str:
        """Key of its row in `geo.access.rights`."""
        return f"screen:{self.name}"

    @property
    def title_key(self) -> str:
        """Key of its menu label."""
        return f"menu.{self.name}"

    @property
    def link_key(self) -> str:
        """Key of the label of links from other screens."""
        return f"menu.to_{self.name}"


WELCOME = Screen("welcome", "landscape")
SCREENS = (
    Screen("home", "landscape"),
    Screen("map", "map"),
    Screen("route", "directions_walk", path="way"),
    Screen("support", "door_front"),
    Screen("coverage", "groups"),
    Screen("scenarios", "compare_arrows", secondary=True),
    Screen("completeness", "grid_on", path="matrix", secondary=True),
    Screen("draw", "draw"),
    Screen("drawing_sessions", "diversity_3", path="session"),
    Screen("pathways", "format_list_numbered", secondary=True),
    Screen("setup", "edit_location_alt", path="place"),
    Screen("access", "lock", secondary=True),
)


def find_screen(name: str) -> Screen:
    """
    Find a screen by its name.

    Raises
    ------
    KeyError
        If no screen has that name.
    """
    return {screen.name: screen for screen in (*SCREENS, WELCOME)}[name]
