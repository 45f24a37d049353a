"""
The registry of screens: whoever adds one, adds it here, beside its file in `pages/`.

Menu, addresses and rights derive from this table. A screen needs the text `menu.<name>` and, if
others lead to it, `menu.to_<name>`; its row in `geo.access.rights` is `screen:<name>`.
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
        Of its file, of its right and of its texts.
    icon
        Name of a Material symbol.
    path
        In the URL; empty where it is the name. Links of the past keep working by it.
    secondary
        Whether it moves under "more" where the menu has no room.
    """

    name: str
    icon: str
    path: str = ""
    secondary: bool = False

    @property
    def file(self) -> Path:
        """Where it is written."""
        return PAGES_FOLDER / f"{self.name}.py"

    @property
    def url_path(self) -> str:
        """What stands in the URL."""
        return self.path or self.name

    @property
    def right(self) -> str:
        """Its row in `geo.access.rights`."""
        return f"screen:{self.name}"

    @property
    def title_key(self) -> str:
        """Key of its name in the menu."""
        return f"menu.{self.name}"

    @property
    def link_key(self) -> str:
        """Key of the text that leads to it from another screen."""
        return f"menu.to_{self.name}"


WELCOME = Screen("welcome", "landscape")
SCREENS = (
    Screen("home", "landscape"),
    Screen("map", "map"),
    Screen("route", "directions_walk", path="way"),
    Screen("support", "door_front"),
    Screen("coverage", "groups"),
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
        If there is none of that name.
    """
    return {screen.name: screen for screen in (*SCREENS, WELCOME)}[name]
