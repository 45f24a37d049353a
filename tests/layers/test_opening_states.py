"""Opening hours in three states, against a second implementation at 500 moments of two weeks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import osmium
import pytest
from opening_hours import ParserError

from geo.layers.opening_states import Place, evaluate_states
from tests import source_files

TIMEZONE = "America/Lima"
START = datetime(2026, 3, 2, tzinfo=ZoneInfo(TIMEZONE))  # a Monday
END = START + timedelta(days=14)
PLACE = Place(ZoneInfo(TIMEZONE), "BR", -12.2, -76.9)
NODE = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
PACKAGE = source_files.ROOT / "frontend" / "node_modules" / "opening_hours"
SCRIPT = Path(__file__).parent / "opening_states_reference.mjs"
needs_package = pytest.mark.skipif(
    not (NODE and PACKAGE.is_dir()) and not os.environ.get("CI"),
    reason="the npm package opening_hours is not installed; `start.py test` installs it",
)

SPECIFICATION = (Path(__file__).parent / "opening_hours_values.txt").read_text("utf-8").splitlines()
DAYS = ("", "Mo-Fr", "Mo,We,Fr", "Sa-Mo", "Tu", "Mo-Su", "Th-Fr,Su")
TIMES = ("08:00-16:00", "08:00-12:00,14:00-18:00", "22:00-06:00", "00:00-24:00", "09:30-10:15")
ENDINGS = (
    "",
    "; We off",
    "; Sa 10:00-11:00",
    ' || "guard"',
    ' "by appointment"',
    " unknown",
    "; PH off",
)
BUILT = [f"{days} {times}{ending}".strip() for days, times, ending in product(DAYS, TIMES, ENDINGS)]
# Where the two differ, and why.
OURS_IS_STRICTER = {
    # "Open, guard" at other times is somebody to call and no counter: unknown here, open there.
    'Mo-Fr 08:00-16:00 || 24/7 open "guard"': {"uo"},
    # The closing time is guessed there and the time after it unknown; here nothing is guessed.
    "08:00-18:00+": {"cu"},
    "Mo-Fr 22:30+": {"cu"},
    # One rule with an open end is unknown as a whole here.
    "Mo-Fr 08:00-12:00,14:00+": {"uo"},
    # The night of Sunday ends at midnight here, as Monday has a rule of its own.
    "Mo-Fr 16:00-01:00; Sa,Su 12:00-01:00": {"co"},
}
REFUSED_HERE = ("Mo - Fr 08:00-12:00", "Mo-Fr: 08:00-12:00", "We- Mo 17:00-22:00", "Jan-Dez")


def draw_moments(seed):
    minutes = np.random.default_rng(seed).choice(14 * 1440, 500, replace=False)
    return [START + timedelta(minutes=int(minute)) for minute in sorted(minutes)]


def letters_here(expression, moments):
    try:
        spans = evaluate_states(expression, PLACE, START, END)
    except ParserError:
        return None
    return "".join(
        next(
            ("o" if span.is_open else "u" for span in spans if span.begin <= moment < span.end), "c"
        )
        for moment in moments
    )


def letters_there(expressions, moments):
    written = [f"{moment:%Y-%m-%dT%H:%M}" for moment in moments]
    done = subprocess.run(
        [str(NODE), str(SCRIPT)],
        input=json.dumps({"expressions": expressions, "moments": written}),
        env={**os.environ, "TZ": TIMEZONE},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


def list_differences(expressions, seed=1):
    moments = draw_moments(seed)
    found = {}
    for expression, there in zip(expressions, letters_there(expressions, moments), strict=True):
        here = letters_here(expression, moments)
        if here is None and there is None:
            continue
        if here is None or there is None:
            found[expression] = {f"refused {'here' if here is None else 'there'}"}
        elif here != there:
            found[expression] = {a + b for a, b in zip(here, there, strict=True) if a != b}
    return found


@needs_package
def test_a_second_implementation_says_the_same():
    expressions = [*SPECIFICATION, *BUILT]
    assert len(set(expressions)) >= 300
    assert list_differences(expressions) == {}


@needs_package
def test_where_they_differ_we_claim_less():
    assert list_differences(list(OURS_IS_STRICTER)) == OURS_IS_STRICTER
    refused = list_differences(list(REFUSED_HERE))
    assert all(letters == {"refused here"} for letters in refused.values())
    assert set(refused) >= set(REFUSED_HERE[:3])


@needs_package
@pytest.mark.real_data
def test_a_second_implementation_says_the_same_of_real_extracts(real_data):
    """Where the two differ, ours claims less: it is never open when the other is not."""
    values = {
        value
        for name in ("andorra", "porto_alegre_br")
        for thing in osmium.FileProcessor(str(real_data / "osm" / f"{name}.osm.pbf"))
        if (value := thing.tags.get("opening_hours"))
    }
    assert len(values) > 100
    # The two compute the sun to other minutes.
    plain = sorted(value for value in values if "sun" not in value)
    differences = list_differences(plain)
    assert len(differences) <= 0.06 * len(plain)
    claims = set().union(*differences.values())
    assert claims <= {"cu", "co", "uo", "refused here"}


@pytest.mark.parametrize(
    ("expression", "letters"),
    [
        ('"previa cita"', "uuu"),
        ('24/7 "previa cita"', "uuu"),
        ('Mo-Fr 08:00-16:00 || 24/7 open "guardia"', "uou"),
        ('Mo-Fr 08:00-16:00||"guardia"', "uou"),
        ("Mo-Fr 08:00-16:00 || unknown", "uou"),
        ('Mo-Fr 08:00-16:00 "previa cita"', "cuc"),
        ('Mo-Fr 08:00-16:00 open "timbre"', "coc"),
        ("Mo-Fr 08:00-16:00; Mo off || 09:00-10:00", "coc"),
        ("10:00+", "cuu"),
        ("Mo-Su, PH 05:00-23:20", "coo"),
    ],
)
def test_states_at_three_moments(expression, letters):
    moments = [START + timedelta(hours=hour) for hour in (4, 9.5, 23)]
    if expression == "10:00+":
        moments[1] += timedelta(hours=1)
    assert letters_here(expression, moments) == letters
