"""
What can go wrong, and what each fault is called.

AmparoError
├── StoreError
│   ├── StoreBusyError            another program holds the file
│   ├── StoreFolderError          the folder cannot be made, or not be written in
│   ├── StoreUnreadableError      not a store of ours, or damaged
│   ├── StoreLockedError, WrongPassphraseError, StoreUnprotectedError, StoreProtectedError,
│   │   PassphraseShortError
│   ├── StoreFullError            the disk takes nothing more
│   ├── StoreReadOnlyError        the disk may not be written on any more
│   ├── WriteConflictError        two writers met, and meeting again did not help
│   └── BackupError               a backup that cannot be written or read
├── CommunityError
│   ├── CommunityUnknownError
│   ├── CommunityExistsError
│   ├── CommunityNameError, DayHoursError
│   ├── CountryUnknownError
│   ├── TimezoneUnknownError
│   └── LocaleUnknownError
├── StreetsError                  reading, fetching and using streets
│   ├── NoStreetsError, BoundaryMissingError, CandidateUnknownError
│   ├── ExtractError              a file of streets
│   │   ├── ExtractMissingError
│   │   ├── ExtractNotOsmError
│   │   ├── ExtractEmptyError
│   │   ├── ExtractTruncatedError
│   │   ├── ExtractSwollenError, ExtractTooFullError, ExtractEntitiesError
│   │   ├── ExtractWithoutStreetsError
│   │   └── ExtractElsewhereError
│   └── DownloadError             streets fetched from a server
│       ├── DownloadAddressError
│       ├── DownloadBoundsError
│       ├── DownloadTooLargeError
│       ├── DownloadOfflineError
│       ├── DownloadBusyError
│       ├── DownloadRefusedError
│       ├── DownloadCutError
│       └── DownloadNotOsmError
├── LayerError                    files of risk areas, safe zones, services, people, zones
│   ├── LayerFileMissingError, LayerFormatError, LayerUnreadableError, LayerBrokenLineError
│   ├── LayerNotGeojsonError, LayerFileEmptyError, LayerTooLargeError, LayerTooFullError
│   ├── LayerTablesError, LayerTableUnknownError, LayerNoGeometryError
│   ├── LayerNoCoordinatesError, LayerCrsError, LayerCrsUnknownError
│   ├── LayerRowsError            every row that has to be mended, at once
│   ├── LayerOutsideError, LayerSwappedError
│   ├── BoundaryError             a file that gives no boundary
│   │   └── BoundaryColumnError, BoundaryNotFoundError, BoundaryRowsError,
│   │       BoundaryCornersError, BoundaryCrossedError
│   └── ExportFormatError, ExportFileError, ExportConfidentialError
├── PlaceError                    places somebody pointed at
│   ├── CoordinateError
│   ├── PlaceOutsideError
│   └── NoWayError
├── AccessError                   accounts, signing in, the audit log, forgetting
│   ├── AccountNameError, AccountExistsError, AccountUnknownError, RoleUnknownError,
│   │   LastCoordinatorError, PasswordShortError, PasswordEasyError, SecretMissingError
│   ├── SignInRefusedError, SignInWaitError, VisitOverError
│   ├── InstallationOpenError, ExactUnconfirmedError
│   ├── IdentityUnknownError, IdentityRefusedError, IdentityNameError, IdentityTakenError,
│   │   IdentityUnlinkedError, ProviderSetupError
│   ├── AuditDetailError, AuditBrokenError
│   └── SessionUnknownError, ForgetUnconfirmedError, ForgetCopyError
├── WorkshopError                 drawing sessions, and what is drawn in them
│   ├── ConsentMissingError, AgeBandError, OpeningError
│   ├── DrawingUnknownError, DrawingClosedError
│   ├── JoinRefusedError, ParticipationOverError
│   └── MarkError                 a mark that cannot be kept as it is
│       └── MarkUnreadableError, MarkShapeError, MarkOutsideError, MarkWordsError,
│           NoteNumberError, MarkReservedError, MarkChangedError,
│           MergeFewError, MergeKindsError, MergeApartError
├── CaptureError                  the one file to draw in, and what comes back from it
│   └── CaptureTooLargeError, CaptureFormatError, CaptureUnreadableError,
│       CaptureTooFullError, CaptureForeignError, CaptureElsewhereError, CaptureGroupError
├── SheetError                    what people hold in their hands
│   └── SheetFontsError, SheetFolderError, SheetSetError, SheetPlaceError
├── PathwayError                  pathways: the starters' files, and a network's own copies
│   ├── PathwayUnreadableError, SituationUnknownError
│   └── PathwayStepsError, PathwayWindowError, PathwayWordsError, PathwayPersonError,
│       PathwayChangedError, PathwayVersionError
└── QuestionError                 questions that cannot be answered as asked
    └── MomentError, NumberError, NumberNotAboveError, NumberTooLargeError, OneOfError,
        NoServiceError, ReservedServiceError,
        ServiceTypeUnknownError, EmptyLayerError, TooFewPeopleError, MomentFarError,
        StepUnknownError

`geo` says what happened, with blanks; the catalogues say it in the reader's language and
add what to do about it.
"""

