"""
Write constraints.txt: the versions of all packages that the listed ones need in turn.

`python -m tests.constraints` in an environment where requirements-dev.txt was installed anew.
"""

from __future__ import annotations

from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import source_files

LISTS = ("requirements.txt", "requirements-dev.txt")
FILE = source_files.ROOT / "constraints.txt"
HEAD = """\
# Versions of the packages that those of requirements.txt and requirements-dev.txt need in turn.
# start.py hands this list to pip; after an update: python -m tests.constraints
"""


def listed(name: str) -> list[Requirement]:
    """Read a list of packages."""
    lines = (source_files.ROOT / name).read_text(encoding="utf-8").splitlines()
    bare = [line.partition("#")[0].strip() for line in lines]
    return [Requirement(line) for line in bare if line]


def installed_for(name: str) -> dict[str, metadata.Distribution]:
    """Follow a list to all that its packages bring along on this machine."""
    waiting = [(package.name, package.extras) for package in listed(name)]
    found: dict[str, metadata.Distribution] = {}
    while waiting:
        package, extras = waiting.pop()
        key = canonicalize_name(package)
        if key in found and not extras:
            continue
        found[key] = metadata.distribution(package)
        for line in found[key].requires or []:
            needed = Requirement(line)
            wanted = needed.marker is None or any(
                needed.marker.evaluate({"extra": extra}) for extra in {"", *extras}
            )
            if wanted and canonicalize_name(needed.name) not in found:
                waiting.append((needed.name, needed.extras))
    return found


def constraints() -> list[str]:
    """List name and version of every package that is needed in turn, in their order."""
    direct = {canonicalize_name(package.name) for name in LISTS for package in listed(name)}
    found = {key: one.version for name in LISTS for key, one in installed_for(name).items()}
    return [f"{key}=={version}" for key, version in sorted(found.items()) if key not in direct]


if __name__ == "__main__":
    FILE.write_text(HEAD + "\n".join(constraints()) + "\n", encoding="utf-8")
