"""
HTTP client for an Overpass server: one query with retries.

The retries are written here rather than left to an HTTP library. Three of their conditions are
found in the body of a response with status 200 (a `<remark>`, a truncated file, missing bytes),
each wait is reported to the person, and a `Retry-After` above `MAX_WAIT_S` ends the attempts.
"""

from __future__ import annotations

import email.utils
import time
import urllib.parse
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path

from geo.errors import (
    DownloadBusyError,
    DownloadInterruptedError,
    DownloadNotOsmError,
    DownloadRefusedError,
    ExtractEmptyError,
    ExtractNotOsmError,
    ExtractTruncatedError,
)
from geo.osm.bounded_exchange import DownloadBudget, copy_response, open_exchange
from geo.osm.file_formats import detect_osm_format
from geo.osm.osm_file import check_complete
from geo.osm.street_servers import StreetServer

USER_AGENT = "Amparo/0.1 (community safety maps; streets of one community at a time)"
MAX_ATTEMPTS = 5
FIRST_WAIT_S = 5.0  # doubled at each further attempt: 5, 10, 20, 40 seconds
MAX_WAIT_S = 120.0  # a longer `Retry-After` ends the attempts with `DownloadBusyError`
RETRYABLE_STATUS_CODES = frozenset({429, 502, 503, 504})
_ERROR_REMARK = b"<remark>"  # Overpass reports a failure inside a response with status 200
_TAIL_BYTES = 2048

WaitFunction = Callable[[float], None]


class _RetryableDownloadError(Exception):
    """An attempt failed, and another may succeed."""

    def __init__(
        self,
        download_error: DownloadBusyError | DownloadInterruptedError,
        *,
        retry_after_s: float | None,
    ) -> None:
        super().__init__(str(download_error))
        self.download_error = download_error
        self.retry_after_s = retry_after_s


def query_overpass(
    server: StreetServer,
    query: str,
    *,
    output_path: Path,
    budget: DownloadBudget,
    wait: WaitFunction = time.sleep,
) -> None:
    """
    Send a query to an Overpass server and store its response.

    Parameters
    ----------
    query
        Overpass QL.
    output_path
        The file to write. Overwritten; the response is complete only if nothing is raised.
    budget
        Bytes and seconds of the whole download.
    wait
        Called with the seconds to wait before the next attempt.

    Raises
    ------
    DownloadOfflineError, DownloadRefusedError, DownloadNotOsmError, DownloadLimitError
        At once: another attempt would not help.
    DownloadBusyError, DownloadInterruptedError
        After `MAX_ATTEMPTS`, or when the next wait exceeds `MAX_WAIT_S` or the budget.
    """
    backoff_s = FIRST_WAIT_S
    for remaining in reversed(range(MAX_ATTEMPTS)):
        try:
            _query_once(server, query, output_path=output_path, budget=budget)
        except _RetryableDownloadError as error:
            seconds = backoff_s if error.retry_after_s is None else error.retry_after_s
            if not remaining or seconds > min(MAX_WAIT_S, budget.remaining_s):
                raise error.download_error from error
        else:
            return
        wait(seconds)
        backoff_s *= 2


def _query_once(
    server: StreetServer, query: str, *, output_path: Path, budget: DownloadBudget
) -> None:
    try:
        with (
            open_exchange(server, budget) as connection,
            _send_query(connection, server, query) as response,
            output_path.open("wb") as file,
        ):
            _check_status(response, host=server.host)
            copy_response(response, file, host=server.host, budget=budget)
            missing_bytes = response.length
        if missing_bytes:  # http.client ignores them at the end
            raise _interrupted(server.host)
        _check_response(output_path, host=server.host)
    except (HTTPException, ConnectionError) as error:
        raise _interrupted(server.host) from error


def _send_query(connection: HTTPConnection, server: StreetServer, query: str) -> HTTPResponse:
    body = urllib.parse.urlencode({"data": query})
    try:
        connection.request("POST", server.target, body, _headers(server))
        return connection.getresponse()
    except OSError as error:  # told from an error of the file that is written
        raise ConnectionError from error


def _headers(server: StreetServer) -> dict[str, str]:
    return {
        "Host": server.host_header,
        "User-Agent": USER_AGENT,
        "Accept": "application/osm3s+xml, application/xml",
        "Content-Type": "application/x-www-form-urlencoded",
        "Connection": "close",
    }


def _interrupted(host: str) -> _RetryableDownloadError:
    return _RetryableDownloadError(DownloadInterruptedError(server=host), retry_after_s=None)


def _check_status(response: HTTPResponse, *, host: str) -> None:
    """Accept status 200 only; a redirect is a refusal."""
    if response.status in RETRYABLE_STATUS_CODES:
        raise _RetryableDownloadError(
            DownloadBusyError(server=host),
            retry_after_s=_parse_retry_after(response.getheader("Retry-After")),
        )
    if response.status != HTTPStatus.OK:
        raise DownloadRefusedError(server=host, status=response.status)


def _parse_retry_after(header: str | None) -> float | None:
    """Parse seconds or a date, as in RFC 9110; None for anything else."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, OverflowError):  # no date, or one outside of the calendar
        return None


def _check_response(response_file: Path, *, host: str) -> None:
    with response_file.open("rb") as file:
        file.seek(max(0, response_file.stat().st_size - _TAIL_BYTES))
        tail = file.read()
    if _ERROR_REMARK in tail:
        raise _RetryableDownloadError(DownloadBusyError(server=host), retry_after_s=None)
    try:
        if detect_osm_format(response_file) != "osm":  # compressed, or binary: not asked for
            raise DownloadNotOsmError(server=host)
        check_complete(response_file)
    except ExtractTruncatedError as error:
        raise _interrupted(host) from error
    except (ExtractEmptyError, ExtractNotOsmError) as error:
        raise DownloadNotOsmError(server=host) from error
