# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one exception tree. Raised deep, converted to a task's failure in one place (edge.py)."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .display import MASK
from .secrecy import printable_forms


class KinescopeError(Exception):
    """Something the person at the keyboard must know about.

    ``kind``, ``key`` and ``action`` say what was being done to which object; whoever knows them fills them in
    with :meth:`about` on the way up. ``faults`` are what is wrong, one by one, where that is more than a sentence can
    hold: each is one visible line.
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
        """Name the object and the action, unless someone deeper already did."""
        if self.action is None:
            self.kind, self.key, self.action = kind, key, action
        return self

    def note(self, text: str) -> KinescopeError:
        """Add to the message what somebody further up knows about the error; an empty text adds nothing."""
        if text:
            self._say(f"{self.message}; {text}")
        return self

    def hide(self, secrets: Iterable[str]) -> None:
        """Take secret texts out of the message, should the API have repeated one."""
        forms = _forms(secrets)
        self._say(_without(self.message, forms))
        self.faults = tuple(_without(fault, forms) for fault in self.faults)

    def _say(self, message: str) -> None:
        self.message = message
        self.args = (message,)

    def sentence(self) -> str:
        """One sentence for people: what was being done, to which object, and why it was refused."""
        if self.action is None:
            return self.message
        target = (self.kind or "workspace").replace("_", " ")
        if self.key is not None:
            target = f"{target} '{self.key}'"
        return f"Cannot {self.action} {target}: {self.message}"

    def text(self) -> str:
        """The sentence, and every fault on a line of its own."""
        return "\n".join([self.sentence(), *self.faults])

    def details(self) -> dict[str, Any]:
        """The ``error`` key of a failed task."""
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
    """What the user wrote is wrong in itself: no look at the workspace is needed to say so."""


class PlanError(KinescopeError):
    """What the user wrote does not fit the workspace: a missing reference, two objects of one name."""


class GuardError(KinescopeError):
    """The plan is clear and possible, and refused because it could do harm."""


class ApiError(KinescopeError):
    """The API refused a request, or could not be reached.

    ``status`` is the HTTP status (None: no answer), ``code`` the API's own number, ``uncertain`` whether the
    work may have been done all the same, ``still_working`` whether it may even be done later.
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
        self.asked_to_wait = 0.0  # seconds, by Retry-After
        self.foreign = False  # somebody else than the API speaks: it says nothing about objects

    def hide(self, secrets: Iterable[str]) -> None:
        """Take secret texts out of the message and of the API's parameters."""
        super().hide(secrets)
        self.invalid_params = _without(self.invalid_params, _forms(secrets))

    @property
    def not_found(self) -> bool:
        """No such object: by status, or by either of the two codes in use for it."""
        return not self.foreign and (self.status == 404 or self.code in (400404, 404404))

    @property
    def taken(self) -> bool:
        """The natural key is in use already."""
        return self.code in (400201, 400203)

    def sentence(self) -> str:
        """The sentence, with the number that the vendor's support asks for."""
        text = super().sentence()
        return f"{text} (X-Request-ID {self.request_id})" if self.request_id else text

    def details(self) -> dict[str, Any]:
        """The ``error`` key of a failed task, with the API's own words."""
        return {
            **super().details(),
            "status": self.status,
            "code": self.code,
            "request_id": self.request_id,
            "invalid_params": self.invalid_params,
        }


class ApplyError(KinescopeError):
    """A change of the plan failed; ``outcomes`` says for each change of the plan what became of it."""

    def __init__(self, cause: KinescopeError, outcomes: Sequence[str]) -> None:
        super().__init__(cause.message)
        self.kind, self.key, self.action = cause.kind, cause.key, cause.action
        self.cause = cause
        self.outcomes = tuple(outcomes)

    def hide(self, secrets: Iterable[str]) -> None:
        """Take secret texts out of what went wrong."""
        super().hide(secrets)
        self.cause.hide(secrets)

    def sentence(self) -> str:
        """The sentence of what went wrong."""
        return self.cause.sentence()

    def details(self) -> dict[str, Any]:
        """The ``error`` key of what went wrong."""
        return self.cause.details()


def unforeseen(error: Exception) -> str:
    """What is told of an error that nobody foresaw: where it came up, and not its text, which may hold a secret."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {os.path.basename(place.filename)}, line {place.lineno}"
    return f"internal error of the collection ({where}); please report it"


def _forms(secrets: Iterable[str]) -> list[str]:
    return sorted(printable_forms(secrets), key=len, reverse=True)  # one may be a part of another


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
