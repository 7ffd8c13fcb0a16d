# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_annotation, as tasks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.conftest import Play
from tests.integration.play import task
from tests.integration.rhythm import (
    SHAPE_WORLDS,
    Life,
    assert_failure,
    assert_unchanged,
    assert_written,
    live,
    world_name,
)
from tests.simulator import Simulator


@pytest.mark.parametrize("world", SHAPE_WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str]
) -> None:
    """An update carries all of it, so that nothing is lost where it replaces all, and the API's demands are met."""
    sim = simulator(**world)
    for title in ("Lesson 1", "Lesson 2", "Lesson 3"):
        sim.seed("video", title=title)
    key = {"video": "Lesson 1", "title": "Next"}
    life = Life(
        "annotation",
        {
            **key,
            "type": "video",
            "target_video": "Lesson 2",
            "start_time": 0,
            "end_time": 9000,
            "link": "https://a.example",
        },
        {**key, "start_time": 3000},
        {**key, "state": "absent"},
        key="Lesson 1/Next",
        updated_fields=("start_time",),
        before={"start_time": 0},
        after={"start_time": 3000},
    )
    other = {**key, "target_video": sim.object("video", "Lesson 3")["id"]}
    run = live(play, sim, life, [task("annotation", "other", other), task("annotation", "other again", other)])
    body = run("update").writes[0].body
    assert {name: body[name] for name in ("title", "link", "end_time")} == {
        "title": "Next",
        "link": "https://a.example",
        "end_time": 9000,
    }
    assert run("create").writes[0].body["type"] == "video"
    assert_written(run("other"), ["update"])
    assert_unchanged(run("other again"))
    assert sim.objects("annotation") == []


def test_refusals_say_why(play: Play, sim: Simulator) -> None:
    """Videos that cannot be told apart or are not there, and what an annotation lacks."""
    twins = sorted(sim.seed("video", title="Twin")["id"] for _number in range(2))
    note = {"title": "Note", "type": "text", "end_time": 5}
    run = play(
        sim,
        [
            task("annotation", "twin", {"video": "Twin", **note}),
            task("annotation", "one of them", {"video": twins[0], **note}),
            task("annotation", "nowhere", {"video": "Gone", **note}),
            task("annotation", "to come", {"video": "Gone", **note}, check=True),
            task("annotation", "no target", {"video": twins[0], **note, "title": "Next", "type": "video"}),
            task("annotation", "other type", {"video": twins[0], **note, "type": "video"}),
            task("info", "read", {"kind": "annotation", "video": twins[0]}),
        ],
    )
    for name in ("twin", "nowhere", "no target", "other type"):
        assert_failure(run(name))
        assert run(name).writes == []
    assert ", ".join(twins) in run("twin").msg
    assert_written(run("one of them"), ["create"])
    assert "'Gone'" in run("nowhere").msg
    assert run("to come").changed
    assert "'Gone'" in run("to come").warnings[0]
    assert "creating it requires target_video" in run("no target").msg
    assert "type can only be set" in run("other type").msg
    assert [row["title"] for row in run("read").result["resources"]] == ["Note"]
