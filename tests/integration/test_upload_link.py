# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_upload_link as tasks: a link for each run, which works without a token, and is shown to nobody."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest
import requests

from tests.integration.conftest import Play
from tests.integration.play import task
from tests.integration.rhythm import assert_failure, assert_no_secret
from tests.integration.test_examples import UUID, Pasted, tasks
from tests.simulator import Simulator

OPTIONS: dict[str, Any] = {"title": "Урок", "location": {"project": "P"}, "filesize": 3}


def test_each_run_makes_a_link_that_works(play: Play, sim: Simulator) -> None:
    """In check mode, for real, and again: two links. The registered result reaches later tasks."""
    sim.seed("project", name="P")
    run = play(
        sim,
        [
            task("upload_link", "check", OPTIONS, check=True, diff=True),
            task("upload_link", "made", OPTIONS, diff=True),
            task("upload_link", "again", OPTIONS, register="link", no_log=True),
            {"name": "used", "ansible.builtin.uri": {"url": "{{ link.endpoint }}", "method": "POST", "body": "abc"}}
            | {"no_log": True},
        ],
        verbosity=3,
    )
    checked, made = run("check"), run("made")
    assert checked.writes == []
    for name in ("changed", "diff", "unverified"):
        assert checked.result[name] == made.result[name]
    assert checked.result["changes"] == [{**made.result["changes"][0], "outcome": "planned"}]
    assert "endpoint" not in checked.result
    assert made.result["resource"] == {name: made.result[name] for name in ("id", "endpoint")}
    assert requests.head(made.result["endpoint"], timeout=5).headers["Upload-Length"] == "3"
    assert not run("used").failed
    videos = sim.objects("video")
    assert len(videos) == 2
    (used,) = [video for video in videos if video["assets"]]
    endpoint = next(entry.path for entry in sim.writes if entry.path.startswith("/v2/upload/"))
    assert_no_secret(run, [sim.token, endpoint, used["id"]])


def test_refusals_say_why(play: Play, sim: Simulator) -> None:
    """Options that are missing, a place that is, a lost answer."""
    sim.seed("project", name="P")
    sim.fault("drop_after", method="POST", path="/v2/init")
    run = play(
        sim,
        [
            task("upload_link", "no place", {"title": "t"}),
            task("upload_link", "no video", {"type": "replace"}),
            task("upload_link", "nowhere", {**OPTIONS, "location": {"project": "N"}}),
            task("upload_link", "lost", OPTIONS),
        ],
    )
    assert run("no place").requests == run("no video").requests == []
    for name in ("nowhere", "lost"):
        assert_failure(run(name))
    assert run("nowhere").msg.startswith("Cannot plan upload link 'Урок': there is no project 'N'")
    (stub,) = sim.objects("video")
    assert stub["id"] in run("lost").msg
    assert run("lost").result["changes"][0]["outcome"] == "failed"
    assert len(sim.writes) == 1


@pytest.mark.slow
def test_examples_work_as_they_stand(sim: Simulator, edge: str, tmp_path: pathlib.Path) -> None:
    """The documentation's play works as it stands, and shows no link."""
    project = sim.seed("project", name="Conferences")["id"]
    sim.seed("folder", name="2026", project_id=project, parent_id=project)
    for title, id in (("Opening", {}), ("Talk", {"id": UUID})):
        sim.seed("video", title=title, project_id=project, **id)
    pasted = Pasted(tmp_path, sim, "kinescope_upload_link", edge)
    for arguments in (["--check"], []):
        results = pasted.run(*arguments)
        assert [result["task"] for result in results] == [task["name"] for task in tasks("kinescope_upload_link")]
        assert "/v2/upload/" not in json.dumps(results)
    assert len(sim.writes) == 3
    assert requests.head((tmp_path / "upload-link.txt").read_text(), timeout=5).ok
