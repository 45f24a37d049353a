"""Errors of drawing sessions and their marks."""

from __future__ import annotations

from geo.errors.base import AmparoError


class WorkshopError(AmparoError):
    """Base class of errors of drawing sessions."""

    key = "error.workshop"


class ConsentMissingError(WorkshopError):
    """The group has not consented to draw."""

    key = "error.consent_missing"


class AgeBandError(WorkshopError):
    """The age band is not two numbers of years, the lower first."""

    key = "error.age_band"


class SessionOptionError(WorkshopError):
    """A detail of the group is not in the vocabulary."""

    key = "error.opening"


class DrawingUnknownError(WorkshopError):
    """No drawing session of this code was opened."""

    key = "error.drawing_unknown"


class DrawingClosedError(WorkshopError):
    """The drawing session is closed."""

    key = "error.drawing_closed"


class JoinFullError(WorkshopError):
    """As many phones have joined as a drawing session, or the installation, admits."""

    key = "error.join_full"


class JoinRefusedError(WorkshopError):
    """No open drawing session has this join code."""

    key = "error.join_refused"


class ParticipationExpiredError(WorkshopError):
    """The participation of the phone is missing or has expired."""

    key = "error.participation_over"


class MarkError(WorkshopError):
    """Base class of errors of marks."""

    key = "error.mark"


class MarkUnreadableError(MarkError):
    """The submitted data is not a mark."""

    key = "error.mark_unreadable"


class MarkShapeError(MarkError):
    """The geometry of a mark intersects itself, is too long, or has the wrong type."""

    key = "error.mark_shape"


class MarkOutsideError(MarkError):
    """A mark is outside the community."""

    key = "error.mark_outside"


class MarkTextError(MarkError):
    """A text of a mark is too long."""

    key = "error.mark_words"


class NotePersonalDataError(MarkError):
    """A note has so many digits that they may be an identity number."""

    key = "error.note_number"


class MarkConfidentialError(MarkError):
    """A mark would disclose a confidential location."""

    key = "error.mark_confidential"


class NoOpenDrawingError(WorkshopError):
    """Phones are let in only while a drawing session is open."""

    key = "error.no_open_drawing"


class NoLocalNetworkError(WorkshopError):
    """The machine is in no local network, or not at the chosen address any more."""

    key = "error.no_local_network"


class PhonePortsTakenError(WorkshopError):
    """Other programs use all ports on which phones could be let in."""

    key = "error.phone_ports"


class AgreedAreaMissingError(WorkshopError):
    """No chosen area is one that several groups agree on."""

    key = "error.agreed_area_missing"


class MergeTooFewError(MarkError):
    """A merge requires at least two marks."""

    key = "error.merge_few"


class MergeKindsError(MarkError):
    """Marks of different kinds cannot be merged."""

    key = "error.merge_kinds"


class MergeDisjointError(MarkError):
    """Marks that do not touch cannot be merged."""

    key = "error.merge_apart"


class MarkChangedError(MarkError):
    """A mark to remove was changed by somebody else since it was read."""

    key = "error.mark_changed"
