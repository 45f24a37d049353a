"""Identities that a provider vouches for: which account they open, and what is kept of them."""

from __future__ import annotations

import secrets
from hashlib import sha256

import pytest

from geo.access.accounts import add_account, change_role, remove_account
from geo.access.identities import (
    Identity,
    count_linked_identities,
    link_identity,
    parse_identity,
    unlink_identities,
    unlink_identity,
)
from geo.access.oidc_sign_in import NONCE_LIFETIME, sign_in_with_identity
from geo.access.sessions import IDLE_TIMEOUT, MAX_SESSION_AGE, read_session
from geo.access.sign_in import sign_out_everywhere
from geo.errors import (
    AccountUnknownError,
    IdentityNameError,
    IdentityRefusedError,
    IdentityTakenError,
    IdentityUnknownError,
    IdentityUnlinkedError,
)
from geo.store.audit import read_audit_lines
from tests.access.conftest import PASSWORD

ISSUER = "https://entrada.example.org"
OTHER = "https://otra.example.org"
NAME, EMAIL = "planificadora-1", "planificacion@municipio.example"
HER = Identity(ISSUER, "248289761001", EMAIL)


def enter(store, who=HER, **more):
    nonce = secrets.token_hex()
    return sign_in_with_identity(store, who, **{"nonce": nonce, "client": "10.0.0.7", **more})


def refused(store, who=HER):
    with pytest.raises(IdentityUnknownError) as raised:
        enter(store, who)
    return raised.value.placeholders == {}


@pytest.mark.parametrize("said", [EMAIL, f" {EMAIL.upper()} ", HER.subject])
def test_whoever_is_linked_opens_the_account_with_its_role(store, clock, said):
    link_identity(store, NAME, said, issuer=ISSUER)
    visit = read_session(store, enter(store, now=clock), now=clock)
    assert (visit.account, visit.role) == (NAME, "planner")


def test_an_identity_that_was_proved_and_is_not_linked_opens_nothing(store):
    link_identity(store, NAME, EMAIL, issuer=ISSUER)
    assert refused(store, Identity(ISSUER, "other", "otra@municipio.example"))
    assert refused(store, Identity(OTHER, HER.subject, EMAIL))
    assert refused(store, Identity(ISSUER, "other", None))
    line = read_audit_lines(store)[0]
    assert (line.who, line.action, set(line.details)) == ("unknown", "identity_refused", {"client"})
    assert "10.0.0.7" not in str(line.details)


def test_a_subject_that_looks_like_an_email_is_none(store):
    link_identity(store, NAME, EMAIL, issuer=ISSUER)
    assert refused(store, Identity(ISSUER, EMAIL, None))


def test_of_a_subject_each_letter_counts(store):
    link_identity(store, NAME, "aBc1", issuer=ISSUER)
    assert enter(store, Identity(ISSUER, "aBc1"))
    assert refused(store, Identity(ISSUER, "abc1"))


def test_an_answer_counts_once_however_long_somebody_keeps_it(store, clock):
    link_identity(store, NAME, EMAIL, issuer=ISSUER)
    assert enter(store, nonce="n", now=clock)
    clock.turn(seconds=NONCE_LIFETIME.total_seconds())
    with pytest.raises(IdentityRefusedError):
        enter(store, nonce="n", now=clock)
    clock.turn(seconds=1)
    assert enter(store, nonce="m", now=clock)
    assert len(store.rows("access/used_nonce", answer=sha256(b"n").hexdigest())) == 0


def test_an_answer_that_let_nobody_in_is_used_up_too(store):
    with pytest.raises(IdentityUnknownError):
        enter(store, nonce="n")
    link_identity(store, NAME, EMAIL, issuer=ISSUER)
    with pytest.raises(IdentityRefusedError):
        enter(store, nonce="n")


def test_an_answer_to_no_question_is_refused(store):
    link_identity(store, NAME, EMAIL, issuer=ISSUER)
    with pytest.raises(IdentityRefusedError):
        enter(store, nonce="")


CLAIMS = {"iss": ISSUER, "sub": "1", "email": EMAIL, "email_verified": True}


@pytest.mark.parametrize("verified", [False, None, "true", "false", 1, "yes"])
def test_an_email_counts_only_where_the_provider_vouches_for_it(verified):
    assert parse_identity(CLAIMS, issuer=ISSUER).email == EMAIL
    assert parse_identity(CLAIMS | {"email_verified": verified}, issuer=ISSUER).email is None
    assert parse_identity({"iss": ISSUER, "sub": "1", "email": EMAIL}, issuer=ISSUER).email is None


