"""Faults of drawing sessions, and of what is drawn in them."""

from __future__ import annotations

from geo.errors.base import AmparoError


class WorkshopError(AmparoError):
    """Something about a drawing session, or about what is drawn in it."""

    key = "error.workshop"


class ConsentMissingError(WorkshopError):
    """A drawing session was to be opened, and the group has not agreed to draw."""

    key = "error.consent_missing"


class AgeBandError(WorkshopError):
    """Ages that are not two numbers of years, the lower first."""

    key = "error.age_band"


class SessionOptionError(WorkshopError):
    """What is said of a group is no word of ours."""

    key = "error.opening"


class DrawingUnknownError(WorkshopError):
    """No drawing session of this code was opened here."""

    key = "error.drawing_unknown"


class DrawingClosedError(WorkshopError):
    """The drawing session takes no more marks."""

    key = "error.drawing_closed"


class JoinRefusedError(WorkshopError):
    """No open drawing session has this word."""

    key = "error.join_refused"


class ParticipationExpiredError(WorkshopError):
    """A phone takes part in no drawing session, or no longer."""

    key = "error.participation_over"


class MarkError(WorkshopError):
    """A mark that cannot be kept as it is."""

    key = "error.mark"


class MarkUnreadableError(MarkError):
    """Something that was sent as a mark is none."""

    key = "error.mark_unreadable"


class MarkShapeError(MarkError):
    """A mark whose outline crosses itself, is too long, or is of another kind."""

    key = "error.mark_shape"


class MarkOutsideError(MarkError):
    """A mark that lies outside the community."""

    key = "error.mark_outside"


class MarkTextError(MarkError):
    """A text of a mark that is longer than there is room for."""

    key = "error.mark_words"


class NotePersonalDataError(MarkError):
    """A note with so many digits that they may be somebody's identity number."""

    key = "error.note_number"


class MarkConfidentialError(MarkError):
    """A confidential place: it is not drawn where others see it."""

    key = "error.mark_confidential"


class MergeTooFewError(MarkError):
    """Fewer than two marks were to become one."""

    key = "error.merge_few"


class MergeKindsError(MarkError):
    """Marks of several kinds were to become one."""

    key = "error.merge_kinds"


class MergeDisjointError(MarkError):
    """Marks that do not touch were to become one."""

    key = "error.merge_apart"


class MarkChangedError(MarkError):
    """A mark was to be removed that somebody else changed meanwhile."""

    key = "error.mark_changed"
