# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The result of a check of live events -> the content of the reports: a section per event, an entry per finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.preflight_rules import (
    ERROR,
    OK,
    SEVERITIES,
    WARNING,
)

from .drift import Drift, Entry, Failure, Section
from .native import native, text
from .reading import failure_of, has_failed
from .terms import Terms

#: worst severity -> (state of the page, which determines its color; the result in words)
_STATES = {ERROR: ("failed", "Not ready"), WARNING: ("drift", "Look here"), OK: ("clean", "Ready")}
_FAILED = ("failed", "Failed")
_UNKNOWN = "The check failed, so whether the broadcasts are in order is unknown"


def rundown_of(result: Mapping[str, Any], host: str = "") -> Drift:
    """The rundown in a host's result. The reports have nothing that is not in the result."""
    read = {name: native(result[name]) for name in ("events", "summary", "lines", "msg", "error") if name in result}
    events = [event for event in read.get("events") or () if isinstance(event, dict)]
    failures = (failure_of(read, "live_event", host, ""),) if has_failed(result) else ()
    found = [one["severity"] for event in events for one in event["findings"]]
    state, badge = _FAILED if failures else _STATES[min(found, key=SEVERITIES.index, default=OK)]
    terms = Terms(
        actions=SEVERITIES,
        noun="finding",
        picture="The broadcasts",
        quiet=(OK,),
        marks={ERROR: "failure", WARNING: "skipped", OK: ""},
        state=state,
        badge=badge,
        verdict=_UNKNOWN if failures else _sentence(text(read["lines"][-1])),
        document=_document(read, events, failures, host),
    )
    return Drift(
        tuple(_entry(event, one, host) for event in events for one in event["findings"]),
        failures,
        tuple(Section(text(event["id"]), label=_label(event)) for event in events),
        hosts=(host,) if host else (),
        terms=terms,
    )


def _sentence(message: str) -> str:
    return message[:1].upper() + message[1:]


def _label(event: Mapping[str, Any]) -> str:
    """The name of an event in the reports: its start, and its own name."""
    start = text(event["starts_at"] or "")[:16].replace("T", " ")
    return ", ".join([f"{start} UTC" if start else "Not scheduled", text(event["name"])])


def _entry(event: Mapping[str, Any], one: Mapping[str, Any], host: str) -> Entry:
    message = "; ".join(filter(None, (text(one["message"]), text(one["advice"]))))
    return Entry(
        text(event["id"]), "live_event", text(one["rule"]), text(one["severity"]), "found", (), message, None, host
    )


def _document(read: Mapping[str, Any], events: Sequence[Any], failures: Sequence[Failure], host: str) -> dict[str, Any]:
    """The JSON report; unknown values are null because the check failed."""
    return {
        "hosts": [host] if host else [],
        "ready": None if failures else not read["summary"][ERROR],
        "summary": None if failures else read["summary"],
        "events": list(events),
        "errors": [{"message": failure.message, "status": failure.status} for failure in failures],
    }
