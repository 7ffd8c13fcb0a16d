# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Recordings of live events: which are meant, what they will be called, and their chapters."""

from __future__ import annotations

import time
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.kinescope.kinescope.plugins.filter import recording_chapters, recording_plan

plan_of = recording_plan.FilterModule().filters()["recording_plan"]
chapters_of = recording_chapters.FilterModule().filters()["recording_chapters"]

EVENT, STREAM, EARLIER = (f"0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c4{number}" for number in range(3))
SHORT = {"je7WZBZhdMFQKPHHHmMr2m": "93997264-97ac-4091-b48e-559614c2817a"}
OWN = {"event_id": EVENT, "stream_id": STREAM}


def video(id: str = "a", created: str = "19:00", duration: float = 3600.0, **more: Any) -> dict[str, Any]:
    """A recording that is ready."""
    title = f"Talk, saved (2026.12.01 {created})"
    created = f"2026-12-01T{created}:00Z"
    return {
        "id": id,
        "title": title,
        "created_at": created,
        "duration": duration,
        "status": "done",
        "meta": OWN,
        **more,
    }


def live(*videos: dict[str, Any], status: str | None = "finished", **event: Any) -> dict[str, Any]:
    """What kinescope_live_info returns."""
    stream = {"id": STREAM, "status": status, "finished_at": "2026-12-01T19:00:10Z" if status == "finished" else None}
    own = {"id": EVENT, "name": "Talk", "type": "one-time", "record": {"parent_id": "p"}, "stream": stream}
    return {"event": {**own, **event}, "videos": list(videos)}


A, B, EARLY = video(), video("b", "18:00", 1800.0), video("e", "08:00", meta={**OWN, "stream_id": EARLIER})
OTHER = video("x", meta={"event_id": EARLIER})


@pytest.mark.parametrize(
    ("found", "options", "ids"),
    [
        (live(A), {}, "a"),
        (live(OTHER, A, video("y", meta=None), video("z", meta={})), {}, "a"),
        (live(video(meta={"event_id": EVENT})), {}, "a"),
        (live(A, B), {"select": "all"}, "ba"),
        (live(A, B), {"select": "first"}, "b"),
        (live(A, B), {"select": "latest"}, "a"),
        (live(A, B), {"select": "longest"}, "a"),
        (live(A, video("b", status="error", duration=None)), {"select": "longest"}, "a"),
        (live(A, B), {"select": "ready"}, "ba"),
        (live(A, B), {"select": "ready", "video": "a"}, "ba"),
        (live(A, video("b", status="error")), {"select": "ready"}, "a"),
        (live(A, video("b", status="processing")), {"select": "ready", "video": "b"}, "a"),
        (live(A, EARLY, type="recurring"), {"select": "ready", "video": "e"}, "e"),
        (live(A, B), {"video": "b"}, "b"),
        (live(A, EARLY, type="recurring"), {}, "a"),
        (live(A, EARLY, type="recurring"), {"video": "e"}, "e"),
        (live(EARLY, type="recurring", status="on-air"), {"video": "e", "chapters": True}, "e"),
        (live(A), {"chat": True, "chapters": True}, "a"),
    ],
)
def test_recordings_that_are_ready(found: dict[str, Any], options: dict[str, Any], ids: str) -> None:
    told = plan_of(found, **options)
    assert told["state"] == "ready"
    assert told["said"] == []
    assert [one["id"] for one in told["recordings"]] == list(ids)
    assert {one["new_title"] for one in told["recordings"]} == {""}


