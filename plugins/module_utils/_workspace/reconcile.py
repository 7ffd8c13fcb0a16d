# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole workspace, from a document to the result of a task: check, observe, plan, guard, execute."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, Callable

from .._api.client import Client
from .._api.gateway import Gateway
from .._api.pacing import steady_time
from .._api.progress import Progress
from .._api.read_ahead import ReadAheadGateway
from .._api.threads import pools
from .._core import guards
from .._core.errors import GuardError, KinescopeError, PlanError
from .._core.plan import Plan
from .._core.result import TaskResult, secrets_in
from .._reconcile.effects import EffectsOf
from .._reconcile.on_air import OnAir
from .._reconcile.send import warnings_of
from .apply import Outcome, apply
from .concurrent_changes import extra_writes
from .contents import takes_along
from .document import Entry
from .duplicates import duplicate_warnings
from .handovers import warnings_on, with_handovers
from .lines import line_of
from .narrowing import PRUNABLE, narrowed, narrowed_document
from .plan import Faults, PlannedObject, ReconcileOptions, refusal
from .plan_id import plan_id
from .prefetch import prefetch
from .prune import plan_deletions
from .result import (
    changes_with_outcomes,
    counts,
    failure,
    sections_of,
)
from .source import Source
from .three_way import origin_of, plan_with_base, refuse_drift, result_with_base
from .undo import Undo
from .unmanaged import unmanaged
from .workspace_document import checked, listed


def new_result() -> TaskResult:
    """The result of a task that has done nothing yet."""
    return TaskResult({"changed": False, "changes": [], "requests": {"reads": 0, "writes": 0}})


def reconcile(
    source: Source,
    settings: ReconcileOptions,
    expected_plan_id: str | None,
    check_mode: bool,
    client: Client,
    effects_of: EffectsOf,
    result: TaskResult,
    progress: Progress,
    clock: Callable[[], float] = steady_time,
) -> None:
    """Bring a workspace to the state in a document; in check mode, only predict the changes.

    Fills ``result``. Raises KinescopeError; nothing has been written then unless ``changes`` says otherwise.
    """
    begun, turn = client.run_lock.number(), None  # before anything is read
    found = checked(source, effects_of, settings.secrets)
    warned = [*result.warnings, *settings.secrets.unused()]
    reads, writes = client.reads, client.writes
    try:
        with ExitStack() as held, progress.watching(client), pools(client.halt) as (pages, pool):
            while True:
                result.warnings[:] = warned
                gateway = ReadAheadGateway(client, clock, pages, pool)
                gateway.say, gateway.warned = progress.say, result.warnings
                items = _planned(found, source, settings, effects_of, gateway, pool, check_mode, result)
                _refuse(expected_plan_id, settings, items, result, check_mode, client)
                if check_mode or not result.values["changes"]:
                    return
                if turn is not None:
                    break
                turn = _take_run_lock(held, client, settings.lock_timeout, progress, result)
                if turn == begun and turn % 2 == 0:  # otherwise somebody may have written since
                    break
            undo = _write_undo(settings, items, gateway, pool, result)
            exact = expected_plan_id is not None
            _carry_out(
                items, gateway, pool, progress, _secrets_in(found, settings), result, settings.on_air, exact, undo
            )
    except KinescopeError as error:
        error.hide(_secrets_in(found, settings))
        raise
    finally:
        result.values["requests"] = {"reads": client.reads - reads, "writes": client.writes - writes}


def _secrets_in(found: Sequence[Entry], settings: ReconcileOptions) -> set[str]:
    """The secret texts of the document, of its base and of the task."""
    entries = (*found, *(settings.base or ()))
    return settings.secrets.texts.union(*(secrets_in(entry.kind, entry.values) for entry in entries))


def _take_run_lock(held: ExitStack, client: Client, timeout: float, progress: Progress, result: TaskResult) -> int:
    """Wait until no other run changes the workspace; returns the number before. Raises GuardError after the timeout."""
    try:
        return held.enter_context(client.run_lock.held(timeout, progress.say))
    except GuardError:
        _attempt_nothing(result)
        raise


def _write_undo(
    settings: ReconcileOptions, items: Sequence[PlannedObject], gateway: Gateway, pool: Executor, result: TaskResult
) -> Undo | None:
    """Write the document that undoes the plan, if requested. On KinescopeError, nothing has been written to the API."""
    if not settings.undo_dest:
        return None
    try:
        undo = Undo(settings.undo_dest, items, gateway, pool)
        result.values["undo"] = undo.write()
    except KinescopeError:
        _attempt_nothing(result)
        raise
    return undo


def _complete(undo: Undo, outcomes: Mapping[int, Outcome], result: TaskResult) -> None:
    """Write the document again, now that all outcomes are known. The first version undoes the plan, too."""
    try:
        result.values["undo"] = undo.write(outcomes)
    except PlanError as error:
        result.warnings.append(f"{error.message}; it is as it was before the first write")


