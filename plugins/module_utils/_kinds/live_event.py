# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Live events and their restreams."""

from __future__ import annotations

from typing import Any

from .._core.fields.base import Raw, SecondTry, never
from .._core.fields.children import Children
from .._core.fields.file import Picture
from .._core.fields.location import Location
from .._core.fields.scalar import Address, Flag, Integer, Secret, Text
from .._core.fields.texts import TextSet
from .._core.kind import Kind, Routes
from .._core.values import at, instant, instant_or_null

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
        Text(
            "starts_at",
            path=("scheduled", "time"),
            canonical=instant,
            send=instant_or_null,
            readable=_shows_schedule,
            second_try=SecondTry(path="/stream", key="started_at"),
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
    ),
    generated_secrets=frozenset({"streamkey"}),
    normalize=_regular,
)
