"""Faults of accounts, of signing in, of the audit log, and of what is to be forgotten."""

from __future__ import annotations

from geo.errors.base import AmparoError


class AccessError(AmparoError):
    """Something about accounts, signing in, or the audit log."""

    key = "error.access"


class AccountNameError(AccessError):
    """A name of an account that does not look like what somebody does."""

    key = "error.account_name"


class AccountExistsError(AccessError):
    """The name of the account is taken."""

    key = "error.account_exists"


class AccountUnknownError(AccessError):
    """No account has this name."""

    key = "error.account_unknown"


class RoleUnknownError(AccessError):
    """Not one of the roles."""

    key = "error.role_unknown"


class LastCoordinatorError(AccessError):
    """Without this account nobody could let anybody in any more."""

    key = "error.last_coordinator"


class PasswordTooShortError(AccessError):
    """A new password that a machine would guess."""

    key = "error.password_short"


class PasswordGuessableError(AccessError):
    """A new password that a person would guess: one sign over and over, or the account's name."""

    key = "error.password_easy"


class CredentialMissingError(AccessError):
    """A password or passphrase is wanted, and there is no terminal to ask at."""

    key = "error.password_missing"


class CredentialMismatchError(AccessError):
    """A new password or passphrase was typed twice, and not alike."""

    key = "error.passwords_differ"


class SignInRefusedError(AccessError):
    """The name and the password do not belong together; it is not said which is wrong."""

    key = "error.sign_in_refused"


class SignInWaitError(AccessError):
    """Too many tries in vain; the next one has to wait."""

    key = "error.sign_in_wait"


class InstallationUnprotectedError(AccessError):
    """Something that only a protected installation may hold was to be begun in an open one."""

    key = "error.installation_open"


class ExactOutputUnconfirmedError(AccessError):
    """A file with exact reserved places was to be written, and nobody confirmed it."""

    key = "error.exact_unconfirmed"


class SessionExpiredError(AccessError):
    """Something was to be done in the name of somebody who is no longer signed in."""

    key = "error.session_expired"


class IdentityUnknownError(AccessError):
    """A provider vouches for somebody who opens no account here."""

    key = "error.identity_unknown"


class IdentityRefusedError(AccessError):
    """The provider does not vouch for whoever came back from it."""

    key = "error.identity_refused"


class IdentityNameError(AccessError):
    """What was typed is neither an e-mail nor a number of a provider's."""

    key = "error.identity_name"


class IdentityTakenError(AccessError):
    """The identity opens another account already."""

    key = "error.identity_taken"


class IdentityUnlinkedError(AccessError):
    """The identity does not open this account."""

    key = "error.identity_unlinked"


class ProviderSetupError(AccessError):
    """What the municipality wrote about its provider cannot work."""

    key = "error.provider_setup"


class AuditDetailError(AccessError):
    """Something was to be written into the audit log that may not stand there."""

    key = "error.audit_detail"


class AuditBrokenError(AccessError):
    """The audit log is not as it was written."""

    key = "error.audit_broken"


class SessionUnknownError(AccessError):
    """No drawing session of the community has this code."""

    key = "error.session_unknown"


class ForgetUnconfirmedError(AccessError):
    """What was said to confirm is not the short name of the community to forget."""

    key = "error.forget_unconfirmed"


class ForgetBackupError(AccessError):
    """A file that was named to be erased is no backup of ours, or cannot be erased."""

    key = "error.forget_copy"
