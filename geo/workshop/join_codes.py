"""Join codes of drawing sessions: a word and four digits, easy to say aloud, hard to guess."""

from __future__ import annotations

import re
import secrets
import unicodedata

# Trees, fruits and birds, without accents, so that any keyboard can type them.
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
# With the words about half a million codes, of which a few are valid for a few hours.
CODE_DIGITS = 4
_SEPARATORS = re.compile(r"[\s\-_.,:/]+")


def generate_join_code() -> str:
    """Generate a random word and four digits, as in `ceiba-4827`."""
    return f"{secrets.choice(CODE_WORDS)}-{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def normalise_join_code(typed_code: str) -> str:
    """
    Normalise a join code as people type it.

    Parameters
    ----------
    typed_code
        With capitals, spaces, accents, or nothing between word and digits.

    Returns
    -------
    join_code
        In the format of `generate_join_code`; invalid input stays invalid.
    """
    ascii_text = (
        unicodedata.normalize("NFKD", typed_code[:80]).encode("ascii", "ignore").decode("ascii")
    )
    compact = _SEPARATORS.sub("", ascii_text.casefold())
    word, digits = compact.rstrip("0123456789"), compact.lstrip("abcdefghijklmnopqrstuvwxyz")
    return f"{word}-{digits}"
