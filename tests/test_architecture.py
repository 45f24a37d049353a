"""Holds the house to its plan: which room knows which, how long things are, where words live."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from geo.formats.registry import FORMATS
from tests import source_files

BASE = {"errors", "model", "language", "json_values", "layers", "cached_property"}
DATA = BASE | {"network", "osm", "store"}
MAY_IMPORT = {
    "errors": BASE,
    "model": BASE,
    "cached_property": BASE,
    "language": BASE,
    "json_values": BASE,
    "layers": BASE,
    "network": BASE | {"network"},
    "parsing": BASE | {"parsing"},
    "osm": BASE | {"network", "osm", "parsing"},  # an extract becomes the graph's arrays
    "store": BASE | {"store"},
    "access": BASE | {"store", "access"},
    "privacy": DATA | {"privacy"},
    "routes": DATA | {"privacy", "routes"},
    # Travel times are routes; hours, vehicles and pathways are those of support plans.
    "coverage": DATA | {"privacy", "routes", "pathways", "support", "coverage"},
    "completeness": DATA | {"privacy", "routes", "pathways", "support", "coverage", "completeness"},
    "siting": DATA | {"privacy", "routes", "coverage", "siting"},
    # Adopting a scenario edits services as one person does, with her right.
    "scenarios": DATA | {"access", "privacy", "coverage", "imports", "scenarios"},
    "formats": DATA | {"privacy", "parsing", "formats"},
    "street_files": DATA | {"parsing", "formats", "street_files"},
    "imports": DATA | {"access", "privacy", "parsing", "formats", "street_files", "imports"},
    "exports": DATA | {"privacy", "routes", "coverage", "formats", "exports"},
    "communities": DATA | {"access", "privacy", "formats", "imports", "communities"},
    "cartography": DATA | {"privacy", "cartography"},
    "workshop": DATA | {"access", "privacy", "workshop"},
    "capture": DATA | {"privacy", "parsing", "cartography", "workshop", "capture"},
    "pathways": DATA | {"privacy", "pathways"},
    "support": DATA | {"privacy", "routes", "pathways", "support"},
    "sheets": DATA
    | {"privacy", "routes", "formats", "exports", "cartography", "pathways", "support", "sheets"},
    "reports": DATA
    | {"privacy", "coverage", "formats", "exports", "cartography", "sheets", "reports"},
}
MAY_IMPORT["commands"] = set(MAY_IMPORT) | {"commands"}
MAY_IMPORT["__main__"] = MAY_IMPORT["__init__"] = MAY_IMPORT["commands"]

ONLY_IN = {  # a package from outside, and the places that may know it
    "streamlit": ("app.py", "server/", "pages/"),
    "starlette": ("server/",),
    "authlib": ("server/",),
    "httpx2": ("server/routes/oidc.py",),
    "duckdb": ("geo/store/",),
    "duckdb_extension_spatial": ("geo/store/",),
    "duckdb_extension_httpfs": ("geo/store/",),
    "highspy": ("geo/siting/integer_program.py",),
    "folium": ("geo/cartography/",),
    "branca": ("geo/cartography/",),
    "streamlit_folium": ("pages/ui/widgets/map_view.py",),
}
MAY_KNOW_STREAMLIT = ("server/streamlit_internals.py",)
STREAMLIT_INTERNAL = re.compile(
    r"streamlit\.(?!starlette|components\.v|testing|delta_generator)\w+"
)
LONGEST_MODULE = 300
LONGEST_PAGE = 80
LONGEST_FUNCTION = 60
NO_NAMES = {"util", "utils", "helper", "helpers", "common", "misc"}
OUR_CODE = ("app.py", "server", "pages", "geo")
ALL_CODE = (*OUR_CODE, "start.py", "benchmarks", "data")

STATEMENT = re.compile(
    r"^\s*(select\b.+\bfrom\b|insert\s+into\b|update\s+\S+\s+set\b|delete\s+from\b|with\s+\w+\s+as\s*\("
    r"|(create|alter|drop)\s+(or\s+replace\s+)?(temp\w*\s+)?(table|view|index|sequence|macro)\b)",
    re.IGNORECASE | re.DOTALL,
)
SQL_WORD = re.compile(
    r"\b(select|insert|update|delete|create|alter|drop|copy|attach|pragma|load|set)\b",
    re.IGNORECASE,
)
ASKS = {"execute", "executemany", "sql", "query"}

TWO_WORDS = re.compile(r"[^\W\d_]{2,}[,;:.!?]?\s+[^\W\d_]{2,}")
LETTERS = re.compile(r"[^\W\d_]{2,}")
STYLE_RULE = re.compile(r"\{[^{}]*:[^{}]*\}")
SAYS = set(
    "title header subheader caption write text markdown info success warning error button "
    "link_button form_submit_button checkbox toggle radio selectbox multiselect slider "
    "select_slider text_input number_input text_area date_input time_input file_uploader "
    "metric expander popover toast spinner status download_button segmented_control pills".split()
)


# --- who may know whom ---------------------------------------------------------------------------


def room(at: str) -> str:
    """Name the room of geo that a file lies in."""
    return Path(at).parts[1].removesuffix(".py")


def wrong_imports(code: ast.Module, at: str) -> list[str]:
    """Find imports that run against the plan."""
    faults = []
    for line, dotted in source_files.imports(code, at):
        top, _, rest = dotted.partition(".")
        if top in ONLY_IN and not at.startswith(ONLY_IN[top]):
            faults.append(f"{at}:{line}: {top} may be imported only in {', '.join(ONLY_IN[top])}")
        if at.startswith("geo/"):
            faults += _wrong_within_geo(at, line, top, rest.partition(".")[0])
        if at.startswith("server/") and top == "pages":
            faults.append(f"{at}:{line}: the server does not know the screens")
        if at.startswith("pages/") and dotted.startswith(("server.routes", "server.middleware")):
            faults.append(f"{at}:{line}: screens name addresses, in server/paths.py")
        if STREAMLIT_INTERNAL.match(dotted) and at not in MAY_KNOW_STREAMLIT:
            faults.append(f"{at}:{line}: {dotted} is internal; see server/streamlit_internals.py")
    return list(dict.fromkeys(faults))


def _wrong_within_geo(at: str, line: int, top: str, target: str) -> list[str]:
    if top in {"app", "server", "pages", "tests", "start"}:
        return [f"{at}:{line}: geo does not know {top}"]
    if top != "geo" or target == "":
        return []
    if target not in MAY_IMPORT.get(room(at), set()):
        return [f"{at}:{line}: geo.{room(at)} may not import geo.{target}"]
    return []


def test_imports_run_one_way():
    faults = [
        fault
        for path in source_files.files(*OUR_CODE)
        for fault in wrong_imports(source_files.tree(path), source_files.name(path))
    ]
    assert not faults, source_files.report(faults)


def test_every_room_of_geo_is_on_the_plan():
    unknown = [
        source_files.name(path)
        for path in source_files.files("geo")
        if room(source_files.name(path)) not in MAY_IMPORT
    ]
    assert not unknown, f"draw these rooms on the plan first: {unknown}"


@pytest.mark.parametrize(
    ("at", "source"),
    [
        ("geo/routes/route.py", "import streamlit as st"),
        ("geo/routes/route.py", "import duckdb"),
        ("geo/exports/out.py", "from folium import Map"),
        ("pages/map.py", "from streamlit_folium import st_folium"),
        ("pages/map.py", "import duckdb"),
        ("geo/network/graph.py", "from geo.store import open_store"),
        ("geo/network/graph.py", "from geo import store"),
        ("geo/network/graph.py", "from ..store import database"),
        ("geo/store/layers.py", "import geo.network.graph"),
        ("geo/model.py", "from geo.store.database import Store"),
        ("geo/privacy/redaction.py", "from geo.routes.route import Way"),
        ("geo/routes/route.py", "from geo.coverage.travel_time import reach"),
        ("geo/coverage/gaps.py", "from geo.formats.writing import write"),
        ("geo/cartography/tiles.py", "from pages.ui import state"),
        ("geo/cartography/tiles.py", "def f():\n    import app"),
    ],
)
def test_an_import_against_the_plan_is_found(at, source):
    assert wrong_imports(ast.parse(source), at)


@pytest.mark.parametrize(
    ("at", "source"),
    [
        ("geo/store/database.py", "import duckdb\nfrom geo.store.data_folder import home_folder"),
        ("geo/network/graph.py", "from . import speeds\nfrom .speeds import WALK"),
        (
            "geo/coverage/gaps.py",
            "from geo.privacy.redaction import show\nfrom geo.network import graph",
        ),
        ("geo/commands/way.py", "from geo.routes.route import Way"),
        (
            "pages/ui/widgets/map_view.py",
            "from streamlit_folium import st_folium\nimport streamlit as st",
        ),
    ],
)
def test_an_import_along_the_plan_is_left_alone(at, source):
    assert wrong_imports(ast.parse(source), at) == []


# --- who may read a layer's rows ----------------------------------------------------------------

# Which modules may name the queries of a folder. What a person may see of a layer is decided in
# geo/privacy, so reading one's rows anywhere else is a fault, whatever function does it.
QUERY_OWNERS = {
    "layers/": ("geo/store/",),
    "history/": ("geo/store/",),
    "streets/": ("geo/store/",),
    "communities/": ("geo/store/", "geo/workshop/", "geo/cartography/tiles.py"),
    "store/": ("geo/store/",),
    "audit/": ("geo/store/",),
    "forget/": ("geo/store/",),
    "retention/": ("geo/store/", "geo/workshop/publication.py"),
    "privacy/": ("geo/store/",),
    "disclosure/": ("geo/store/",),
    "proposals/": ("geo/store/",),
    "waiting/": ("geo/store/",),
    "exchange/": ("geo/exports/", "geo/formats/"),
    "tiles/": ("geo/cartography/", "geo/capture/"),
    "capture/": ("geo/capture/",),
    "workshop/": ("geo/workshop/",),
    "pathways/": ("geo/pathways/", "geo/privacy/view.py"),
    "scenarios/": ("geo/scenarios/storage.py", "geo/privacy/view.py"),
    "access/": ("geo/access/", "geo/store/backup.py", "geo/workshop/participation.py"),
}
# Queries that only write, or hold no place: marks of a drawing session become features.
WRITING_QUERIES = {
    "layers/add": ("geo/workshop/mark_store.py",),
    "layers/edit": ("geo/workshop/mark_store.py",),
    "layers/remove": ("geo/workshop/mark_store.py",),
    "history/added": ("geo/workshop/mark_store.py",),
    "history/edited": ("geo/workshop/mark_store.py",),
    "history/removed": ("geo/workshop/mark_store.py",),
}
# Functions of the store that give rows of a layer, and who may name them besides.
LAYER_READERS = {
    "read_layer": (
        "geo/privacy/",
        "geo/imports/layer_import.py",  # compares with what comes in
        "geo/imports/zone_settling.py",  # the zones that rows name
        "geo/imports/service_candidates.py",  # the same
        "geo/imports/newer_file.py",  # the same
        "geo/imports/service_editing.py",  # the same
        "geo/imports/bulk_acceptance.py",  # the same
        "geo/workshop/publication.py",  # compares with what is agreed again
        "geo/communities/proposal_acceptance.py",
        "geo/scenarios/adoption.py",  # gives a risk area another severity
    ),
    "list_stored_ids": ("geo/privacy/",),  # ids to compare with
    "scenario_versions": ("geo/privacy/", "geo/scenarios/storage.py"),
    "read_current_layer": ("geo/privacy/",),
    "read_sites": ("geo/privacy/",),
    "read_service_candidates": ("geo/privacy/",),
    "read_proposed_features": ("geo/communities/proposal_acceptance.py",),  # for a coordinator
    "read_proposed_boundary": ("geo/communities/proposal_acceptance.py",),
    "read_history": ("geo/privacy/",),
    "read_removed": ("geo/privacy/", "geo/imports/service_editing.py"),
    "count_source": (  # numbers, no places
        "geo/privacy/",
        "geo/coverage/measurement.py",
        "geo/coverage/service_selection.py",
    ),
}
STORE_METHODS = {"rows", "frame", "cursor", "open_reader", "transact", "transact_serialised"}
STORE_HANDLES = {"open_store", "Store", "Transaction", "_store"}
MAY_HOLD_THE_STORE = (
    "pages/ui/state.py",
    "pages/ui/visitor.py",
    "pages/ui/shell/unlocking.py",  # opens it: is a passphrase wanted?
    "pages/ui/access/protection_setup.py",  # names Store.verify_passphrase
)


def layer_readings(code: ast.Module, at: str) -> list[str]:
    """Find queries and functions that give what only geo/privacy may disclose."""
    faults = []
    for node, text in source_files.strings(code):
        folder, slash, _ = text.partition("/")
        owners = (*QUERY_OWNERS.get(folder + slash, ()), *WRITING_QUERIES.get(text, ()))
        if slash and folder + slash in QUERY_OWNERS and not at.startswith(owners):
            faults.append(f"{at}:{node.lineno}: {text} belongs to {', '.join(owners)}")
    for line, name in _names(code, at):
        if name in LAYER_READERS and not at.startswith(("geo/store/", *LAYER_READERS[name])):
            faults.append(f"{at}:{line}: {name} reads what only geo/privacy may disclose")
    return faults


def store_uses(code: ast.Module, at: str) -> list[str]:
    """Find screens that hold the store, and whoever calls its methods outside of geo."""
    faults = []
    for line, name in _names(code, at):
        if name in STORE_METHODS and not at.startswith("geo/"):
            faults.append(f"{at}:{line}: .{name} asks the store past geo")
        if name in STORE_HANDLES and at.startswith("pages/") and at not in MAY_HOLD_THE_STORE:
            faults.append(f"{at}:{line}: a screen calls `state.with_store`, it holds no store")
    return faults


def _names(code: ast.Module, at: str) -> list[tuple[int, str]]:
    return [
        *((line, dotted.rpartition(".")[2]) for line, dotted in source_files.imports(code, at)),
        *(
            (node.lineno, node.attr)
            for node in source_files.nodes(code)
            if isinstance(node, ast.Attribute)
        ),
    ]


def test_layers_leave_the_store_through_one_gate():
    faults = [
        fault
        for path in source_files.files(*OUR_CODE)
        for find in (layer_readings, store_uses)
        for fault in find(source_files.tree(path), source_files.name(path))
    ]
    assert not faults, source_files.report(faults)


def test_every_reader_and_query_folder_of_the_rules_exists():
    """A rule about a name that nothing has any more would hold nothing."""
    defined = {
        node.name
        for path in source_files.files("geo")
        for node in source_files.nodes(source_files.tree(path))
        if isinstance(node, ast.FunctionDef)
    }
    assert set(LAYER_READERS) <= defined
    assert defined >= STORE_METHODS
    folders = {path.name + "/" for path in (source_files.ROOT / "queries").iterdir()}
    assert folders - {"migrations/"} == set(QUERY_OWNERS)
    queries = {
        path.relative_to(source_files.ROOT / "queries").with_suffix("").as_posix()
        for path in (source_files.ROOT / "queries").rglob("*.sql")
    }
    assert set(WRITING_QUERIES) <= queries


@pytest.mark.parametrize(
    ("at", "source"),
    [
        ("pages/map.py", "from geo.store.layers import read_layer"),
        (
            "geo/exports/layer_export.py",
            "from geo.store import layers\nlayers.read_layer(a, b, c)",
        ),
        ("geo/commands/layer.py", "from geo.store.history import read_history"),
        ("geo/cartography/service_layer.py", "doors = view.count_source.services"),
        ("geo/coverage/report.py", "homes = view.count_source.demand"),
        ("geo/exports/layer_export.py", "store.rows('layers/services', community=slug)"),
        ("pages/map.py", "state.with_store(lambda store: store.rows('layers/services'))"),
        ("server/routes/tiles.py", "rows = source.rows(f'layers/{layer}')"),
        ("geo/coverage/report.py", "name = 'streets/candidates'"),
    ],
)
def test_a_layer_read_past_the_gate_is_found(at, source):
    assert layer_readings(ast.parse(source), at)


@pytest.mark.parametrize(
    ("at", "source"),
    [
        ("pages/map.py", "from geo.store import open_store"),
        ("pages/ui/map/layer_tables.py", "view._store.path"),
        ("pages/map.py", "with_store(Store.rows, name)"),
        ("server/routes/tiles.py", "open_store().rows(name)"),
        ("server/routes/tiles.py", "with open_store().cursor() as cursor: pass"),
    ],
)
def test_a_screen_that_holds_the_store_is_found(at, source):
    assert store_uses(ast.parse(source), at)


def test_the_gate_itself_and_the_import_may_read_layers():
    source = "from geo.store.layers import read_layer"
    assert layer_readings(ast.parse(source), "geo/privacy/view.py") == []
    assert layer_readings(ast.parse(source), "geo/imports/layer_import.py") == []


# --- where files from outside are parsed ---------------------------------------------------------

# Functions that parse a file in the process that calls them, and who may name them: each other,
# and the process of its own that everybody else goes through (geo/imports/file_parsing.py).
FILE_READERS = {
    "read_layer_file",
    "read_boundary",
    "list_named_areas",
    "list_layers",
    "inspect_layers",
    "read_extract",
    "read_filtered_extract",
    "read_street_file",
    "read_graphml",
    "read_line_layer",
    "find_reader",
    *(one.read.__name__ for one in FORMATS if one.read),
    *(one.list_layers.__name__ for one in FORMATS if one.list_layers),
}
FILE_PACKAGES = {"pyogrio", "osmium"}
MAY_READ_FILES = (
    "geo/formats/",
    "geo/osm/",
    "geo/street_files/",
    "geo/imports/parsing_worker.py",
    "geo/imports/boundary_file.py",
    "geo/imports/area_search.py",
    "geo/imports/file_inspection.py",
    "geo/parsing/process.py",  # names GDAL's drivers
)


def file_readings(code: ast.Module, at: str) -> list[str]:
    """Find who parses a file from outside in the server's own process."""
    if at.startswith(MAY_READ_FILES):
        return []
    faults = [
        f"{at}:{line}: {name} is called in a process of its own, by geo/imports/file_parsing.py"
        for line, name in _names(code, at)
        if name in FILE_READERS
    ]
    return faults + [
        f"{at}:{line}: {dotted} parses files in the server's process"
        for line, dotted in source_files.imports(code, at)
        if dotted.partition(".")[0] in FILE_PACKAGES
    ]


