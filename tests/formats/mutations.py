"""Files made from an intact one: cut off, with changed bytes, in another encoding."""

from __future__ import annotations

import random
from collections.abc import Iterator

SEED = 20261130
ENCODINGS = ("utf-16", "cp1252", "cp1251", "utf-8-sig", "utf-16-le", "utf-32")


def mutate(content: bytes, count: int) -> Iterator[bytes]:
    """Yield the same mutations in every run."""
    chance = random.Random(SEED)
    for number in range(count):
        if number % 4 == 0:
            yield content[: chance.randrange(len(content))]
        elif number % 4 == 1:
            start = chance.randrange(len(content))
            yield content[:start] + content[start + chance.randrange(1, 40) :]
        elif number % 4 == 2 and number < 4 * len(ENCODINGS):
            text = content.decode("utf-8", errors="ignore")
            yield text.encode(ENCODINGS[number // 4], errors="replace")
        else:
            changed = bytearray(content)
            for _ in range(chance.choice((1, 3, 10))):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            yield bytes(changed)
