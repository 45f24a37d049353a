"""
Measures how easily Spanish is read: the perspicuity of Szigriszt Pazos.

F. Szigriszt Pazos, "Sistemas predictivos de legibilidad del mensaje escrito: fórmula de
perspicuidad" (doctoral thesis, Universidad Complutense de Madrid, 1993):
`P = 206.835 - 62.3 * syllables / words - words / sentences`. His own table gives 66 to 75 to
readers of 12 years, after six years of school. The later INFLESZ scale (Barrio-Cantalejo and
others, Anales del Sistema Sanitario de Navarra 31, 2008) calls 65 to 80 "quite easy".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from string import Formatter

SIX_SCHOOL_YEARS = 66.0  # the least that a reader of 12 years reads, by the table of the thesis
END = re.compile(r"[.?!…]+(?:\s|$)")  # strictly: neither a colon nor a semicolon ends a sentence
TAG = re.compile(r"<[^>]*>")
WORD = re.compile(r"[a-záéíóúüñ]+")
NOT_WORDS = re.compile(  # what is shown to be copied, not to be read: addresses, files, codes
    r":\w+\[|\S*[/_@=]\S*|--\S+|(?<!\w)(?:\.\w+)+|\S*\w\.\w\S*|\S*\d\S*|\b[A-Z]{2,}\w*\b"
)
STRONG, WEAK, STRESSED = "aeoáéó", "iuü", "íú"


@dataclass(frozen=True)
class Measured:
    """How many syllables, words and sentences a text has."""

    syllables: int
    words: int
    sentences: int

    def __add__(self, other: Measured) -> Measured:
        """Measure two texts as one."""
        return Measured(
            self.syllables + other.syllables,
            self.words + other.words,
            self.sentences + other.sentences,
        )

    @property
    def perspicuity(self) -> float:
        """Higher is easier: 86 and more for children, below 50 for who finished school."""
        return 206.835 - 62.3 * self.syllables / self.words - self.words / self.sentences


def measured(said: str) -> Measured:
    """Measure what a catalogue says; what fills a blank counts as one word of two syllables."""
    text = "".join(
        part + ("cosa" if blank is not None else "")
        for part, blank, _, _ in Formatter().parse(said)
    )
    parts = [NOT_WORDS.sub(" ", part).lower() for part in END.split(TAG.sub("", text))]
    words = [WORD.findall(part) for part in parts]
    return Measured(
        sum(syllables(word) for part in words for word in part),
        sum(map(len, words)),
        sum(1 for part in words if part),
    )


def syllables(word: str) -> int:
    """
    Count a word's syllables.

    Vowels side by side are one syllable, unless both are strong (`a e o`) or a weak one bears the
    accent ("día"). Silent are the u of que, qui, gue, gui; a final y is a vowel; h parts nothing.
    """
    heard = re.sub(r"(?<=q)u|(?<=g)u(?=[eiéí])", "", word.lower())
    heard = re.sub(r"y$", "i", heard).replace("h", "")
    return max(1, sum(_nuclei(run) for run in re.findall(r"[aeiouáéíóúü]+", heard)))


def _nuclei(run: str) -> int:
    return 1 + sum(
        before in STRESSED or after in STRESSED or (before in STRONG and after in STRONG)
        for before, after in pairwise(run)
    )