def test_files_from_outside_are_parsed_in_a_process_of_their_own():
    faults = [
        fault
        for path in source_files.files(*OUR_CODE)
        for fault in file_readings(source_files.tree(path), source_files.name(path))
    ]
    assert not faults, source_files.report(faults)


def test_every_reader_of_the_rule_exists():
    defined = {
        node.name
        for path in source_files.files("geo")
        for node in source_files.nodes(source_files.tree(path))
        if isinstance(node, ast.FunctionDef)
    }
    assert defined >= FILE_READERS


@pytest.mark.parametrize(
    ("at", "source"),
    [
        ("pages/ui/setup/area_choice.py", "from geo.imports.boundary_file import read_boundary"),
        ("server/routes/drawing.py", "from geo.formats import reading\nreading.read_layer_file(a)"),
        ("geo/commands/community.py", "from geo.imports.area_search import list_named_areas"),
        ("geo/imports/layer_import.py", "import pyogrio"),
        ("pages/ui/widgets/uploads.py", "import osmium.io"),
    ],
)
def test_a_file_parsed_in_the_server_is_found(at, source):
    assert file_readings(ast.parse(source), at)


# --- who may write a layer -----------------------------------------------------------------------

# Who may write is decided in geo/access/layer_rights.py, which alone makes an authorisation; the
# store's functions write by one, and no other module names the statements that write.
AUTHORISATION = "WriteAuthorisation"
MAKES_AUTHORISATIONS = "geo/access/layer_rights.py"
GIVES_ROLES = {  # who may say under which role the rest of a run acts
    "geo/store/actor.py",
    "geo/commands/terminal.py",
    "geo/communities/demonstration.py",
    "pages/ui/visitor.py",
    "server/routes/drawing.py",
}
LAYER_WRITERS = {
    "layers/add": ("geo/store/layers.py", "geo/workshop/mark_store.py"),
    "layers/edit": ("geo/store/layers.py", "geo/workshop/mark_store.py"),
    "layers/remove": ("geo/store/layers.py", "geo/workshop/mark_store.py"),
    "communities/set_boundary": ("geo/store/communities.py",),
}


