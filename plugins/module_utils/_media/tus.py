# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Resumable uploads (Tus 1.0): a file is sent to the endpoint that init returns, in spite of interruptions.

No client library fits: the maintained one for Python reads each chunk into memory, follows redirects, and needs more
than ``requests``. The endpoint itself authorizes the upload, so it does not get the token, and is never shown.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Callable

from .._api.addresses import no_token
from .._api.client import Client, pause_after
from .._core.errors import ApiError, DocumentError, PlanError
from .._files.safe_open import UPLOAD, open_regular

BLOCK = 1 << 18  # bytes read and sent at a time; each block must be sent within the timeout
FIRST = 1 << 26  # bytes of the first request
LEAST, MOST = 1 << 20, 1 << 30
PROGRESS = 1 << 16  # additional bytes that the server must have for an attempt to count as progress
PATIENCE = 600.0  # seconds within which the server must accept LEAST bytes
# In addition to the statuses that the client retries: timeout, wrong offset, too large, locked, too early.
PASSING = (408, 409, 413, 423, 425)
HEADERS = {"Tus-Resumable": "1.0.0"}


class Source:
    """A file opened for an upload, which must not change meanwhile.

    Raises DocumentError if it cannot be read, PlanError if it does not have the expected size any more.
    """

    def __init__(self, path: str, size: int | None = None) -> None:
        self.name = os.path.basename(path)
        try:
            self._file = open_regular(path, UPLOAD)
        except OSError as error:
            raise DocumentError(f"'{path}' cannot be read: {error.strerror}") from None
        status = os.fstat(self._file.fileno())
        self.size = status.st_size
        self.status = status  # at the time when it was opened
        fault: DocumentError | PlanError | None = None
        if not self.size:
            fault = DocumentError(f"'{path}' is empty")
        elif size not in (None, self.size):
            fault = self._changed()
        if fault:
            self._file.close()
            raise fault

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def check(self) -> None:
        """Raise PlanError if the file has been modified since it was opened."""
        status = os.fstat(self._file.fileno())
        if (status.st_size, status.st_mtime_ns) != (self.status.st_size, self.status.st_mtime_ns):
            raise self._changed()

    def beginning(self, length: int) -> bytes:
        """The first bytes, or the whole of a shorter file. Raises DocumentError."""
        try:
            return os.pread(self._file.fileno(), length, 0)
        except OSError as error:
            raise DocumentError(f"'{self.name}' cannot be read: {error.strerror}") from None

    def blocks(self, start: int, length: int) -> Iterator[memoryview]:
        """The bytes of a part, block by block in the same buffer. Raises PlanError if the file is too short."""
        view = memoryview(bytearray(min(BLOCK, length)))
        try:
            self._file.seek(start)
            while length:
                count = self._file.readinto(view[: min(BLOCK, length)])
                if not count:
                    raise self._changed()
                yield view[:count]
                length -= count
        except OSError as error:  # otherwise it would be taken for a connection error
            raise PlanError(f"'{self.name}' cannot be read anymore: {error.strerror}") from None

    def _changed(self) -> PlanError:
        return PlanError(
            f"'{self.name}' was changed while it was being uploaded; run the task again when it is complete"
        )


class Part:
    """A part of a file as the body of a request, which can be read repeatedly. ``on_progress`` gets the offset."""

    def __init__(self, source: Source, start: int, length: int, on_progress: Callable[[int], None]) -> None:
        self._source, self._start, self._length, self._on_progress = source, start, length, on_progress

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[memoryview]:
        sent = self._start
        for block in self._source.blocks(self._start, self._length):
            yield block
            sent += len(block)
            self._on_progress(sent)


