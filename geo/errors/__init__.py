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
│   ├── ExtractError              an OpenStreetMap extract
│   │   ├── ExtractMissingError
│   │   ├── ExtractNotOsmError
│   │   │   ├── ExtractChangesError, ExtractNotesError
│   │   │   ├── ExtractJsonError, ExtractGeoJsonError
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
│   ├── LayerTablesError, LayerTableUnknownError, LayerNoGeometryError, LayerComputedError
│   ├── LayerNoCoordinatesError, LayerCrsError, LayerCrsUnknownError, LayerCrsTextError
│   ├── LayerMemoryError          more than memory has room for
│   │   └── LayerColumnsError, LayerVerticesError, LayerFeatureVerticesError
│   ├── LayerRowsError            all rows that have to be fixed
│   │   └── ServiceFieldsError, ServiceDoubtsError
│   ├── LayerOutsideError, LayerCoordinatesSwappedError, LayerRadiusError, ServiceUnknownError
│   ├── BoundaryError             a boundary file
│   │   └── BoundaryColumnError, BoundaryNotFoundError, BoundaryRowsError,
│   │       BoundarySeveralError, BoundaryDistrictUnknownError, BoundaryHomonymsError,
│   │       BoundaryTooFewCornersError, BoundarySelfIntersectionError, BoundaryAntimeridianError
│   └── ExportFormatError, ExportFileError, ExportConfidentialError
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
└── ParameterError                request parameters
    └── DateTimeError, NumberError, NumberNotGreaterError, NumberTooLargeError, NoServiceError,
        ExactlyOneOptionError, ConfidentialServiceError, PlacelessServiceError, StepUnknownError,
        ServiceTypeUnknownError, EmptyLayerError, TooFewPeopleError, DateTimeRangeError,
        PeopleOutsideError