def unauthorised_writings(code: ast.Module, at: str) -> list[str]:
    """Find authorisations made elsewhere, roles given elsewhere, and statements that write."""
    faults = []
    for call in source_files.calls(code):
        called = source_files.called(call)
        if called == AUTHORISATION and at != MAKES_AUTHORISATIONS:
            faults.append(f"{at}:{call.lineno}: only {MAKES_AUTHORISATIONS} authorises")
        gives_role = called == "acting_as" and len(call.args) + len(call.keywords) > 1
        if gives_role and at not in GIVES_ROLES:
            faults.append(f"{at}:{call.lineno}: roles are given by {sorted(GIVES_ROLES)}")
        if called == "replace" and AUTHORISATION.lower() in ast.dump(call).lower():
            faults.append(f"{at}:{call.lineno}: an authorisation is not changed")
    for node, text in source_files.strings(code):
        if text in LAYER_WRITERS and at not in LAYER_WRITERS[text]:
            faults.append(f"{at}:{node.lineno}: {text} is for {LAYER_WRITERS[text]}")
    return faults


def test_layers_are_written_by_an_authorisation_only():
    faults = [
        fault
        for path in source_files.files(*OUR_CODE)
        for fault in unauthorised_writings(source_files.tree(path), source_files.name(path))
    ]
    assert not faults, source_files.report(faults)


