"""The script that makes everything ready: its parts, without the internet."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

import start


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Let the script work in an empty folder."""
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(start, "FRONTEND", tmp_path / "frontend")
    (tmp_path / ".venv").mkdir()
    return tmp_path


def test_an_old_python_is_informed_in_both_languages():
    with pytest.raises(SystemExit) as end:
        start.check_python((3, 10))
    assert "necesita Python 3.11" in str(end.value)
    assert "needs Python 3.11 or newer, and this is 3.10" in str(end.value)


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (4, 0)])
def test_a_new_enough_python_is_let_through(version):
    start.check_python(version)


def test_programs_lie_where_each_system_puts_them():
    posix = start.script_path("npm", venv=PurePosixPath("/a/.venv"), windows=False)
    windows = start.script_path("npm", venv=PureWindowsPath(r"C:\a b\.venv"), windows=True)
    assert str(posix) == "/a/.venv/bin/npm"
    assert str(windows) == r"C:\a b\.venv\Scripts\npm.exe"


def test_a_fingerprint_changes_with_name_and_content(elsewhere):
    one, two = elsewhere / "one", elsewhere / "two"
    one.write_text("a")
    two.write_text("a")
    first = start.fingerprint([one])
    assert start.fingerprint([one]) == first
    assert start.fingerprint([two]) != first
    one.write_text("b")
    assert start.fingerprint([one]) != first


def test_a_missing_list_is_named(elsewhere):
    with pytest.raises(SystemExit, match=r"The file requirements\.txt is missing"):
        start.fingerprint([elsewhere / "requirements.txt"])


class Step:
    """A step that counts how often it was done, and makes a folder."""

    def __init__(self, folder):
        self.listed, self.made, self.times = folder / "list", folder / "made", 0
        self.listed.write_text("one")

    def once(self):
        start.run_step_once("step", target=self.made, inputs=[self.listed], action=self.work)

    def work(self):
        self.times += 1
        self.made.mkdir(exist_ok=True)


def test_a_step_is_done_once(elsewhere):
    step = Step(elsewhere)
    step.once()
    step.once()
    assert step.times == 1


def test_a_step_is_done_again_when_its_list_changes(elsewhere):
    step = Step(elsewhere)
    step.once()
    step.listed.write_text("two")
    step.once()
    assert step.times == 2


def test_a_step_is_done_again_when_what_it_made_is_gone(elsewhere):
    step = Step(elsewhere)
    step.once()
    step.made.rmdir()
    step.once()
    assert step.times == 2


def test_a_step_that_fails_is_not_stamped_even_if_an_older_stamp_would_fit(elsewhere):
    step = Step(elsewhere)
    step.once()
    step.listed.write_text("two")

    def fail():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        start.run_step_once("step", target=step.made, inputs=[step.listed], action=fail)
    step.listed.write_text("one")
    step.once()
    assert step.times == 2


def test_the_tests_need_both_lists_and_the_app_one():
    assert [path.name for path in start.requirement_files(testing=False)] == ["requirements.txt"]
    both = ["requirements.txt", "requirements-dev.txt"]
    assert [path.name for path in start.requirement_files(testing=True)] == both


def test_commands(elsewhere):
    python = start.python_path()
    listed = elsewhere / "requirements.txt"
    assert start.pip_command([listed])[1:3] == ["-m", "pip"]
    assert start.pip_command([listed])[-4:] == ["-r", listed, "-c", start.CONSTRAINTS]
    everything = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    assert start.npm_command("npm", testing=True) == everything
    assert start.npm_command("npm", testing=False) == [*everything, "--omit=dev"]
    assert start.app_command(["--server.port", "9000"]) == (
        [python, "-m", "streamlit", "run", "app.py", "--server.port", "9000"]
    )
    at_a_time = ["-n", start.WORKERS, "--dist", "loadfile", "--no-loadscope-reorder"]
    assert start.test_command(["-k", "routes"]) == [
        python, "-m", "pytest", *at_a_time, "-k", "routes"
    ]  # fmt: skip
    quick = ["-m", "not (browser or faults or leak or real_data or slow)"]
    assert start.test_command(["quick", "-x"])[-3:] == [*quick, "-x"]