class Transfer:
    """The transfer of one file to one endpoint.

    Requests are large while there are no failures, and become smaller after failures. They are not paced: the limits
    apply to the API and a token, while this is another host without a token, which gets few, large requests.
    """

    def __init__(self, client: Client, endpoint: str, source: Source, on_progress: Callable[[int], None]) -> None:
        self._client, self._endpoint, self._source, self._on_progress = client, endpoint, source, on_progress
        self._chunk, self._most = FIRST, MOST
        self._reached = 0  # the highest offset that counted as progress
        self._mark: tuple[float, int] | None = None  # (time of the last sufficient progress, offset then)
        self._sent = 0  # the offset up to which bytes were sent
        self._failures = 0  # consecutive ones without progress

    def run(self, offset: int | None = None) -> None:
        """Send what the server does not have yet. ``offset`` is where to start; if None, the server is asked.

        Raises ApiError after too many consecutive attempts without progress (the client's limit for failures), or if
        the server accepts data too slowly for too long.
        """
        while offset != self._source.size:
            self._source.check()
            response, wait = self._asked() if offset is None else self._given(offset)
            before, offset = offset, None if isinstance(response, ApiError) else self._offset(response)
            if offset is not None and offset > self._reached and self._is_progress(offset, before):
                self._reached, self._failures = offset, 0
            elif offset is None or before is not None:
                self._failed(response, wait, offset is not None and before is not None and offset > before)
            if offset is not None:
                self._refuse_too_slow(offset)
        self._source.check()

    def _is_progress(self, offset: int, before: int | None) -> bool:
        """Whether the server has accepted enough more bytes: all that were sent from ``before`` on, or many."""
        whole = before is not None and offset >= self._sent
        return whole or offset == self._source.size or offset - self._reached >= PROGRESS

    def _refuse_too_slow(self, offset: int) -> None:
        """Raise ApiError if the server has been too slow for too long, regardless of progress."""
        now = self._client.clock()
        since, had = self._mark or (now, offset)
        if self._mark is None or offset - had >= LEAST:
            self._mark = (now, offset)
        elif now - since > PATIENCE and offset < self._source.size:
            taken = f"{max(0, offset - had)} bytes in {now - since:.0f} seconds"
            raise ApiError(f"the upload is too slow: the uploader has taken only {taken}")

    def _asked(self) -> tuple[Any, float | None]:
        """Request the server's offset."""
        return self._client.attempt("HEAD", self._endpoint, auth=no_token, headers=HEADERS)

    def _given(self, offset: int) -> tuple[Any, float | None]:
        """Send the next part."""
        length = min(self._chunk, self._source.size - offset)
        headers = {**HEADERS, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        part = Part(self._source, offset, length, self._on_progress)
        self._sent = max(self._sent, offset + length)
        response, wait = self._client.attempt("PATCH", self._endpoint, auth=no_token, headers=headers, data=part)
        if not isinstance(response, ApiError):
            self._chunk = min(self._most, 2 * self._chunk)
        return response, wait

    def _offset(self, response: Any) -> int | None:
        """The offset in a response, None if it has none. Raises PlanError if the upload is for another file."""
        length = _number(response.headers.get("Upload-Length"))
        offset = _number(response.headers.get("Upload-Offset"))
        if length not in (None, self._source.size) or (offset or 0) > self._source.size:
            raise PlanError(f"the upload was started for a file whose size differs from '{self._source.name}'")
        return offset

    def _failed(self, response: Any, wait: float | None, creeps: bool) -> None:
        """Pause before the next attempt. Raises ApiError if there must be none.

        ``creeps`` means that the server has accepted something, although too little to count as progress.
        """
        error = response
        if not isinstance(response, ApiError):
            fault = f"and took less than {PROGRESS} bytes" if creeps else "without a valid offset"
            message = f"the uploader responded with {response.status} {fault}; check uploader_url"
            error, wait = ApiError(message, status=response.status, request_id=response.request_id), 0.0
        error.hide(_spellings(self._endpoint))
        error.retry_after = wait or 0.0
        self._failures += 1
        if error.status in (404, 410) and self._sent == self._source.size:
            error.uncertain = True  # the endpoint may be gone because the upload is complete
        if (wait is None and error.status not in PASSING) or self._failures > self._client.connection.retries:
            raise error
        self._chunk = max(LEAST, min(self._chunk, self._source.size) // 2)
        if error.status == 413:
            self._most = self._chunk
        self._client.sleep(pause_after(self._failures, error))


def _number(text: Any) -> int | None:
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() else None


def _spellings(endpoint: str) -> list[str]:
    """The forms in which an error may show an endpoint: the whole URL, its path, and the last segment."""
    path = endpoint.split("://", 1)[-1].partition("/")[2]
    return [endpoint, f"/{path}", path, path.rpartition("/")[2]]