def test_the_rules_of_writing_name_what_there_is():
    code = source_files.tree(source_files.ROOT / MAKES_AUTHORISATIONS)
    assert AUTHORISATION in [source_files.called(call) for call in source_files.calls(code)]
    queries = {
        path.relative_to(source_files.ROOT / "queries").with_suffix("").as_posix(): path
        for path in (source_files.ROOT / "queries").rglob("*.sql")
    }
    assert set(LAYER_WRITERS) <= set(queries)
    writes = re.compile(r"^(insert into|update|delete from) feature\b|boundary = ", re.MULTILINE)
    writing = {
        name for name, path in queries.items() if writes.search(path.read_text(encoding="utf-8"))
    }
    erasing = {"forget/feature", "retention/delete_marks"}  # a coordinator's, of all or of marks
    assert writing - erasing == set(LAYER_WRITERS)


def test_marks_alone_are_written_without_an_authorisation():
    """A phone's marks go to a layer of their own, whatever it sends."""
    code = source_files.tree(source_files.ROOT / "geo/workshop/mark_store.py")
    executed = [call for call in source_files.calls(code) if source_files.called(call) == "execute"]
    words = [{word.arg: ast.unparse(word.value) for word in call.keywords} for call in executed]
    writing = [
        told
        for call, told in zip(executed, words, strict=True)
        if "layer" in told or source_files.text_of(call.args[0]).startswith("layers/")
    ]
    assert len(writing) == 4  # three to the layer, one to its history
    assert {words["layer"] for words in writing} == {"MARK_LAYER"}


