# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Live events and their restreams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .._core.comparison import MISSING, Comparison
from .._core.fields.base import Raw, SecondTry, never
from .._core.fields.children import Children
from .._core.fields.file import Picture
from .._core.fields.location import Location
from .._core.fields.parts import Parts
from .._core.fields.scalar import Address, Flag, Integer, Secret, Text
from .._core.fields.texts import TextSet
from .._core.kind import Kind, Routes, Shape
from .._core.plan import Plan
from .._core.values import at, instant, instant_or_null, with_at, without_at

#: the catalog_type of the projects that the places are in: not documented, but so in all clients that work
_CATALOGS = {"location": "live", "record_to": "vod"}
#: how far apart the times may be that the API notes of an event and of the stream that it makes with it
_AT_ONCE = timedelta(seconds=10)
#: marks an event that shows another time than its stream, which stands in its place; never empty, because an object
#: without any empty value is one whose responses leave these out
_IN_STREAM = "start_is_in_stream"

RESTREAM = Kind(
    name="restream",
    routes=Routes("/restreams", lists=False),  # read with its event
    fields=(
        Text("name", needed=True),
        Address("url", needed=True),
        Secret("key", needed=True),
        Text("description"),
        Flag("enabled"),
    ),
    read_only=frozenset({"id", "event_id", "status", "created_at", "updated_at"}),
)


def _pending(raw: Raw) -> bool:
    # every event has a stream from its creation on; once it has left this state, started_at is no plan any more
    return at(raw, ("stream", "status")) in (None, "pending")


def _finished(raw: Raw) -> bool:
    return raw.get("type") != "recurring" and at(raw, ("stream", "finished_at")) is not None


def _shows_schedule(raw: Raw) -> bool:
    return _pending(raw) or at(raw, ("scheduled", "time")) is not None


def _regular(raw: dict[str, Any]) -> dict[str, Any]:
    # An event without a poster of its own may show the vendor's picture for all of them. It is taken out, not made
    # null: an object without any empty value is one whose responses leave these out.
    original = at(raw, ("poster", "original"))
    if isinstance(original, str) and "/event_default_poster." in original:
        raw = {name: value for name, value in raw.items() if name != "poster"}
    return _schedule(raw)


def start_in_stream(raw: Raw) -> str:
    """The start that the stream of an event shows; '' for none. One without a plan shows when its event was created.

    Raises DocumentError for a text that is no moment.
    """
    started_at, created_at = instant(at(raw, ("stream", "started_at"))), instant(raw.get("created_at"))
    if not (started_at and created_at):
        return ""
    return "" if abs(_second(started_at) - _second(created_at)) <= _AT_ONCE else started_at


def _second(moment: str) -> datetime:
    return datetime.fromisoformat(moment[: len("2026-12-01T10:00:00")])


def _schedule(raw: dict[str, Any]) -> dict[str, Any]:
    # A rescheduled event may show its time only in its stream. What else it shows is no plan any more.
    started_at = start_in_stream(raw) if _pending(raw) else ""
    shown = at(raw, ("scheduled", "time"))
    if not started_at or _IN_STREAM in raw or instant(shown) == started_at:
        return raw
    return {**with_at(raw, ("scheduled", "time"), started_at), _IN_STREAM: True}


@dataclass(frozen=True, eq=False)
class _Start(Text):
    """When the stream is to start. While its stream shows another time, an event's own is not written back unasked."""

    def lay_over(self, body: dict[str, Any], given: Any, observed: Raw, part: Comparison) -> dict[str, Any]:
        if given is not MISSING or _IN_STREAM not in observed:
            return super().lay_over(body, given, observed, part)
        return without_at(body, self.where)  # what it shows of it is an old plan


def _moment(name: str) -> Text:
    return Text(name, canonical=instant)


POSTER = Picture("poster", headers=("X-Event-ID", "X-Video-ID"), in_lists="hidden", route="poster")

LIVE_EVENT = Kind(
    name="live_event",
    routes=Routes("/v2/live/events", closed=_finished),
    fields=(
        Text("name", needed=True),
        Text("type", choices=("one-time", "recurring"), written="on_create", needed=True),
        Location("location", path=("parent_id",), route="move"),
        Text("subtitle"),
        Flag("auto_start"),
        Flag("protected"),
        Flag("time_shift"),
        Integer("reconnect_window"),
        _Start(
            "starts_at",
            path=("scheduled", "time"),
            canonical=instant,
            send=instant_or_null,
            readable=_shows_schedule,
            # the stream of an event without a plan starts when that was created
            second_try=SecondTry(path="/stream", key="started_at", none=("created_at",)),
        ),
        Location(
            "record_to",
            path=("record", "parent_id"),
            clear={"record": None},
            # both forms are in use by clients that work
            second_try=SecondTry(body={"record": {"parent": None, "parent_id": None}}),
        ),
        # no read shows them: they come back as null
        TextSet("presets", path=("video", "presets"), readable=never),
        Text("latency_mode"),
        Flag("show_members"),
        Flag("chat_active"),
        Flag("chat_after_stream"),
        Flag("chat_preview"),
        POSTER,
        Children("restreams", of=RESTREAM, in_lists="hidden", route="restreams"),
    ),
    read_only=frozenset(
        {"id", "workspace_id", "streamkey", "play_link", "rtmp_link", "stream", "poster", "created_at", "updated_at"}
        | {_IN_STREAM}
    ),
    hidden=frozenset({_IN_STREAM}),
    generated_secrets=frozenset({"streamkey"}),
    shape=Shape(
        (
            _moment("created_at"),
            Parts("stream", fields=(Text("id"), Text("status"), _moment("started_at"), _moment("finished_at"))),
            Parts("scheduled", fields=(_moment("time"),)),
        ),
        _regular,
    ),
)


def misplaced(plan: Plan) -> list[str]:
    """Warnings about places of a live event that a plan writes and that are in projects of the other catalog."""
    values, written = plan.wanted.values, {name for change in plan.changes for name in change.fields}
    return [
        f"live event '{plan.wanted.key}': {name} should be in a project with catalog_type {catalog}, but that project "
        f"has catalog_type {values[name].catalog}; the API may reject it"
        for name, catalog in _CATALOGS.items()
        if name in written and values[name].catalog not in ("", catalog)
    ]
