"""A walk through all that a visitor can ask of the screens: dialogs, tables and choices, too."""

from __future__ import annotations

import re

from geo.language import gettext
from geo.pathways.records import SITUATIONS
from pages.screens import SCREENS
from tests.leaks.seeding import SLUG
from tests.leaks.wire import Run, Wire, state
from tests.thorough import choose

QUERY = f"community={SLUG}"
# By name: the address; the first screen has none.
ADDRESSES = {screen.name: "" if screen is SCREENS[0] else screen.url_path for screen in SCREENS}
# Among their steps are all the services that are hidden.
WALKED = choose(("sexual_violence", "physical_violence", "psychological_violence"), SITUATIONS)
REACHES = {
    "shelter": (("minutes", 15), ("minutes", 45), ("metres", 750)),
    "accompaniment": (("minutes", 20),),
}
# What is new in every session: its name, where its files lie, and what they are fetched by.
OF_ONE_SESSION = re.compile(
    rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|/media/[0-9a-f]+|(?<= )[0-9a-f]{32}(?=\xd2)"
)


def walk(asked: Wire) -> dict[str, Run]:
    """Ask for everything; by name of what was asked."""
    told = {f"screen {name}": asked.run(path, QUERY) for name, path in ADDRESSES.items()}
    told |= _map(asked)
    for kind, limits in REACHES.items():
        for unit, limit in limits:
            told[f"coverage of {kind}, {limit} {unit}"] = _reach(asked, kind, unit, limit)
        told[f"way to {kind}"] = _way(asked, kind)
    for situation in WALKED:
        told[f"doors after {situation}"] = doors(asked, situation)
    return told


def _map(asked: Wire) -> dict[str, Run]:
    """Turn on every layer and light."""
    screen = asked.run("map", QUERY)
    layers, light = (screen.id_of(key, "button_group") for key in ("layers", "light"))
    told = {}
    if layers and light:
        options = _options(screen, "layers")
        for moment in _options(screen, "light"):
            told[f"map, {moment}"] = asked.run(
                "map", QUERY,
                state(layers, string_array_value=options),
                state(light, string_array_value=[moment]),
            )  # fmt: skip
    return told


def _reach(asked: Wire, kind: str, unit: str, limit: int) -> Run:
    """Choose a service and a longest way in the dialog of coverage."""
    dialog = _opened(asked, "coverage", "reach")
    word = gettext(f"service_type.{kind}")
    if dialog is None or word not in _options(dialog, "reach_kind"):
        return dialog or asked.run("coverage", QUERY)
    unit_word = gettext(f"coverage.unit_{unit}")
    pills = [
        state(dialog.id_of("reach_kind", "button_group"), string_array_value=[word]),
        state(dialog.id_of("reach_unit", "button_group"), string_array_value=[unit_word]),
    ]
    chosen = _again(asked, dialog, "coverage", *pills)
    slider = chosen.id_of(f"reach_{unit}", "slider") or dialog.id_of(f"reach_{unit}", "slider")
    far = state(slider)
    far.double_array_value.data.append(limit)
    done = state(dialog.id_of("reach_done"), trigger_value=True)
    return _joined(chosen, _again(asked, dialog, "coverage", *pills, far, done))


def _way(asked: Wire, kind: str) -> Run:
    """Choose where from, and the service as where to."""
    dialog = _opened(asked, "way", "ends")
    word = gettext(f"service_type.{kind}")
    offered = [] if dialog is None else _options(dialog, "end_kind")
    match = [one for one in offered if word.lower() in one.lower()]
    if dialog is None or not match:
        return dialog or asked.run("way", QUERY)
    states = [
        state(dialog.id_of("end_kind", "button_group"), string_array_value=match[:1]),
        state(dialog.id_of("start_street", "text_input"), string_value="Calle La Ermita"),
        state(dialog.id_of("ends_done"), trigger_value=True),
    ]
    return _joined(dialog, _again(asked, dialog, "way", *states))


def doors(asked: Wire, situation: str) -> Run:
    """Answer the three questions; of one plan, which a shelter belongs to, open every step."""
    dialog = _opened(asked, "support", "asked")
    if dialog is None:
        return asked.run("support", QUERY)
    pills = {"support_situation": f"situation.{situation}", "support_since": "since.today"}
    states = [
        state(dialog.id_of(key, "button_group"), string_array_value=[gettext(word)])
        for key, word in pills.items()
    ]
    states += [
        state(dialog.id_of("support_street", "text_input"), string_value="Calle La Ermita"),
        state(dialog.id_of("support_done"), trigger_value=True),
    ]
    told = _joined(dialog, _again(asked, dialog, "support", *states))
    opened = told.ids_like("button", "more_") if situation == "physical_violence" else []
    for more in opened:
        told = _joined(told, asked.run("support", QUERY, state(more, trigger_value=True)))
    return told


def _opened(asked: Wire, screen: str, key: str) -> Run | None:
    button = asked.run(screen, QUERY).id_of(key)
    if button is None:
        return None
    return asked.run(screen, QUERY, state(button, trigger_value=True))


def _again(asked: Wire, dialog: Run, screen: str, *states) -> Run:
    """Run a dialog once more, with what its widgets hold."""
    fragments = [one.delta.fragment_id for one in dialog.messages if one.delta.fragment_id]
    return asked.run(screen, QUERY, *states, fragment=fragments[-1])


def _options(run: Run, key: str) -> list[str]:
    name = run.id_of(key, "button_group")
    for one in run.deltas("button_group"):
        if one.delta.new_element.button_group.id == name:
            return [option.content for option in one.delta.new_element.button_group.options]
    return []


def _joined(*runs: Run) -> Run:
    return Run([one for run in runs for one in run.messages], [x for r in runs for x in r.received])


def comparable(run: Run) -> list[tuple[str, bytes]]:
    """
    Give what stands on the screens without what is of one session alone, to compare it with others.

    Each part once: how often a part is drawn again, and when, is the chance of two threads.
    """
    return sorted({(place, _scrubbed(content)) for place, content in run.drawn()[0]})


def is_alike(run: Run, other: Run) -> bool:
    """
    Tell whether two runs show the same.

    What was drawn over may have been sent in one and not in the other; where both were sent some
    of it at one place, some of it is the same.
    """
    if comparable(run) != comparable(other):
        return False
    passed = [_by_place(one.drawn()[1]) for one in (run, other)]
    return all(passed[0][place] & passed[1][place] for place in passed[0].keys() & passed[1].keys())


def _by_place(parts: list[tuple[str, bytes]]) -> dict[str, set[bytes]]:
    told: dict[str, set[bytes]] = {}
    for place, content in parts:
        told.setdefault(place, set()).add(_scrubbed(content))
    return told


def _scrubbed(content: bytes) -> bytes:
    return OF_ONE_SESSION.sub(b"", content)
