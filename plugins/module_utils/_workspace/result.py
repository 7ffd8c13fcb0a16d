# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan of a workspace and its outcomes -> the result keys of a task. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .._core.errors import ApplyError, KinescopeError
from .._core.plan import Plan
from .._core.result import changes_of
from .._kinds.catalog import SECTIONS

ACTIONS = ("create", "update", "delete", "move")


def changes_with_outcomes(
    plan: Plan, outcomes: Sequence[str], error: KinescopeError | None, reason: str, contents: Mapping[str, int]
) -> list[dict[str, Any]]:
    """The entries of a plan in ``changes``, with the reasons of failures, and what a delete removes."""
    entries = changes_of(plan, outcomes, error.sentence() if error else "", reason)
    for change in entries:
        if change["action"] == "delete" and contents:
            change["takes_along"] = dict(contents)
    return entries


def counts(plans: Iterable[Plan]) -> dict[str, int]:
    """The number of objects for each action, and of those without a change."""
    found = {**dict.fromkeys(ACTIONS, 0), "unchanged": 0}
    for plan in plans:
        if plan.changes:
            for one in plan.objects:
                found[one.action] += 1
        else:
            found["unchanged"] += 1
    return found


def sections_of(
    plans: Sequence[Plan], document: Mapping[str, Any], unmanaged_objects: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, int]]:
    """What the plan does in each section, and how many live objects the document does not contain."""
    names = [name for name in SECTIONS if document.get(name) is not None]
    grouped: dict[str, list[Plan]] = {name: [] for name in (*names, *unmanaged_objects)}
    for plan in plans:
        grouped.setdefault(plan.wanted.kind.section, []).append(plan)
    entries = {}
    for section, members in grouped.items():
        wanted = sum(plan.wanted.present for plan in members)
        left = unmanaged_objects.get(section, {"total": 0})["total"]
        entries[section] = {"wanted": wanted, **counts(members), "unmanaged": left}
    return entries


def failure(
    errors: Sequence[KinescopeError], failed: int, skipped: int, total: int, stopped_by: KinescopeError | None = None
) -> str:
    """One sentence about a run in which something failed, or which stopped at an error that affects all requests."""
    if stopped_by is not None:
        return (
            f"the run was stopped; {failed} of {total} changes failed, and {skipped} were not attempted: "
            f"{stopped_by.message}"
        )
    first = errors[0].cause.sentence() if isinstance(errors[0], ApplyError) else errors[0].sentence()
    rest = f", and {skipped} that depend on it were not attempted" if skipped else ""
    return f"{failed} of {total} changes failed{rest}; the first: {first}"