@pytest.mark.parametrize(
    ("at", "source"),
    [
        ("geo/imports/layer_import.py", "WriteAuthorisation(t, 'a', 'zones', x, 'r', 'w', True)"),
        ("pages/map.py", "write_authorisation.WriteAuthorisation()"),
        ("geo/exports/out.py", "with acting_as('a', 'coordinator'): pass"),
        ("geo/exports/out.py", "with actor.acting_as('a', role='coordinator'): pass"),
        ("geo/store/streets.py", "transaction.execute('layers/add', rows)"),
        ("geo/communities/settings.py", "transaction.execute('communities/set_boundary')"),
        ("geo/imports/layer_import.py", "replace(WriteAuthorisation, role='coordinator')"),
    ],
)
def test_a_writing_past_the_rights_is_found(at, source):
    assert unauthorised_writings(ast.parse(source), at)


# --- how long, and under which name --------------------------------------------------------------


def too_long(source: str, at: str) -> list[str]:
    """Find a module, a page or functions longer than a person can hold in mind."""
    lines = len(source.splitlines())
    page = re.fullmatch(r"pages/[^/]+\.py", at) and at != "pages/screens.py"
    most = LONGEST_PAGE if page else LONGEST_MODULE
    faults = [f"{at}:1: {lines} lines, at most {most}"] if lines > most else []
    for node in source_files.nodes(source_files.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                least = f"at most {LONGEST_FUNCTION}"
                faults.append(f"{at}:{node.lineno}: {node.name} has {length} lines, {least}")
    return faults


def test_modules_functions_and_pages_stay_short():
    faults = [
        fault
        for path in source_files.files(*ALL_CODE)
        for fault in too_long(path.read_text(encoding="utf-8"), source_files.name(path))
    ]
    assert not faults, source_files.report(faults)


def test_what_is_too_long_is_found():
    function = "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION
    assert too_long(function, "geo/a.py") == ["geo/a.py:1: f has 61 lines, at most 60"]
    assert too_long("x = 1\n" * 81, "pages/a.py") == ["pages/a.py:1: 81 lines, at most 80"]
    assert too_long("x = 1\n" * 300, "pages/ui/a.py") == []


def test_no_file_is_a_drawer_for_everything():
    drawers = [
        source_files.name(path)
        for suffix in (".py", ".sql", ".js", ".css")
        for path in source_files.files(*ALL_CODE, "queries", "frontend", "tests", suffix=suffix)
        if NO_NAMES & set(re.split(r"[_.\-]", path.stem))
    ]
    assert not drawers, f"find the noun: {drawers}"


# --- where SQL lives -----------------------------------------------------------------------------


def stray_sql(code: ast.Module, at: str) -> list[str]:
    """Find statements written in Python: none of data anywhere, none at all outside the store."""
    faults = [
        f"{at}:{node.lineno}: a statement belongs in queries/: {text.strip()[:50]!r}"
        for node, text in source_files.strings(code)
        if STATEMENT.match(text)
    ]
    if not at.startswith("geo/store/"):
        faults += [
            f"{at}:{call.lineno}: only geo/store speaks to the file"
            for call in source_files.calls(code)
            if call.args
            and source_files.called(call) in ASKS
            and SQL_WORD.search(source_files.text_of(call.args[0]))
        ]
    return faults


def test_sql_lives_in_queries():
    faults = [
        fault
        for path in source_files.files(*OUR_CODE)
        for fault in stray_sql(source_files.tree(path), source_files.name(path))
    ]
    assert not faults, source_files.report(faults)


@pytest.mark.parametrize(
    ("at", "source"),
    [
        ("geo/store/layers.py", 'cursor.execute("select id from feature")'),
        ("geo/store/layers.py", 'QUERY = f"""\n  insert into {table} values (1)"""'),
        ("geo/store/layers.py", 'QUERY = "create or replace table t (a int)"'),
        ("geo/cartography/tiles.py", "cursor.execute(\"attach 'x' as y\")"),
        ("pages/map.py", 'connection.sql(f"select {x}")'),
    ],
)
def test_a_stray_statement_is_found(at, source):
    assert stray_sql(ast.parse(source), at)


def test_the_store_may_attach_its_file_and_sentences_may_select():
    assert stray_sql(ast.parse("cursor.execute(f\"attach '{x}' as y\")"), "geo/store/a.py") == []
    assert stray_sql(ast.parse('"""Select the rows from a frame."""'), "geo/model.py") == []


# --- where sentences live ------------------------------------------------------------------------


def stray_words(code: ast.Module, at: str) -> list[str]:
    """
    Find words for people written in a page.

    Two words side by side are a sentence, whether bare, inside HTML or in an f-string; tags and
    style rules are no words. One bare word is a sentence too where a widget would show it.
    """
    faults = [
        f"{at}:{node.lineno}: a sentence belongs in locale/: {text.strip()[:50]!r}"
        for node, text in source_files.strings(code)
        if _is_sentence(text)
    ]
    faults += [
        f"{at}:{call.lineno}: a label belongs in locale/: {source_files.first_text(call)!r}"
        for call in source_files.calls(code)
        if _shows(call) and _has_words(source_files.first_text(call))
    ]
    return faults


def _is_sentence(text: str) -> bool:
    if STYLE_RULE.search(text):  # a sheet of style rules
        return False
    return bool(TWO_WORDS.search(source_files.without_tags(text)))


def _shows(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in SAYS


def _has_words(text: str) -> bool:
    visible = re.sub(r":material/\w+:|&\w+;", " ", source_files.without_tags(text))
    return not STYLE_RULE.search(text) and bool(LETTERS.search(visible))


def test_pages_hold_no_sentences():
    faults = [
        fault
        for path in source_files.files("pages")
        for fault in stray_words(source_files.tree(path), source_files.name(path))
    ]
    assert not faults, source_files.report(faults)


@pytest.mark.parametrize(
    "source",
    [
        'st.write("Elija un lugar")',
        'label = f"{n} personas cubiertas"',
        "html = \"<p class='a b'>Salida rápida</p>\"",
        'st.button("Guardar", key="save")',
        'st.markdown("<b>Mapa</b>", unsafe_allow_html=True)',
    ],
)
def test_words_in_a_page_are_found(source):
    assert stray_words(ast.parse(source), "pages/map.py")


@pytest.mark.parametrize(
    "source",
    [
        '"""A page, told to developers."""',
        'st.button(gettext("route.find"), key="find", icon=":material/search:")',
        'html = f\'<div class="card wide" style="color: red">{text}</div>\'',
        'CSS = ".card header { color: red; margin: 0 auto }"',
        'st.markdown("<hr>", unsafe_allow_html=True)',
        'st.switch_page("pages/map.py")',
    ],
)
def test_what_is_not_for_reading_is_left_alone(source):
    assert stray_words(ast.parse(source), "pages/map.py") == []


# --- what the project says of itself, and to whom it speaks --------------------------------------

HOUSEKEEPING = re.compile(
    r"\b(issues?|pull requests?|tickets?)\s*(no\.?\s*)?#?\d+|/work/|/root/|/tmp/amparo",
    re.IGNORECASE,
)


def test_nothing_speaks_of_housekeeping():
    """The project speaks of its subject: no numbers of tasks, no folders of one machine."""
    told = [
        f"{source_files.name(path)}:{number}: {line.strip()[:80]}"
        for suffix in (".py", ".sql", ".js", ".css", ".md", ".toml", ".po", ".txt", ".json")
        for path in source_files.files(".", suffix=suffix)
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if HOUSEKEEPING.search(line)
    ]
    assert not told, source_files.report(told)


def test_streamlit_is_set_to_contact_nobody():
    """
    Without these, Streamlit asks the outside for itself: it sends usage statistics, asks a server
    for this machine's public address when headless, and asks the user for an e-mail address.
    """
    told = tomllib.loads(
        (source_files.ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    )
    assert told["browser"]["gatherUsageStats"] is False
    assert told["server"]["address"] in {"127.0.0.1", "localhost"}
    assert told["server"]["showEmailPrompt"] is False
