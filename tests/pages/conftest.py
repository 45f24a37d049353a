"""The screens without a browser, on the demonstration community or on an empty installation."""

from __future__ import annotations

import re
import shutil

import pytest
from streamlit.testing.v1 import AppTest

from geo.store import open_store
from tests import source_files

SHELL = source_files.ROOT / "pages" / "shell.py"
TAG = re.compile(r"<[^>]*>")


def read(label):
    """Read a label as it is shown: Markdown's backslashes are not."""
    return re.sub(r"\\(.)", r"\1", label)


@pytest.fixture
def demo(built_demo, home):
    """Give a test the demonstration community as its own installation."""
    shutil.copytree(built_demo / "home", home)
    store = open_store(home)
    yield store
    store.close()


@pytest.fixture
def empty(home):
    """Give a test an installation without any place."""
    store = open_store(home)
    yield store
    store.close()


class ScreenSession:
    """A visitor at the app: what she opens and presses, and what she then reads."""

    def __init__(self, **address: str) -> None:
        self.at = AppTest.from_file(str(SHELL), default_timeout=60)
        for name, value in address.items():
            self.at.query_params[name] = value
        self.at.run()

    def open(self, name: str, **remembered: object) -> ScreenSession:
        """Turn to a screen; names of the session may be set first, with `__` for a colon."""
        self.at.switch_page(f"{name}.py")
        for key, value in remembered.items():
            self.at.session_state[key.replace("__", ":")] = value
        self.at.run()
        return self

    def press(self, key: str) -> ScreenSession:
        """Press a button."""
        self.at.button(key=key).click().run()
        return self

    def choose(self, key: str, value: object) -> ScreenSession:
        """Choose in a row of buttons."""
        self.at.button_group(key=key).set_value(value).run()
        return self

    @property
    def words(self) -> str:
        """All she reads on the screen, without markup."""
        html = " ".join(part.body or "" for part in self.at.get("html"))
        html = re.sub(r"<(style|script)>.*?</\1>", " ", html, flags=re.DOTALL)
        labels = [
            read(part.label)
            for kind in ("button", "button_group", "toggle", "expander", "popover")
            for part in self.at.get(kind)
            if getattr(part, "label", None)
        ]
        options = [
            read(option.content)
            for part in self.at.get("button_group")
            for option in part.proto.options
        ]
        texts = [part.value for part in (*self.at.title, *self.at.markdown, *self.at.caption)]
        return " ".join([TAG.sub(" ", html), *labels, *options, *texts])

    @property
    def title(self) -> str:
        """The question of the screen."""
        heads = [re.search(r"<h1>(.*?)</h1>", part.body or "") for part in self.at.get("html")]
        return next(head[1] for head in heads if head)

    @property
    def fault(self) -> str | None:
        """The sentence of a fault, if one is told."""
        bodies = [part.body or "" for part in self.at.get("html")]
        return next((TAG.sub(" ", body) for body in bodies if 'class="fault"' in body), None)


@pytest.fixture
def visit(demo):
    """Visit the demonstration community in Spanish."""
    session = ScreenSession()
    assert not session.at.exception
    return session
