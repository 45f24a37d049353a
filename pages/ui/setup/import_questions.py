"""Questions on a file that is imported, below its uploader, and the answers to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import streamlit as st

from geo.errors import AmparoError
from geo.formats.findings import ImportQuestion
from geo.imports.import_choices import ImportChoices, name_word
from geo.imports.import_questions import format_option, format_question, list_questions
from pages.ui import state
from pages.ui.widgets import display

QUESTIONS_KEY = "import_questions"


@contextmanager
def collect_questions(file_id: str) -> Iterator[None]:
    """Remember the questions of an error on a file, and show them at once."""
    try:
        yield
    except AmparoError as error:
        questions = list_questions(error)
        known = _read_questions(file_id)
        new = [question for question in questions if question not in known]
        st.session_state[QUESTIONS_KEY] = (file_id, [*known, *new])
        if new:
            _show_questions(new, file_id, first=len(known))
        raise


def select_choices(file_id: str) -> ImportChoices:
    """Show the questions that are known on a file, and return what was chosen."""
    questions = _read_questions(file_id)
    answers = _show_questions(questions, file_id, first=0)
    by_kind: dict[str, Any] = {}
    columns: dict[str, str] = {}
    codes: dict[str, str] = {}
    for question, answer in zip(questions, answers, strict=True):
        if answer is None:
            continue
        if question.kind == "column":
            columns[question.subject] = answer
        elif question.kind == "code":
            codes[name_word(question.subject, question.text)] = answer
        else:
            by_kind[question.kind] = answer
    return ImportChoices(columns=columns, codes=codes, requires_hours=True, **by_kind)


def _show_questions(
    questions: Sequence[ImportQuestion], file_id: str, *, first: int
) -> list[str | None]:
    if questions:
        display.show_caption(state.gettext("ask.title"))
    return [
        st.selectbox(
            format_question(question, state.locale()),
            question.options,
            index=None,
            placeholder=state.gettext("ask.choose"),
            format_func=partial(format_option, question, locale=state.locale()),
            key=f"import_{file_id}_{number}",
        )
        for number, question in enumerate(questions, start=first)
    ]


def _read_questions(file_id: str) -> list[ImportQuestion]:
    known_file, questions = st.session_state.get(QUESTIONS_KEY, (None, []))
    return list(questions) if known_file == file_id else []
