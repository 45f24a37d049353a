"""A file that somebody brings: asked for in her words, read in a folder that does not stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from geo.errors import AmparoError, LayerRowsError
from geo.formats.geopackage_tables import tables_of
from geo.imports.messages import problem_sentences
from pages.ui import state
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_fault

LARGEST_MB = 200  # the same as the server takes, in .streamlit/config.toml; a city has a tenth
# The only part of a file's name that is ever used, and only if it is one of these.
ENDINGS = (".geojson", ".json", ".gpkg", ".csv", ".tsv", ".txt", ".osm", ".pbf", ".bz2", ".gz")
ROWS_AT_ONCE, ROWS_SHOWN = 50, 2000  # of rows to mend; a fault tells the first ones itself
DRAWER = 320  # px
STYLE = Path(__file__).with_name("uploads.css")


def ask_file(name: str, *, kinds: str) -> UploadedFile | None:
    """
    Ask for a file.

    Parameters
    ----------
    name
        What it is for; each has a place of its own.
    kinds
        A sentence that says which files will do.
    """
    with st.container(key=f"upload_{name}", gap="small"):
        _dress(name)
        file = st.file_uploader(kinds, key=_key(name), max_upload_size=LARGEST_MB)
        # The style sheet shows it once a file stands there, arrived or not.
        st.button(
            state.say("upload.other"),
            key=f"other_{name}",
            type="tertiary",
            on_click=forget,
            args=(name,),
        )
    return file


def ask_table(file: UploadedFile, name: str) -> str | None:
    """Ask which table of a GeoPackage is meant; None where there is nothing to choose."""
    with as_file(file) as path:
        tables = tables_of(path)
    if len(tables) < 2:
        return None
    return st.radio(state.say("upload.table"), tables, key=f"table_{_key(name)}")


def forget(name: str) -> None:
    """Let go of a file, in the server's memory too, and ask anew."""
    file, run = st.session_state.get(_key(name)), get_script_run_ctx()
    held = run.uploaded_file_mgr if run is not None else None
    if file is not None and run is not None and isinstance(held, MemoryUploadedFileManager):
        held.remove_file(run.session_id, file.file_id)
    st.session_state[f"uploads:{name}"] = st.session_state.get(f"uploads:{name}", 0) + 1


@contextmanager
def as_file(upload: UploadedFile) -> Iterator[Path]:
    """
    Lay what was brought into a folder that only this program may open, and empty it at the end.

    Its name never becomes a path; a fault that names a file is told by the name it was brought
    under.
    """
    with TemporaryDirectory(prefix="amparo-") as folder:
        ending = Path(upload.name).suffix.lower()
        path = Path(folder, "upload" + (ending if ending in ENDINGS else ""))
        path.write_bytes(upload.getvalue())  # a buffer would be a copy
        try:
            yield path
        except AmparoError as error:
            if "file" in error.blanks:
                error.blanks["file"] = upload.name
            raise


@contextmanager
def show_rows() -> Iterator[None]:
    """Tell every row that has to be mended: the first ones at once, the others in a drawer."""
    try:
        yield
    except LayerRowsError as error:
        show_fault(error)
        more = problem_sentences(error, state.locale(), most=ROWS_SHOWN)[ROWS_AT_ONCE:]
        if more:
            with (
                st.expander(state.say_plural("upload.more_rows", len(more))),
                st.container(height=DRAWER),
            ):
                display.bullets(Markup("{}").format(line) for line in more)


def _key(name: str) -> str:
    return f"file_{name}_{st.session_state.get(f'uploads:{name}', 0)}"


def _dress(name: str) -> None:
    """Put our words in the place of those that the widget brings along in English."""
    st.html(STYLE)
    words = {
        "choose": state.say("upload.choose"),
        "drop": state.say("upload.drop"),
        "failed": state.say("upload.failed", most=LARGEST_MB),
    }
    # Words of the catalogue hold no backslash and no line end, so a JSON string is a CSS string.
    strings = ((key, json.dumps(text, ensure_ascii=False)) for key, text in words.items())
    said = ";".join(f"--{key}:{text}" for key, text in strings)
    st.html(f"<style>.st-key-upload_{name}{{{said}}}</style>")