def _carry_out(
    items: Sequence[PlannedObject],
    gateway: Gateway,
    pool: Executor,
    progress: Progress,
    secrets: set[str],
    result: TaskResult,
    on_air: OnAir,
    exact: bool,
    undo: Undo | None,
) -> None:
    """Carry out the plan (``exact``: nothing else) and report outcomes. Raises KinescopeError if a change failed."""
    changing = [item for item in items if item.plan.changes]
    progress.begin(sum(len(item.plan.objects) for item in changing), sum(_requests(item) for item in changing))

    def done(item: PlannedObject, outcome: Outcome) -> None:
        objects = _carried_out(item, outcome).objects
        failed = sum(one.outcome(outcome.changes) == "failed" for one in objects)
        progress.advance(len(item.plan.objects), item.plan.wanted.title, failed)

    outcomes = apply(items, gateway, pool, done, on_air, exact)
    if undo is not None:
        _complete(undo, {id(item): outcome for item, outcome in zip(items, outcomes)}, result)
    for outcome in outcomes:
        if outcome.error:
            outcome.error.hide(secrets)
    found = [(item, outcome.unsettled) for item, outcome in zip(items, outcomes)]
    result.values["unsettled"] = [
        {"kind": item.plan.wanted.kind.name, "key": item.plan.wanted.key, **one.as_result}
        for item, several in found
        for one in several
    ]
    result.warnings += [text for item, several in found for text in warnings_of(item.plan.wanted.title, several)]
    more = [(item, extra_writes(item.plan, outcome.plan)) for item, outcome in zip(items, outcomes)]
    result.warnings += [f"{item.plan.wanted.title}: {text}" for item, text in more if text]
    unforeseen = [one.plan for item, one in zip(items, outcomes) if one.plan and not item.plan.on_air]
    result.warnings += [text for plan in unforeseen for text in guards.on_air(plan, "warn")]
    if gateway.client.halt.cause is None:
        result.warnings += duplicate_warnings(outcomes, gateway)
    _account(items, outcomes, result, gateway.client.halt.cause)


def _planned(
    found: Sequence[Entry],
    source: Source,
    settings: ReconcileOptions,
    effects_of: EffectsOf,
    gateway: ReadAheadGateway,
    pool: Executor,
    check_mode: bool,
    result: TaskResult,
) -> list[PlannedObject]:
    """The plan of every object, deletes last, which is added to the result. Raises one error with all objections."""
    faults = Faults()
    kinds = {entry.kind.name for entry in found}
    found = narrowed(found, settings.only, bool(settings.prune))
    prefetch(found, settings.base or (), [PRUNABLE[section] for section in settings.prune], gateway, pool)
    planned = plan_with_base(found, kinds, settings, effects_of, gateway, pool, faults, check_mode)
    deletes = plan_deletions(found, planned, settings, gateway, pool, faults)
    items = [item for item in (*planned.items, *deletes) if item.plan.changes or item.plan.wanted.present]
    items = with_handovers(items, faults)
    items, warned = _protect(items, settings.on_air, gateway, faults)
    plans = [item.plan for item in items]
    if faults.guarded:
        document = narrowed_document(source.document, settings.only)
        _render(items, document, unmanaged([*items, *planned.references], document, gateway, settings.only), result)
        result.values.update(result_with_base(planned, items), needs_secrets=settings.secrets.needed_by(plans))
    if not check_mode:
        faults.errors += settings.secrets.missing(plans)
    if faults.errors:
        _attempt_nothing(result)
        raise refusal(faults, listed(source, [(path, error.sentence()) for path, error in faults.errors]))
    result.warnings += [*planned.lookup.warnings, *warned]
    for item in items:
        if item.entry is not None:
            result.warnings += item.effects.check(item.plan, check_mode)
            result.warnings += guards.plan_warnings(item.plan, item.rules.update_secrets)
    result.warnings += warnings_on(items)
    return items


def _protect(
    items: Sequence[PlannedObject], on_air: OnAir, gateway: Gateway, faults: Faults
) -> tuple[list[PlannedObject], list[str]]:
    """Note which plans can hurt a broadcast, as faults or as warnings. Raises ApiError."""
    plans = on_air.noted([item.plan for item in items], gateway)
    warned: list[str] = []
    for item, plan in zip(items, plans):
        try:
            warned += guards.on_air(plan, on_air.policy)
        except GuardError as error:
            faults.note(item.entry.path if item.entry else (plan.wanted.kind.section,), error)
    return [item if item.plan is plan else item._replace(plan=plan) for item, plan in zip(items, plans)], warned


def _requests(item: PlannedObject) -> int:
    """About how many requests an item takes: an existing object is read again before it is written."""
    return len(item.plan.changes) + (item.plan.observed is not None)