def test_a_thorough_run_says_so_to_the_tests(monkeypatch):
    monkeypatch.setenv("AMPARO_THOROUGH", "")
    assert start.test_command(["thorough", "-x"]) == start.test_command(["-x"])
    assert os.environ["AMPARO_THOROUGH"] == "1"


def test_quick_leaves_out_markers_that_there_are(pytestconfig):
    declared = {line.partition(":")[0] for line in pytestconfig.getini("markers")}
    assert set(start.NOT_QUICK) <= declared


def test_a_step_that_fails_ends_with_one_sentence_and_a_code():
    with pytest.raises(SystemExit, match="No salió") as end:
        start.run_command(
            [sys.executable, "-c", "raise SystemExit(3)"], ("No salió.", "It failed.")
        )
    assert end.value.code not in (0, None)


def test_a_program_that_is_not_there_ends_with_the_same_sentence(elsewhere):
    with pytest.raises(SystemExit, match="It failed"):
        start.run_command([elsewhere / "nothing"], ("No salió.", "It failed."))


def test_a_half_made_environment_is_made_anew(elsewhere, monkeypatch):
    commands = []
    monkeypatch.setattr(start, "run_command", lambda command, *_, **__: commands.append(command))
    start.make_environment()
    assert [str(word) for word in commands[0][1:]] == ["-m", "venv", "--clear", str(start.VENV)]


def test_an_environment_that_works_is_kept(monkeypatch):
    commands = []
    monkeypatch.setattr(start, "run_command", lambda command, *_, **__: commands.append(command))
    monkeypatch.setattr(start, "python_path", lambda: start.Path(sys.executable))
    start.make_environment()
    assert commands == []


def test_npm_of_the_machine_comes_first_and_pypi_has_another(monkeypatch):
    commands = []
    monkeypatch.setattr(start, "run_command", lambda command, *_, **__: commands.append(command))
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/somewhere/{name}")
    start.install_map()
    assert [command[0] for command in commands] == ["/somewhere/npm"]
    commands.clear()
    monkeypatch.setattr(start.shutil, "which", lambda _: None)
    start.install_map()
    assert commands[0][-1] == start.NPM_PACKAGE
    assert commands[1][0] == start.script_path("npm", venv=start.VENV, windows=start.WINDOWS)


def test_only_the_tests_install_the_tools_that_check_our_scripts(monkeypatch):
    commands = []
    monkeypatch.setattr(start, "run_command", lambda command, *_, **__: commands.append(command))
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/somewhere/{name}")
    start.install_map()
    start.install_map_tools()
    assert ["--omit=dev" in command for command in commands] == [True, False]


@pytest.fixture
def demo(monkeypatch, tmp_path):
    """Pretend to load the demonstration, and count how often."""
    loaded, store = [], tmp_path / "amparo.duckdb"

    def run(*_, **__):
        loaded.append(1)
        store.write_text("a store")

    monkeypatch.setattr(start, "run_command", run)
    result = subprocess.CompletedProcess([], 0, stdout=f"{store}\n")
    monkeypatch.setattr(start, "run_captured", lambda _: result)
    return loaded, store


def test_the_place_of_the_store_is_found(home):
    result = subprocess.run(
        [sys.executable, "-c", start.FIND_STORE],
        cwd=Path(start.__file__).parent, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(result.stdout.strip()) == home / "amparo.duckdb"


def test_the_demonstration_is_loaded_once_for_each_data_folder(demo):
    loaded, store = demo
    start.load_demonstration("")
    start.load_demonstration("")
    assert len(loaded) == 1
    start.load_demonstration("/another")
    assert len(loaded) == 2
    store.unlink()
    start.load_demonstration("")
    assert len(loaded) == 3


def test_the_script_says_how_it_is_used():
    command = [sys.executable, start.__file__, "--help"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "python3 start.py test" in output


def test_the_exit_code_of_what_it_hands_over_to_is_its_own():
    ends = "import sys, start; start.replace_process([sys.executable, '-c', 'raise SystemExit(5)'])"
    folder = start.Path(start.__file__).parent
    assert subprocess.run([sys.executable, "-c", ends], cwd=folder, check=False).returncode == 5
