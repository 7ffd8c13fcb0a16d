# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole workspace, from a document to the result of a task: check, observe, plan, guard, execute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils.client import THREADS, Client
from ansible_collections.kinescope.kinescope.plugins.module_utils.document import Path, entries, faults, path_text
from ansible_collections.kinescope.kinescope.plugins.module_utils.errors import (
    DocumentError,
    GuardError,
    KinescopeError,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils.plan import Plan
from ansible_collections.kinescope.kinescope.plugins.module_utils.progress import Progress
from ansible_collections.kinescope.kinescope.plugins.module_utils.prune import PRUNABLE, plan_deletions, takes_along
from ansible_collections.kinescope.kinescope.plugins.module_utils.runner import Report
from ansible_collections.kinescope.kinescope.plugins.module_utils.schema import schema_faults
from ansible_collections.kinescope.kinescope.plugins.module_utils.sources import Source
from ansible_collections.kinescope.kinescope.plugins.module_utils.values import given_only
from ansible_collections.kinescope.kinescope.plugins.module_utils.workspace_apply import Outcome, apply
from ansible_collections.kinescope.kinescope.plugins.module_utils.workspace_plan import (
    Faults,
    Item,
    Wishes,
    plan_entries,
    prefetch,
    refused,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils.workspace_result import (
    changes_with_outcomes,
    counts,
    diffs_of,
    failure,
    plan_id,
)


def reconcile(
    source: Source,
    wishes: Wishes,
    expected_plan_id: str | None,
    check_mode: bool,
    client: Client,
    report: Report,
    progress: Progress,
) -> None:
    """Bring a workspace to what a document says, or in check mode say what that would take.

    Fills ``report``. Raises KinescopeError; nothing has been written then, unless ``changes`` says otherwise.
    """
    document = checked(source)
    reads, writes = client.reads, client.writes
    client.watch = progress.read
    try:
        with ThreadPoolExecutor(THREADS) as pages, ThreadPoolExecutor(THREADS) as pool:
            gateway = Gateway(client, pool=pages)
            items = _planned(document, source, wishes, gateway, pool, report)
            _render(items, document, gateway, report)
            _compare_ids(expected_plan_id, report)
            if check_mode or not report.result["changes"]:
                return
            changing = [item for item in items if item.plan.changes]
            total = sum(len(item.plan.changes) for item in changing)
            progress.begin(total, sum(_requests(item) for item in changing))
            outcomes = apply(items, gateway, pool, lambda item: progress.did(len(item.plan.changes), _named(item)))
            _account(items, outcomes, report)
    finally:
        report.result["requests"] = {"reads": client.reads - reads, "writes": client.writes - writes}


def checked(source: Source) -> dict[str, Any]:
    """The document, null taken as not given. Raises DocumentError that tells every fault at once."""
    if not isinstance(source.document, Mapping):
        raise DocumentError("the document must be a dictionary of sections")
    document, null_items = given_only(source.document)
    told: list[tuple[Path, str]] = [((), f"null in the list {name}; leave the item out") for name in null_items]
    told += schema_faults(document)
    if not told:
        told = faults(entries(document))
    if told:
        raise DocumentError(_listed("the document cannot be used as it is", source, told))
    return document


def merge_faults(source: Source, told: Sequence[tuple[Path, str]]) -> None:
    """Raise a DocumentError for files that contradict each other."""
    if told:
        raise DocumentError(_listed("the files of src cannot be merged", source, told))


def _listed(what: str, source: Source, told: Sequence[tuple[Path, str]]) -> str:
    lines = []
    for path, text in told:
        place = source.place(path)
        lines.append(f"{path_text(path)}{f' ({place})' if place else ''}: {text}")
    return f"{what}, nothing was written: " + "; ".join(lines)


def _planned(
    document: Mapping[str, Any],
    source: Source,
    wishes: Wishes,
    gateway: Gateway,
    pool: ThreadPoolExecutor,
    report: Report,
) -> list[Item]:
    found = entries(document)
    told = Faults()
    prefetch((), gateway, pool, [kind for kind in map(PRUNABLE.get, wishes.prune) if kind and not kind.parent])
    items, lookup = plan_entries(found, wishes, gateway, pool, told, source.folder)
    deletes = plan_deletions(document, items, lookup, wishes, gateway, told)
    if told.told:
        lines = [(path, error.sentence()) for path, error in told.told]
        raise type(refused(told))(_listed("the plan is refused", source, lines))
    report.warnings += lookup.warnings
    for item in items:
        plan = item.plan
        if plan.changes and plan.observed and plan.wanted.kind.finished(plan.observed):
            report.warnings.append(f"{_named(item)} has ended: the API may refuse to change it")
    return [*items, *deletes]


def _named(item: Item) -> str:
    return f"{item.plan.wanted.kind.title} '{item.plan.wanted.key}'"


def _requests(item: Item) -> int:
    """About how many requests an item takes: what exists is looked at again before it is written."""
    return len(item.plan.changes) + (item.plan.observed is not None)


def _render(items: Sequence[Item], document: Mapping[str, Any], gateway: Gateway, report: Report) -> None:
    plans = [item.plan for item in items]
    diffs = [diff for plan in plans for diff in diffs_of(plan)]
    report.result.update(
        changed=bool(diffs),
        changes=_told(items, [Outcome(("planned",) * len(plan.changes)) for plan in plans]),
        diff=diffs,
        summary=counts(plans),
        sections=_sections(plans, document, gateway),
        plan_id=plan_id(plans, diffs),
        unverified=sorted({f"{plan.wanted.kind.section}.{name}" for plan in plans for name in plan.unverified}),
    )


def _told(items: Sequence[Item], outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    return [
        change
        for item, outcome in zip(items, outcomes)
        for change in changes_with_outcomes(
            item.plan, outcome.changes, outcome.error, outcome.reason, takes_along(item.plan)
        )
    ]


def _sections(plans: Sequence[Plan], document: Mapping[str, Any], gateway: Gateway) -> dict[str, dict[str, int]]:
    """What the plan does in each section, and how many live objects the document leaves alone."""
    grouped: dict[str, list[Plan]] = {section: [] for section in document if section != "version"}
    for plan in plans:
        grouped.setdefault(plan.wanted.kind.section, []).append(plan)
    told = {}
    for section, members in grouped.items():
        wanted = sum(plan.wanted.present for plan in members)
        told[section] = {"wanted": wanted, **counts(members), "unmanaged": 0}
        kind = PRUNABLE.get(section)
        if kind and not kind.parent:
            seen = sum(plan.observed is not None for plan in members)
            told[section]["unmanaged"] = max(0, len(gateway.objects(kind)) - seen)
    return told


def _compare_ids(expected: str | None, report: Report) -> None:
    """Refuse a plan that is not the one that was reviewed. Raises GuardError."""
    if expected is None or expected == report.result["plan_id"]:
        return
    for change in report.result["changes"]:
        change["outcome"] = "not_attempted"
    report.result["changed"] = False
    message = "the plan made now is not the one that was reviewed; nothing was written"
    raise GuardError(f"{message} (expected_plan_id {expected}, plan_id {report.result['plan_id']})")


def _account(items: Sequence[Item], outcomes: Sequence[Outcome], report: Report) -> None:
    """Tell what became of each change. Raises the error of a run in which something failed."""
    report.result["changes"] = told = _told(items, outcomes)
    words = [change["outcome"] for change in told]
    report.result["changed"] = "applied" in words
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if errors:
        text = failure(errors, words.count("failed"), words.count("not_attempted"), len(words))
        raise _FailedError(text, errors[0])


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
