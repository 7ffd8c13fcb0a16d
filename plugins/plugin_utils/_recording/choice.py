# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""(a live event, its videos, what is wanted) -> the selected recordings, or why none can be selected. Pure.

Recordings are recognized by the IDs in their ``meta``, never by their titles, which the first run may change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.on_air import ENDED, ON_AIR
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import at, id_form, moment
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.video import FAILED
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._recording.durations import clock

Raw = Mapping[str, Any]

SELECT = ("only", "first", "latest", "longest", "all", "ready")
DONE = "done"
#: the outcomes of a choice; only the first one requires any action
READY, NOT_ENDED, MISSING, PROCESSING = "ready", "not_ended", "missing", "processing"
NOT_RECORDED, REFUSED = "not_recorded", "refused"


@dataclass(frozen=True)
class Wanted:
    """Which recordings to select, and the planned actions as far as they affect the choice.

    ``video`` is the ID of one, '' for none. ``chat`` says whether the chat of the stream is needed, ``chapters``
    whether there are chapters, which only fit a single recording.
    """

    video: str = ""
    select: str = "only"
    chat: bool = False
    chapters: bool = False


@dataclass(frozen=True)
class Choice:
    """The result: ``state`` is one of the outcomes above, ``said`` says in lines why there is nothing to do."""

    state: str
    said: list[str] = field(default_factory=list)
    videos: Sequence[Raw] = ()


def recordings_of(event: Raw, videos: Sequence[Raw]) -> list[Raw]:
    """The recordings of a live event among the videos, in the order in which they began."""
    own = [video for video in videos if id_form(at(video, ("meta", "event_id"))) == id_form(event.get("id"))]
    return sorted(own, key=lambda video: (str(video.get("created_at")), str(video.get("id"))))


def is_of_current_stream(event: Raw, video: Raw) -> bool:
    """Whether a recording belongs to the event's present stream. If the recording has no stream, it does."""
    stream = at(video, ("meta", "stream_id"))
    return not stream or id_form(stream) == id_form(at(event, ("stream", "id")))


def begin_of(event: Raw, own: Sequence[Raw], video: Raw) -> datetime | None:
    """When a recording began (UTC): the end of its stream minus its length. None if that is unknown.

    ``own`` are all recordings of the event: those before the last one may have ended before the stream did.
    """
    ended = moment(at(event, ("stream", "finished_at")))
    if ended is None or not video.get("duration") or video != own[-1] or not is_of_current_stream(event, video):
        return None
    return ended - timedelta(seconds=float(video["duration"]))


def choose(event: Raw, videos: Sequence[Raw], wanted: Wanted) -> Choice:
    """The selected recordings, after their stream has ended and they can be watched; never a guess."""
    if not event:
        return Choice(NOT_ENDED, ["the live event does not exist yet"])
    own = recordings_of(event, videos)
    if wanted.video:
        return _by_id(event, own, wanted)
    if not _ended(event):
        return Choice(NOT_ENDED, [_not_ended(event), *_earlier(event, own)])
    recurring = event.get("type") == "recurring"
    found = [video for video in own if is_of_current_stream(event, video)] if recurring else own
    if not found:
        return _missing(event, own)
    return _selected(event, found, wanted)


def _by_id(event: Raw, own: Sequence[Raw], wanted: Wanted) -> Choice:
    found = [video for video in own if id_form(video.get("id")) == id_form(wanted.video)]
    if not found:
        said = f"video {wanted.video} is not a recording of live event {_title(event)}"
        return Choice(REFUSED, [said, *_listed("its recordings are:", own)])
    if is_of_current_stream(event, found[0]) and not _ended(event):
        return Choice(NOT_ENDED, [_not_ended(event)])
    if wanted.select == "ready":
        stream = id_form(at(found[0], ("meta", "stream_id")))
        found = [video for video in own if id_form(at(video, ("meta", "stream_id"))) == stream]
    return _judged(event, _narrowed(found, wanted), wanted)


def _narrowed(found: Sequence[Raw], wanted: Wanted) -> Sequence[Raw]:
    """Those that can be watched, if only these are to be selected; all of them if there are none."""
    if wanted.select != "ready" or wanted.chapters:  # whether chapters fit depends on all of them
        return found
    done = [video for video in found if video.get("status") == DONE]
    return done or [video for video in found if video.get("status") not in FAILED] or found


