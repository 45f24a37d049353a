"""A file that somebody brings: asked for in her words, read in a folder that does not stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st
from markupsafe import Markup

from geo.errors import AmparoError, LayerRowsError
from geo.formats.geopackage_file import list_geometry_tables
from geo.formats.registry import READABLE_SUFFIXES
from geo.imports.messages import format_row_findings
from pages.ui import state
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error_message
from server.streamlit_internals import UploadedFile, remove_uploaded_file

MAX_UPLOAD_MB = 200  # the same as the server takes, in .streamlit/config.toml; a city has a tenth
# The only part of a file's name that is ever used, and only if it is one of these.
FILE_EXTENSIONS = (
    *READABLE_SUFFIXES,
    ".osm",
    ".pbf",
    ".bz2",
    ".gz",
)
ROWS_IN_MESSAGE, MAX_ROWS_SHOWN = 50, 2000  # of rows to mend; a fault tells the first ones itself
ROW_LIST_HEIGHT_PX = 320  # px
STYLESHEET = Path(__file__).with_name("uploads.css")


def show_uploader(upload_name: str, *, label: str) -> UploadedFile | None:
    """
    Ask for a file.

    Parameters
    ----------
    upload_name
        What it is for; each has a place of its own.
    label
        A sentence that says which files will do.
    """
    with st.container(key=f"upload_{upload_name}", gap="small"):
        _translate_uploader(upload_name)
        file = st.file_uploader(
            label, key=_uploader_key(upload_name), max_upload_size=MAX_UPLOAD_MB
        )
        # The style sheet shows it once a file stands there, arrived or not.
        st.button(
            state.gettext("upload.other"),
            key=f"other_{upload_name}",
            type="tertiary",
            on_click=discard_upload,
            args=(upload_name,),
        )
    return file


def select_table(file: UploadedFile, upload_name: str) -> str | None:
    """Ask which table of a GeoPackage is meant; None where there is nothing to choose."""
    with temporary_file(file) as path:
        tables = list_geometry_tables(path)
    if len(tables) < 2:
        return None
    return st.radio(
        state.gettext("upload.table"), tables, key=f"table_{_uploader_key(upload_name)}"
    )


def discard_upload(upload_name: str) -> None:
    """Let go of a file, in the server's memory too, and ask anew."""
    file = st.session_state.get(_uploader_key(upload_name))
    if file is not None:
        remove_uploaded_file(file)
    st.session_state[f"uploads:{upload_name}"] = (
        st.session_state.get(f"uploads:{upload_name}", 0) + 1
    )


@contextmanager
def temporary_file(upload: UploadedFile) -> Iterator[Path]:
    """
    Lay what was brought into a folder that only this program may open, and empty it at the end.

    Its name never becomes a path; a fault that names a file is told by the name it was brought
    under.
    """
    with TemporaryDirectory(prefix="amparo-") as folder:
        ending = Path(upload.name).suffix.lower()
        path = Path(folder, "upload" + (ending if ending in FILE_EXTENSIONS else ""))
        path.write_bytes(upload.getvalue())  # a buffer would be a copy
        try:
            yield path
        except AmparoError as error:
            if "file" in error.placeholders:
                error.placeholders["file"] = upload.name
            raise


@contextmanager
def show_row_errors() -> Iterator[None]:
    """Tell every row that has to be mended: the first ones at once, the others in a drawer."""
    try:
        yield
    except LayerRowsError as error:
        show_error_message(error)
        more = format_row_findings(error, state.locale(), max_rows=MAX_ROWS_SHOWN)[ROWS_IN_MESSAGE:]
        if more:
            with (
                st.expander(state.ngettext("upload.more_rows", len(more))),
                st.container(height=ROW_LIST_HEIGHT_PX),
            ):
                display.show_bullets(Markup("{}").format(line) for line in more)


def _uploader_key(upload_name: str) -> str:
    return f"file_{upload_name}_{st.session_state.get(f'uploads:{upload_name}', 0)}"


def _translate_uploader(upload_name: str) -> None:
    """Put our words in the place of those that the widget brings along in English."""
    st.html(STYLESHEET)
    words = {
        "choose": state.gettext("upload.choose"),
        "drop": state.gettext("upload.drop"),
        "failed": state.gettext("upload.failed", most=MAX_UPLOAD_MB),
    }
    # Words of the catalogue hold no backslash and no line end, so a JSON string is a CSS string.
    strings = ((key, json.dumps(text, ensure_ascii=False)) for key, text in words.items())
    said = ";".join(f"--{key}:{text}" for key, text in strings)
    st.html(f"<style>.st-key-upload_{upload_name}{{{said}}}</style>")
