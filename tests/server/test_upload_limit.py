"""A file in transfer stays in memory: nothing of it reaches the system's temporary folder."""

from __future__ import annotations

import asyncio
import tempfile

import pytest
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser

from server.application import application_options
from server.middleware.upload_limit import MAX_UPLOAD_BYTES

CHUNK = b"Casa del Amate; " * 4096
HEAD = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'


async def body(chunks):
    yield HEAD
    for _ in range(chunks):
        yield CHUNK
    yield b"\r\n--x--\r\n"


def test_a_file_above_a_megabyte_is_not_written_to_the_disk(monkeypatch):
    application_options()

    def fail(*_args, **_options):
        pytest.fail("the form parser opened a temporary file")

    monkeypatch.setattr(tempfile, "TemporaryFile", fail)

    async def parse():
        headers = Headers({"content-type": "multipart/form-data; boundary=x"})
        form = await MultiPartParser(headers, body(320)).parse()
        content = await form["f"].read()
        await form.close()
        return content

    assert asyncio.run(parse()) == CHUNK * 320
    assert MultiPartParser.spool_max_size >= MAX_UPLOAD_BYTES
