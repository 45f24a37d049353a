"""The list of how long files take: it names files that there are, and is read from a report."""

from __future__ import annotations

from tests import source_files
from tests.durations import measured_durations, read_durations

REPORT = """<testsuites><testsuite>
<testcase classname="tests.store.test_backup" name="a" time="1.5" />
<testcase classname="tests.store.test_backup.TestZip" name="b" time="2.0" />
<testcase classname="tests.test_start" name="c" time="9.0" />
<testcase classname="tests.test_lint" name="d" time="0.1" />
</testsuite></testsuites>"""


def test_every_file_that_is_listed_is_there():
    folder = source_files.ROOT / "tests"
    assert not [name for name in read_durations() if not (folder / name).is_file()]


def test_durations_are_summed_by_file_and_the_longest_comes_first(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(REPORT, encoding="utf-8")
    assert list(measured_durations(report).items()) == [
        ("test_start.py", 9),
        ("store/test_backup.py", 4),
    ]
