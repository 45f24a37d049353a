"""The screens without a browser, on the demonstration community or on an empty installation."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import ClassVar

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from geo.store import open_store
from tests import source_files

SHELL = source_files.ROOT / "pages" / "shell.py"
TAG = re.compile(r"<[^>]*>")


def read(label):
    """Read a label as it is shown: Markdown's backslashes are not."""
    return re.sub(r"\\(.)", r"\1", label)


@pytest.fixture(scope="session", autouse=True)
def components_found_once():
    """Search the installed packages for components once: each AppTest takes a third of a second."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


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
    """
    A visitor at the app: what she opens and presses, and what she then reads.

    She comes to Home first, unless `comes_home` is False: then the screen that she opens next is
    the first that is run, as where its address was opened.
    """

    known_pages: ClassVar[dict] = {}  # by the first session; a new one knows none before it ran

    def __init__(self, *, comes_home: bool = True, **address: str) -> None:
        self._app, self._has_run = AppTest.from_file(str(SHELL), default_timeout=60), False
        for name, value in address.items():
            self._app.query_params[name] = value
        if comes_home:
            self._run_first()

    @property
    def at(self) -> AppTest:
        if not self._has_run:
            self._run_first()
        return self._app

    def open(self, name: str, **remembered: object) -> ScreenSession:
        """Turn to a screen; names of the session may be set first, with `__` for a colon."""
        paths = [page["script_path"] for page in self.known_pages.values()]
        if not self._has_run and name in [Path(path).stem for path in paths]:
            self._app._registered_pages = dict(self.known_pages)
            self._has_run = True
        self.at.switch_page(f"{name}.py")
        for key, value in remembered.items():
            self.at.session_state[key.replace("__", ":")] = value
        self.at.run()
        return self

    def _run_first(self) -> None:
        self._has_run = True
        self._app.run()
        self.known_pages.update(self._app._registered_pages)

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
    return ScreenSession(comes_home=False)
