"""
What can go wrong, and what each fault is called.

AmparoError
├── StoreError
│   ├── StoreBusyError            another program holds the file
│   ├── StoreFolderError          the folder cannot be made, or not be written in
│   ├── StoreUnreadableError      not a store of ours, or damaged
│   ├── StoreLockedError, WrongPassphraseError, StoreUnprotectedError, StoreProtectedError,
│   │   PassphraseShortError
│   ├── WriteConflictError        two writers met, and meeting again did not help
│   └── BackupError               a backup that cannot be written or read
├── CommunityError
│   ├── CommunityUnknownError
│   ├── CommunityExistsError
│   ├── CommunityNameError
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
│   │   ├── ExtractSwollenError, ExtractEntitiesError
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
│   ├── AuditDetailError, AuditBrokenError
│   └── SessionUnknownError, ForgetUnconfirmedError, ForgetCopyError
└── QuestionError                 questions that cannot be answered as asked
    └── MomentError, NumberError, NumberNotAboveError, NumberTooLargeError, OneOfError,
        NoServiceError, ReservedServiceError,
        ServiceTypeUnknownError, EmptyLayerError

`geo` says what happened, with blanks; the catalogues say it in the reader's language and
add what to do about it.
"""

from geo.errors.access import (
    AccessError,
    AccountExistsError,
    AccountNameError,
    AccountUnknownError,
    AuditBrokenError,
    AuditDetailError,
    ForgetCopyError,
    ForgetUnconfirmedError,
    LastCoordinatorError,
    PasswordEasyError,
    PasswordShortError,
    RoleUnknownError,
    SecretMissingError,
    SecretsDifferError,
    SessionUnknownError,
    SignInRefusedError,
    SignInWaitError,
    VisitOverError,
)
from geo.errors.base import (
    AmparoError,
)
from geo.errors.community import (
    CommunityError,
    CommunityExistsError,
    CommunityNameError,
    CommunityUnknownError,
    CountryUnknownError,
    LocaleUnknownError,
    TimezoneUnknownError,
)
from geo.errors.layers import (
    BoundaryColumnError,
    BoundaryCornersError,
    BoundaryCrossedError,
    BoundaryError,
    BoundaryNotFoundError,
    BoundaryRowsError,
    ExportConfidentialError,
    ExportFileError,
    ExportFormatError,
    LayerBrokenLineError,
    LayerCrsError,
    LayerCrsUnknownError,
    LayerError,
    LayerFileEmptyError,
    LayerFileMissingError,
    LayerFormatError,
    LayerNoCoordinatesError,
    LayerNoGeometryError,
    LayerNotGeojsonError,
    LayerOutsideError,
    LayerRowsError,
    LayerSwappedError,
    LayerTablesError,
    LayerTableUnknownError,
    LayerTooFullError,
    LayerTooLargeError,
    LayerUnreadableError,
)
from geo.errors.places import (
    CoordinateError,
    NoWayError,
    PlaceError,
    PlaceOutsideError,
)
from geo.errors.questions import (
    EmptyLayerError,
    MomentError,
    NoServiceError,
    NumberError,
    NumberNotAboveError,
    NumberTooLargeError,
    OneOfError,
    QuestionError,
    ReservedServiceError,
    ServiceTypeUnknownError,
)
from geo.errors.store import (
    BackupError,
    PassphraseShortError,
    StoreBusyError,
    StoreError,
    StoreFolderError,
    StoreLockedError,
    StoreProtectedError,
    StoreUnprotectedError,
    StoreUnreadableError,
    WriteConflictError,
    WrongPassphraseError,
)
from geo.errors.streets import (
    BoundaryMissingError,
    CandidateUnknownError,
    DownloadAddressError,
    DownloadBoundsError,
    DownloadBusyError,
    DownloadCutError,
    DownloadError,
    DownloadNotOsmError,
    DownloadOfflineError,
    DownloadRefusedError,
    DownloadTooLargeError,
    ExtractElsewhereError,
    ExtractEmptyError,
    ExtractEntitiesError,
    ExtractError,
    ExtractMissingError,
    ExtractNotOsmError,
    ExtractSwollenError,
    ExtractTruncatedError,
    ExtractWithoutStreetsError,
    NoStreetsError,
    StreetsError,
)

__all__ = [
    "AccessError",
    "AccountExistsError",
    "AccountNameError",
    "AccountUnknownError",
    "AmparoError",
    "AuditBrokenError",
    "AuditDetailError",
    "BackupError",
    "BoundaryColumnError",
    "BoundaryCornersError",
    "BoundaryCrossedError",
    "BoundaryError",
    "BoundaryMissingError",
    "BoundaryNotFoundError",
    "BoundaryRowsError",
    "CandidateUnknownError",
    "CommunityError",
    "CommunityExistsError",
    "CommunityNameError",
    "CommunityUnknownError",
    "CoordinateError",
    "CountryUnknownError",
    "DownloadAddressError",
    "DownloadBoundsError",
    "DownloadBusyError",
    "DownloadCutError",
    "DownloadError",
    "DownloadNotOsmError",
    "DownloadOfflineError",
    "DownloadRefusedError",
    "DownloadTooLargeError",
    "EmptyLayerError",
    "ExportConfidentialError",
    "ExportFileError",
    "ExportFormatError",
    "ExtractElsewhereError",
    "ExtractEmptyError",
    "ExtractEntitiesError",
    "ExtractError",
    "ExtractMissingError",
    "ExtractNotOsmError",
    "ExtractSwollenError",
    "ExtractTruncatedError",
    "ExtractWithoutStreetsError",
    "ForgetCopyError",
    "ForgetUnconfirmedError",
    "LastCoordinatorError",
    "LayerBrokenLineError",
    "LayerCrsError",
    "LayerCrsUnknownError",
    "LayerError",
    "LayerFileEmptyError",
    "LayerFileMissingError",
    "LayerFormatError",
    "LayerNoCoordinatesError",
    "LayerNoGeometryError",
    "LayerNotGeojsonError",
    "LayerOutsideError",
    "LayerRowsError",
    "LayerSwappedError",
    "LayerTableUnknownError",
    "LayerTablesError",
    "LayerTooFullError",
    "LayerTooLargeError",
    "LayerUnreadableError",
    "LocaleUnknownError",
    "MomentError",
    "NoServiceError",
    "NoStreetsError",
    "NoWayError",
    "NumberError",
    "NumberNotAboveError",
    "NumberTooLargeError",
    "OneOfError",
    "PassphraseShortError",
    "PasswordEasyError",
    "PasswordShortError",
    "PlaceError",
    "PlaceOutsideError",
    "QuestionError",
    "ReservedServiceError",
    "RoleUnknownError",
    "SecretMissingError",
    "SecretsDifferError",
    "ServiceTypeUnknownError",
    "SessionUnknownError",
    "SignInRefusedError",
    "SignInWaitError",
    "StoreBusyError",
    "StoreError",
    "StoreFolderError",
    "StoreLockedError",
    "StoreProtectedError",
    "StoreUnprotectedError",
    "StoreUnreadableError",
    "StreetsError",
    "TimezoneUnknownError",
    "VisitOverError",
    "WriteConflictError",
    "WrongPassphraseError",
]
