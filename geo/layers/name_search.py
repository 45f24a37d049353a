"""Search of names by what somebody types: accents, case and the order of words do not matter."""

from __future__ import annotations

from collections.abc import Iterable

from geo.layers.text_folding import fold_words, squeeze_text


def find_names(names: Iterable[str], typed: str) -> list[str]:
    """
    Find the names that hold every word of a text, the closest first.

    "jose" finds "José Olaya", and "елка" finds "Ёлка"; a part of a word is enough.

    Returns
    -------
    found
        Names that are the text, then those that begin with it, then the others, each in the order
        of `names`. Empty for a text without a letter or digit.
    """
    words = [squeeze_text(word) for word in fold_words(typed)]
    whole = squeeze_text(typed)
    if not whole:
        return []
    ranked: tuple[list[str], ...] = ([], [], [])
    for name in names:
        folded = squeeze_text(name)
        if folded == whole:
            ranked[0].append(name)
        elif folded.startswith(whole):
            ranked[1].append(name)
        elif all(word in folded for word in words) or whole in folded:
            ranked[2].append(name)
    return [name for group in ranked for name in group]


def is_same_name(name: str, typed: str) -> bool:
    """Return whether a text is a name but for accents, case and signs."""
    return squeeze_text(name) == squeeze_text(typed)
