"""
What becomes of every row of files as people have them, beside plain GeoPandas and ogr2ogr.

`python -m benchmarks.formats` writes `benchmarks/results/formats.md` and checks each line against
`benchmarks/formats_expected.json`; `--expect` writes that file anew, to be read before it is kept.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import warnings
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import click
import geopandas as gpd
import pandas as pd
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError
from python_calamine import CalamineError

from benchmarks.trap_files import TrapFile, make_street_files, make_trap_files
from geo.communities.creation import NewCommunity, create_community
from geo.errors import AmparoError
from geo.imports.accounting import make_account
from geo.imports.layer_import import import_layer
from geo.imports.street_import import import_streets
from geo.store import Store, open_store
from geo.store.actor import COMMAND_LINE_ACTOR, acting_as

RESULT = Path(__file__).with_name("results") / "formats.md"
EXPECTED = Path(__file__).with_name("formats_expected.json")
COUNTS = ("read", "taken", "waiting", "left_out")
DISTRICT = shapely.box(-77.3, -12.3, -76.8, -11.9)
TIMEOUT_S = 60
PEER_ERRORS = (
    DataSourceError,
    DataLayerError,
    FieldError,
    shapely.errors.ShapelyError,
    zipfile.BadZipFile,
    ValueError,
    OSError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
    CalamineError,
)


@dataclass(frozen=True)
class Outcome:
    """What became of a file: counts of rows, or the error; fixes and doubts by kind."""

    counts: tuple[int, ...] | None
    error: str | None
    remarks: str

    def to_json(self) -> list[int] | str:
        """Return what is expected of a file."""
        return list(self.counts) if self.counts is not None else str(self.error)


@click.command()
@click.option("--expect", is_flag=True, help="Write what comes out as what is expected.")
@click.option("--to", type=click.Path(path_type=Path), default=RESULT)
def main(expect: bool, to: Path) -> None:
    """Read all files, compare, and write the table."""
    expected = {} if expect else json.loads(EXPECTED.read_text(encoding="utf-8"))
    lines, found, faults = [], {}, []
    with tempfile.TemporaryDirectory() as name, acting_as(COMMAND_LINE_ACTOR, "coordinator"):
        store = open_store(Path(name) / "home")
        for number, file in enumerate((*make_trap_files(), *make_street_files())):
            path = _write(file, Path(name) / str(number))
            outcome = run_amparo(store, file, path, number)
            key = f"{file.kind}: {file.trap}"
            found[key] = outcome.to_json()
            if not expect and expected.get(key) != found[key]:
                faults.append(f"{key}: {found[key]}, expected {expected.get(key)}")
            lines.append(_format_line(file, outcome, run_geopandas(path), run_ogr2ogr(path)))
    if expect:
        EXPECTED.write_text(
            json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    to.write_text(_format_table(lines), encoding="utf-8")
    click.echo(f"{len(lines)} files, {len(faults)} unexpected")
    if faults:
        raise SystemExit("\n".join(faults))


def run_amparo(store: Store, file: TrapFile, path: Path, number: int) -> Outcome:
    """
    Import a file into a community of its own.

    Raises
    ------
    AssertionError
        If a row is not accounted for.
    """
    slug = f"t{number}"
    create_community(store, NewCommunity(slug, f"T {number}", "PE", boundary=DISTRICT))
    if file.layer == "streets":
        return run_streets(store, slug, path)
    try:
        report = import_layer(store, slug, file.layer, path, waits=True)  # type: ignore[arg-type]
    except AmparoError as error:
        return Outcome(None, type(error).__name__, "")
    account = make_account([report])
    counts = tuple(int(str(account[name])) for name in COUNTS)
    if counts[0] != sum(counts[1:]):
        raise AssertionError(file, counts)
    kinds = Counter(str(one["kind"]) for one in account["fixes"])  # type: ignore[attr-defined]
    doubts = Counter(str(one["kind"]) for one in account["doubts"])  # type: ignore[attr-defined]
    remarks = [*(f"fix {kind}" for kind in kinds), *(f"doubt {kind}" for kind in doubts)]
    return Outcome(counts, None, ", ".join(remarks))


def run_streets(store: Store, slug: str, path: Path) -> Outcome:
    """Import streets; an extract of OpenStreetMap has objects and no rows."""
    try:
        counts = import_streets(store, slug, path).counts
    except AmparoError as error:
        return Outcome(None, type(error).__name__, "")
    read, taken = (
        counts.get("rows_read", counts["edges"]),
        counts.get("rows_taken", counts["edges"]),
    )
    left_out = counts.get("rows_left_out", 0)
    if read != taken + left_out:
        raise AssertionError(path.name, counts)
    remarks = ", ".join(f"{name} {value}" for name, value in counts.items() if value)
    return Outcome((read, taken, 0, left_out), None, remarks)


def run_geopandas(path: Path) -> str:
    """Read a file as a short script would: `read_file`, `read_parquet` or pandas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if path.suffix in (".csv", ".tsv"):
                return f"{len(pd.read_csv(path))} rows, no places"
            if path.suffix == ".xlsx":
                return f"{len(pd.read_excel(path))} rows, no places"
            reader = gpd.read_parquet if path.suffix == ".parquet" else gpd.read_file
            frame = reader(path)
        except PEER_ERRORS as error:
            return type(error).__name__
    return _describe(frame)


def run_ogr2ogr(path: Path) -> str:
    """Convert a file to GeoJSON by `ogr2ogr`, where the machine has it; one layer after another."""
    program = shutil.which("ogr2ogr")
    if program is None:
        return "not installed"
    target = path.with_name("ogr.geojsonl")
    command = [program, "-f", "GeoJSONSeq", str(target), str(path), "-t_srs", "EPSG:4326"]
    result = subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=False)
    if not target.exists() or result.returncode:
        return "error"
    rows = [
        json.loads(line)
        for line in target.read_text(encoding="utf-8", errors="replace").splitlines()
    ]
    placed = sum(row.get("geometry") is not None for row in rows)
    return f"{len(rows)} rows, {placed} places"


def _describe(frame: pd.DataFrame) -> str:
    if not isinstance(frame, gpd.GeoDataFrame):
        return f"{len(frame)} rows, no places"
    placed = int((~frame.geometry.isna() & ~frame.geometry.is_empty).sum())
    return f"{len(frame)} rows, {placed} places"


def _write(file: TrapFile, folder: Path) -> Path:
    folder.mkdir()
    for name, content in file.companions.items():
        (folder / name).write_bytes(content)
    path = folder / file.name
    path.write_bytes(file.content)
    return path


def _format_line(file: TrapFile, outcome: Outcome, geopandas: str, ogr2ogr: str) -> str:
    if outcome.counts is None:
        cells = [f"refused: `{outcome.error}`", "", "", "", ""]
    else:
        cells = [*map(str, outcome.counts), outcome.remarks]
    return "| " + " | ".join([file.kind, file.trap, *cells, geopandas, ogr2ogr]) + " |"


def _format_table(lines: list[str]) -> str:
    titles = ("format", "trap", *COUNTS, "fixes and doubts", "plain GeoPandas or pandas", "ogr2ogr")
    head = [
        "# What becomes of every row",
        "",
        f"{len(lines)} files of `benchmarks/trap_files.py`, made and read by `python -m "
        "benchmarks.formats`. In each line read = taken + waiting + left out. The last two columns "
        "are the rows, and the rows with a place, that other readers give for the same file.",
        "",
        "| " + " | ".join(titles) + " |",
        "|" + "---|" * len(titles),
    ]
    return "\n".join([*head, *lines]) + "\n"


if __name__ == "__main__":
    main()
