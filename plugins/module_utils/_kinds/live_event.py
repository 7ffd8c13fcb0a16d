# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Live events and their restreams."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from .._core.comparison import MISSING, Comparison
from .._core.fields.base import Raw, SecondTry, never
from .._core.fields.children import Children
from .._core.fields.file import Picture
from .._core.fields.location import Location
from .._core.fields.parts import Parts
from .._core.fields.scalar import Address, Flag, Secret, Text, WholeTime
from .._core.fields.texts import TextSet
from .._core.kind import Kind, Routes, Shape
from .._core.plan import Plan
from .._core.values import at, instant, instant_or_null, with_at, without_at

#: the catalog_type of the locations' projects: undocumented, but all working clients use these
_CATALOGS = {"location": "live", "record_to": "vod"}
#: how far apart the API's timestamps of an event and of its automatically created stream may be
_AT_ONCE = timedelta(seconds=10)
#: Marks an event whose stream shows another start, which is used instead. Never empty, because an object without any
#: empty value is taken for one whose responses omit them.
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
    # every event has a stream from its creation on; in any later state, started_at is no longer the planned start
    return at(raw, ("stream", "status")) in (None, "pending")


def _finished(raw: Raw) -> bool:
    return raw.get("type") != "recurring" and at(raw, ("stream", "finished_at")) is not None


def _shows_schedule(raw: Raw) -> bool:
    return _pending(raw) or at(raw, ("scheduled", "time")) is not None


def _regular(raw: dict[str, Any]) -> dict[str, Any]:
    # An event without a poster of its own may show the vendor's default picture. The field is removed rather than set
    # to null: an object without any empty value is taken for one whose responses omit them.
    original = at(raw, ("poster", "original"))
    if isinstance(original, str) and "/event_default_poster." in original:
        raw = {name: value for name, value in raw.items() if name != "poster"}
    return _schedule(raw)


def start_in_stream(raw: Raw) -> str:
    """The start in the stream of an event; '' for none. If unscheduled, it is when the event was created.

    Raises DocumentError for a text that is not a time.
    """
    started_at, created_at = instant(at(raw, ("stream", "started_at"))), instant(raw.get("created_at"))
    if not (started_at and created_at):
        return ""
    return "" if abs(_second(started_at) - _second(created_at)) <= _AT_ONCE else started_at


def _second(moment: str) -> datetime:
    return datetime.fromisoformat(moment[: len("2026-12-01T10:00:00")])


def _schedule(raw: dict[str, Any]) -> dict[str, Any]:
    # A rescheduled event may show its start only in its stream; the start in the event itself is then outdated.
    started_at = start_in_stream(raw) if _pending(raw) else ""
    shown = at(raw, ("scheduled", "time"))
    if not started_at or _IN_STREAM in raw or instant(shown) == started_at:
        return raw
    return {**with_at(raw, ("scheduled", "time"), started_at), _IN_STREAM: True}


class _Start(Text):
    """The planned start. If the stream shows another one, the event's own is only sent if the user sets it."""

    def overlay(self, body: dict[str, Any], given: Any, observed: Raw, part: Comparison) -> dict[str, Any]:
        if given is not MISSING or _IN_STREAM not in observed:
            return super().overlay(body, given, observed, part)
        return without_at(body, self.where)  # the event's own start is outdated


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
        WholeTime("reconnect_window"),
        _Start(
            "starts_at",
            path=("scheduled", "time"),
            canonical=instant,
            send=instant_or_null,
            readable=_shows_schedule,
            # the stream of an event without a schedule starts at the time of the event's creation
            second_try=SecondTry(path="/stream", key="started_at", none=("created_at",)),
        ),
        Location(
            "record_to",
            path=("record", "parent_id"),
            clear={"record": None},
            # both forms are in use by working clients
            second_try=SecondTry(body={"record": {"parent": None, "parent_id": None}}),
        ),
        # cannot be read back: the API returns null
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
    """Warnings about locations that a plan writes to a live event and that are in projects of the wrong catalog."""
    values, written = plan.wanted.values, {name for change in plan.changes for name in change.fields}
    return [
        f"live event '{plan.wanted.key}': {name} should be in a project with catalog_type {catalog}, but that project "
        f"has catalog_type {values[name].catalog}; the API may reject it"
        for name, catalog in _CATALOGS.items()
        if name in written and values[name].catalog not in ("", catalog)
    ]
