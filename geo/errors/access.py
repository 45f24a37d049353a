"""Errors of accounts, sign-in, identities, the audit log and erasure."""

from __future__ import annotations

from geo.errors.base import AmparoError


class AccessError(AmparoError):
    """Base class of errors of access control."""

    key = "error.access"


class AccountNameError(AccessError):
    """The name of an account does not resemble the name of a task."""

    key = "error.account_name"


class AccountExistsError(AccessError):
    """The name of the account is taken."""

    key = "error.account_exists"


class AccountUnknownError(AccessError):
    """No account has this name."""

    key = "error.account_unknown"


class RoleUnknownError(AccessError):
    """There is no such role."""

    key = "error.role_unknown"


class LastCoordinatorError(AccessError):
    """The last coordinator cannot be removed or get another role."""

    key = "error.last_coordinator"


class PasswordTooShortError(AccessError):
    """A new password is too short."""

    key = "error.password_short"


class PasswordGuessableError(AccessError):
    """A new password has few distinct characters, or contains the account's name."""

    key = "error.password_easy"


class CredentialMissingError(AccessError):
    """A password or passphrase is required, and there is no terminal to prompt for it."""

    key = "error.password_missing"


class CredentialMismatchError(AccessError):
    """The two entries of a new password or passphrase differ."""

    key = "error.passwords_differ"


class SignInRefusedError(AccessError):
    """The name or the password is wrong; the message does not tell which."""

    key = "error.sign_in_refused"


class SignInWaitError(AccessError):
    """Too many failed attempts; the next one has to wait."""

    key = "error.sign_in_wait"


class InstallationUnprotectedError(AccessError):
    """The action requires a protected installation."""

    key = "error.installation_open"


class ExactOutputUnconfirmedError(AccessError):
    """Writing exact confidential locations to a file was not confirmed."""

    key = "error.exact_unconfirmed"


class SessionExpiredError(AccessError):
    """The session has expired."""

    key = "error.session_expired"


class IdentityUnknownError(AccessError):
    """The identity is not linked to any account."""

    key = "error.identity_unknown"


class IdentityRefusedError(AccessError):
    """The provider's assertion is not valid."""

    key = "error.identity_refused"


class IdentityNameError(AccessError):
    """The identifier is neither an e-mail nor a subject."""

    key = "error.identity_name"


class IdentityTakenError(AccessError):
    """The identity is linked to another account."""

    key = "error.identity_taken"


class IdentityUnlinkedError(AccessError):
    """The identity is not linked to this account."""

    key = "error.identity_unlinked"


class ProviderSetupError(AccessError):
    """The configuration of the identity provider is not valid."""

    key = "error.provider_setup"


class AuditDetailError(AccessError):
    """The content is not permitted in the audit log."""

    key = "error.audit_detail"


class AuditBrokenError(AccessError):
    """The hash chain of the audit log is broken."""

    key = "error.audit_broken"


class SessionUnknownError(AccessError):
    """No drawing session of the community has this code."""

    key = "error.session_unknown"


class ForgetUnconfirmedError(AccessError):
    """The confirmation is not the short name of the community to erase."""

    key = "error.forget_unconfirmed"


class ForgetBackupError(AccessError):
    """A file to erase is not a copy of the store, or cannot be erased."""

    key = "error.forget_copy"


class WriteDeniedError(AccessError):
    """The acting role may not write this part of a community."""

    key = "error.write_denied"


class ProposalUnknownError(AccessError):
    """There is no such open proposal: it was decided on, withdrawn, or never made."""

    key = "error.proposal_unknown"


class ProposalOutdatedError(AccessError):
    """The layer has changed since the effect of the proposal was shown."""

    key = "error.proposal_outdated"


class ProposalLimitError(AccessError):
    """The account has as many open proposals as are permitted."""

    key = "error.proposal_limit"
