"""
HTTP client for an Overpass server: one query with retries, stored completely or not at all.

A response is written to a temporary file and renamed when it is complete.

The retries are written here rather than left to an HTTP library. Three of their conditions are
found in the body of a response with status 200 (a `<remark>`, a truncated file, missing bytes),
each wait is reported to the person, and a `Retry-After` above `MAX_WAIT_S` ends the attempts.
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
    DownloadInterruptedError,
    DownloadNotOsmError,
    DownloadOfflineError,
    DownloadRefusedError,
    ExtractEmptyError,
    ExtractNotOsmError,
    ExtractTruncatedError,
)
from geo.osm.osm_file import check_complete

USER_AGENT = "Amparo/0.1 (community safety maps; streets of one community at a time)"
MAX_ATTEMPTS = 5
FIRST_WAIT_S = 5.0  # doubled at each further attempt: 5, 10, 20, 40 seconds
MAX_WAIT_S = 120.0  # a longer `Retry-After` ends the attempts with `DownloadBusyError`
TIMEOUT_S = 240.0  # longer than the server's own timeout
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


def check_server_url(server: str) -> None:
    """Refuse addresses other than http and https, such as local files."""
    parts = urllib.parse.urlsplit(server)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise DownloadAddressError(address=server)


def query_overpass(
    server: str, query: str, *, output_path: Path, wait: WaitFunction = time.sleep
) -> None:
    """
    Send a query to an Overpass server and store its response.

    Parameters
    ----------
    server
        Address of its interpreter, http or https.
    query
        Overpass QL.
    output_path
        File of the complete response.
    wait
        Called with the seconds to wait before the next attempt.

    Raises
    ------
    DownloadAddressError, DownloadOfflineError, DownloadRefusedError, DownloadNotOsmError
        At once: another attempt would not help.
    DownloadBusyError, DownloadInterruptedError
        After `MAX_ATTEMPTS`, or when the server requests a wait above `MAX_WAIT_S`.
    """
    check_server_url(server)
    backoff_s = FIRST_WAIT_S
    for remaining in reversed(range(MAX_ATTEMPTS)):
        try:
            _query_once(server, query, output_path=output_path)
        except _RetryableDownloadError as error:
            seconds = backoff_s if error.retry_after_s is None else error.retry_after_s
            if not remaining or seconds > MAX_WAIT_S:
                raise error.download_error from error
        else:
            return
        wait(seconds)
        backoff_s *= 2


def _query_once(server: str, query: str, *, output_path: Path) -> None:
    temporary = output_path.with_name(output_path.name + ".half")
    host = urllib.parse.urlsplit(server).hostname
    try:
        with _open_response(server, query) as response, temporary.open("wb") as file:
            shutil.copyfileobj(response, file)
            if response.length:  # urllib ignores missing bytes at the end
                raise _RetryableDownloadError(
                    DownloadInterruptedError(server=host), retry_after_s=None
                )
        _check_response(temporary, host=host)
    except urllib.error.HTTPError as error:
        raise _classify_http_error(error, host=host) from error
    except urllib.error.URLError as error:
        raise DownloadOfflineError(server=host) from error
    except (HTTPException, ConnectionError, TimeoutError) as error:
        raise _RetryableDownloadError(
            DownloadInterruptedError(server=host), retry_after_s=None
        ) from error
    else:
        temporary.replace(output_path)
    finally:
        temporary.unlink(missing_ok=True)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Refuses redirects: only the address that a person agreed to receives the query."""

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


def _open_response(server: str, query: str) -> HTTPResponse:
    request = urllib.request.Request(  # noqa: S310  http and https only: see `check_server_url`
        server,
        data=urllib.parse.urlencode({"data": query}).encode(),
        headers={"User-Agent": USER_AGENT, "Accept": "application/osm3s+xml, application/xml"},
        method="POST",
    )
    opener = urllib.request.build_opener(_NoRedirects)
    response: HTTPResponse = opener.open(request, timeout=TIMEOUT_S)
    return response


def _classify_http_error(error: urllib.error.HTTPError, *, host: str | None) -> Exception:
    error.close()  # otherwise the connection stays open
    if error.code in RETRYABLE_STATUS_CODES:
        busy_error = DownloadBusyError(server=host)
        return _RetryableDownloadError(
            busy_error, retry_after_s=_parse_retry_after(error.headers.get("Retry-After"))
        )
    return DownloadRefusedError(server=host, status=error.code)


def _parse_retry_after(header: str | None) -> float | None:
    """Parse seconds or a date, as in RFC 9110; None for anything else."""
    if header is None:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        moment = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())


def _check_response(response_file: Path, *, host: str | None) -> None:
    with response_file.open("rb") as file:
        file.seek(max(0, response_file.stat().st_size - _TAIL_BYTES))
        tail = file.read()
    if _ERROR_REMARK in tail:
        raise _RetryableDownloadError(DownloadBusyError(server=host), retry_after_s=None)
    try:
        check_complete(response_file)
    except ExtractTruncatedError as error:
        raise _RetryableDownloadError(
            DownloadInterruptedError(server=host), retry_after_s=None
        ) from error
    except (ExtractEmptyError, ExtractNotOsmError) as error:
        raise DownloadNotOsmError(server=host) from error
