# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_video_edit, as tasks. What is done after lost answers, see tests/unit/_actions/test_video_edit.py."""

from __future__ import annotations

import pathlib
from collections.abc import Callable

import pytest

from tests.integration.conftest import Play
from tests.integration.play import task
from tests.integration.rhythm import assert_failure, assert_predicted, assert_unchanged, assert_written
from tests.integration.test_examples import Pasted, tasks
from tests.simulator import Simulator


def seeded(sim: Simulator) -> None:
    """What the tasks and the examples speak of."""
    for name in ("Courses", "Archive"):
        sim.seed("project", name=name)
    archive = sim.object("project", "Archive")["id"]
    sim.seed("folder", name="2026", project_id=archive, parent_id=archive)
    here = sim.object("project", "Courses")["id"]
    for title in ("Open day", "Opening", "Credits", "Concert"):
        sim.seed("video", title=title, project_id=here, duration=100.0)
    sim.seed("video", id="0199f0b1-7c11-7b0e-9f52-7d1f5a3f8c44", title="Lesson 1", project_id=here)


COPY = {"video": "Open day", "action": "copy", "location": {"project": "Archive", "folder": ["2026"]}}
CUT = {"video": "Concert", "action": "cut", "trim": [{"start": 1, "length": 2.5}]}
CONCAT = {"video": "Lesson 1", "action": "concat", "prepend": ["Opening"], "replace": True}


@pytest.mark.parametrize("cut_result", ["new", "same"])
def test_edits_are_predicted_and_a_copy_is_made_once(
    play: Play, simulator: Callable[..., Simulator], cut_result: str
) -> None:
    """Predicted, done; a copy once, all else in each run. The id tells what came of a cut."""
    sim = simulator(cut_result=cut_result, id_form="short" if cut_result == "new" else "uuid")
    seeded(sim)
    before = sim.object("video", "Concert")["id"]
    run = play(
        sim,
        [
            one
            for name, options in (("copy", COPY), ("cut", CUT), ("concat", CONCAT))
            for one in (
                task("video_edit", f"check {name}", options, check=True, diff=True),
                task("video_edit", name, options, diff=True),
                task("video_edit", f"{name} again", {**options, "video": before} if name == "cut" else options),
            )
        ],
    )
    for name, action in (("copy", "create"), ("cut", "update"), ("concat", "update")):
        assert_predicted(run(f"check {name}"), run(name))
        assert_written(run(name), [action])
    assert_unchanged(run("copy again"))
    assert run("copy again").result["resource"]["id"] == run("copy").result["resource"]["id"]
    for name in ("cut again", "concat again"):
        assert_written(run(name), ["update"])
    assert len(sim.objects("video")) == (8 if cut_result == "new" else 6)


def test_refusals_say_why(play: Play, sim: Simulator) -> None:
    """Options that make no sense, videos that are not there, and what the API refuses."""
    seeded(sim)
    sim.fault("status", method="POST", path="*/cut", status=403, code=100103, message="access denied")
    sim.fault("drop_after", method="POST", path="*/concat")
    run = play(
        sim,
        [
            task("video_edit", "nothing", {"video": "Concert", "action": "cut"}),
            task("video_edit", "no location", {"video": "Concert", "action": "copy"}),
            task("video_edit", "missing", {**CONCAT, "append": ["Gone"]}),
            task("video_edit", "to come", {**CONCAT, "append": ["Gone"]}, check=True),
            task("video_edit", "denied", CUT),
            task("video_edit", "lost", CONCAT),
        ],
    )
    for name in ("nothing", "missing", "denied", "lost"):
        assert_failure(run(name))
    assert "cut requires trim or crop" in run("nothing").msg
    assert run("no location").failed
    assert run("nothing").requests == run("no location").requests == []
    assert "there is no video 'Gone'" in run("missing").msg
    assert run("to come").changed
    assert "'Gone'" in run("to come").warnings[0]
    assert run("denied").msg.startswith("Cannot update video 'Concert': ")
    assert "another run performs the edit again" in run("lost").msg
    assert run("lost").result["changes"][0]["outcome"] == "failed"
    assert [entry.path.rpartition("/")[2] for entry in sim.writes] == ["cut", "concat"]


@pytest.mark.slow
def test_examples_work_as_they_stand(sim: Simulator, edge: str, tmp_path: pathlib.Path) -> None:
    """The documentation's play works as it stands; the copy is made once."""
    seeded(sim)
    pasted = Pasted(tmp_path, sim, "kinescope_video_edit", edge)
    predicted = pasted.run("--check")
    done, again, _before = pasted.run_twice()
    for results, changed in (predicted, [True] * 3), (done, [True] * 3), (again, [False, True, True]):
        assert [result["task"] for result in results] == [task["name"] for task in tasks("kinescope_video_edit")]
        assert [result["changed"] for result in results] == changed
    assert len(sim.writes) == 5
