"""
One polite question to a server, and its whole answer or none.

The answer is written beside its place and moved there only when it is complete, so a file that
stands in its place is always whole.
"""

from __future__ import annotations

import email.utils
import shutil
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO

from geo.errors import (
    DownloadAddressError,
    DownloadBusyError,
    DownloadCutError,
    DownloadNotOsmError,
    DownloadOfflineError,
    DownloadRefusedError,
    ExtractEmptyError,
    ExtractNotOsmError,
    ExtractTruncatedError,
)
from geo.osm.osm_file import check_whole

USER_AGENT = "Amparo/0.1 (community safety maps; streets of one community at a time)"
TRIES = 5
FIRST_WAIT_S = 5.0  # doubled at each further try: 5, 10, 20, 40 seconds
LONGEST_WAIT_S = 120.0  # a server that asks for more is told "later", and so is the person
SILENCE_S = 240.0  # longer than the server may take to answer
BUSY = frozenset({429, 502, 503, 504})
_REMARK = b"<remark>"  # Overpass breaks off with a word in the answer, and status 200
_TAIL_BYTES = 2048

Wait = Callable[[float], None]


class _AskAgainError(Exception):
    """A try failed in a way that another may mend."""

    def __init__(self, fault: DownloadBusyError | DownloadCutError, *, wait: float | None) -> None:
        super().__init__(str(fault))
        self.fault = fault
        self.wait = wait


def check_address(server: str) -> None:
    """Refuse any address but http and https, such as a file of this machine."""
    parts = urllib.parse.urlsplit(server)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise DownloadAddressError(address=server)


def ask(server: str, question: str, *, to: Path, wait: Wait = time.sleep) -> None:
    """
    Ask an Overpass server and keep its answer.

    Parameters
    ----------
    server
        Address of its interpreter, http or https.
    question
        Overpass QL.
    to
        Where the answer goes, once it is complete.
    wait
        Called with the seconds to wait before asking again.

    Raises
    ------
    DownloadAddressError, DownloadOfflineError, DownloadRefusedError, DownloadNotOsmError
        At once: asking again would not help.
    DownloadBusyError, DownloadCutError
        After `TRIES` tries, or when the server asks for a longer wait than we keep anybody.
    """
    check_address(server)
    pause = FIRST_WAIT_S
    for left in reversed(range(TRIES)):
        try:
            _ask_once(server, question, to=to)
        except _AskAgainError as error:
            seconds = pause if error.wait is None else error.wait
            if not left or seconds > LONGEST_WAIT_S:
                raise error.fault from error
        else:
            return
        wait(seconds)
        pause *= 2


def _ask_once(server: str, question: str, *, to: Path) -> None:
    half = to.with_name(to.name + ".half")
    host = urllib.parse.urlsplit(server).hostname
    try:
        with _open(server, question) as answer, half.open("wb") as file:
            shutil.copyfileobj(answer, file)
            if answer.length:  # urllib keeps silent about bytes that were promised and never came
                raise _AskAgainError(DownloadCutError(server=host), wait=None)
        _check(half, host=host)
    except urllib.error.HTTPError as error:
        raise _refusal(error, host=host) from error
    except urllib.error.URLError as error:
        raise DownloadOfflineError(server=host) from error
    except (HTTPException, ConnectionError, TimeoutError) as error:
        raise _AskAgainError(DownloadCutError(server=host), wait=None) from error
    else:
        half.replace(to)
    finally:
        half.unlink(missing_ok=True)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The address that somebody agreed to is the one that is asked, and no other."""

    def redirect_request(  # noqa: PLR0913  the signature is urllib's
        self,
        req: urllib.request.Request,  # noqa: ARG002
        fp: IO[bytes],  # noqa: ARG002
        code: int,  # noqa: ARG002
        msg: str,  # noqa: ARG002
        headers: HTTPMessage,  # noqa: ARG002
        newurl: str,  # noqa: ARG002
    ) -> None:
        return None


def _open(server: str, question: str) -> HTTPResponse:
    request = urllib.request.Request(  # noqa: S310  http and https only: see `check_address`
        server,
        data=urllib.parse.urlencode({"data": question}).encode(),
        headers={"User-Agent": USER_AGENT, "Accept": "application/osm3s+xml, application/xml"},
        method="POST",
    )
    opener = urllib.request.build_opener(_NoRedirects)
    answer: HTTPResponse = opener.open(request, timeout=SILENCE_S)
    return answer


def _refusal(error: urllib.error.HTTPError, *, host: str | None) -> Exception:
    error.close()  # it holds the connection open otherwise
    if error.code in BUSY:
        busy = DownloadBusyError(server=host)
        return _AskAgainError(busy, wait=_retry_after(error.headers.get("Retry-After")))
    return DownloadRefusedError(server=host, status=error.code)


def _retry_after(told: str | None) -> float | None:
    """Read seconds or a date, as RFC 9110 allows; None where nothing sensible is said."""
    if told is None:
        return None
    if told.strip().isdigit():
        return float(told)
    try:
        moment = email.utils.parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())


def _check(answer: Path, *, host: str | None) -> None:
    with answer.open("rb") as file:
        file.seek(max(0, answer.stat().st_size - _TAIL_BYTES))
        tail = file.read()
    if _REMARK in tail:
        raise _AskAgainError(DownloadBusyError(server=host), wait=None)
    try:
        check_whole(answer)
    except ExtractTruncatedError as error:
        raise _AskAgainError(DownloadCutError(server=host), wait=None) from error
    except (ExtractEmptyError, ExtractNotOsmError) as error:
        raise DownloadNotOsmError(server=host) from error
