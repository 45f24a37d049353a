"""
Records of a pathway: steps, their time windows and their sentences.

A pathway proposes and never forces: any step may come first or be skipped. A sentence of a starter
is a key of the catalogues, so that every language has it; a network's own sentence is text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Situation = Literal[
    "sexual_violence",
    "physical_violence",
    "psychological_violence",
    "economic_violence",
    "threat",
    "child",
    "accompanying",
]
SITUATIONS: tuple[Situation, ...] = (
    "sexual_violence",
    "physical_violence",
    "psychological_violence",
    "economic_violence",
    "threat",
    "child",
    "accompanying",
)
# Codes of time windows; the catalogues name them under `window.`
WINDOW_CODES = ("hiv_prophylaxis", "emergency_contraception", "forensic_samples")
WindowKind = Literal["clinical", "legal"]


@dataclass(frozen=True)
class PathwaySentence:
    """
    One sentence about a step.

    Attributes
    ----------
    key
        Key of the catalogues ("pathway.health.why"); empty where the network wrote `text`.
    text
        The network's own words, shown as they are in every language; else None.
    source
        Id of the reference; None if the network has to check it, which screens and sheets show.
    """

    key: str
    text: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class TimeWindow:
    """
    How long after the event something helps.

    Attributes
    ----------
    what
        Code, in the catalogues under `window.` ("hiv_prophylaxis", "emergency_contraception").
    hours
        After the event [hours, > 0].
    kind
        A clinical window puts the step as early as possible; a legal one must only be met.
    source
        Id of the reference; None if the network has to check the figure.
    """

    what: str
    hours: float
    kind: WindowKind
    source: str | None


@dataclass(frozen=True)
class PathwayStep:
    """
    One step of a pathway.

    Attributes
    ----------
    code
        Unique within the pathway.
    service
        The type of service that the step leads to.
    instead
        Other types that can give the same, in the order of preference.
    why, cost, accepts
        Why go, what it costs, whom it takes.
    gives, bring, need_not
        What one gets there, what to bring, what one need not have.
    still
        What still helps once a window has closed. A step with windows has at least one.
    after
        Codes of steps that the institutions want done before; she may choose another order.
    stay_minutes
        Time at the service [minutes], for whether the next service is open.
    """

    code: str
    service: str
    why: PathwaySentence
    instead: tuple[str, ...] = ()
    gives: tuple[PathwaySentence, ...] = ()
    bring: tuple[PathwaySentence, ...] = ()
    need_not: tuple[PathwaySentence, ...] = ()
    cost: PathwaySentence | None = None
    accepts: PathwaySentence | None = None
    windows: tuple[TimeWindow, ...] = ()
    still: tuple[PathwaySentence, ...] = ()
    after: tuple[str, ...] = ()
    stay_minutes: float = 60.0


@dataclass(frozen=True)
class Pathway:
    """
    Steps that help in a situation, in the order in which they are read aloud.

    Attributes
    ----------
    country
        ISO 3166 code of two letters, or None: what holds anywhere.
    verified
        Whether the network checked it; false until somebody says so.
    verified_on
        The day it did, as ISO 8601 writes it; None until then.
    version
        0 is the starter; the network's own copies count from 1.
    sources
        What the starter was made from, as `[id] full reference`; sentences and windows cite ids.
    """

    country: str | None
    situation: Situation
    steps: tuple[PathwayStep, ...]
    verified: bool = False
    version: int = 0
    sources: tuple[str, ...] = field(default=())
    verified_on: str | None = None
