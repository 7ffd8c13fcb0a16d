# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole workspace, from a document to the result of a task: check, observe, plan, guard, execute."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from typing import Any, Callable

from .._api.client import Client
from .._api.gateway import Gateway
from .._api.progress import Progress
from .._api.threads import pools
from .._core import guards
from .._core.errors import GuardError, KinescopeError
from .._core.result import TaskResult, secrets_in
from .._reconcile.effects import EffectsOf
from .._reconcile.send import warnings_of
from .apply import Outcome, apply
from .contents import takes_along
from .document import Entry
from .handovers import warnings_on, with_handovers
from .meanwhile import written_too
from .plan import Faults, PlannedObject, ReconcileOptions, plan_entries, refusal
from .plan_id import plan_id
from .prefetch import prefetch
from .prune import PRUNABLE, plan_deletions
from .result import (
    changes_with_outcomes,
    counts,
    diffs_of,
    failure,
    sections_of,
)
from .secrets import needed_by
from .source import Source
from .twins import twins
from .unmanaged import unmanaged
from .workspace_document import checked, listed


def new_result() -> TaskResult:
    """What a task returns that has done nothing yet."""
    return TaskResult({"changed": False, "changes": [], "requests": {"reads": 0, "writes": 0}})


def reconcile(
    source: Source,
    wishes: ReconcileOptions,
    expected_plan_id: str | None,
    check_mode: bool,
    client: Client,
    effects_of: EffectsOf,
    result: TaskResult,
    progress: Progress,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Bring a workspace to what a document says, or in check mode say what that would take.

    Fills ``result``. Raises KinescopeError; nothing has been written then, unless ``changes`` says otherwise.
    """
    begun, turn = client.turns.number(), None  # before anything is read
    found = checked(source, effects_of, wishes.secrets)
    warned = [*result.warnings, *wishes.secrets.unused()]
    secrets = {secret for entry in found for secret in secrets_in(entry.kind, entry.values)} | wishes.secrets.texts
    reads, writes = client.reads, client.writes
    watch, client.watch = client.watch, progress.read
    client.waits = progress.waits
    try:
        with client.halt.watching(), pools() as (pages, pool), ExitStack() as held:
            while True:
                result.warnings[:] = warned
                gateway = Gateway(client, clock, pool=pages)
                gateway.say, gateway.warned = progress.say, result.warnings
                items = _planned(found, source, wishes, effects_of, gateway, pool, check_mode, result)
                _compare_ids(expected_plan_id, result)
                if check_mode or not result.values["changes"]:
                    return
                if turn is not None:
                    break
                turn = _take_turn(held, client, wishes.lock_timeout, progress, result)
                if turn == begun and turn % 2 == 0:  # else somebody may have written since
                    break
            _carry_out(items, gateway, pool, progress, secrets, result, exact=expected_plan_id is not None)
    except KinescopeError as error:
        error.hide(secrets)
        raise
    finally:
        client.watch, client.waits = watch, None
        result.values["requests"] = {"reads": client.reads - reads, "writes": client.writes - writes}


def _take_turn(held: ExitStack, client: Client, timeout: float, progress: Progress, result: TaskResult) -> int:
    """Wait until no other run changes the workspace; the number from before. Raises GuardError when it takes long."""
    try:
        return held.enter_context(client.turns.turn(timeout, progress.say))
    except GuardError:
        _attempt_nothing(result)
        raise


def _carry_out(
    items: Sequence[PlannedObject],
    gateway: Gateway,
    pool: Executor,
    progress: Progress,
    secrets: set[str],
    result: TaskResult,
    exact: bool,
) -> None:
    """Carry out the plan (``exact``: nothing else), and account for it. Raises KinescopeError when a change failed."""
    changing = [item for item in items if item.plan.changes]
    progress.begin(sum(len(item.plan.changes) for item in changing), sum(_requests(item) for item in changing))

    def done(item: PlannedObject, outcome: Outcome) -> None:
        progress.did(len(item.plan.changes), _named(item), outcome.changes.count("failed"))

    outcomes = apply(items, gateway, pool, done, exact)
    for outcome in outcomes:
        if outcome.error:
            outcome.error.hide(secrets)
    found = [(item, outcome.unsettled) for item, outcome in zip(items, outcomes)]
    result.values["unsettled"] = [
        {"kind": item.plan.wanted.kind.name, "key": item.plan.wanted.key, **one.told}
        for item, several in found
        for one in several
    ]
    result.warnings += [text for item, several in found for text in warnings_of(_named(item), several)]
    more = [(item, written_too(item.plan, outcome.plan)) for item, outcome in zip(items, outcomes)]
    result.warnings += [f"{_named(item)}: {text}" for item, text in more if text]
    if gateway.client.halt.cause is None:
        result.warnings += twins(outcomes, gateway)
    _account(items, outcomes, result, gateway.client.halt.cause)


def _planned(
    found: Sequence[Entry],
    source: Source,
    wishes: ReconcileOptions,
    effects_of: EffectsOf,
    gateway: Gateway,
    pool: Executor,
    check_mode: bool,
    result: TaskResult,
) -> list[PlannedObject]:
    """The plan of every object, deletions last, which the result shows. Raises one error with every objection."""
    told = Faults()
    prefetch(found, [PRUNABLE[section] for section in wishes.prune], gateway, pool)
    items, lookup = plan_entries(found, wishes, effects_of, gateway, pool, told, check_mode)
    deletes = plan_deletions(found, items, lookup, wishes, gateway, pool, told)
    items = [item for item in (*items, *deletes) if item.plan.changes or item.plan.wanted.present]
    items = with_handovers(items, told)
    plans = [item.plan for item in items]
    if not check_mode:
        told.told += wishes.secrets.missing(plans)
    if told.told:
        lines = [(path, error.sentence()) for path, error in told.told]
        raise refusal(told, listed("the plan is refused", source, lines))
    result.warnings += lookup.warnings
    for item in items:
        if item.entry is not None:
            result.warnings += item.effects.check(item.plan, check_mode)
            result.warnings += guards.doubts(item.plan, item.rules.update_secrets)
    result.warnings += warnings_on(items)
    _render(items, source.document, gateway, result)
    return items


def _named(item: PlannedObject) -> str:
    return f"{item.plan.wanted.kind.title} '{item.plan.wanted.key}'"


def _requests(item: PlannedObject) -> int:
    """About how many requests an item takes: what exists is looked at again before it is written."""
    return len(item.plan.changes) + (item.plan.observed is not None)


def _render(items: Sequence[PlannedObject], document: Mapping[str, Any], gateway: Gateway, result: TaskResult) -> None:
    """Put the plan into the result."""
    plans = [item.plan for item in items]
    diffs = [diff for plan in plans for diff in diffs_of(plan)]
    alone = unmanaged(items, document, gateway)
    result.values.update(
        changed=bool(diffs),
        changes=_told(items, [Outcome(("planned",) * len(plan.changes)) for plan in plans]),
        diff=diffs,
        summary=counts(plans),
        sections=sections_of(plans, document, alone),
        unmanaged=alone,
        plan_id=plan_id(plans),
        needs_secrets=needed_by(plans),
        unverified=sorted({f"{plan.wanted.kind.section}.{name}" for plan in plans for name in plan.unverified}),
        unsettled=[],
    )


def _told(items: Sequence[PlannedObject], outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    return [
        change
        for item, outcome in zip(items, outcomes)
        for change in changes_with_outcomes(
            outcome.plan or item.plan, outcome.changes, outcome.error, outcome.reason, takes_along(item.plan)
        )
    ]


def _compare_ids(expected: str | None, result: TaskResult) -> None:
    """Refuse a plan that is not the one that was reviewed. Raises GuardError."""
    if expected is None or expected == result.values["plan_id"]:
        return
    _attempt_nothing(result)
    message = "the current plan differs from the reviewed plan; nothing was written"
    raise GuardError(f"{message} (expected_plan_id {expected}, plan_id {result.values['plan_id']})")


def _attempt_nothing(result: TaskResult) -> None:
    for change in result.values["changes"]:
        change["outcome"] = "not_attempted"
    result.values["changed"] = False


def _account(
    items: Sequence[PlannedObject], outcomes: Sequence[Outcome], result: TaskResult, stopped_by: KinescopeError | None
) -> None:
    """Tell what became of each change. Raises the error of a run in which something failed."""
    result.values["changes"] = told = _told(items, outcomes)
    result.values["diff"] = [
        diff for item, outcome in zip(items, outcomes) for diff in diffs_of(outcome.plan or item.plan)
    ]
    words = [change["outcome"] for change in told]
    result.values["changed"] = "applied" in words
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if errors or stopped_by:
        failed = max(words.count("failed"), len(errors))
        text = failure(errors, failed, words.count("not_attempted"), len(words), stopped_by)
        raise _FailedError(text, stopped_by or errors[0])


class _FailedError(KinescopeError):
    """Some changes failed; the details are those of the first."""

    def __init__(self, message: str, first: KinescopeError) -> None:
        super().__init__(message)
        self._first = first

    def sentence(self) -> str:
        """The sentence on the whole run."""
        return self.message

    def details(self) -> dict[str, Any]:
        """The ``error`` key of what failed first."""
        return self._first.details()
