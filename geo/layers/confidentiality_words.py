"""
Words by which a file says that a place is confidential or public: names of columns, and cells.

In Spanish, English, Russian, Kyrgyz and Quechua, folded by `geo.layers.text_folding`. What is not
understood is `unclear`: whoever imports is asked, and nothing is guessed towards public.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from geo.layers.text_folding import MAX_FOLDED_TEXTS, fold_text, fold_words, squeeze_text

Statement = Literal["confidential", "public", "nothing", "unclear"]
CellMeaning = Literal["yes", "no", "confidential", "public"]
MIN_FUZZY_LENGTH = 8  # letters of a word that is compared with misspellings
FUZZY_CUTOFF = 0.84  # share of letters in common; "conferencia" has 0.78 with "confidencial"
MIN_STEM_LENGTH = 4  # letters after a prefix that negates, as in `unrestricted`


class FlagColumn(NamedTuple):
    """What "yes" and what "no" in a column say."""

    yes: Statement
    no: Statement


CONFIDENTIAL_FLAG = FlagColumn("confidential", "public")
PUBLIC_FLAG = FlagColumn("public", "confidential")
# "Private: no" may say who runs a place: it does not say that anybody may know where it is.
PRIVATE_FLAG = FlagColumn("confidential", "nothing")
UNCLEAR_FLAG = FlagColumn("unclear", "unclear")


def _compile(*alternatives: str) -> re.Pattern[str]:
    return re.compile(fold_text("|".join(alternatives)))


def _word_set(text: str) -> frozenset[str]:
    return frozenset(fold_text(word) for word in text.split())


# Beginnings of words. Secretariats are none, and neither is the town of Pacasmayo.
_STRONG_PATTERN = _compile(
    "confid|konfid|confd|cofid|confind|secret(?!ar)|sekret(?!ar)|reservad|reserved",
    "конфид|секрет(?!ар)|засекре|жашыр|купуя|жабык|pa[kc]as(?!mayo)",
)
# Of their beginnings wherever they stand: most texts have none, and need not be parted into words.
_STRONG_ROOTS = _compile(
    "confid|konfid|confd|cofid|confind|secret|sekret|reserv|конфид|секрет|засекре|жашыр|купуя|жабык",
    "pa[kc]as",
)
_PRIVATE_PATTERN = _compile("priva[dtc]|приват")
_CONFIDENTIAL_PATTERN = _compile(
    _STRONG_PATTERN.pattern,
    _PRIVATE_PATTERN.pattern,
    "reserv|rezerv|restric|restring|restrit|sigil|clandestin",
    "ocult|escondid|hidden|hide|unlisted|undisclosed|sensitiv|sensibl",
    "закрыт|скрыт|скрыв|тайн|огранич|чектел|сырдуу|pa[kc]alla",
)
_PUBLIC_PATTERN = _compile(
    "publi[ck]$|public[oa]s?$|publica[rbd]|publicly|publish|publique|visible|mostra|show",
    "публич|публик|общедоступ|показ|видим|ачык|жалпы|коомдук|көрсөт|llapa|qawana|ri[kq]una",
)
# What a cell says, but no name of a column: `coordinates` and `opening` are no flags.
_CONFIDENTIAL_CELL_PATTERN = _compile(
    _CONFIDENTIAL_PATTERN.pattern, "coordinador|coordinator|coordinac|intern[oa]s?$|internal",
    "координат|внутренн|служебн|protegid|protected",
)  # fmt: skip
_PUBLIC_CELL_PATTERN = _compile(
    _PUBLIC_PATTERN.pattern, "abiert|open$|todos|todas|cualquier|everyone|anybody|anyone",
    "открыт|доступн|всем$|любо|баарына",
)  # fmt: skip
_SQUEEZED_PATTERN = _compile(
    "confiden|konfiden|confidn|reservad|restringid|privad[oa]|конфиденц|секретн|жашыруун|pakasqa"
)
_NEGATING_PREFIX = _compile("^(non|no|not|un|sin|in|не)")
_CANONICAL_WORDS = ("confidential", "confidencial", "confidentiality", "confidencialidad")
# Words that may stand beside: articles, forms of "to be", what is confidential.
_FILLER_WORDS = _word_set(
    "es ser is are be do it esta este la el los las un una al de en on the of for to para debe"
    " puede can may must lugar sitio punto place location direccion address ubicacion mapa map solo"
    " only acceso access general libre и это для на место адрес точка карте только"
    " бул жер дарек картада үчүн гана kay kiti kanchu kasqa mapapi"
)
_PLACE_WORDS = _word_set(
    "lugar sitio punto direccion ubicacion place location address место адрес жер дарек kiti"
)
_NEGATIONS = _word_set("no not non nao sin without never nunca не без нет mana ama manan")
_TRAILING_NEGATIONS = _word_set("эмес")
_YES_WORDS = _word_set(
    "true t yes y si s verdadero verdad v 1 x on ok cierto correcto marcado checked sim"
    " да ага верно истина правда ооба ова туура чын ari arii riki"
)
_NO_WORDS = _word_set("false f no n falso 0 off nao нет ложь неверно жок калп mana manan")
_OR_WORDS = _word_set("o or или же u")
_YES_SIGNS = frozenset("✓✔☑✅+")  # folding would remove them
_CLAUSE_END = re.compile(r"[,;:.()/|\n]|\s[-–—]\s")


@lru_cache(maxsize=MAX_FOLDED_TEXTS)
def classify_flag_column(name: str) -> FlagColumn | None:
    """
    Return what a column says by its name; None for a column that is no flag of disclosure.

    `Confidential?`, `lugar reservado` and `no publicar` flag confidential places, `público` and
    `not confidential` public ones. A name that says both, or denies something else, is unclear.
    """
    words = _remove_hints(list(fold_words(name)))
    states, rest = _read_states(words, _CONFIDENTIAL_PATTERN, _PUBLIC_PATTERN)
    if not states:
        return CONFIDENTIAL_FLAG if _SQUEEZED_PATTERN.search(squeeze_text(name)) else None
    if rest and not any(_CONFIDENTIAL_PATTERN.search(word) for word in words):
        return None  # `transporte público`
    if len(set(states)) > 1 or (rest & (_NEGATIONS | _TRAILING_NEGATIONS)):
        return UNCLEAR_FLAG
    if states[0] == "public":
        return PUBLIC_FLAG
    is_private = any(_PRIVATE_PATTERN.match(word) for word in words)
    return PRIVATE_FLAG if is_private and not _has_strong_word(words) else CONFIDENTIAL_FLAG


def read_statement(value: object, column: FlagColumn) -> Statement:
    """Return what a cell of a flag column says; `unclear` where it is not understood."""
    meaning = _read_cell(value)
    if meaning is None or column == UNCLEAR_FLAG:
        return "unclear"
    if meaning == "public":
        return "nothing" if "nothing" in column else "public"
    if meaning == "confidential":
        return "confidential"
    return column.yes if meaning == "yes" else column.no


@lru_cache(maxsize=MAX_FOLDED_TEXTS)
def states_confidential(text: str) -> bool:
    """
    Return whether a text of any column says that its place is confidential.

    It says nothing else, as `reservado`, or names the place: `Casa Luna (lugar reservado)`. A free
    and confidential hotline is no confidential place.
    """
    if _STRONG_ROOTS.search(fold_text(text)) is None or not _has_strong_word(fold_words(text)):
        return False
    clauses = [part for part in _CLAUSE_END.split(text) if fold_words(part)]
    return any(
        _is_confidential_clause(list(fold_words(part)), names_place=len(clauses) > 1)
        for part in clauses
    )


def _is_confidential_clause(words: list[str], *, names_place: bool) -> bool:
    states, rest = _read_states(words, _CONFIDENTIAL_CELL_PATTERN, _PUBLIC_CELL_PATTERN)
    if set(states) != {"confidential"} or rest or not _has_strong_word(words):
        return False
    return not names_place or bool(_PLACE_WORDS & set(words))


def _read_cell(value: object) -> CellMeaning | None:
    if isinstance(value, list | dict | bytes):
        return None
    text = str(value).strip()
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if number in {0, 1}:
        return "yes" if number else "no"
    if text in _YES_SIGNS:
        return "yes"
    meaning = _read_clauses([list(fold_words(part)) for part in _CLAUSE_END.split(text)])
    # A question mark doubts what would disclose; "confidential?" is on the safe side.
    return None if "?" in fold_text(text) and meaning != "confidential" else meaning


def _read_clauses(clauses: list[list[str]]) -> CellMeaning | None:
    states: list[Statement] = []
    rest: set[str] = set()
    for words in clauses:
        clause_states, clause_rest = _read_states(
            words, _CONFIDENTIAL_CELL_PATTERN, _PUBLIC_CELL_PATTERN
        )
        states += clause_states
        rest |= clause_rest
    if set(states) == {"confidential"}:
        return "confidential"
    if set(states) == {"public"} and rest <= _YES_WORDS:
        return "public"
    if states or not rest:
        return None
    if rest <= _YES_WORDS:
        return "yes"
    return "no" if rest <= _NO_WORDS else None


def _read_states(
    words: list[str], confidential: re.Pattern[str], public: re.Pattern[str]
) -> tuple[list[Statement], set[str]]:
    """Read what words say, each with the negation beside it; return the remaining words too."""
    states: list[Statement] = []
    rest: set[str] = set()
    negation = ""  # not followed by what it denies yet
    after_state = False
    for word in words:
        state = _read_word(word, confidential, public)
        if state is not None:
            states.append(_deny(state) if negation else state)
            negation, after_state = "", True
        elif word in _TRAILING_NEGATIONS and after_state:
            states[-1] = _deny(states[-1])
        elif word in _FILLER_WORDS:
            continue
        else:
            rest |= {word, negation} - {""}
            negation = word if word in _NEGATIONS else ""
            rest -= {negation}
            after_state = False
    return states, rest | ({negation} - {""})


def _read_word(
    word: str, confidential: re.Pattern[str], public: re.Pattern[str]
) -> Statement | None:
    if confidential.match(word):
        return "confidential"
    if public.match(word):
        return "public"
    prefix = _NEGATING_PREFIX.match(word)
    if prefix is not None and len(word) - prefix.end() >= MIN_STEM_LENGTH:
        denied = _read_word(word[prefix.end() :], confidential, public)
        if denied is not None:
            return _deny(denied)
    is_misspelt = len(word) >= MIN_FUZZY_LENGTH and get_close_matches(
        word, _CANONICAL_WORDS, n=1, cutoff=FUZZY_CUTOFF
    )
    return "confidential" if is_misspelt else None


def _deny(statement: Statement) -> Statement:
    return "public" if statement == "confidential" else "confidential"


def _has_strong_word(words: Sequence[str]) -> bool:
    return any(_STRONG_PATTERN.match(word) for word in words)


def _remove_hints(words: list[str]) -> list[str]:
    """Remove the answers that a column's name offers, as in `confidential (yes/no)`."""
    words = [word for word in words if word not in _OR_WORDS]
    for position, pair in enumerate(pairwise(words)):
        if any(one in _YES_WORDS and other in _NO_WORDS for one, other in (pair, reversed(pair))):
            return _remove_hints(words[:position] + words[position + 2 :])
    return words
