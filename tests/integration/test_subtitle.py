# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_subtitle, as tasks. For files and links see tests/unit/_media/test_subtitle.py."""

from __future__ import annotations

import pathlib
from collections.abc import Callable

import pytest

from tests.integration.conftest import Play
from tests.integration.play import task
from tests.integration.rhythm import (
    SHAPE_WORLDS,
    Life,
    assert_failure,
    assert_no_secret,
    assert_predicted,
    assert_unchanged,
    assert_written,
    live,
    world_name,
)
from tests.simulator import Simulator

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n{}\n"
SRT = "1\r\n00:00:01,000 --> 00:00:02,000\r\n{}\r\n"
SIGNED = ["expires=1", "sign=simulated", "kinescopecdn"]


@pytest.mark.parametrize("world", SHAPE_WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], tmp_path: pathlib.Path, world: dict[str, str]
) -> None:
    """A text changes by a PATCH, a file by a new subtitle in the place of the old one."""
    sim = simulator(**world)
    sim.seed("video", title="Lesson")
    first, same, second = (tmp_path / name for name in ("a.vtt", "a.srt", "b.vtt"))
    first.write_text(VTT.format("Hello"), encoding="utf-8")
    same.write_bytes(SRT.format("Hello").encode())
    second.write_text(VTT.format("Bye"), encoding="utf-8")
    key = {"video": "Lesson", "language": "en"}
    life = Life(
        "subtitle",
        {**key, "src": str(first), "description": "English"},
        {**key, "src": str(first), "description": "For the deaf", "position": 1},
        {**key, "state": "absent"},
        key="Lesson/en",
        updated_fields=("description",),
        before={"description": "English"},
        after={"description": "For the deaf"},
        secrets=tuple(SIGNED),
    )
    other = {**key, "src": str(second)}
    russian = {**key, "language": "ru", "src": str(second), "position": 1}
    run = live(
        play,
        sim,
        life,
        [
            task("subtitle", "srt", {**key, "src": str(same)}),
            task("subtitle", "check second", russian, check=True),
            task("subtitle", "second", russian),
            task("subtitle", "second again", russian),
            task("subtitle", "check move", {**key, "position": 1}, check=True),
            task("subtitle", "move", {**key, "position": 1}),
            task("subtitle", "check other", other, check=True, diff=True),
            task("subtitle", "other", other, diff=True),
            task("subtitle", "other again", other),
            task("info", "read", {"kind": "subtitle", "video": "Lesson"}),
            task("subtitle", "remove", {**russian, "state": "absent"}),
        ],
    )
    assert_unchanged(run("srt"))
    assert_predicted(run("check second"), run("second"))
    assert_written(run("second"), ["create"])
    assert_unchanged(run("second again"))
    assert_predicted(run("check move"), run("move"))
    assert_written(run("move"), ["move"])
    assert_predicted(run("check other"), run("other"))
    assert_written(run("other"), ["update"])
    assert run("other").result["resource"]["description"] == "For the deaf"
    assert_unchanged(run("other again"))
    assert [(row["language"], row["position"]) for row in run("read").result["resources"]] == [("en", 1), ("ru", 2)]
    assert_no_secret(run, SIGNED)
    assert sim.objects("subtitle") == []


def test_refusals_say_why(play: Play, sim: Simulator, tmp_path: pathlib.Path) -> None:
    """What cannot be told apart, files that are none; where links lead nowhere, files are not known."""
    video = sim.seed("video", title="Lesson")["id"]
    twins = [
        sim.seed("subtitle", video_id=video, language="en", description=text, position=place)["id"]
        for place, text in enumerate(("English", "For the deaf"), 1)
    ]
    sim.set(files="vendor")
    good, bad = tmp_path / "a.vtt", tmp_path / "b.vtt"
    good.write_text(VTT.format("Hello"), encoding="utf-8")
    bad.write_text("Hello", encoding="utf-8")
    key = {"video": "Lesson", "language": "en"}
    run = play(
        sim,
        [
            task("subtitle", "twin", {**key, "position": 1}),
            task("subtitle", "told", {**key, "description": "For the deaf", "src": str(good)}),
            task("subtitle", "no cue", {**key, "language": "ru", "src": str(bad)}),
            task("subtitle", "no file", {**key, "language": "ru", "src": str(tmp_path / "none.vtt")}),
            task("subtitle", "no src", {**key, "language": "ru"}),
            task("subtitle", "nowhere", {**key, "video": "Gone", "src": str(good)}),
        ],
    )
    for name in ("twin", "no cue", "no file", "no src", "nowhere"):
        assert_failure(run(name))
        assert run(name).writes == []
    assert ", ".join(sorted(twins)) in run("twin").msg
    assert_unchanged(run("told"))
    assert run("told").result["unverified"] == ["src"]
    assert "it contains no cues" in run("no cue").msg
    assert "No such file" in run("no file").msg
    assert "creating it requires src" in run("no src").msg
    assert "there is no video 'Gone'" in run("nowhere").msg
    assert_no_secret(run, SIGNED)