def _selected(event: Raw, found: Sequence[Raw], wanted: Wanted) -> Choice:
    """The event's recordings that ``select`` refers to."""
    if len(found) == 1 or wanted.select in ("all", "ready"):
        return _judged(event, _narrowed(found, wanted), wanted)
    if wanted.select == "only":
        said = (
            f"live event {_title(event)} has {len(found)} recordings; set kinescope_recording_video to the ID of one, "
            "or kinescope_recording_select to first, latest, longest or all:"
        )
        return Choice(REFUSED, _listed(said, found))
    if wanted.select != "longest":
        return _judged(event, found[:1] if wanted.select == "first" else found[-1:], wanted)
    processing = [video for video in found if video.get("status") != DONE and video.get("status") not in FAILED]
    if processing:  # its length is unknown until then
        return Choice(PROCESSING, [_processing(processing[0])])
    longest = max(float(video.get("duration") or 0) for video in found)
    same = [video for video in found if float(video.get("duration") or 0) == longest]
    if len(same) > 1:
        said = f"{len(same)} recordings of live event {_title(event)} are equally long; set kinescope_recording_video:"
        return Choice(REFUSED, _listed(said, same))
    return _judged(event, same, wanted)


def _judged(event: Raw, chosen: Sequence[Raw], wanted: Wanted) -> Choice:
    """The selected recordings, if they can be watched, and if everything wanted can be done with them."""
    failed = [video for video in chosen if video.get("status") in FAILED]
    if failed:
        said = "a recording cannot be watched; set kinescope_recording_video to take another one:"
        return Choice(REFUSED, _listed(said, failed))
    processing = [video for video in chosen if video.get("status") != DONE]
    if processing:
        return Choice(PROCESSING, [_processing(processing[0])])
    if wanted.chapters and len(chosen) > 1:
        return Choice(REFUSED, _listed("chapters fit one recording only; set kinescope_recording_video:", chosen))
    if wanted.chat and not all(is_of_current_stream(event, video) for video in chosen):
        said = (
            f"recording {_described(chosen[0])} belongs to an earlier stream of live event {_title(event)}, and the "
            "API returns only the chat of the latest one; remove kinescope_recording_chat_dest and "
            "kinescope_recording_chapters_chat"
        )
        return Choice(REFUSED, [said])
    return Choice(READY, videos=chosen)


def _missing(event: Raw, own: Sequence[Raw]) -> Choice:
    if not at(event, ("record", "parent_id")):
        said = f"live event {_title(event)} has no recording: its recording is turned off (record_to)"
        return Choice(NOT_RECORDED, [said, *_earlier(event, own)])
    return Choice(MISSING, [f"live event {_title(event)} has no recording yet", *_earlier(event, own)])


def _ended(event: Raw) -> bool:
    return bool(at(event, ("stream", "status")) == ENDED)


def _not_ended(event: Raw) -> str:
    status = at(event, ("stream", "status"))
    if status == ON_AIR:
        return f"live event {_title(event)} is on air"
    return (
        f"the stream of live event {_title(event)} has not ended: its status is '{visible(str(status or 'unknown'))}'"
    )


def _processing(video: Raw) -> str:
    return f"recording {_described(video)} is not ready yet"


def _earlier(event: Raw, own: Sequence[Raw]) -> list[str]:
    """The recordings of earlier streams, which may have been meant."""
    earlier = [video for video in own if not is_of_current_stream(event, video)]
    return _listed("to take a recording of an earlier stream, set kinescope_recording_video to its ID:", earlier)


def _listed(said: str, videos: Sequence[Raw]) -> list[str]:
    return [said, *(f"- {_described(video)}" for video in videos)] if videos else []


def _described(video: Raw) -> str:
    began = str(video.get("created_at"))[:19].replace("T", " ")
    length = clock(float(video.get("duration") or 0))
    title = visible(str(video.get("title")))
    return (
        f"{video.get('id')} '{title}' (created {began} UTC, {length} long, status {visible(str(video.get('status')))})"
    )


def _title(event: Raw) -> str:
    return f"'{visible(str(event.get('name')))}'"
