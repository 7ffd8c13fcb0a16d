# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The exception tree. Exceptions are raised anywhere and become task failures in one place (_edge/module.py)."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .display import MASK, kind_title
from .secrecy import printable_forms

DELETED_MEANWHILE = "it was deleted while this task was running; run the task again"


class KinescopeError(Exception):
    """Something that the user must know.

    ``kind``, ``key`` and ``action`` say what was being done to which object; whoever knows them fills them in with
    :meth:`about` on the way up. ``faults`` lists all problems if there is more than one; each is one visible line.
    """

    def __init__(self, message: str, faults: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.faults = tuple(faults)
        self.kind: str | None = None
        self.key: str | None = None
        self.action: str | None = None

    def __str__(self) -> str:
        return "\n".join([self.message, *self.faults])

    def about(self, kind: str, key: str | None, action: str) -> KinescopeError:
        """Name the object and the action, unless code further down has already done so."""
        if self.action is None:
            self.kind, self.key, self.action = kind, key, action
        return self

    def note(self, text: str) -> KinescopeError:
        """Append to the message what code further up knows about the error; an empty text adds nothing."""
        if text:
            self._say(f"{self.message}; {text}")
        return self

    def hide(self, secrets: Iterable[str]) -> None:
        """Remove secret texts from the message, in case the API has repeated one."""
        forms = _forms(secrets)
        self._say(_without(self.message, forms))
        self.faults = tuple(_without(fault, forms) for fault in self.faults)

    def _say(self, message: str) -> None:
        self.message = message
        self.args = (message,)

    def sentence(self) -> str:
        """One sentence for people: what was being done to which object, and why it was refused."""
        if self.action is None:
            return self.message
        target = kind_title(self.kind or "workspace")
        if self.key is not None:
            target = f"{target} '{self.key}'"
        return f"Cannot {self.action} {target}: {self.message}"

    def text(self) -> str:
        """The sentence, followed by each fault on its own line."""
        return "\n".join([self.sentence(), *self.faults])

    def details(self) -> dict[str, Any]:
        """The ``error`` key in the result of a failed task."""
        return {
            "kind": self.kind,
            "key": self.key,
            "action": self.action,
            "status": None,
            "code": None,
            "request_id": None,
            "invalid_params": [],
        }


class DocumentError(KinescopeError):
    """The user's input is invalid by itself; that is found without any request."""


class PlanError(KinescopeError):
    """The user's input does not fit the workspace: a missing reference, two objects with the same name."""


class GuardError(KinescopeError):
    """The plan is valid, but refused because it could do harm."""


class ApiError(KinescopeError):
    """The API refused a request or could not be reached.

    ``status`` is the HTTP status (None without a response), ``code`` the API's own error code, ``uncertain`` whether
    the request may have succeeded nevertheless, ``still_working`` whether it may even succeed later. ``request`` is the
    read that failed, which may have been one of something else than the object that the error is about.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: int | None = None,
        request_id: str | None = None,
        invalid_params: Sequence[Any] = (),
        uncertain: bool = False,
        still_working: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.request_id = request_id
        self.invalid_params = list(invalid_params)
        self.uncertain = uncertain
        self.still_working = still_working
        self.retry_after = 0.0  # seconds, from Retry-After
        self.request = ""
        self.foreign = False  # not the API's own response, so it says nothing about objects

    def hide(self, secrets: Iterable[str]) -> None:
        """Remove secret texts from the message and from the API's parameters."""
        super().hide(secrets)
        self.invalid_params = _without(self.invalid_params, _forms(secrets))

    @property
    def not_found(self) -> bool:
        """Whether there is no such object, by the status or one of the two error codes used for that."""
        return not self.foreign and (self.status == 404 or self.code in (400404, 404404))

    @property
    def taken(self) -> bool:
        """Whether the natural key is already in use."""
        return self.code in (400201, 400202, 400203)

    def sentence(self) -> str:
        """The sentence, with what was read, and with the request ID, which the vendor's support needs."""
        text = super().sentence()
        about = ", ".join(filter(None, [self.request, self.request_id and f"X-Request-ID {self.request_id}"]))
        return f"{text} ({about})" if about else text

    def details(self) -> dict[str, Any]:
        """The ``error`` key in the result of a failed task, with the API's own message."""
        return {
            **super().details(),
            "status": self.status,
            "code": self.code,
            "request_id": self.request_id,
            "invalid_params": self.invalid_params,
        }


class ApplyError(KinescopeError):
    """A change of the plan failed; ``outcomes`` has the outcome of every change of the plan.

    ``made`` is the object that the plan has created nevertheless, as far as it is known; {} for none.
    """

    def __init__(self, cause: KinescopeError, outcomes: Sequence[str]) -> None:
        super().__init__(cause.message)
        self.kind, self.key, self.action = cause.kind, cause.key, cause.action
        self.cause = cause
        self.outcomes = tuple(outcomes)
        self.made: Mapping[str, Any] = {}

    def hide(self, secrets: Iterable[str]) -> None:
        """Remove secret texts from the error that made the change fail."""
        super().hide(secrets)
        self.cause.hide(secrets)

    def sentence(self) -> str:
        """The sentence of the error that made the change fail."""
        return self.cause.sentence()

    def details(self) -> dict[str, Any]:
        """The ``error`` key of the error that made the change fail."""
        return self.cause.details()


def unexpected_error(error: Exception) -> str:
    """How an unexpected error is reported: where it was raised, but not its text, which may contain a secret."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {os.path.basename(place.filename)}, line {place.lineno}"
    return f"internal error of the collection ({where}); please report it"


def _forms(secrets: Iterable[str]) -> list[str]:
    return sorted(printable_forms(secrets), key=len, reverse=True)  # longest first: one may contain another


def _without(value: Any, forms: Sequence[str]) -> Any:
    if isinstance(value, str):
        for form in forms:
            value = value.replace(form, MASK)
        return value
    if isinstance(value, Mapping):
        return {name: _without(item, forms) for name, item in value.items()}
    if isinstance(value, list):
        return [_without(item, forms) for item in value]
    return value
