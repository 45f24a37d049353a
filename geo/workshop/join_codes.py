"""Words by which a drawing session is joined: short, easy to say aloud, hard enough to guess."""

from __future__ import annotations

import re
import secrets
import unicodedata

# Trees, fruits and birds, without accents, so that any keyboard writes them.
CODE_WORDS = (
    "aguacate", "alondra", "amate", "anona", "arrayan", "cacao", "caoba", "capulin",
    "cedro", "ceiba", "cenzontle", "cipres", "ciruela", "clarinero", "colibri", "copal",
    "durazno", "encino", "frambuesa", "garza", "girasol", "golondrina", "gorrion", "granada",
    "guayaba", "higo", "jacaranda", "jilguero", "jocote", "laurel", "limon", "lucuma",
    "mamey", "mandarina", "mango", "manzana", "maquilishuat", "mirto", "molle", "mora",
    "nance", "naranja", "nogal", "olivo", "papaya", "pera", "petirrojo", "pino",
    "quetzal", "retama", "roble", "sauce", "tamarindo", "tordo", "torogoz", "uva",
    "zapote", "zorzal",
)  # fmt: skip
CODE_DIGITS = 4  # with the words some half a million, of which a few are open for a few hours
_SEPARATORS = re.compile(r"[\s\-_.,:/]+")


def generate_join_code() -> str:
    """Draw a word and four digits, as in `ceiba-4827`."""
    return f"{secrets.choice(CODE_WORDS)}-{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def normalise_join_code(typed_code: str) -> str:
    """
    Read a word as people type it.

    Parameters
    ----------
    typed_code
        With capitals, blanks, accents, or nothing between word and digits.

    Returns
    -------
    word
        As `generate_join_code` writes it; what is none stays none.
    """
    bare = unicodedata.normalize("NFKD", typed_code[:80]).encode("ascii", "ignore").decode("ascii")
    joined = _SEPARATORS.sub("", bare.casefold())
    name, digits = joined.rstrip("0123456789"), joined.lstrip("abcdefghijklmnopqrstuvwxyz")
    return f"{name}-{digits}"
