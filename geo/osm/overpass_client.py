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
FIRST_WAIT_S = 5.0  # doubled at each further try: 5, 10, 20, 40 seconds
MAX_WAIT_S = 120.0  # a server that asks for more is told "later", and so is the person
TIMEOUT_S = 240.0  # longer than the server may take to answer
RETRYABLE_STATUS_CODES = frozenset({429, 502, 503, 504})
_ERROR_REMARK = b"<remark>"  # Overpass breaks off with a word in the answer, and status 200
_TAIL_BYTES = 2048

WaitFunction = Callable[[float], None]


class _RetryableDownloadError(Exception):
    """A try failed in a way that another may mend."""

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
    """Refuse any address but http and https, such as a file of this machine."""
    parts = urllib.parse.urlsplit(server)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise DownloadAddressError(address=server)


def query_overpass(
    server: str, query: str, *, output_path: Path, wait: WaitFunction = time.sleep
) -> None:
    """
    Ask an Overpass server and keep its answer.

    Parameters
    ----------
    server
        Address of its interpreter, http or https.
    query
        Overpass QL.
    output_path
        Where the answer goes, once it is complete.
    wait
        Called with the seconds to wait before asking again.

    Raises
    ------
    DownloadAddressError, DownloadOfflineError, DownloadRefusedError, DownloadNotOsmError
        At once: asking again would not help.
    DownloadBusyError, DownloadInterruptedError
        After `MAX_ATTEMPTS` tries, or when the server asks for a longer wait than we keep anybody.
    """
    check_server_url(server)
    pause = FIRST_WAIT_S
    for left in reversed(range(MAX_ATTEMPTS)):
        try:
            _query_once(server, query, output_path=output_path)
        except _RetryableDownloadError as error:
            seconds = pause if error.retry_after_s is None else error.retry_after_s
            if not left or seconds > MAX_WAIT_S:
                raise error.download_error from error
        else:
            return
        wait(seconds)
        pause *= 2


def _query_once(server: str, query: str, *, output_path: Path) -> None:
    half = output_path.with_name(output_path.name + ".half")
    host = urllib.parse.urlsplit(server).hostname
    try:
        with _open_response(server, query) as response, half.open("wb") as file:
            shutil.copyfileobj(response, file)
            if response.length:  # urllib keeps silent about bytes that were promised and never came
                raise _RetryableDownloadError(
                    DownloadInterruptedError(server=host), retry_after_s=None
                )
        _check_response(half, host=host)
    except urllib.error.HTTPError as error:
        raise _classify_http_error(error, host=host) from error
    except urllib.error.URLError as error:
        raise DownloadOfflineError(server=host) from error
    except (HTTPException, ConnectionError, TimeoutError) as error:
        raise _RetryableDownloadError(
            DownloadInterruptedError(server=host), retry_after_s=None
        ) from error
    else:
        half.replace(output_path)
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
    error.close()  # it holds the connection open otherwise
    if error.code in RETRYABLE_STATUS_CODES:
        busy = DownloadBusyError(server=host)
        return _RetryableDownloadError(
            busy, retry_after_s=_parse_retry_after(error.headers.get("Retry-After"))
        )
    return DownloadRefusedError(server=host, status=error.code)


def _parse_retry_after(header: str | None) -> float | None:
    """Read seconds or a date, as RFC 9110 allows; None where nothing sensible is said."""
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
