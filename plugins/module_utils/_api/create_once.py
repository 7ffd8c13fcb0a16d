# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Creating exactly one object, even if a response is lost, or if other processes are about to create the same one.

A request is never repeated without a search for the result of the first one; and searching and creating is one step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Callable, TypeVar

from .._core.change import Change, Create
from .._core.errors import ApiError, ApplyError, KinescopeError, PlanError
from .._core.identity import create_names, id_of, ids_text, key_of
from .._core.kind import Kind
from .client import Client
from .gateway import Gateway
from .halt import HaltedError

Made = TypeVar("Made")
OF_ONE_KEY = "{} objects have this key"


def create_once(
    client: Client, unseen: str, send: Callable[[], Made | None], find: Callable[[ApiError], Made | None]
) -> Made:
    """Send a request that creates something, and return what it created. Raises KinescopeError.

    ``send`` returns what the response shows, or None. After a lost or empty response, ``find`` returns what the request
    created, or None if it certainly created nothing; ``unseen`` is the error if that happens after a successful
    response. If a repeated request succeeds, the lost one is checked once more because it may have been carried out
    late.
    """
    lost = False
    for _attempt in range(client.connection.retries + 1):
        failure, made = ApiError(unseen), None
        try:
            made = send()
        except ApiError as error:
            if not error.uncertain and not (lost and error.taken):
                raise
            lost, failure = True, error
        if made is None or lost:
            try:
                found = find(failure)
            except HaltedError:
                raise failure from None  # the outcome of the request is unknown
            except ApiError as error:
                error.uncertain = True  # the request may have created something, whatever became of the search
                raise
            made = found if found is not None else made
        if made is not None:
            return made
        if not failure.uncertain:
            break
    raise failure


def find_created(
    client: Client,
    kind: Kind,
    failure: ApiError,
    list_new: Callable[[], Sequence[dict[str, Any]]],
    several: str = OF_ONE_KEY,
) -> dict[str, Any] | None:
    """The object created by a request whose response was lost; None if it certainly created nothing.

    ``list_new`` returns the present candidates. Raises PlanError if there is more than one.
    """
    for _moment in client.recheck_times(failure):
        found = list_new()
        if len(found) > 1:
            raise PlanError(
                f"the response was lost, and now {several.format(len(found))} ({ids_text(kind, found)}); keep only one"
            )
        if found:
            client.new_objects.created(found[0].get(kind.routes.id_key))
            return found[0]
    return None


HELD = "nothing shows an object of this {key}: a deleted or archived {kind} may hold it; choose another {key}"
MOST_PLANS = 3  # for one object; each after the first because somebody else was faster
ALREADY_EXISTS = "somebody else created it while this task was at work; run the task again"


class AlreadyExistsError(PlanError):
    """The object to be created already exists: a new plan is needed."""


def already_exists(error: KinescopeError) -> bool:
    """Whether a plan was not completed because its object already exists."""
    return isinstance(error, ApplyError) and isinstance(error.cause, AlreadyExistsError)


@contextmanager
def creating(change: Change, gateway: Gateway) -> Iterator[None]:
    """Send the change inside the block. For a create, no other process on this machine creates the same meanwhile.

    Raises AlreadyExistsError if somebody, even on another machine, has created it since this process looked.
    """
    if not isinstance(change, Create) or change.kind.routes.singleton:
        yield
        return
    what, *others = create_names(change.kind, change.base, key_of(change.kind, change.body), change.body)
    with gateway.client.create_lock.exclusive(what, lambda: _refuse_existing(change, gateway), others):
        try:
            yield
        except ApiError as error:
            if error.taken:
                _refuse_existing(change, gateway)
            raise


def _refuse_existing(change: Create, gateway: Gateway) -> None:
    """Search for as long as a list may lag behind a create. Raises AlreadyExistsError."""
    for _moment in gateway.client.recheck_times():
        if any(id_of(change.kind, raw) not in change.ignored_ids for raw in gateway.same_key(change)):
            raise AlreadyExistsError(ALREADY_EXISTS)
