# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan and its outcomes -> the result keys of a task. Secrets are left out by field, never by their text."""

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
    """What a task returns, filled in as the work goes on, so that a failure can tell how far it came.

    ``values`` are the result's keys, ``warnings`` the sentences that Ansible shows beside them.
    """

    values: dict[str, Any] = attribute(default_factory=lambda: {"changed": False, "changes": []})
    warnings: list[str] = attribute(default_factory=list)

    def account(self, plan: Plan, outcomes: str | Sequence[str], fault: str = "") -> None:
        """Say what became of each request of a plan: planned, applied, failed or not_attempted; one word for all, or
        one each. ``fault`` is why something failed.
        """
        words = [outcomes] * len(plan.changes) if isinstance(outcomes, str) else list(outcomes)
        changed = "applied" in words or "planned" in words
        self.values.update(changed=changed, changes=changes_of(plan, words, fault))

    def show(
        self, plan: Plan, resource: Mapping[str, Any], unverified: Sequence[str], unsettled: Sequence[Unsettled] = ()
    ) -> None:
        """Show the object: what differs in it, in terms of the options, and how it is afterwards.

        ``unverified`` are options that no read shows, ``unsettled`` those that the API stored otherwise, or ignored.
        """
        self.values.update(diff=plan.diff_text, resource=dict(resource), unverified=list(unverified))
        self.values["unsettled"] = [one.told for one in unsettled]


def changes_of(plan: Plan, words: Sequence[str], fault: str = "", reason: str = "") -> list[dict[str, Any]]:
    """The ``changes`` key: one entry for each object, with why not all of it was done.

    ``words`` are the outcomes of the plan's requests, ``fault`` is why one of them failed, or what is wrong although
    all were carried out, and ``reason`` why others were not attempted.
    """
    told = []
    blamed = "failed" if "failed" in words else "applied"
    for one in plan.objects:
        entry = one.told(words)
        mine = {words[place] for place in one.places}
        why = (fault if blamed in mine else "") or (reason if "not_attempted" in mine else "")
        if why:
            entry["reason"] = visible("; ".join(filter(None, (why, one.done_in_part(plan.changes, words)))))
        if plan.on_air and one.kind is plan.wanted.kind:
            entry["on_air"] = [visible(text) for text in plan.on_air]
        told.append(entry)
    return told


def resource_of(kind: Kind, raw: Raw, reveal: bool) -> dict[str, Any]:
    """The ``resource`` key: the API's object without its secrets, unless the generated ones are to be revealed."""
    shown = {name: value for name, value in raw.items() if name not in kind.hidden}
    revealed = {name: shown[name] for name in kind.generated_secrets if reveal and name in shown}
    for name in kind.generated_secrets:
        shown.pop(name, None)
    for field in kind.fields:
        shown = field.without_secrets(shown, field.where)
    own = {field.name: field.visible(shown[field.name]) for field in kind.fields if field.name in shown}
    return {**undeclared(shown), **own, **revealed}


def secrets_in(kind: Kind, raw: Raw | None) -> set[str]:
    """The secret texts of an observed object, so that they can be kept out of what the API says about it.

    Those are the declared ones, and what no field declares and may be a secret by its name.
    """
    generated = [form for name in kind.generated_secrets for form in (at(raw, (name,)), id_form(at(raw, (name,))))]
    found = {text for text in (*generated, *secret_texts(raw)) if isinstance(text, str) and text}
    found = {text for text in found if not is_bare_mask(text)}
    return found.union(*(field.secrets(at(raw, field.where)) for field in kind.fields))