from geo.errors.access import AccessError as AccessError
from geo.errors.access import AccountExistsError as AccountExistsError
from geo.errors.access import AccountNameError as AccountNameError
from geo.errors.access import AccountUnknownError as AccountUnknownError
from geo.errors.access import AuditBrokenError as AuditBrokenError
from geo.errors.access import AuditDetailError as AuditDetailError
from geo.errors.access import ExactUnconfirmedError as ExactUnconfirmedError
from geo.errors.access import ForgetCopyError as ForgetCopyError
from geo.errors.access import ForgetUnconfirmedError as ForgetUnconfirmedError
from geo.errors.access import IdentityNameError as IdentityNameError
from geo.errors.access import IdentityRefusedError as IdentityRefusedError
from geo.errors.access import IdentityTakenError as IdentityTakenError
from geo.errors.access import IdentityUnknownError as IdentityUnknownError
from geo.errors.access import IdentityUnlinkedError as IdentityUnlinkedError
from geo.errors.access import InstallationOpenError as InstallationOpenError
from geo.errors.access import LastCoordinatorError as LastCoordinatorError
from geo.errors.access import PasswordEasyError as PasswordEasyError
from geo.errors.access import PasswordShortError as PasswordShortError
from geo.errors.access import ProviderSetupError as ProviderSetupError
from geo.errors.access import RoleUnknownError as RoleUnknownError
from geo.errors.access import SecretMissingError as SecretMissingError
from geo.errors.access import SecretsDifferError as SecretsDifferError
from geo.errors.access import SessionUnknownError as SessionUnknownError
from geo.errors.access import SignInRefusedError as SignInRefusedError
from geo.errors.access import SignInWaitError as SignInWaitError
from geo.errors.access import VisitOverError as VisitOverError
from geo.errors.base import AmparoError as AmparoError
from geo.errors.capture import CaptureElsewhereError as CaptureElsewhereError
from geo.errors.capture import CaptureError as CaptureError
from geo.errors.capture import CaptureForeignError as CaptureForeignError
from geo.errors.capture import CaptureFormatError as CaptureFormatError
from geo.errors.capture import CaptureGroupError as CaptureGroupError
from geo.errors.capture import CaptureTooFullError as CaptureTooFullError
from geo.errors.capture import CaptureTooLargeError as CaptureTooLargeError
from geo.errors.capture import CaptureUnreadableError as CaptureUnreadableError
from geo.errors.community import CommunityError as CommunityError
from geo.errors.community import CommunityExistsError as CommunityExistsError
from geo.errors.community import CommunityNameError as CommunityNameError
from geo.errors.community import CommunityUnknownError as CommunityUnknownError
from geo.errors.community import CountryUnknownError as CountryUnknownError
from geo.errors.community import DayHoursError as DayHoursError
from geo.errors.community import LocaleUnknownError as LocaleUnknownError
from geo.errors.community import TimezoneUnknownError as TimezoneUnknownError
from geo.errors.layers import BoundaryColumnError as BoundaryColumnError
from geo.errors.layers import BoundaryCornersError as BoundaryCornersError
from geo.errors.layers import BoundaryCrossedError as BoundaryCrossedError
from geo.errors.layers import BoundaryError as BoundaryError
from geo.errors.layers import BoundaryNotFoundError as BoundaryNotFoundError
from geo.errors.layers import BoundaryRowsError as BoundaryRowsError
from geo.errors.layers import ExportConfidentialError as ExportConfidentialError
from geo.errors.layers import ExportFileError as ExportFileError
from geo.errors.layers import ExportFormatError as ExportFormatError
from geo.errors.layers import LayerBrokenLineError as LayerBrokenLineError
from geo.errors.layers import LayerCrsError as LayerCrsError
from geo.errors.layers import LayerCrsUnknownError as LayerCrsUnknownError
from geo.errors.layers import LayerError as LayerError
from geo.errors.layers import LayerFileEmptyError as LayerFileEmptyError
from geo.errors.layers import LayerFileMissingError as LayerFileMissingError
from geo.errors.layers import LayerFormatError as LayerFormatError
from geo.errors.layers import LayerNoCoordinatesError as LayerNoCoordinatesError
from geo.errors.layers import LayerNoGeometryError as LayerNoGeometryError
from geo.errors.layers import LayerNotGeojsonError as LayerNotGeojsonError
from geo.errors.layers import LayerOutsideError as LayerOutsideError
from geo.errors.layers import LayerRowsError as LayerRowsError
from geo.errors.layers import LayerSwappedError as LayerSwappedError
from geo.errors.layers import LayerTablesError as LayerTablesError
from geo.errors.layers import LayerTableUnknownError as LayerTableUnknownError
from geo.errors.layers import LayerTooFullError as LayerTooFullError
from geo.errors.layers import LayerTooLargeError as LayerTooLargeError
from geo.errors.layers import LayerUnreadableError as LayerUnreadableError
from geo.errors.locations import CoordinateError as CoordinateError
from geo.errors.locations import NoWayError as NoWayError
from geo.errors.locations import PlaceError as PlaceError
from geo.errors.locations import PlaceOutsideError as PlaceOutsideError
from geo.errors.parameters import EmptyLayerError as EmptyLayerError
from geo.errors.parameters import MomentError as MomentError
from geo.errors.parameters import MomentFarError as MomentFarError
from geo.errors.parameters import NoServiceError as NoServiceError
from geo.errors.parameters import NumberError as NumberError
from geo.errors.parameters import NumberNotAboveError as NumberNotAboveError
from geo.errors.parameters import NumberTooLargeError as NumberTooLargeError
from geo.errors.parameters import OneOfError as OneOfError
from geo.errors.parameters import QuestionError as QuestionError
from geo.errors.parameters import ReservedServiceError as ReservedServiceError
from geo.errors.parameters import ServiceTypeUnknownError as ServiceTypeUnknownError
from geo.errors.parameters import StepUnknownError as StepUnknownError
from geo.errors.parameters import TooFewPeopleError as TooFewPeopleError
from geo.errors.pathways import PathwayChangedError as PathwayChangedError
from geo.errors.pathways import PathwayError as PathwayError
from geo.errors.pathways import PathwayPersonError as PathwayPersonError
from geo.errors.pathways import PathwayStepsError as PathwayStepsError
from geo.errors.pathways import PathwayUnreadableError as PathwayUnreadableError
from geo.errors.pathways import PathwayVersionError as PathwayVersionError
from geo.errors.pathways import PathwayWindowError as PathwayWindowError
from geo.errors.pathways import PathwayWordsError as PathwayWordsError
from geo.errors.pathways import SituationUnknownError as SituationUnknownError
from geo.errors.sheets import SheetError as SheetError
from geo.errors.sheets import SheetFolderError as SheetFolderError
from geo.errors.sheets import SheetFontsError as SheetFontsError
from geo.errors.sheets import SheetPlaceError as SheetPlaceError
from geo.errors.sheets import SheetSetError as SheetSetError
from geo.errors.store import BackupError as BackupError
from geo.errors.store import PassphraseShortError as PassphraseShortError
from geo.errors.store import StoreBusyError as StoreBusyError
from geo.errors.store import StoreError as StoreError
from geo.errors.store import StoreFolderError as StoreFolderError
from geo.errors.store import StoreFullError as StoreFullError
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
from geo.errors.streets import DownloadCutError as DownloadCutError
from geo.errors.streets import DownloadError as DownloadError
from geo.errors.streets import DownloadNotOsmError as DownloadNotOsmError
from geo.errors.streets import DownloadOfflineError as DownloadOfflineError
from geo.errors.streets import DownloadRefusedError as DownloadRefusedError
from geo.errors.streets import DownloadTooLargeError as DownloadTooLargeError
from geo.errors.streets import ExtractElsewhereError as ExtractElsewhereError
from geo.errors.streets import ExtractEmptyError as ExtractEmptyError
from geo.errors.streets import ExtractEntitiesError as ExtractEntitiesError
from geo.errors.streets import ExtractError as ExtractError
from geo.errors.streets import ExtractMissingError as ExtractMissingError
from geo.errors.streets import ExtractNotOsmError as ExtractNotOsmError
from geo.errors.streets import ExtractSwollenError as ExtractSwollenError
from geo.errors.streets import ExtractTooFullError as ExtractTooFullError
from geo.errors.streets import ExtractTruncatedError as ExtractTruncatedError
from geo.errors.streets import ExtractWithoutStreetsError as ExtractWithoutStreetsError
from geo.errors.streets import NoStreetsError as NoStreetsError
from geo.errors.streets import StreetsError as StreetsError
from geo.errors.workshop import AgeBandError as AgeBandError
from geo.errors.workshop import ConsentMissingError as ConsentMissingError
from geo.errors.workshop import DrawingClosedError as DrawingClosedError
from geo.errors.workshop import DrawingUnknownError as DrawingUnknownError
from geo.errors.workshop import JoinRefusedError as JoinRefusedError
from geo.errors.workshop import MarkChangedError as MarkChangedError
from geo.errors.workshop import MarkError as MarkError
from geo.errors.workshop import MarkOutsideError as MarkOutsideError
from geo.errors.workshop import MarkReservedError as MarkReservedError
from geo.errors.workshop import MarkShapeError as MarkShapeError
from geo.errors.workshop import MarkUnreadableError as MarkUnreadableError
from geo.errors.workshop import MarkWordsError as MarkWordsError
from geo.errors.workshop import MergeApartError as MergeApartError
from geo.errors.workshop import MergeFewError as MergeFewError
from geo.errors.workshop import MergeKindsError as MergeKindsError
from geo.errors.workshop import NoteNumberError as NoteNumberError
from geo.errors.workshop import OpeningError as OpeningError
from geo.errors.workshop import ParticipationOverError as ParticipationOverError
from geo.errors.workshop import WorkshopError as WorkshopError
