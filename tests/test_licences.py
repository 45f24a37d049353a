"""Holds what Amparo runs on to licences that everybody may pass on, and to what is really used."""

from __future__ import annotations

import json
import re
import sys
from importlib import metadata

import pytest
from packaging.utils import canonicalize_name

from geo.cartography import assets
from tests import source_files
from tests.constraints import FILE, constraints, installed_for, listed

FREE = re.compile(
    r"\b(MIT|MIT-0|MIT-CMU|BSD|0BSD|Apache|ISC|Zlib|CC0|PSF|Python Software Foundation|Unlicense)\b"
    r"|\b(MPL|Mozilla Public License)\b"  # asks only that changes to its own files stay open
    r"|\bOpen Database License\b",  # of data, with attribution: NOTICE gives it
    re.IGNORECASE,
)
# One package of the npm registry writes "BDS-3-Clause" and means BSD: its LICENSE file says so.
ASSETS = re.compile(
    r"^(MIT|ISC|BSD-[23]-Clause|BDS-3-Clause|0BSD|CC0-1\.0|OFL-1\.1|Apache-2\.0|Unlicense)$"
)
# What only tests run, and nobody is handed: it may ask that changes to its own files stay open.
TOOLS = re.compile(rf"{ASSETS.pattern}|^(MPL-2\.0|BlueOak-1\.0\.0|LGPL-3\.0-only)$")
BINDING = re.compile(r"\b(A?GPL|Affero|GNU General Public|SSPL|BUSL|Commons Clause)", re.IGNORECASE)
TOLD_ELSEWHERE = {"streamlit-folium": "MIT"}  # its wheel names none; its repository's LICENSE does
# Its package.json names none; its LICENSE file has the two clauses.
TOLD_IN_A_FILE = {"node_modules/suncalc": "BSD-2-Clause"}
NOT_IMPORTED = {  # what is listed although no line of ours imports it
    "pyarrow": "pandas writes Parquet with it",
    "tzdata": "zoneinfo reads it where the system has no time zones",
}


def licence(package: metadata.Distribution) -> str:
    """Tell a package's licence as its metadata does: expression, else classifiers, else text."""
    told = package.metadata
    classifiers = [
        line.rpartition("::")[2].strip()
        for line in told.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    text = (told.get("License") or "").strip()[:400]  # some put the whole licence there
    known = TOLD_ELSEWHERE.get(canonicalize_name(told["Name"]), "")
    return told.get("License-Expression") or " / ".join(classifiers) or text or known


PACKAGES = installed_for("requirements.txt")


@pytest.mark.parametrize("name", sorted(PACKAGES))
def test_a_package_may_be_passed_on_freely(name):
    told = licence(PACKAGES[name])
    assert FREE.search(told), f"{name} {PACKAGES[name].version}: which licence is {told!r}?"
    assert not BINDING.search(told), f"{name}: {told!r} binds whoever passes it on"


@pytest.mark.parametrize(
    "told",
    ["AGPL-3.0-only", "GPL-2.0-or-later", "GNU General Public License v3 (GPLv3)", "SSPL-1.0"],
)
def test_a_binding_licence_is_found(told):
    assert BINDING.search(told)


@pytest.mark.parametrize("told", ["LGPL-2.1", "GNU Lesser General Public License v3 (LGPLv3)"])
def test_a_lesser_one_is_not_taken_for_it(told):
    assert not BINDING.search(told)


def test_every_package_is_pinned_and_says_why_it_is_there():
    faults = [
        f"{name}:{number}: {line}"
        for name in ("requirements.txt", "requirements-dev.txt")
        for number, line in enumerate((source_files.ROOT / name).read_text("utf-8").splitlines(), 1)
        if line and not line.startswith("#")
        if not re.fullmatch(r"[\w-]+==[\w.]+ +# .+ \(.+\)", line)
    ]
    assert not faults, source_files.report(faults)


def test_what_is_installed_is_what_is_pinned():
    pinned = listed("requirements.txt") + listed("requirements-dev.txt")
    wrong = [
        f"{package}, but {metadata.version(package.name)} is installed"
        for package in pinned
        if not package.specifier.contains(metadata.version(package.name))
    ]
    assert not wrong, source_files.report(wrong)


def test_what_those_need_in_turn_is_pinned_too():
    """Every installation gets what was tested; another system may need some packages more."""
    pinned = dict(line.split("==") for line in FILE.read_text("utf-8").splitlines()[2:])
    installed = dict(line.split("==") for line in constraints())
    wrong = {name for name in pinned.keys() & installed if pinned[name] != installed[name]}
    assert not wrong, f"python -m tests.constraints: {wrong}"
    if sys.platform == "linux" and sys.version_info[:2] == (3, 11):
        assert pinned.keys() == installed.keys()


def test_the_three_duckdb_packages_are_of_one_version():
    pins = {
        str(package.specifier) for package in listed("requirements.txt") if "duckdb" in package.name
    }
    assert len(pins) == 1, f"DuckDB loads an extension only of its own version: {pins}"


def test_the_map_assets_are_pinned_by_content_and_not_by_address():
    lock = json.loads((source_files.ROOT / "frontend" / "package-lock.json").read_text("utf-8"))
    packages = {name: told for name, told in lock["packages"].items() if name}
    assert packages
    assert not [name for name, told in packages.items() if "resolved" in told]
    assert not [name for name, told in packages.items() if not told.get("integrity")]
    unknown = {
        name: told.get("license")
        for name, told in packages.items()
        if not (TOOLS if told.get("dev") else ASSETS).search(
            told.get("license") or TOLD_IN_A_FILE.get(name, "")
        )
    }
    assert not unknown, f"which licences are these? {unknown}"


def test_a_tool_of_the_tests_is_never_served():
    lock = json.loads((source_files.ROOT / "frontend" / "package-lock.json").read_text("utf-8"))
    tools = {name for name, told in lock["packages"].items() if told.get("dev")}
    assert {f"node_modules/{name}" for name in ("axe-core", "eslint", "typescript")} <= tools
    served = {folder.relative_to(assets.FRONTEND) for folder, _ in assets._PACKAGES.values()}
    assert not [folder for folder in served for tool in tools if str(folder).startswith(tool)]


def test_we_list_what_we_import_and_import_what_we_list():
    of_module = metadata.packages_distributions()
    imported: dict[str, str] = {}
    for path in source_files.files("app.py", "server", "pages", "geo"):
        for line, dotted in source_files.imports(source_files.tree(path), source_files.name(path)):
            for package in of_module.get(dotted.partition(".")[0], [])[:1]:
                imported.setdefault(canonicalize_name(package), f"{source_files.name(path)}:{line}")
    names = {canonicalize_name(package.name) for package in listed("requirements.txt")}
    missing = [
        f"{at}: {name} is not in requirements.txt"
        for name, at in imported.items()
        if name not in names
    ]
    assert not missing, source_files.report(missing)
    idle = names - set(imported) - set(NOT_IMPORTED)
    assert not idle, f"listed, and imported nowhere: {sorted(idle)}"
