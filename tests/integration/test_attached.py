# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_poster and kinescope_material, as tasks."""

from __future__ import annotations

import pathlib
from collections.abc import Callable

from tests.integration.conftest import Play
from tests.integration.play import Secret, task
from tests.integration.rhythm import (
    assert_failure,
    assert_no_secret,
    assert_predicted,
    assert_unchanged,
    assert_written,
)
from tests.integration.test_examples import PIXEL
from tests.simulator import Simulator

LINK = "https://cdn.example.com/cover.jpg?expires=1&sign=a-signature"


def test_posters_are_made_once_and_made_active(
    play: Play, simulator: Callable[..., Simulator], tmp_path: pathlib.Path
) -> None:
    """A frame, a file and a link, predicted, made once, made active, deleted."""
    sim = simulator(new_posters="inactive", id_form="short", created_status="201")
    sim.seed("video", title="Intro")
    cover = tmp_path / "cover"
    cover.write_bytes(PIXEL)
    frame = {"video": "Intro", "from_time": 2.5, "active": True}
    file = {"video": "Intro", "src": str(cover)}
    link = {"video": "Intro", "url": Secret(LINK)}
    steps = {"frame": frame, "file": file, "link": {**link, "replace": True}}
    run = play(
        sim,
        [
            *(
                one
                for name, options in steps.items()
                for one in (
                    task("poster", f"check {name}", options, check=True, diff=True),
                    task("poster", name, options, diff=True),
                )
            ),
            *(task("poster", f"{name} again", options) for name, options in (("frame", frame), ("file", file))),
            task("poster", "link again", link),
            task("poster", "switch off", {**frame, "active": False}),
            task("poster", "no picture", {"video": "Intro", "src": __file__}),
            task("poster", "file active", {**file, "active": True}),
            task("info", "read", {"kind": "poster", "video": "Intro"}),
            task("poster", "gone", {"video": "Intro", "from_time": 2.5, "state": "absent"}),
        ],
        verbosity=3,
    )
    for name in steps:
        assert_predicted(run(f"check {name}"), run(name))
        assert_written(run(name), ["create"], 2 if name == "frame" else 1)
        assert_unchanged(run(f"{name} again"))
    assert run("link again").result["unverified"] == ["url"]
    assert any("replace: true" in warning for warning in run("link again").warnings)
    assert run("file").writes[0].content_type == "image/png"
    for name, said in (("switch off", "activate another poster"), ("no picture", "is not a supported image")):
        assert_failure(run(name))
        assert said in run(name).msg
        assert run(name).writes == []
    assert_written(run("file active"), ["update"])
    assert [row["active"] for row in run("read").result["resources"]] == [False, True, False]
    assert_written(run("gone"), ["delete"])
    assert_no_secret(run, ["a-signature"])


def test_materials_are_sent_once_and_distinguished_by_content(
    play: Play, simulator: Callable[..., Simulator], tmp_path: pathlib.Path
) -> None:
    """Uploaded whatever it is called, renamed, moved, put in place of an older file, deleted."""
    sim = simulator(attachment_title="ignored", id_form="short", empty_lists="null")
    video = sim.seed("video", title="Intro")["id"]
    sim.seed("material", video_id=video, filename="first.txt", position=1)
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    one.write_bytes(b"%PDF-1.7 one")
    other.write_bytes(b"%PDF-1.7 the other one")
    key = {"video": "Intro", "filename": "слайды.pdf"}
    steps = {
        "create": {**key, "src": str(one), "title": "Слайды", "position": 1},
        "update": {**key, "title": "Slides", "position": 2},
        "replace": {**key, "src": str(other)},
        "absent": {**key, "state": "absent"},
    }
    tasks = [
        [
            task("material", f"check {name}", options, check=True, diff=True),
            task("material", name, options, diff=True),
            task("material", f"{name} again", options),
        ]
        for name, options in steps.items()
    ]
    read = [task("info", "read", {"kind": "material", "video": "Intro", "limit": 5})]
    read += [task("info", "by key", {"kind": "material", "video": video, "key": "слайды.pdf"})]
    run = play(sim, [*tasks[0], *tasks[1], *tasks[2], *read, *tasks[3], task("material", "bare", key)])
    for name in steps:
        assert_predicted(run(f"check {name}"), run(name))
        assert_unchanged(run(f"{name} again"))
    assert_written(run("create"), ["create"], 4)  # begun, sent, named, put in its place
    assert_written(run("update"), ["move"])
    assert_written(run("replace"), ["update"], 4)
    assert_written(run("absent"), ["delete"])
    names = [row["filename"] for row in run("read").result["resources"]]
    assert names == ["first.txt", "слайды.pdf"]
    assert run("by key").result["resources"][0]["title"] == "Slides"
    assert run("by key").result["resources"][0]["size"] == other.stat().st_size
    assert_failure(run("bare"))
    assert "creating it requires src" in run("bare").msg
    assert [row["filename"] for row in sim.objects("material")] == ["first.txt"]


def test_the_poster_of_an_event_is_compared_by_content(
    play: Play, simulator: Callable[..., Simulator], tmp_path: pathlib.Path
) -> None:
    """Uploaded with the event, compared by content, in place of the vendor's picture for all events."""
    sim = simulator(event_poster="default", put="replace")
    cover = tmp_path / "cover"
    cover.write_bytes(PIXEL)
    event = {"name": "Webinar", "type": "one-time", "poster": str(cover)}
    link = {"name": "Open day", "type": "one-time", "poster": Secret(LINK)}
    run = play(
        sim,
        [
            task("live_event", "check create", event, check=True, diff=True),
            task("live_event", "create", event, diff=True),
            task("live_event", "create again", event),
            task("live_event", "subtitle", {**event, "subtitle": "s"}),
            task("live_event", "empty", {**event, "poster": ""}),
            task("live_event", "link", link),
            task("live_event", "link again", link),
        ],
        diff=True,
    )
    assert_predicted(run("check create"), run("create"))
    assert_written(run("create"), ["create"])
    assert_unchanged(run("create again"))
    assert_written(run("subtitle"), ["update"])
    assert sim.object("live_event", "Webinar")["poster"]["media_id"] == run("create").result["resource"]["id"]
    assert_failure(run("empty"))
    assert "cannot remove it" in run("empty").msg
    assert_written(run("link"), ["create"])
    assert_unchanged(run("link again"))
    assert run("link again").result["unverified"] == ["poster"]
    assert_no_secret(run, ["a-signature"])