def _render(
    items: Sequence[PlannedObject], document: Mapping[str, Any], unmanaged_objects: dict[str, Any], result: TaskResult
) -> None:
    """Add the plan to the result; ``unmanaged_objects`` are the objects that the document does not contain."""
    plans = [item.plan for item in items]
    changing = [item for item in items if item.plan.changes]
    result.values.update(
        changed=bool(changing),
        changes=_changes_of(changing, [Outcome(("planned",) * len(item.plan.changes)) for item in changing]),
        diff=_diffs(item.plan for item in changing),
        lines=_lines(changing, [Outcome(())] * len(changing)),
        summary=counts(plans),
        sections=sections_of(plans, document, unmanaged_objects),
        unmanaged=unmanaged_objects,
        plan_id=plan_id(plans),
        unverified=sorted({f"{plan.wanted.kind.section}.{name}" for plan in plans for name in plan.unverified}),
        unsettled=[],
    )


def _changes_of(items: Sequence[PlannedObject], outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    entries = []
    for item, outcome in zip(items, outcomes):
        plan = _carried_out(item, outcome)
        for change in changes_with_outcomes(
            plan, outcome.changes, outcome.error, outcome.reason, takes_along(item.plan)
        ):
            if item.interim and (change["kind"], change["key"]) == (plan.wanted.kind.name, plan.wanted.key):
                change["requests"] = change.get("requests", 1) + 1  # the temporary name
            change.update(origin_of(item))
            entries.append(change)
    return entries


def _carried_out(item: PlannedObject, outcome: Outcome) -> Plan:
    """The plan to report: the original one if it was carried out as it was shown, otherwise the one that replaced it.

    For a delete, it is the original one, although a later read may have shown more of the object.
    """
    plan = outcome.plan or item.plan
    if plan is item.plan or (plan.changes and not plan.wanted.present):
        return item.plan
    if plan.observed is item.plan.observed and len(plan.changes) == len(item.plan.changes):
        return item.plan  # it was only completed by IDs, which say less than names
    return replace(plan, on_air=item.plan.on_air) if item.plan.on_air else plan


def _diffs(plans: Iterable[Plan]) -> list[dict[str, str]]:
    return [one.diff for plan in plans for one in plan.objects]


def _lines(items: Sequence[PlannedObject], outcomes: Sequence[Outcome]) -> list[str]:
    """The plan as text, with the outcomes if there are any."""
    return [
        line_of(
            one,
            takes_along(item.plan),
            one.outcome(outcome.changes) if outcome.changes else "planned",
            item.plan.on_air if one.kind is item.plan.wanted.kind else (),
        )
        for item, outcome in zip(items, outcomes)
        for one in _carried_out(item, outcome).objects
    ]


def _refuse(
    expected: str | None,
    settings: ReconcileOptions,
    items: Sequence[PlannedObject],
    result: TaskResult,
    check_mode: bool,
    client: Client,
) -> None:
    """Refuse a plan that is not the reviewed one, would undo somebody's edit, or falls in a freeze window.

    For freeze windows, check mode only warns. Raises GuardError.
    """
    try:
        if settings.on_drift == "fail":
            refuse_drift(items)
        if expected not in (None, result.values["plan_id"]):
            message = "the current plan differs from the reviewed plan; nothing was written"
            raise GuardError(f"{message} (expected_plan_id {expected}, plan_id {result.values['plan_id']})")
        frozen = settings.freeze.objection(*client.date()) if result.values["changes"] else ""
        if frozen and not check_mode:
            raise GuardError(f"{frozen}; nothing was written; run it again then, or change freeze")
        result.warnings += [f"if this were not check mode, it would be refused: {frozen}"] if frozen else []
    except GuardError:
        _attempt_nothing(result)
        raise


def _attempt_nothing(result: TaskResult) -> None:
    for change in result.values["changes"]:
        change["outcome"] = "not_attempted"
    result.values["changed"] = False


def _account(
    items: Sequence[PlannedObject], outcomes: Sequence[Outcome], result: TaskResult, stopped_by: KinescopeError | None
) -> None:
    """Report the outcome of each change. Raises an error if something failed."""
    result.values["changes"] = changes = _changes_of(items, outcomes)
    result.values["diff"] = _diffs([_carried_out(item, outcome) for item, outcome in zip(items, outcomes)])
    result.values["lines"] = _lines(items, outcomes)
    result.values["changed"] = any("applied" in outcome.changes and not outcome.untouched for outcome in outcomes)
    words = [change["outcome"] for change in changes]
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if errors or stopped_by:
        failed = max(words.count("failed"), len(errors))
        text = failure(errors, failed, words.count("not_attempted"), len(words), stopped_by)
        raise _FailedError(text, stopped_by or errors[0])


class _FailedError(KinescopeError):
    """Some changes failed; the details are those of the first one."""

    def __init__(self, message: str, first: KinescopeError) -> None:
        super().__init__(message)
        self._first = first

    def sentence(self) -> str:
        """The sentence about the whole run."""
        return self.message

    def details(self) -> dict[str, Any]:
        """The ``error`` key of the first failure."""
        return self._first.details()
