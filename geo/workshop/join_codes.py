"""Join codes of drawing sessions: two words and five digits, easy to say aloud, hard to guess."""

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
WORDS_PER_CODE = 2  # different ones; a code from before has one, and four digits
CODE_DIGITS = 5
CODE_COUNT = len(CODE_WORDS) * (len(CODE_WORDS) - 1) * 10**CODE_DIGITS  # equally likely codes
_SEPARATORS = re.compile(r"[\s\-_.,:/]+")
_random = secrets.SystemRandom()


def generate_join_code() -> str:
    """Generate two random words and five digits, as in `ceiba-mango-48271`."""
    words = _random.sample(CODE_WORDS, WORDS_PER_CODE)
    return "-".join([*words, f"{_random.randrange(10**CODE_DIGITS):0{CODE_DIGITS}d}"])


def normalise_join_code(typed_code: str) -> str:
    """
    Normalise a join code as people type it.

    Parameters
    ----------
    typed_code
        With capitals, spaces, accents, or nothing between words and digits.

    Returns
    -------
    join_code
        In the format of `generate_join_code`; invalid input stays invalid.
    """
    ascii_text = (
        unicodedata.normalize("NFKD", typed_code[:80]).encode("ascii", "ignore").decode("ascii")
    )
    compact = _SEPARATORS.sub("", ascii_text.casefold())
    run_of_words, digits = (
        compact.rstrip("0123456789"),
        compact.lstrip("abcdefghijklmnopqrstuvwxyz"),
    )
    return f"{_separate_words(run_of_words)}-{digits}"


def read_code_words(join_code: str) -> str | None:
    """Return the words of a normalised join code, without its digits; None if it has others."""
    words, _, digits = join_code.rpartition("-")
    return words if digits.isdigit() and set(words.split("-")) <= set(CODE_WORDS) else None


def _separate_words(run_of_words: str) -> str:
    """Put a hyphen between two words that were typed without a space."""
    for word in CODE_WORDS:
        if run_of_words.startswith(word) and run_of_words.removeprefix(word) in CODE_WORDS:
            return f"{word}-{run_of_words.removeprefix(word)}"
    return run_of_words
