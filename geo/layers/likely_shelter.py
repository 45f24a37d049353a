"""
Guess whether a feature is a shelter, by its names and its tags.

The one function that asks: for features of OpenStreetMap, rows of files, marks of a drawing, agreed
drawings, edits on a screen, and stored rows. It errs towards yes: a wrong yes costs a click, a
wrong no discloses an address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from geo.layers.text_folding import fold_text, fold_words, squeeze_text

# A layer of the largest size is checked many times, whenever it is read or written.
MAX_JUDGED_TEXTS = 150_000
MAX_JUDGED_KEYS = 2_000
# First words of the keys whose text says what a place is or what it is called, in files and in
# OpenStreetMap: `name:es`, `Nombre del lugar`, `social_facility`. Addresses and sources are not
# among them: a street may be called after a shelter.
DESCRIPTIVE_WORDS = frozenset(
    fold_text(word)
    for word in (
        "name old alt official short loc reg int title label alias type kind category class place"
        " service institution organization organisation social description details note notes"
        " observations comment comments remark remarks"
        " nombre denominacion titulo razon nome tipo clase categoria lugar sitio servicio"
        " institucion organizacion entidad descripcion detalle detalles nota notas observacion"
        " observaciones comentario comentarios"
        " имя название наименование организация учреждение описание примечание примечания заметка"
        " комментарий тип вид категория услуга место"
        " аты аталышы аталыш мекеме уюм сүрөттөмө эскертүү түрү жер кызмат"
        " suti sutin sutiyuq ima imayna kiti rikchaq"
        # Of maps: what a folder or a layer is called, its places are.
        " folder layer carpeta capa pasta camada папка слой катмар"
    ).split()
)
_VIOLENCE_PATTERN = re.compile(r"abuse|victim|violence|violencia|насили|зордук")

# Words for shelters, written without anything between the letters: `casasegura` finds "casa segura"
# and "Casa-Segura". Both the words and the text are folded by `fold_text`.
_SHELTER_PATTERN = re.compile(
    fold_text(
        "|".join(
            (
                # Spanish and Portuguese. "Casa de la mujer" is a women's centre, which is open.
                r"refu[gj]io|al[bv]erg(ue|e|aria)|abrigo",
                r"(casa|hogar|centro|residencia|piso|vivienda|espacio|lugar).{0,24}"
                r"(aco[gj]ida|acogimiento|acolhimento|acolhida)",
                r"(aco[gj]ida|acolhimento).{0,40}(mujer|mulher)|acogidatemporal",
                r"(casa|hogar)(es|s)?(de)?(paso|transito|transicion|transitori|passagem|resguardo)",
                r"(casa|hogar|piso|vivienda|residencia)(es|s)?(segur[oa]|protegid|ocult[oa]|secret[oa]"
                r"|(de)?(proteccion|amparo|alojamiento|emergencia)|temporal)",
                r"(hogar|residencia|alojamiento)(es|s)?(para|de)?(la|las)?"
                r"(mujer|madre|victima|sobreviviente)",
                r"alojamiento(s)?(temporal|segur|protegid|transitori|deemergencia)",
                r"mediocamino|atencionresidencial",
                # English.
                r"shelter|safe(house|home|haven|accommodation)|halfwayhouse|refuge(?!e)",
                r"(crisis|transition|transitional|emergency)(house|housing|home|accommodation)",
                r"crisiscent(re|er)",
                # Russian.
                r"приют|убежищ|пристанищ|шелтер|укрыти|ночлежк|домматери|домдляженщин",
                r"кризисн.{0,20}(центр|квартир|стационар|дом|отделен)",
                r"(социальн|временн).{0,4}(гостиниц|прожив|пребыв|жиль)",
                r"(безопасн|тайн).{0,4}(дом|квартир|жиль)",
                # Kyrgyz.
                r"башпа+н|башбаанек|паанек|баш.{0,4}калка|калкалоочу",
                r"кризис.{0,4}(борбор|үй|жай)|(коопсуз|жашыруун)(үй|жай|батир)",
                r"убактылуу(жашоо|турак|баш)",
                # Quechua, with the Spanish spellings of its letters.
                r"(samana|pa[kc]a[a-z]{0,6}|amach[a-z]{0,8}|[qh]ar[kc]a[a-z]{0,4}"
                r"|[qc]ispi[a-z]{0,6}|chas[kq]i[a-z]{0,6})(wasi|huasi)",
            )
        )
    )
)


def is_likely_shelter(tags: Mapping[str, object]) -> bool:
    """
    Return whether a feature may be a shelter, whose place must not be shown.

    Parameters
    ----------
    tags
        Its tags, or its columns and their values. What begins with one of `DESCRIPTIVE_WORDS` is
        read, and whom a social facility is for.
    """
    return any(
        _suggests_shelter(key, value)
        for key, value in tags.items()
        if isinstance(value, str) and value
    )


def find_likely_shelters(columns: Mapping[str, Sequence[object]], count: int) -> NDArray[np.bool_]:
    """
    Find the rows of a table that may be shelters; each as `is_likely_shelter`.

    Parameters
    ----------
    columns
        Cells by the name of their column.
    count
        Number of rows.
    """
    likely = np.zeros(count, dtype=bool)
    for name, cells in columns.items():
        if _is_descriptive(name):
            likely |= [
                isinstance(cell, str) and bool(cell) and _suggests_shelter(name, cell)
                for cell in cells
            ]
    return likely


def is_likely_shelter_name(name: object) -> bool:
    """Return whether a place called so may be a shelter; see `is_likely_shelter`."""
    return isinstance(name, str) and bool(name) and _suggests_shelter("name", name)


@lru_cache(maxsize=MAX_JUDGED_TEXTS)
def _suggests_shelter(key: str, value: str) -> bool:
    if not _is_descriptive(key):
        return False
    if _is_for_whom(key):
        return _VIOLENCE_PATTERN.search(fold_text(value)) is not None
    return _SHELTER_PATTERN.search(squeeze_text(value)) is not None


@lru_cache(maxsize=MAX_JUDGED_KEYS)
def _is_descriptive(key: str) -> bool:
    """Return whether a key says what a place is, what it is called, or whom it is for."""
    words = fold_words(key)
    return bool(words) and (words[0] in DESCRIPTIVE_WORDS or _is_for_whom(key))


@lru_cache(maxsize=MAX_JUDGED_KEYS)
def _is_for_whom(key: str) -> bool:
    return "for" in fold_words(key)  # social_facility:for