An exception carries a key and placeholders; the catalogues hold the message in each language, and
what to do about it.
"""

from geo.errors.access import AccessError as AccessError
from geo.errors.access import AccountExistsError as AccountExistsError
from geo.errors.access import AccountNameError as AccountNameError
from geo.errors.access import AccountUnknownError as AccountUnknownError
from geo.errors.access import AuditBrokenError as AuditBrokenError
from geo.errors.access import AuditDetailError as AuditDetailError
from geo.errors.access import CredentialMismatchError as CredentialMismatchError
from geo.errors.access import CredentialMissingError as CredentialMissingError
from geo.errors.access import ExactOutputUnconfirmedError as ExactOutputUnconfirmedError
from geo.errors.access import ForgetBackupError as ForgetBackupError
from geo.errors.access import ForgetUnconfirmedError as ForgetUnconfirmedError
from geo.errors.access import IdentityNameError as IdentityNameError
from geo.errors.access import IdentityRefusedError as IdentityRefusedError
from geo.errors.access import IdentityTakenError as IdentityTakenError
from geo.errors.access import IdentityUnknownError as IdentityUnknownError
from geo.errors.access import IdentityUnlinkedError as IdentityUnlinkedError
from geo.errors.access import InstallationUnprotectedError as InstallationUnprotectedError
from geo.errors.access import LastCoordinatorError as LastCoordinatorError
from geo.errors.access import PasswordGuessableError as PasswordGuessableError
from geo.errors.access import PasswordTooShortError as PasswordTooShortError
from geo.errors.access import ProposalLimitError as ProposalLimitError
from geo.errors.access import ProposalOutdatedError as ProposalOutdatedError
from geo.errors.access import ProposalUnknownError as ProposalUnknownError
from geo.errors.access import ProviderSetupError as ProviderSetupError
from geo.errors.access import RoleUnknownError as RoleUnknownError
from geo.errors.access import SessionExpiredError as SessionExpiredError
from geo.errors.access import SessionUnknownError as SessionUnknownError
from geo.errors.access import SignInRefusedError as SignInRefusedError
from geo.errors.access import SignInWaitError as SignInWaitError
from geo.errors.access import WriteDeniedError as WriteDeniedError
from geo.errors.base import AmparoError as AmparoError
from geo.errors.capture import CaptureCommunityError as CaptureCommunityError
from geo.errors.capture import CaptureError as CaptureError
from geo.errors.capture import CaptureFormatError as CaptureFormatError
from geo.errors.capture import CaptureMemoryError as CaptureMemoryError
from geo.errors.capture import CaptureSessionConflictError as CaptureSessionConflictError
from geo.errors.capture import CaptureSessionMissingError as CaptureSessionMissingError
from geo.errors.capture import CaptureTooLargeError as CaptureTooLargeError
from geo.errors.capture import CaptureUnreadableError as CaptureUnreadableError
from geo.errors.community import CommunityError as CommunityError
from geo.errors.community import CommunityExistsError as CommunityExistsError
from geo.errors.community import CommunityNameError as CommunityNameError
from geo.errors.community import CommunityUnknownError as CommunityUnknownError
from geo.errors.community import CountryUnknownError as CountryUnknownError
from geo.errors.community import DayHoursError as DayHoursError
from geo.errors.community import DemonstrationNameError as DemonstrationNameError
from geo.errors.community import ExtentMissingError as ExtentMissingError
from geo.errors.community import LocaleUnknownError as LocaleUnknownError
from geo.errors.community import TimezoneUnknownError as TimezoneUnknownError
from geo.errors.layers import BoundaryAntimeridianError as BoundaryAntimeridianError
from geo.errors.layers import BoundaryColumnError as BoundaryColumnError
from geo.errors.layers import BoundaryDistrictUnknownError as BoundaryDistrictUnknownError
from geo.errors.layers import BoundaryError as BoundaryError
from geo.errors.layers import BoundaryHomonymsError as BoundaryHomonymsError
from geo.errors.layers import BoundaryNotFoundError as BoundaryNotFoundError
from geo.errors.layers import BoundaryRowsError as BoundaryRowsError
from geo.errors.layers import BoundarySelfIntersectionError as BoundarySelfIntersectionError
from geo.errors.layers import BoundarySeveralError as BoundarySeveralError
from geo.errors.layers import BoundaryTooFewCornersError as BoundaryTooFewCornersError
from geo.errors.layers import ExportConfidentialError as ExportConfidentialError
from geo.errors.layers import ExportFileError as ExportFileError
from geo.errors.layers import ExportFormatError as ExportFormatError
from geo.errors.layers import LayerColumnsError as LayerColumnsError
from geo.errors.layers import LayerComputedError as LayerComputedError
from geo.errors.layers import LayerContentError as LayerContentError
from geo.errors.layers import LayerCoordinatesSwappedError as LayerCoordinatesSwappedError
from geo.errors.layers import LayerCrsError as LayerCrsError
from geo.errors.layers import LayerCrsTextError as LayerCrsTextError
from geo.errors.layers import LayerCrsUnknownError as LayerCrsUnknownError
from geo.errors.layers import LayerError as LayerError
from geo.errors.layers import LayerFeatureVerticesError as LayerFeatureVerticesError
from geo.errors.layers import LayerFileEmptyError as LayerFileEmptyError
from geo.errors.layers import LayerFileMissingError as LayerFileMissingError
from geo.errors.layers import LayerFormatError as LayerFormatError
from geo.errors.layers import LayerMemoryError as LayerMemoryError
from geo.errors.layers import LayerNoCoordinatesError as LayerNoCoordinatesError
from geo.errors.layers import LayerNoGeometryError as LayerNoGeometryError
from geo.errors.layers import LayerNotGeojsonError as LayerNotGeojsonError
from geo.errors.layers import LayerOutsideError as LayerOutsideError
from geo.errors.layers import LayerRadiusError as LayerRadiusError
from geo.errors.layers import LayerRowsError as LayerRowsError
from geo.errors.layers import LayerSyntaxError as LayerSyntaxError
from geo.errors.layers import LayerTablesError as LayerTablesError
from geo.errors.layers import LayerTableUnknownError as LayerTableUnknownError
from geo.errors.layers import LayerTooLargeError as LayerTooLargeError
from geo.errors.layers import LayerUnreadableError as LayerUnreadableError
from geo.errors.layers import LayerVerticesError as LayerVerticesError
from geo.errors.layers import ServiceDoubtsError as ServiceDoubtsError
from geo.errors.layers import ServiceFieldsError as ServiceFieldsError
from geo.errors.layers import ServiceUnknownError as ServiceUnknownError
from geo.errors.parameters import ConfidentialServiceError as ConfidentialServiceError
from geo.errors.parameters import CoordinateError as CoordinateError
from geo.errors.parameters import DateTimeError as DateTimeError
from geo.errors.parameters import DateTimeRangeError as DateTimeRangeError
from geo.errors.parameters import EmptyLayerError as EmptyLayerError
from geo.errors.parameters import ExactlyOneOptionError as ExactlyOneOptionError
from geo.errors.parameters import LocationError as LocationError
from geo.errors.parameters import LocationOutsideError as LocationOutsideError
from geo.errors.parameters import NoRouteError as NoRouteError
from geo.errors.parameters import NoRouteWithoutFerryError as NoRouteWithoutFerryError
from geo.errors.parameters import NoServiceError as NoServiceError
from geo.errors.parameters import NumberError as NumberError
from geo.errors.parameters import NumberNotGreaterError as NumberNotGreaterError
from geo.errors.parameters import NumberTooLargeError as NumberTooLargeError
from geo.errors.parameters import ParameterError as ParameterError
from geo.errors.parameters import PeopleOutsideError as PeopleOutsideError
from geo.errors.parameters import PlacelessServiceError as PlacelessServiceError
from geo.errors.parameters import ServiceTypeUnknownError as ServiceTypeUnknownError
from geo.errors.parameters import StepUnknownError as StepUnknownError
from geo.errors.parameters import TooFewPeopleError as TooFewPeopleError
from geo.errors.parsing import ParsingBusyError as ParsingBusyError
from geo.errors.parsing import ParsingCrashError as ParsingCrashError
from geo.errors.parsing import ParsingError as ParsingError
from geo.errors.parsing import ParsingMemoryError as ParsingMemoryError
from geo.errors.parsing import ParsingOutputError as ParsingOutputError
from geo.errors.parsing import ParsingTimeError as ParsingTimeError
from geo.errors.pathways import PathwayChangedError as PathwayChangedError
from geo.errors.pathways import PathwayError as PathwayError
from geo.errors.pathways import PathwayPersonalDataError as PathwayPersonalDataError
from geo.errors.pathways import PathwayStepsError as PathwayStepsError
from geo.errors.pathways import PathwayTextError as PathwayTextError
from geo.errors.pathways import PathwayUnreadableError as PathwayUnreadableError
from geo.errors.pathways import PathwayVersionError as PathwayVersionError
from geo.errors.pathways import PathwayWindowError as PathwayWindowError
from geo.errors.pathways import SituationUnknownError as SituationUnknownError
from geo.errors.screen import ScreenBusyError as ScreenBusyError
from geo.errors.screen import ScreenError as ScreenError
from geo.errors.screen import ScreenTimeError as ScreenTimeError
from geo.errors.sheets import SheetError as SheetError
from geo.errors.sheets import SheetFolderError as SheetFolderError
from geo.errors.sheets import SheetFontsError as SheetFontsError
from geo.errors.sheets import SheetLocationError as SheetLocationError
from geo.errors.sheets import SheetTypesettingError as SheetTypesettingError
from geo.errors.store import BackupError as BackupError
from geo.errors.store import BackupUnprotectedError as BackupUnprotectedError
from geo.errors.store import DiskFullError as DiskFullError
from geo.errors.store import PassphraseTooShortError as PassphraseTooShortError
from geo.errors.store import StoreBusyError as StoreBusyError
from geo.errors.store import StoreError as StoreError
from geo.errors.store import StoreFolderError as StoreFolderError
from geo.errors.store import StoreFolderLinkError as StoreFolderLinkError
from geo.errors.store import StoreFolderOwnerError as StoreFolderOwnerError
from geo.errors.store import StoreLockedError as StoreLockedError
from geo.errors.store import StoreProtectedError as StoreProtectedError
from geo.errors.store import StoreReadOnlyError as StoreReadOnlyError
from geo.errors.store import StoreUnprotectedError as StoreUnprotectedError
from geo.errors.store import StoreUnreadableError as StoreUnreadableError
from geo.errors.store import WriteConflictError as WriteConflictError
from geo.errors.store import WrongPassphraseError as WrongPassphraseError
from geo.errors.streets import BoundaryMissingError as BoundaryMissingError
from geo.errors.streets import CandidateUnknownError as CandidateUnknownError
from geo.errors.streets import DownloadAddressError as DownloadAddressError
from geo.errors.streets import DownloadBoundsError as DownloadBoundsError
from geo.errors.streets import DownloadBusyError as DownloadBusyError
from geo.errors.streets import DownloadError as DownloadError
from geo.errors.streets import DownloadInterruptedError as DownloadInterruptedError
from geo.errors.streets import DownloadLimitError as DownloadLimitError
from geo.errors.streets import DownloadNotOsmError as DownloadNotOsmError
from geo.errors.streets import DownloadOfflineError as DownloadOfflineError
from geo.errors.streets import DownloadRefusedError as DownloadRefusedError
from geo.errors.streets import DownloadTooLargeError as DownloadTooLargeError
from geo.errors.streets import ExtractAntimeridianError as ExtractAntimeridianError
from geo.errors.streets import ExtractArchiveError as ExtractArchiveError
from geo.errors.streets import ExtractChangesError as ExtractChangesError
from geo.errors.streets import ExtractContentError as ExtractContentError
from geo.errors.streets import ExtractDecompressionError as ExtractDecompressionError
from geo.errors.streets import ExtractEmptyError as ExtractEmptyError
from geo.errors.streets import ExtractEntitiesError as ExtractEntitiesError
from geo.errors.streets import ExtractError as ExtractError
from geo.errors.streets import ExtractForeignError as ExtractForeignError
from geo.errors.streets import ExtractGeoJsonError as ExtractGeoJsonError
from geo.errors.streets import ExtractJsonError as ExtractJsonError
from geo.errors.streets import ExtractMemoryError as ExtractMemoryError
from geo.errors.streets import ExtractMissingError as ExtractMissingError
from geo.errors.streets import ExtractNotesError as ExtractNotesError
from geo.errors.streets import ExtractNotOsmError as ExtractNotOsmError
from geo.errors.streets import ExtractOutsideBoundaryError as ExtractOutsideBoundaryError
from geo.errors.streets import ExtractPartialError as ExtractPartialError
from geo.errors.streets import ExtractTruncatedError as ExtractTruncatedError
from geo.errors.streets import ExtractWithoutCoordinatesError as ExtractWithoutCoordinatesError
from geo.errors.streets import ExtractWithoutStreetsError as ExtractWithoutStreetsError
from geo.errors.streets import NoStreetsError as NoStreetsError
from geo.errors.streets import StreetsError as StreetsError
from geo.errors.workshop import AgeBandError as AgeBandError
from geo.errors.workshop import AgreedAreaMissingError as AgreedAreaMissingError
from geo.errors.workshop import ConsentMissingError as ConsentMissingError
from geo.errors.workshop import DrawingClosedError as DrawingClosedError
from geo.errors.workshop import DrawingUnknownError as DrawingUnknownError
from geo.errors.workshop import JoinFullError as JoinFullError
from geo.errors.workshop import JoinRefusedError as JoinRefusedError
from geo.errors.workshop import MarkChangedError as MarkChangedError
from geo.errors.workshop import MarkConfidentialError as MarkConfidentialError
from geo.errors.workshop import MarkError as MarkError
from geo.errors.workshop import MarkOutsideError as MarkOutsideError
from geo.errors.workshop import MarkShapeError as MarkShapeError
from geo.errors.workshop import MarkTextError as MarkTextError
from geo.errors.workshop import MarkUnreadableError as MarkUnreadableError
from geo.errors.workshop import MergeDisjointError as MergeDisjointError
from geo.errors.workshop import MergeKindsError as MergeKindsError
from geo.errors.workshop import MergeTooFewError as MergeTooFewError
from geo.errors.workshop import NoLocalNetworkError as NoLocalNetworkError
from geo.errors.workshop import NoOpenDrawingError as NoOpenDrawingError
from geo.errors.workshop import NotePersonalDataError as NotePersonalDataError
from geo.errors.workshop import ParticipationExpiredError as ParticipationExpiredError
from geo.errors.workshop import PhonePortsTakenError as PhonePortsTakenError
from geo.errors.workshop import SessionOptionError as SessionOptionError
from geo.errors.workshop import WorkshopError as WorkshopError
