"""File upload widget, and temporary files of uploads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from geo.errors import LayerRowsError
from geo.imports.file_parsing import parse_tables
from geo.imports.messages import format_row_findings
from geo.parsing.limits import ParsingLimits
from geo.parsing.source import SourceFile
from geo.parsing.waiting_queue import PlaceCallback
from pages.ui import state
from pages.ui.shell import render_limit
from pages.ui.widgets import display
from pages.ui.widgets.errors import show_error_message
from pages.ui.widgets.joined_uploads import Upload, join_uploads
from server.streamlit_internals import UploadedFile, remove_uploaded_file

MAX_UPLOAD_MB = 200  # as server.maxUploadSize in .streamlit/config.toml; a city needs a tenth
ROWS_IN_MESSAGE, MAX_ROWS_SHOWN = (
    50,
    2000,
)  # rows with findings; the error message lists the first ones
ROW_LIST_HEIGHT_PX = 320  # px
STYLESHEET = Path(__file__).with_name("uploads.css")


def show_uploader(
    upload_name: str, *, label: str, limits: ParsingLimits | None = None
) -> UploadedFile | None:
    """
    Show a file uploader.

    Parameters
    ----------
    upload_name
        Purpose of the file; each name has its own widget state.
    label
        Text that names the accepted file types.
    limits
        Limits within which the file is parsed, to be shown.
    """
    files = _show_uploaders(upload_name, label, limits, several=False)
    return files[0] if files else None


def show_joining_uploader(upload_name: str, *, label: str, limits: ParsingLimits) -> Upload | None:
    """
    Show an uploader of several files, which are read as one archive.

    Parameters
    ----------
    upload_name, label, limits
        As for `show_uploader`.
    """
    return join_uploads(_show_uploaders(upload_name, label, limits, several=True))


def _show_uploaders(
    upload_name: str, label: str, limits: ParsingLimits | None, *, several: bool
) -> list[UploadedFile]:
    with st.container(key=f"upload_{upload_name}", gap="small"):
        _translate_uploader(upload_name)
        chosen = st.file_uploader(
            label,
            key=_uploader_key(upload_name),
            max_upload_size=MAX_UPLOAD_MB,
            accept_multiple_files=several,
        )
        if several:
            display.show_caption(state.gettext("upload.several"))
        if limits is not None:
            display.show_caption(state.gettext("upload.limit", seconds=round(limits.seconds)))
        # The style sheet shows it once a file is listed, uploaded or failed.
        st.button(
            state.gettext("upload.other"),
            key=f"other_{upload_name}",
            type="tertiary",
            on_click=discard_upload,
            args=(upload_name,),
        )
    return _list_files(chosen)


def _list_files(chosen: UploadedFile | list[UploadedFile] | None) -> list[UploadedFile]:
    if chosen is None:
        return []
    return chosen if isinstance(chosen, list) else [chosen]


def select_table(file: Upload, upload_name: str) -> str | None:
    """Show the selector of a file's layers; None where there is at most one."""
    tables = state.cache_in_session(
        f"tables_{upload_name}", file.file_id, lambda: _read_tables(file)
    )
    if len(tables) < 2:
        return None
    return st.radio(
        state.gettext("upload.table"), tables, key=f"table_{_uploader_key(upload_name)}"
    )


def _read_tables(file: Upload) -> list[str]:
    with wait_for_parsing() as on_place:
        return parse_tables(source_of(file), on_place=on_place)


def discard_upload(upload_name: str) -> None:
    """Delete uploaded files from the server's memory, and reset the uploader."""
    for file in _list_files(st.session_state.get(_uploader_key(upload_name))):
        remove_uploaded_file(file)
    st.session_state[f"uploads:{upload_name}"] = (
        st.session_state.get(f"uploads:{upload_name}", 0) + 1
    )


def source_of(upload: Upload) -> SourceFile:
    """Return an upload for parsing; its bytes go to a process, never to the disk."""
    return SourceFile(upload.name, content=upload.getvalue())  # a buffer would be a copy


@contextmanager
def wait_for_parsing() -> Iterator[PlaceCallback]:
    """
    Release the permit to render while a file is parsed; yield what shows its place in the queue.

    Other screens render meanwhile; the time limit of this one does not run.
    """
    line = st.empty()
    with render_limit.release_permit():
        try:
            yield lambda place: _show_place(line, place)
        finally:
            line.empty()


def _show_place(line: DeltaGenerator, place: int) -> None:
    line.caption(state.gettext("upload.waiting", place=place))


@contextmanager
def show_row_errors() -> Iterator[None]:
    """Show all rows with findings: the first ones at once, the others in an expander."""
    try:
        yield
    except LayerRowsError as error:
        show_error_message(error)
        further_rows = format_row_findings(error, state.locale(), max_rows=MAX_ROWS_SHOWN)[
            ROWS_IN_MESSAGE:
        ]
        if further_rows:
            with (
                st.expander(state.ngettext("upload.more_rows", len(further_rows))),
                st.container(height=ROW_LIST_HEIGHT_PX),
            ):
                display.show_bullets(Markup("{}").format(line) for line in further_rows)


def _uploader_key(upload_name: str) -> str:
    return f"file_{upload_name}_{st.session_state.get(f'uploads:{upload_name}', 0)}"


def _translate_uploader(upload_name: str) -> None:
    """Replace the English texts of the uploader by translations, in CSS."""
    st.html(STYLESHEET)
    texts = {
        "choose": state.gettext("upload.choose"),
        "drop": state.gettext("upload.drop"),
        "failed": state.gettext("upload.failed", most=MAX_UPLOAD_MB),
    }
    # Catalogue texts have no backslash and no line break, so a JSON string is a CSS string.
    strings = ((key, json.dumps(text, ensure_ascii=False)) for key, text in texts.items())
    properties = ";".join(f"--{key}:{text}" for key, text in strings)
    st.html(f"<style>.st-key-upload_{upload_name}{{{properties}}}</style>")
