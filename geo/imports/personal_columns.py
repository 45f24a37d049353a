"""
Columns that say who somebody is, by their name and by what stands in their cells.

E-mails, telephones, names of persons, ids of devices and of whoever filled a form in, and links to
photographs and sound. No layer has a field for them; a field that gets such a column by its name
must not take what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Literal

import pandas as pd

from geo.formats.findings import MAX_LISTED_COLUMNS, Finding, list_some
from geo.layers.field_words import is_person_column, join_header_words, join_words
from geo.privacy.personal_data import find_personal_data

PersonalKind = Literal["mail", "media", "device", "author", "name", "telephone"]
PERSONAL_KINDS: tuple[PersonalKind, ...] = (
    "mail", "media", "device", "author", "name", "telephone",
)  # fmt: skip
MIN_SHARE = 0.5  # of the cells of a column that have to be of a kind
SAMPLE_CELLS = 200  # of a column that are looked at
SAMPLE_LENGTH = 300  # characters of a cell in which a name is looked for: a note may be very long
# From the last sign before the `@`: what may stand before that would be tried at each of its signs.
_MAIL = re.compile(r"[\w.+\-]@[\w\-]+\.[\w\-]")
_MEDIA = re.compile(
    r"(?:\S+[/\\])?[^\s/\\]+\.(?:jpe?g|png|heic|heif|webp|gif|mp3|m4a|amr|aac|ogg|opus|wav|3gpp?"
    r"|mp4|mov|avi)(?:\?\S*)?",
    re.IGNORECASE,
)
# An id alone may be of the row itself, as in our own files.
_DEVICE = re.compile(
    r"(?:uuid:|collect:|enketo(?:\.org)?:|imei:?\s*)[\w:.\-]{6,}|(?:[0-9a-f]{2}:){5}[0-9a-f]{2}",
    re.IGNORECASE,
)
# With a plus, or with signs between its digits.
_TELEPHONE = re.compile(r"\+[\d\s().\-]{7,20}|\(?\d{1,5}\)?[\s\-][\d\s\-]{5,16}")
# Names of columns that forms, apps and lists give to whoever filled them in, and to the device.
_AUTHOR_WORDS = frozenset(
    join_words(word)
    for word in (
        "autor,autora,author,usuario,usuaria,user,username,user name,user id,submitted by,"
        "created by,creator,editor,edited by,modified by,encuestador,encuestadora,entrevistador,"
        "entrevistadora,enumerator,interviewer,registrado por,levantado por,informante,responsable,"
        "persona de contacto,contact person,contact name,director,directora,encargado,encargada,"
        "автор,пользователь,опрашивал,интервьюер,ответственный,контактное лицо,директор,заполнил,"
        "автору,колдонуучу,жооптуу,байланыш адамы"
    ).split(",")
)
_DEVICE_WORDS = frozenset(
    join_words(word)
    for word in (
        "deviceid,device id,device,phonenumber,simserial,subscriberid,imei,mac,uuid,instance id,"
        "instanceid,root uuid,устройство,түзмөк,dispositivo"
    ).split(",")
)


# What forms add to every answer: it says nothing of the place.
_SUBMISSION_WORDS = frozenset(
    join_words(word)
    for word in (
        "start,end,today,_id,_uuid,_index,_parent_index,_parent_table_name,_submission_time,"
        "_validation_status,_notes,_status,_tags,__version__,formhub/uuid,meta/instanceid,"
        "submission date,submitted at,created at,updated at,timestamp,marca temporal"
    ).split(",")
)


def names_submission(name: str) -> bool:
    """Return whether a column has the name of what a form says of its submissions themselves."""
    return join_header_words(name.rpartition("/")[2]) in _SUBMISSION_WORDS


def find_personal_kind(name: str, cells: Iterable[object]) -> PersonalKind | None:
    """Find what a column says of persons; None where it says nothing of them."""
    words = join_header_words(name.rpartition("/")[2])
    if words in _DEVICE_WORDS:
        return "device"
    if words in _AUTHOR_WORDS:
        return "author"
    if is_person_column(name):
        return "name"
    texts = [text for cell in cells if isinstance(cell, str) and (text := cell.strip())]
    sample = list(islice(texts, SAMPLE_CELLS))
    if not sample:
        return None
    for kind, test in _TESTS.items():
        if sum(map(test, sample)) >= MIN_SHARE * len(sample):
            return kind
    return None


def holds_personal_trace(text: str) -> bool:
    """Return whether a text holds an e-mail, or is the id of a device or a link to a photograph."""
    return (
        _MAIL.search(text) is not None
        or _MEDIA.fullmatch(text.strip()) is not None
        or _DEVICE.fullmatch(text.strip()) is not None
    )


def list_personal_notices(cells: pd.DataFrame, columns: Iterable[str]) -> list[Finding]:
    """Say of columns that were left out what they hold of persons, each kind once."""
    found: dict[PersonalKind, list[str]] = {}
    for name in columns:
        kind = find_personal_kind(name, cells[name])
        if kind is not None:
            found.setdefault(kind, []).append(name)
    return [
        Finding(
            f"import.notice_personal_{kind}",
            {"columns": list_some(found[kind], MAX_LISTED_COLUMNS)},
        )
        for kind in PERSONAL_KINDS
        if kind in found
    ]


def _is_telephone(text: str) -> bool:
    """Return whether a cell is a telephone; digits alone may be a code."""
    is_written_so = _TELEPHONE.fullmatch(text) is not None
    return is_written_so and find_personal_data(text) in ("telephone", "document")


_TESTS: dict[PersonalKind, Callable[[str], bool]] = {
    "mail": lambda text: _MAIL.search(text) is not None,
    "media": lambda text: _MEDIA.fullmatch(text) is not None,
    "device": lambda text: _DEVICE.fullmatch(text) is not None,
    "name": lambda text: find_personal_data(text[:SAMPLE_LENGTH]) == "name",
    "telephone": _is_telephone,
}