@pytest.mark.parametrize("written", [ISSUER, ISSUER + "/"])
def test_a_slash_at_the_end_makes_no_other_issuer(store, written):
    link_identity(store, NAME, EMAIL, issuer=written)
    assert enter(store, parse_identity(CLAIMS | {"iss": ISSUER + "/"}, issuer=ISSUER))


@pytest.mark.parametrize(
    "bent",
    [{"iss": OTHER}, {"iss": None}, {"iss": ISSUER + "x"}, {"sub": ""}, {"sub": None}, {"sub": 7}],
)
def test_the_word_of_another_issuer_or_for_nobody_is_refused(bent):
    with pytest.raises(IdentityRefusedError):
        parse_identity(CLAIMS | bent, issuer=ISSUER)


@pytest.mark.parametrize("said", ["", "  ", "ab", "a b@c.org", "x" * 256, "a\nb@c.org", "a\x00bc"])
def test_what_can_be_no_identity_is_not_linked(store, said):
    with pytest.raises(IdentityNameError):
        link_identity(store, NAME, said, issuer=ISSUER)
    assert count_linked_identities(store, NAME) == 0


def test_an_identity_opens_one_account_and_an_account_may_have_many(store):
    link_identity(store, NAME, EMAIL, issuer=ISSUER)
    link_identity(store, NAME, EMAIL, issuer=ISSUER)
    link_identity(store, NAME, "otra@municipio.example", issuer=ISSUER)
    assert count_linked_identities(store, NAME) == 2
    with pytest.raises(IdentityTakenError):
        link_identity(store, "coordinacion", EMAIL, issuer=ISSUER)
    with pytest.raises(AccountUnknownError):
        link_identity(store, "nadie", "x@y.org", issuer=ISSUER)


def test_who_is_unlinked_is_out_at_once(store):
    link_identity(store, NAME, EMAIL, issuer=ISSUER)
    token = enter(store)
    with pytest.raises(IdentityUnlinkedError):
        unlink_identity(store, "coordinacion", EMAIL, issuer=ISSUER)
    with pytest.raises(IdentityUnlinkedError):
        unlink_identity(store, NAME, "otra@municipio.example", issuer=ISSUER)
    assert read_session(store, token)
    unlink_identity(store, NAME, EMAIL, issuer=ISSUER)
    assert read_session(store, token) is None
    assert refused(store)


def test_all_links_go_at_once(store):
    for said in (EMAIL, HER.subject):
        link_identity(store, NAME, said, issuer=ISSUER)
    token = enter(store)
    assert unlink_identities(store, NAME) == 2
    assert read_session(store, token) is None
    assert refused(store)
    assert (read_audit_lines(store)[1].action, read_audit_lines(store)[1].details["links"]) == (
        "identity_unlinked",
        2,
    )


def test_a_removed_account_takes_its_links_along_even_if_its_name_comes_back(store):
    link_identity(store, NAME, EMAIL, issuer=ISSUER)
    token = enter(store)
    remove_account(store, NAME)
    assert read_session(store, token) is None
    assert refused(store)
    add_account(store, NAME, role="coordinator", password=PASSWORD)
    assert refused(store)


def test_all_that_holds_for_sessions_holds_for_hers(store, clock):
    link_identity(store, NAME, EMAIL, issuer=ISSUER)
    token = enter(store, now=clock)
    clock.turn(seconds=IDLE_TIMEOUT.total_seconds())
    assert read_session(store, token, now=clock) is None, "nobody was there"
    token = enter(store, now=clock)
    for _ in range(int(MAX_SESSION_AGE / IDLE_TIMEOUT) * 2 - 1):
        clock.turn(seconds=IDLE_TIMEOUT.total_seconds() / 2)
        assert read_session(store, token, now=clock)
    clock.turn(seconds=IDLE_TIMEOUT.total_seconds() / 2)
    assert read_session(store, token, now=clock) is None, "twelve hours"
    token = enter(store, now=clock)
    change_role(store, NAME, role="member")
    assert read_session(store, token, now=clock) is None, "another role"
    token = enter(store, now=clock)
    assert read_session(store, token, now=clock).role == "member"
    sign_out_everywhere(store, NAME, now=clock)
    assert read_session(store, token, now=clock) is None


def test_the_file_does_not_hold_whom_it_was_linked_with(store, home):
    said = "quien.nadie.debe.leer@municipio.example"
    link_identity(store, NAME, said, issuer=ISSUER)
    enter(store, Identity(ISSUER, "numero-que-nadie-debe-leer", said))
    refused(store, Identity(ISSUER, "numero-de-otra-persona", "otra.persona@municipio.example"))
    store.close()
    for file in home.rglob("*"):
        if file.is_file():
            for word in (b"quien.nadie", b"nadie-debe-leer", b"otra.persona", b"entrada.example"):
                assert word not in file.read_bytes(), file
