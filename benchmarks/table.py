"""The results as tables a person reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from benchmarks.engine import REFERENCE_ENGINE

SHORTEST_TIMED_S = 0.01  # processor seconds; less is noise
SEARCH_PARTS = ("route", "new_weights", "coverage")


def format_tables(results: dict[str, Any]) -> str:
    """Write all parts that were measured, one table below the other."""
    blocks = [_format_machine(results)]
    blocks += [_format_search(name, part) for name, part in results.get("search", {}).items()]
    if "import" in results:
        blocks.append(_format_imports(results["import"]))
    if "exposure" in results:
        blocks.append(_format_exposure(results["exposure"]))
    if "slider" in results:
        blocks.append(_format_slider(results["slider"]))
    if "place" in results:
        blocks.append(_format_place(results["place"]))
    if "changes" in results:
        blocks.append(_format_changes(results["changes"]))
    if "start" in results:
        rows = [[name, f"{seconds:.2f}"] for name, seconds in results["start"].items()]
        blocks.append(_format_grid([["start of a command", "processor s"], *rows]))
    if "coverage" in results:
        blocks.append(_format_coverage(results["coverage"]))
    return "\n\n".join(blocks)


def _format_machine(results: dict[str, Any]) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in results["machine"].items())
    return f"{facts}\nload {results['load_before']:.1f} before, {results['load_after']:.1f} after"


def _format_search(name: str, part: dict[str, Any]) -> str:
    size, ours = part["size"], part["engines"][REFERENCE_ENGINE]
    heads = [
        "engine",
        *(f"{what} ms" for what in SEARCH_PARTS),
        *(f"× {what}" for what in SEARCH_PARTS),
        "apart",
    ]
    rows = [
        [
            facts["engine"],
            *(f"{1e3 * facts[f'{what}_s']:.2f}" for what in SEARCH_PARTS),
            *(f"{facts[f'{what}_s'] / ours[f'{what}_s']:.1f}" for what in SEARCH_PARTS),
            f"{max(facts['apart_min'].values()):.0e}",
        ]
        for facts in part["engines"].values()
    ]
    head = (
        f"{name}: {size['junctions']:,} junctions, {size['edges']:,} edges, {part['pairs']} pairs"
    )
    sweep = part["sweep_s"]
    alone = part["cost_only_s"]
    foot = (
        f"one sweep over the arcs {1e3 * sweep:.1f} ms: coverage is"
        f" {ours['coverage_s'] / sweep:.1f} × that\n"
        f"our cost and service alone, without the measures, {1e3 * alone:.1f} ms:"
        f" {alone / sweep:.1f} × that"
    )
    missing = "; ".join(f"{peer}: {why}" for peer, why in part["missing"].items())
    return "\n".join([head, _format_grid([heads, *rows]), foot, *([missing] if missing else [])])


def _format_imports(part: dict[str, Any]) -> str:
    heads = ["extract", "MB", "bare pass s", "import s", "ratio"]
    heads += ["memory MB", "parsing MB", "bare memory MB"]
    rows = [
        [
            name,
            str(facts["file_mb"]),
            f"{facts['bare_pass_s']:.2f}",
            f"{facts['import_s']:.2f}",
            f"{facts['ratio']:.2f}",
            f"{facts['import_mb']:.0f}",
            f"{facts['parsing_mb']:.0f}",
            f"{facts['bare_pass_mb']:.0f}",
        ]
        for name, facts in part.items()
    ]
    return _format_grid([heads, *rows])


def _format_exposure(part: dict[str, Any]) -> str:
    rows = [
        [name.removesuffix("_s").replace("_", " "), f"{1e3 * value:.2f}"]
        for name, value in part.items()
        if name.endswith("_s")
    ]
    return _format_grid([[f"exposure, {part['areas']} areas", "ms"], *rows])


def _format_changes(part: dict[str, Any]) -> str:
    heads = list(next(iter(part["seconds"].values())))
    rows = [
        [name, *(f"{spent[head]:.2f}" for head in heads)] for name, spent in part["seconds"].items()
    ]
    head = f"{part['homes']:,} homes, {part['edges']:,} edges: processor seconds of a change"
    return "\n".join([head, _format_grid([["change", *heads], *rows])])


def _format_coverage(part: dict[str, Any]) -> str:
    """List the questions of each place, beside the peer's where it was asked them too."""
    rows = [["coverage", "question", "processor s", "clock s", "× peer", "most MB", "peer MB"]]
    for place, modes in part.items():
        peer = modes["peer"]
        for mode in ("one", "five"):
            for question, facts in modes[mode]["questions"].items():
                plain = peer["questions"].get(question)
                ratio = "" if plain is None else _format_ratio(facts["cpu_s"], plain["cpu_s"])
                spent = [f"{facts['cpu_s']:.2f}", f"{facts['clock_s']:.2f}", ratio]
                memory = [f"{modes[mode]['peak_mb']:.0f}", f"{peer['peak_mb']:.0f}"]
                rows.append([place, question, *spent, *memory])
    return _format_grid(rows)


def _format_ratio(seconds: float, peer_s: float) -> str:
    """Format how many times as long it took; of a peer too quick to be timed, only that it was."""
    return f"{seconds / peer_s:.0f}" if peer_s >= SHORTEST_TIMED_S else "-"


def _format_slider(part: dict[str, Any]) -> str:
    if "skipped" in part:
        return f"slider: {part['skipped']}"
    rows = [["median", f"{part['median_s']:.2f}"], ["worst", f"{part['worst_s']:.2f}"]]
    return _format_grid([[f"slider to drawn way, {part['moves']} moves", "s"], *rows])


def _format_grid(rows: Iterable[list[str]]) -> str:
    rows = list(rows)
    wide = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, wide, strict=True))
        )
        for row in rows
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in wide), *lines[1:]])


def _format_place(part: dict[str, Any]) -> str:
    """List every fact of a place of a capital's size, by step."""
    steps = {"offline file": part["capture"], **part["screens"]}
    if "skipped" in steps:
        return f"place: {steps['skipped']}"
    rows = [
        [step, fact, f"{value:.1f}"]
        for step, facts in steps.items()
        for fact, value in facts.items()
    ]
    return _format_grid([["large place", "", ""], *rows])
