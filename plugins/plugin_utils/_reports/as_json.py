# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The drift as JSON, for other programs. The format is documented with the filter drift_report."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.differences import ABSENT

from .drift import (
    Drift,
    Dropped,
    Entry,
    Failure,
    FieldChange,
    Group,
    Undo,
    Unsettled,
)
from .native import text
from .words import titled

#: incremented when a part of the format is removed or changes its meaning, not when one is added
FORMAT = 1


def as_json(drift: Drift, title: str, generated_at: str | None = None) -> str:
    """The text of drift.json."""
    document = {
        "format": FORMAT,
        "title": text(titled(title, drift)),
        "generated_at": text(generated_at) if generated_at else None,
        **(_document(drift) if drift.terms.about_drift else drift.terms.document),
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _document(drift: Drift) -> dict[str, Any]:
    """The keys that only a report about drift has."""
    return {
        "drift": drift.differs,
        "refused": "\n".join(failure.message for failure in drift.refusals) or None,
        "hosts": list(drift.hosts),
        "plan_id": drift.plan_id or None,
        "requests": dict(zip(("reads", "writes"), drift.requests)) if drift.requests else None,
        "summary": {
            "changes": len(drift.entries),
            **drift.counts,
            "unchanged": drift.unchanged,
            "unmanaged": drift.unmanaged,
            "errors": len(drift.failures),
        },
        "outcomes": drift.outcomes,
        "origin": drift.origin,
        "sections": {group.section.name: _section(group) for group in drift.groups},
        "changes": [_change(entry) for entry in drift.entries],
        "errors": [_error(failure) for failure in drift.failures],
        "unsettled": [_unsettled(one) for one in drift.unsettled],
        "unverified": list(drift.unverified),
        "unmanaged": {one.section: {"total": one.total, "names": list(one.names)} for one in drift.unmanaged_objects},
        "needs_secrets": list(drift.needs_secrets),
        "kept": [_change(entry) for entry in drift.kept],
        "dropped": [_dropped(one) for one in drift.dropped],
        "undo": [_undo(one) for one in drift.undo],
    }


def _section(group: Group) -> dict[str, Any]:
    section = group.section
    return {
        "wanted": section.wanted,
        **group.counts,
        "unchanged": section.unchanged,
        "unmanaged": section.unmanaged,
    }


def _change(entry: Entry) -> dict[str, Any]:
    """A change with its values."""
    change: dict[str, Any] = {
        "section": entry.section,
        "kind": entry.kind,
        "key": entry.key,
        "action": entry.action,
        "outcome": entry.outcome,
        "fields": {field.name: _values(field) for field in entry.fields},
    }
    if entry.origin:
        change["origin"] = dict(entry.origin)
    if entry.takes_along:
        change["takes_along"] = {"items": entry.takes_along.items, "bytes": entry.takes_along.bytes}
    keys = {"reason": entry.reason, "on_air": list(entry.on_air), "host": entry.host, "task": entry.task}
    return {**change, **{name: value for name, value in keys.items() if value}}


def _values(field: FieldChange) -> dict[str, Any]:
    sides = {"before": field.before, "after": field.after}
    return {side: value for side, value in sides.items() if value is not ABSENT}


def _unsettled(one: Unsettled) -> dict[str, Any]:
    keys = {"host": one.host, "task": one.task}
    return {
        "kind": one.kind or None,
        "key": one.key or None,
        "field": one.field,
        "wanted": one.wanted,
        "stored": one.stored,
        **{name: value for name, value in keys.items() if value},
    }


def _dropped(one: Dropped) -> dict[str, Any]:
    keys = {"kind": one.kind, "key": one.key, "hint": one.hint}
    return {**keys, "host": one.host} if one.host else keys


def _undo(one: Undo) -> dict[str, Any]:
    lost = [{"kind": it.kind, "key": it.key, "fields": list(it.fields), "why": it.why} for it in one.lost]
    keys = {"dest": one.dest, "irreversible": lost}
    return {**keys, "host": one.host} if one.host else keys


def _error(failure: Failure) -> dict[str, Any]:
    return {
        "message": failure.message,
        "kind": failure.kind or None,
        "key": failure.key or None,
        "action": failure.action or None,
        "status": failure.status,
        "code": failure.code,
        "request_id": failure.request_id or None,
        **{name: value for name, value in (("host", failure.host), ("task", failure.task)) if value},
    }
