# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Resumable uploads (Tus 1.0): a file's bytes to the endpoint that init hands out, whatever happens on the way.

No client library fits: the maintained one for Python reads each chunk into memory, follows redirects, and needs more
than ``requests``. The endpoint takes no token and is itself the right to upload, so it gets none, and is never shown.
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

BLOCK = 1 << 18  # bytes read and sent at a time; one has to leave within the time-out
FIRST = 1 << 26  # bytes of the first request
LEAST, MOST = 1 << 20, 1 << 30
PROGRESS = 1 << 16  # bytes that the server must have more of for an attempt to count as progress
PATIENCE = 600.0  # seconds in which the server must take LEAST bytes
# Besides those that the client repeats: too late, another offset, too large, locked, too early.
PASSING = (408, 409, 413, 423, 425)
HEADERS = {"Tus-Resumable": "1.0.0"}


class Source:
    """A file that is open for an upload, and must stay as it is meanwhile.

    Raises DocumentError for what cannot be read, PlanError for what is not of the expected size any more.
    """

    def __init__(self, path: str, size: int | None = None) -> None:
        self.name = os.path.basename(path)
        try:
            self._file = open_regular(path, UPLOAD)
        except OSError as error:
            raise DocumentError(f"'{path}' cannot be read: {error.strerror}") from None
        status = os.fstat(self._file.fileno())
        self.size = status.st_size
        self.status = status  # as it was when it was opened
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
        """Raise PlanError when the file was written to since it was opened."""
        status = os.fstat(self._file.fileno())
        if (status.st_size, status.st_mtime_ns) != (self.status.st_size, self.status.st_mtime_ns):
            raise self._changed()

    def beginning(self, length: int) -> bytes:
        """The first bytes, or all of a shorter file. Raises DocumentError."""
        try:
            return os.pread(self._file.fileno(), length, 0)
        except OSError as error:
            raise DocumentError(f"'{self.name}' cannot be read: {error.strerror}") from None

    def blocks(self, start: int, length: int) -> Iterator[memoryview]:
        """The bytes of a part, piece by piece in one buffer. Raises PlanError when they are not there."""
        view = memoryview(bytearray(min(BLOCK, length)))
        try:
            self._file.seek(start)
            while length:
                count = self._file.readinto(view[: min(BLOCK, length)])
                if not count:
                    raise self._changed()
                yield view[:count]
                length -= count
        except OSError as error:  # else it would pass for a fault of the connection
            raise PlanError(f"'{self.name}' cannot be read anymore: {error.strerror}") from None

    def _changed(self) -> PlanError:
        return PlanError(
            f"'{self.name}' was changed while it was being uploaded; run the task again when it is complete"
        )


class Part:
    """A part of a file as the body of a request, which may be gone through again; ``told`` hears how far it is."""

    def __init__(self, source: Source, start: int, length: int, told: Callable[[int], None]) -> None:
        self._source, self._start, self._length, self._told = source, start, length, told

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[memoryview]:
        sent = self._start
        for block in self._source.blocks(self._start, self._length):
            yield block
            sent += len(block)
            self._told(sent)


class Transfer:
    """One file on its way to one endpoint.

    Requests are large while all goes well, and become smaller when it does not. They are not paced: the limits are
    the API's for a token, and this is another host, without a token, that gets few requests of many bytes.
    """

    def __init__(self, client: Client, endpoint: str, source: Source, told: Callable[[int], None]) -> None:
        self._client, self._endpoint, self._source, self._told = client, endpoint, source, told
        self._chunk, self._most = FIRST, MOST
        self._reached = 0  # the furthest offset that the server had, when that was progress
        self._mark: tuple[float, int] | None = None  # when the server had last taken enough, and how much that was
        self._sent = 0  # how far bytes were sent
        self._failures = 0  # in a row, without progress

    def run(self, offset: int | None = None) -> None:
        """Send what the server lacks. ``offset`` is how far it is, None where it has to be asked.

        Raises ApiError after as many attempts in a row without progress as the client allows for failures, or when the
        server takes too little for too long.
        """
        while offset != self._source.size:
            self._source.check()
            answer, wait = self._asked() if offset is None else self._given(offset)
            before, offset = offset, None if isinstance(answer, ApiError) else self._offset(answer)
            if offset is not None and offset > self._reached and self._is_progress(offset, before):
                self._reached, self._failures = offset, 0
            elif offset is None or before is not None:
                self._failed(answer, wait, offset is not None and before is not None and offset > before)
            if offset is not None:
                self._refuse_too_slow(offset)
        self._source.check()

    def _is_progress(self, offset: int, before: int | None) -> bool:
        """Whether the server has enough more: all that was sent from ``before`` on, or many bytes."""
        whole = before is not None and offset >= self._sent
        return whole or offset == self._source.size or offset - self._reached >= PROGRESS

    def _refuse_too_slow(self, offset: int) -> None:
        """Raise ApiError when the server has taken too little for too long, however many attempts were progress."""
        now = self._client.clock()
        since, had = self._mark or (now, offset)
        if self._mark is None or offset - had >= LEAST:
            self._mark = (now, offset)
        elif now - since > PATIENCE and offset < self._source.size:
            taken = f"{max(0, offset - had)} bytes in {now - since:.0f} seconds"
            raise ApiError(f"the upload is too slow: the uploader has taken only {taken}")

    def _asked(self) -> tuple[Any, float | None]:
        """How far the server is."""
        return self._client.attempt("HEAD", self._endpoint, auth=no_token, headers=HEADERS)

    def _given(self, offset: int) -> tuple[Any, float | None]:
        """Send the next part."""
        length = min(self._chunk, self._source.size - offset)
        headers = {**HEADERS, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        part = Part(self._source, offset, length, self._told)
        self._sent = max(self._sent, offset + length)
        answer, wait = self._client.attempt("PATCH", self._endpoint, auth=no_token, headers=headers, data=part)
        if not isinstance(answer, ApiError):
            self._chunk = min(self._most, 2 * self._chunk)
        return answer, wait

    def _offset(self, answer: Any) -> int | None:
        """The offset in an answer, None without one. Raises PlanError for an upload of another file."""
        length = _number(answer.headers.get("Upload-Length"))
        offset = _number(answer.headers.get("Upload-Offset"))
        if length not in (None, self._source.size) or (offset or 0) > self._source.size:
            raise PlanError(f"the upload was started for a file whose size differs from '{self._source.name}'")
        return offset

    def _failed(self, answer: Any, wait: float | None, creeps: bool) -> None:
        """Pause before the next attempt. Raises ApiError when there is to be none.

        ``creeps`` says that the server has taken something, although too little to count as progress.
        """
        error = answer
        if not isinstance(answer, ApiError):
            fault = f"and took less than {PROGRESS} bytes" if creeps else "without a valid offset"
            message = f"the uploader responded with {answer.status} {fault}; check uploader_url"
            error, wait = ApiError(message, status=answer.status, request_id=answer.request_id), 0.0
        error.hide(_spellings(self._endpoint))
        error.asked_to_wait = wait or 0.0
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
    """An endpoint as an error may show it: whole, its path, the last word of that."""
    path = endpoint.split("://", 1)[-1].partition("/")[2]
    return [endpoint, f"/{path}", path, path.rpartition("/")[2]]
