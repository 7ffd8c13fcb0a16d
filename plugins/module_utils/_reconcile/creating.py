# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Creating only what nobody else has created meanwhile: looking and creating is one step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from .._api.gateway import Gateway
from .._core.change import Change, Create
from .._core.errors import ApiError, ApplyError, KinescopeError, PlanError
from .._core.identity import id_of, key_of

HELD = "nothing shows an object of this {key}: a deleted or archived {kind} may hold it; choose another {key}"
MOST_PLANS = 3  # of one object, each after somebody else was quicker
APPEARED = "somebody else created it while this task was at work; run the task again"


class AppearedError(PlanError):
    """What was to be created is there by now: a new plan is needed."""


def appeared(error: KinescopeError) -> bool:
    """Whether a plan was not carried out whole because its object is there by now."""
    return isinstance(error, ApplyError) and isinstance(error.cause, AppearedError)


@contextmanager
def creating(change: Change, gateway: Gateway) -> Iterator[None]:
    """Send the change in the block. If it is a create, no other process on this machine creates the same meanwhile.

    Raises AppearedError when somebody has created it since this process looked, be it on another machine.
    """
    if not isinstance(change, Create) or change.kind.routes.singleton:
        yield
        return
    what = repr((change.kind.name, change.base, key_of(change.kind, change.body)))
    with gateway.client.creates.alone(what, lambda: _refuse_what_is_there(change, gateway)):
        try:
            yield
        except ApiError as error:
            if error.taken:
                _refuse_what_is_there(change, gateway)
            raise


def _refuse_what_is_there(change: Create, gateway: Gateway) -> None:
    """Look for as long as a list may lag behind a create. Raises AppearedError."""
    for _moment in gateway.client.looks(ApiError("another process is creating it")):
        if any(id_of(change.kind, raw) not in change.besides for raw in gateway.same_key(change)):
            raise AppearedError(APPEARED)
