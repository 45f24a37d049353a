"""
Hierarchy of exceptions.

AmparoError
├── StoreError
│   ├── StoreBusyError            another program holds the file
│   ├── StoreFolderError          the folder cannot be created, or is not writable
│   ├── StoreFolderLinkError, StoreFolderOwnerError   a symbolic link, or somebody else's
│   ├── StoreUnreadableError      not a store, or damaged
│   ├── StoreLockedError, WrongPassphraseError, StoreUnprotectedError, StoreProtectedError,
│   │   PassphraseTooShortError
│   ├── DiskFullError, StoreReadOnlyError             the disk is full, or has become read-only
│   ├── WriteConflictError        concurrent writers conflicted at every attempt
│   └── BackupError, BackupUnprotectedError           it cannot be used, or has no passphrase
├── CommunityError
│   └── CommunityUnknownError, CommunityExistsError, CommunityNameError, CountryUnknownError,
│       TimezoneUnknownError, DayHoursError, DemonstrationNameError, LocaleUnknownError,
│       ExtentMissingError
├── StreetsError                  extracts, downloads, the street network
│   ├── NoStreetsError, BoundaryMissingError, CandidateUnknownError
│   ├── StreetsCrsMissingError, StreetsSnapError
│   ├── ExtractError              an OpenStreetMap extract
│   │   ├── ExtractMissingError
│   │   ├── ExtractNotOsmError
│   │   │   ├── ExtractChangesError, ExtractHistoryError, ExtractNotesError
│   │   │   ├── ExtractGeoJsonError
│   │   │   └── ExtractArchiveError, ExtractContentError, ExtractForeignError
│   │   ├── ExtractEmptyError, ExtractTruncatedError, ExtractPartialError
│   │   ├── ExtractDecompressionError, ExtractMemoryError, ExtractEntitiesError
│   │   ├── ExtractWithoutStreetsError, ExtractWithoutCoordinatesError
│   │   └── ExtractOutsideBoundaryError, ExtractAntimeridianError
│   └── DownloadError             download from a server
│       └── DownloadAddressError, DownloadBoundsError, DownloadTooLargeError,
│           DownloadOfflineError, DownloadBusyError, DownloadRefusedError,
│           DownloadInterruptedError, DownloadNotOsmError, DownloadLimitError
├── LayerError                    files of risk areas, safe zones, services, people, zones
│   ├── LayerFileMissingError, LayerFormatError, LayerUnreadableError, LayerContentError
│   ├── LayerSyntaxError, LayerNotGeojsonError, LayerFileEmptyError, LayerTooLargeError
│   ├── LayerNotUmapError, LayerDefinitionsError, LayerRemoteError, LayerPhotoPlaceError
│   ├── LayerArchiveEmptyError, LayerEncryptedError
│   ├── LayerTablesError, LayerTableUnknownError, LayerNoGeometryError, LayerComputedError
│   ├── LayerNoCoordinatesError, LayerCrsError, LayerCrsUnknownError, LayerCrsTextError
│   ├── LayerMemoryError          more than memory has room for
│   │   └── LayerColumnsError, LayerVerticesError, LayerFeatureVerticesError
│   ├── LayerRowsError            all rows that have to be fixed
│   │   └── ServiceFieldsError, ServiceDoubtsError
│   ├── LayerOutsideError, LayerCoordinatesSwappedError, LayerRadiusError, ServiceUnknownError,
│   │   ImportBatchUnknownError, WaitingRowsUnknownError, ZonesMissingError,
│   │   ZoneUnknownError
│   ├── BoundaryError             a boundary file
│   │   └── BoundaryColumnError, BoundaryNotFoundError, BoundaryRowsError,
│   │       BoundarySeveralError, BoundaryDistrictUnknownError, BoundaryHomonymsError,
│   │       BoundaryTooFewCornersError, BoundarySelfIntersectionError, BoundaryAntimeridianError
│   └── ExportFormatError, ExportFileError, ExportConfidentialError, ExportCellLengthError,
│       ExportAreasError, ExportServicesOnlyError
├── ParsingError                  a process that parses a file, and its limits
│   └── ParsingTimeError, ParsingMemoryError, ParsingOutputError, ParsingCrashError,
│       ParsingBusyError
├── ScreenError                   a screen that takes too long, or waits too long
│   └── ScreenTimeError, ScreenBusyError
├── LocationError                 locations in requests
│   └── CoordinateError, LocationOutsideError, NoRouteError (NoRouteWithoutFerryError)
├── AccessError                   accounts, sign-in, the audit log, erasure
│   ├── AccountNameError, AccountExistsError, AccountUnknownError, RoleUnknownError,
│   │   LastCoordinatorError, PasswordTooShortError, PasswordGuessableError, CredentialMissingError
│   ├── SignInRefusedError, SignInWaitError, SessionExpiredError
│   ├── InstallationUnprotectedError, ExactOutputUnconfirmedError
│   ├── IdentityUnknownError, IdentityRefusedError, IdentityNameError, IdentityTakenError,
│   │   IdentityUnlinkedError, ProviderSetupError
│   ├── AuditDetailError, AuditBrokenError
│   ├── WriteDeniedError, ProposalUnknownError, ProposalOutdatedError, ProposalLimitError
│   └── SessionUnknownError, ForgetUnconfirmedError, ForgetBackupError
├── WorkshopError                 drawing sessions and their marks
│   ├── ConsentMissingError, AgeBandError, SessionOptionError, DrawingUnknownError,
│   │   DrawingClosedError, NoOpenDrawingError, AgreedAreaMissingError, NoLocalNetworkError,
│   │   PhonePortsTakenError, JoinFullError, JoinRefusedError, ParticipationExpiredError
│   └── MarkError                 a mark that is not valid
│       └── MarkUnreadableError, MarkShapeError, MarkOutsideError, MarkTextError,
│           NotePersonalDataError, MarkConfidentialError, MarkChangedError,
│           MergeTooFewError, MergeKindsError, MergeDisjointError
├── CaptureError                  the capture file and its submissions
│   └── CaptureTooLargeError, CaptureFormatError, CaptureUnreadableError, CaptureMemoryError,
│       CaptureCommunityError, CaptureSessionConflictError, CaptureSessionMissingError
├── SheetError                    printed sheets
│   └── SheetFontsError, SheetFolderError, SheetTypesettingError, SheetLocationError
├── PathwayError                  starter files, and a network's own copies
│   ├── PathwayUnreadableError, SituationUnknownError
│   └── PathwayStepsError, PathwayWindowError, PathwayTextError, PathwayPersonalDataError,
│       PathwayChangedError, PathwayVersionError
├── ScenarioError                 scenarios: what would change coverage
│   └── ScenarioFileError, ScenarioContentError, ScenarioUnknownError, ScenarioTargetError,
│       ScenarioConfidentialError, ScenarioPathAdoptionError, PathJoinError,
│       ScenarioServiceMissingError, ScenarioAreaMissingError
└── ParameterError                request parameters
    └── DateTimeError, NumberError, NumberNotGreaterError, NumberTooLargeError, NoServiceError,
        ExactlyOneOptionError, ConfidentialServiceError, PlacelessServiceError, StepUnknownError,
        ServiceTypeUnknownError, EmptyLayerError, TooFewPeopleError, DateTimeRangeError,
        PeopleOutsideError, OpeningMomentError

An exception carries a key and placeholders; the catalogues hold the message in each language, and
what to do about it.
"""

from __future__ import annotations

from typing import ClassVar


class AmparoError(Exception):
    """
    Base class of errors with a translated message.

    Parameters
    ----------
    **placeholders
        Values of the placeholders of the message: names, numbers, rows. Never a full path,
        never the location of a confidential service.
    """

    key: ClassVar[str] = "error.unexpected"

    def __init__(self, **placeholders: object) -> None:
        self.placeholders = placeholders
        listed = ", ".join(f"{name}={value!r}" for name, value in placeholders.items())
        super().__init__(f"{self.key}({listed})")