@pytest.mark.parametrize(
    ("found", "options", "state", "said"),
    [
        (live(status="on-air"), {}, "not_ended", ["live event 'Talk' is on air"]),
        (live(A, status="connected"), {}, "not_ended", ["its status is 'connected'"]),
        (live(status=None), {}, "not_ended", ["its status is 'unknown'"]),
        (live(A, status="on-air"), {"video": "a"}, "not_ended", ["is on air"]),
        (live(EARLY, status="pending"), {}, "not_ended", ["'pending'", "of an earlier stream", "- e 'Talk, saved"]),
        ({"event": {}, "videos": []}, {}, "not_ended", ["does not exist yet"]),
        (live(), {}, "missing", ["live event 'Talk' has no recording yet"]),
        (live(EARLY, type="recurring"), {}, "missing", ["no recording yet", "of an earlier stream", "- e "]),
        (live(record={"parent_id": None}), {}, "not_recorded", ["is turned off (record_to)"]),
        (live(video(status="processing")), {}, "processing", ["status processing) is not ready yet"]),
        (live(video(status="a new word")), {}, "processing", ["status a new word"]),
        (live(B, video(status="pending")), {"select": "longest"}, "processing", ["is not ready yet"]),
        (live(B, video(status="pending")), {"select": "all"}, "processing", ["is not ready yet"]),
        (live(video(status="error")), {}, "refused", ["cannot be watched", "status error"]),
        (live(A, video("b", status="error")), {"select": "all"}, "refused", ["cannot be watched", "- b "]),
        (live(video(status="error"), video("b", status="pending")), {"select": "ready"}, "processing", ["not ready"]),
        (live(video(status="error")), {"select": "ready"}, "refused", ["cannot be watched", "- a "]),
        (
            live(A, video("b", status="pending")),
            {"select": "ready", "chapters": True},
            "processing",
            ["is not ready yet"],
        ),
        (
            live(A, B),
            {},
            "refused",
            [
                "live event 'Talk' has 2 recordings; set kinescope_recording_video to the ID of one, or "
                "kinescope_recording_select to first, latest, longest or all:",
                "- b 'Talk, saved (2026.12.01 18:00)' (created 2026-12-01 18:00:00 UTC, 0:30:00 long, status done)",
                "- a 'Talk, saved (2026.12.01 19:00)' (created 2026-12-01 19:00:00 UTC, 1:00:00 long, status done)",
            ],
        ),
        (live(A, video("b")), {"select": "longest"}, "refused", ["are equally long", "- a ", "- b "]),
        (live(A), {"video": "c"}, "refused", ["video c is not a recording of live event 'Talk'", "are:", "- a "]),
        (live(), {"video": "c"}, "refused", ["video c is not a recording"]),
        (live(A, B), {"select": "all", "chapters": True}, "refused", ["chapters fit one recording only", "- b", "- a"]),
        (live(A, EARLY, type="recurring"), {"video": "e", "chat": True}, "refused", ["belongs to an earlier stream"]),
        (live(A, B), {"select": "all", "title": "{name}"}, "refused", ["several recordings would get the same title"]),
        (
            live(A, {**B, "title": "Talk"}),
            {"video": "a", "title": "{name}"},
            "refused",
            ["b of the same live"],
        ),
        (live(A), {"title": "{title} {b}"}, "refused", ["{title}", "{b}", "{name}, {date} and {part}"]),
        (live(A), {"title": "{date}"}, "refused", ["requires kinescope_recording_time_zone"]),
        (live(A), {"time_zone": "Moscow"}, "refused", ["kinescope_recording_time_zone: 'Moscow' is neither"]),
        (live(status="on-air", name="T\n\u202e"), {}, "not_ended", [r"'T\u000a\u202e'"]),
    ],
)
def test_recordings_that_are_not_ready(
    found: dict[str, Any], options: dict[str, Any], state: str, said: list[str]
) -> None:
    """Each line says what it should, and there is no other line."""
    told = plan_of(found, **options)
    assert (told["state"], told["recordings"]) == (state, [])
    assert len(told["said"]) == len(said)
    for line, part in zip(told["said"], said):
        assert part in line


@pytest.mark.parametrize("form", list(*SHORT.items()))
def test_ids_are_equal_in_both_forms(form: str) -> None:
    (uuid,) = SHORT.values()
    found = live(video(uuid, meta={"event_id": form, "stream_id": form}), id=uuid, stream={"id": uuid, "status": "x"})
    assert plan_of(found, video=form)["state"] == "not_ended"


@pytest.mark.parametrize(
    ("videos", "title", "zone", "titles"),
    [
        ([A], "{name} {date}", "Europe/Moscow", ["Talk 2026-12-01"]),
        ([video(created="22:30", duration=3000.0)], "{date}", "Europe/Moscow", ["2026-12-02"]),
        ([video(created="21:30", duration=3600.0)], "{date}", "Europe/Moscow", ["2026-12-01"]),
        ([video(created_at=None)], "{name}{date}", "UTC", ["Talk"]),
        ([video(created_at="soon", duration=None)], "{name}{date}", "UTC", ["Talk"]),
        ([A, B], "{part}. {name}", "", ["1. Talk", "2. Talk"]),
        ([{**A, "title": "2. Talk"}, {**B, "title": "1. Talk"}], "{part}. {name}", "", ["1. Talk", "2. Talk"]),
        ([A], "{{ name }}", "", ["{{ name }}"]),
        ([A], None, None, [""]),
    ],
)
def test_titles(videos: list[dict[str, Any]], title: str | None, zone: str | None, titles: list[str]) -> None:
    told = plan_of(live(*videos), title=title, time_zone=zone, select="all")
    assert [one["new_title"] for one in told["recordings"]] == titles


def test_a_name_is_no_pattern_and_a_part_keeps_its_number() -> None:
    found = live(A, B, name="{date} {{ 1 + 1 }}")
    (told,) = plan_of(found, video="a", title="{name}/{part}")["recordings"]
    assert told["new_title"] == "{date} {{ 1 + 1 }}/2"
    assert told["title"] == A["title"]


