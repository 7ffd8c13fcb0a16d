# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Live events and their restreams."""

from __future__ import annotations

from typing import Any

from .._core.kind import Field, Kind, Raw, SecondTry, never
from .._core.values import at, instant, instant_or_null

RESTREAM = Kind(
    name="restream",
    path="/restreams",
    has_list=False,  # read with its event
    fields=(
        Field("name", needed_to_create=True),
        Field("url", address=True, needed_to_create=True),
        Field("key", secret=True, needed_to_create=True),
        Field("description"),
        Field("enabled", type="bool"),
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
    # an event without a poster of its own may show the vendor's picture for all of them
    original = at(raw, ("poster", "original"))
    if isinstance(original, str) and "/event_default_poster." in original:
        raw = {**raw, "poster": None}
    return _schedule(raw)


def _schedule(raw: dict[str, Any]) -> dict[str, Any]:
    # A rescheduled event may show its time only in its stream; an unscheduled one shows its time of creation there.
    started_at = at(raw, ("stream", "started_at"))
    if started_at and _pending(raw) and instant(started_at) != instant(raw.get("created_at")):
        return {**raw, "scheduled": {**(raw.get("scheduled") or {}), "time": started_at}}
    return raw


LIVE_EVENT = Kind(
    name="live_event",
    path="/v2/live/events",
    fields=(
        Field("name", needed_to_create=True),
        Field("type", choices=("one-time", "recurring"), create_only=True, needed_to_create=True),
        Field("location", type="dict", path=("parent_id",), place=True, route="move"),
        Field("subtitle"),
        Field("auto_start", type="bool"),
        Field("protected", type="bool"),
        Field("time_shift", type="bool"),
        Field("reconnect_window", type="int"),
        Field(
            "starts_at",
            path=("scheduled", "time"),
            canonical=instant,
            send=instant_or_null,
            readable=_shows_schedule,
            second_try=SecondTry(path="/stream", key="started_at"),
        ),
        Field(
            "record_to",
            type="dict",
            path=("record", "parent_id"),
            place=True,
            clear={"record": None},
            # both forms are in use by clients that work
            second_try=SecondTry(body={"record": {"parent": None, "parent_id": None}}),
        ),
        # no read shows them: they come back as null
        Field("presets", type="list", path=("video", "presets"), unordered=True, readable=never),
        Field("latency_mode"),
        Field("show_members", type="bool"),
        Field("chat_active", type="bool"),
        Field("chat_after_stream", type="bool"),
        Field("chat_preview", type="bool"),
        Field("poster", content=True, uploaded=("X-Event-ID", "X-Video-ID"), hidden_in_list=True, route="poster"),
        Field("restreams", type="list", elements="dict", children=RESTREAM, hidden_in_list=True, route="restreams"),
    ),
    read_only=frozenset(
        {"id", "workspace_id", "streamkey", "play_link", "rtmp_link", "stream", "poster", "created_at", "updated_at"}
    ),
    generated_secrets=frozenset({"streamkey"}),
    straighten=_regular,
    finished=_finished,
)
