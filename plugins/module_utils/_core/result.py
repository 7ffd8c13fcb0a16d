# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan and its outcomes -> the keys of a task's result. Secrets are removed by field, never by their text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from .display import visible
from .fields.base import Raw
from .kind import Kind
from .plan import Plan, Unsettled
from .undeclared import secret_texts, undeclared
from .values import at, id_form, is_bare_mask


@dataclass
class TaskResult:
    """What a task returns. It is filled in step by step, so that a failure can report how far the task got.

    ``values`` are the keys of the result, ``warnings`` the warnings that Ansible shows.
    """

    values: dict[str, Any] = attribute(default_factory=lambda: {"changed": False, "changes": []})
    warnings: list[str] = attribute(default_factory=list)

    def account(self, plan: Plan, outcomes: str | Sequence[str], fault: str = "") -> None:
        """Record the outcome of each request of a plan: planned, applied, failed or not_attempted.

        ``outcomes`` is one word for all of them, or one for each. ``fault`` says why something failed.
        """
        words = [outcomes] * len(plan.changes) if isinstance(outcomes, str) else list(outcomes)
        changed = "applied" in words or "planned" in words
        self.values.update(changed=changed, changes=changes_of(plan, words, fault))

    def show(
        self, plan: Plan, resource: Mapping[str, Any], unverified: Sequence[str], unsettled: Sequence[Unsettled] = ()
    ) -> None:
        """Show the object: the options that differ, and how it is afterwards.

        ``unverified`` are options that cannot be read back, ``unsettled`` those that the API stored differently or
        ignored.
        """
        self.values.update(diff=plan.diff_text, resource=dict(resource), unverified=list(unverified))
        self.values["unsettled"] = [one.as_result for one in unsettled]


def changes_of(plan: Plan, words: Sequence[str], fault: str = "", reason: str = "") -> list[dict[str, Any]]:
    """The ``changes`` key: one entry for each object, with the reason if not all of it was done.

    ``words`` are the outcomes of the plan's requests. ``fault`` says why one of them failed, or what is wrong although
    all were applied; ``reason`` says why others were not attempted.
    """
    entries = []
    blamed = "failed" if "failed" in words else "applied"
    for one in plan.objects:
        entry = one.as_result(words)
        mine = {words[place] for place in one.places}
        why = (fault if blamed in mine else "") or (reason if "not_attempted" in mine else "")
        if why:
            entry["reason"] = visible("; ".join(filter(None, (why, one.done_in_part(plan.changes, words)))))
        if plan.on_air and one.kind is plan.wanted.kind:
            entry["on_air"] = [visible(text) for text in plan.on_air]
        entries.append(entry)
    return entries


def resource_of(kind: Kind, raw: Raw, reveal: bool) -> dict[str, Any]:
    """The ``resource`` key: the API's object without secrets; generated ones are included if ``reveal`` is set."""
    shown = {name: value for name, value in raw.items() if name not in kind.hidden}
    revealed = {name: shown[name] for name in kind.generated_secrets if reveal and name in shown}
    for name in kind.generated_secrets:
        shown.pop(name, None)
    for field in kind.fields:
        shown = field.without_secrets(shown, field.where)
    own = {field.name: field.visible(shown[field.name]) for field in kind.fields if field.name in shown}
    return {**undeclared(shown), **own, **revealed}


def secrets_in(kind: Kind, raw: Raw | None) -> set[str]:
    """The secret texts of an observed object, so that they can be removed from messages of the API.

    They include declared secrets, and undeclared values whose names suggest a secret.
    """
    generated = [form for name in kind.generated_secrets for form in (at(raw, (name,)), id_form(at(raw, (name,))))]
    found = {text for text in (*generated, *secret_texts(raw)) if isinstance(text, str) and text}
    found = {text for text in found if not is_bare_mask(text)}
    return found.union(*(field.secrets(at(raw, field.where)) for field in kind.fields))