@pytest.mark.parametrize(
    ("found", "id", "begin"),
    [
        (live(A), "a", "2026-12-01T18:00:10+00:00"),
        (live(A, B), "a", "2026-12-01T18:00:10+00:00"),
        (live(A, B), "b", ""),
        (live(video(duration=0)), "a", ""),
        (live(EARLY), "e", ""),
        (live(A, stream={"id": STREAM, "status": "finished"}), "a", ""),
    ],
)
def test_when_it_began(found: dict[str, Any], id: str, begin: str) -> None:
    """It is not known of a part of an interrupted stream, unless it is the last."""
    (told,) = plan_of(found, video=id)["recordings"]
    assert told["begin"] == begin


def test_waiting_does_not_depend_on_the_time_of_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the machine may be set while the role waits."""
    began = plan_of(live())["clock"]
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert 0 <= plan_of(live())["clock"] - began < 60


def test_an_invalid_result_is_refused() -> None:
    for odd in (None, {}, {"event": [], "videos": []}, {"event": {}}):
        with pytest.raises(AnsibleFilterError, match="kinescope_live_info"):
            plan_of(odd)
    with pytest.raises(AnsibleFilterError, match="select must be one of only"):
        plan_of(live(A), select="best")


TEXT = "\ufeff# times\n\n0:00 Welcome\n 12:30.5  Units, and more\n1:02:30,250 Вопросы\n"


def test_chapters_of_a_text() -> None:
    told = chapters_of(TEXT, duration=3751)
    assert told["faults"] == told["notes"] == []
    assert [(one["time"], one["title"]) for one in told["chapters"]] == [
        (0, "Welcome"),
        (750_500, "Units, and more"),
        (3_750_250, "Вопросы"),
    ]
    assert len(chapters_of("90:00 Long", 0)["chapters"]) == 1


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Welcome", ["line 1: is not a time and a title, such as 1:02:30 Questions"]),
        ("0:00", ["line 1: is not a time and a title"]),
        ("0:00 A\n00:00 B", ["line 2: another chapter starts at the same time"]),
        ("0:61 A\n1:60:00 B", ["line 1: minutes and seconds end at 59", "line 2: minutes and seconds end at 59"]),
        ("0:00 A\n1:00:00 B", ["line 2: starts after the end of the recording, at 1:00:00"]),
        ("# none", ["has no chapters"]),
        ("0:00 A\n0:10 B\udce9", ["line 2: is not UTF-8; save the file as UTF-8"]),
    ],
)
def test_what_is_wrong_with_a_text(text: str, faults: list[str]) -> None:
    told = chapters_of(text, duration=3600)
    assert told["chapters"] == []
    assert len(told["faults"]) == len(faults)
    for line, part in zip(told["faults"], faults):
        assert part in line


def message(text: str | None, at: str | None, is_admin: Any = True) -> dict[str, Any]:
    return {"message": text, "created_at": at and f"2026-12-01T{at}Z", "is_admin": is_admin}


BEGIN = "2026-12-01 21:00 Europe/Moscow"
CHAT = [
    message("#chapter Questions\n{{ 1 }}", "18:30:10"),
    message("#chapter Tests", "17:00:00"),
    message("#chapter  Welcome ", "17:59:00"),
    message("#chapter Me", "18:10:00", is_admin=False),
    message("#chapter Me", "18:10:00", is_admin="true"),
    message("#chapters of a book", "18:10:00"),
    message("#chapter", "18:10:00"),
    message("hello", "18:10:00"),
    message(None, "18:10:00"),
    message("#chapter Never", None),
]


def test_chapters_of_a_chat() -> None:
    """Only moderators make them; what was announced too early is at the beginning."""
    told = chapters_of(CHAT, begin=BEGIN, duration=3600, delay=10)
    assert told["faults"] == told["notes"] == []
    assert [(one["time"], one["title"]) for one in told["chapters"]] == [
        (0, "Welcome"),
        (1_800_000, "Questions {{ 1 }}"),
    ]
    told = chapters_of(CHAT, begin=BEGIN, duration=60)
    assert told["notes"] == ["chapter 'Questions {{ 1 }}' is left out: it was announced after the end of the recording"]
    told = chapters_of(CHAT, begin=BEGIN, marker="!part")
    assert told["notes"] == ["no moderator announced a chapter in the chat (!part and a title)"]
    assert told["chapters"] == told["faults"] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "the time at which the recording began is unknown"),
        ({"begin": "18:00"}, "kinescope_recording_chapters_begin: '18:00' is not a time"),
        ({"begin": "2026-10-25 02:30 Europe/Berlin"}, "clocks show 02:30 twice or not at all on 2026-10-25"),
        ({"begin": "0001-01-01T00:00+03:00"}, "_chapters_begin: '0001-01-01 00:00:00' is not a valid time"),
        ({"begin": BEGIN, "marker": "two words"}, "must be one word"),
        ({"begin": BEGIN, "marker": " "}, "must be one word"),
    ],
)
def test_what_a_chat_needs(options: dict[str, Any], said: str) -> None:
    (fault,) = chapters_of(CHAT, **options)["faults"]
    assert said in fault


def test_an_invalid_source_of_chapters_is_refused() -> None:
    with pytest.raises(AnsibleFilterError, match="not a dictionary"):
        chapters_of({})
