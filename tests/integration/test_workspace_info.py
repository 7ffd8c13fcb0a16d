# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_workspace_info as tasks: one of everything as a document, by names, without secrets; and applied again."""

from __future__ import annotations

import json
import pathlib
import re
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import READ_WHOLE, SECTIONS
from tests.integration.both_ways import COMPARABLE, shipped
from tests.integration.conftest import Play
from tests.integration.play import EDGES, Run, run_playbook, task
from tests.integration.rhythm import assert_no_secret
from tests.integration.test_examples import Pasted
from tests.integration.test_info_modules import assert_read, assert_told
from tests.simulator import Simulator
from tests.unit._workspace.spaces import VOLATILE
from tests.unit._workspace.test_export import SECRETS, VIDEOS, a_workspace, some_playlists

STREAMKEY = "feedfacefeedfacefeedfacefeedface"
RESTREAM = {"name": "R", "url": "rtmp://r.example.com/live", "key": "key-of-the-restream"}
AN_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9A-Za-z]{22}")


def seed(sim: Simulator) -> None:
    """One of everything, with a secret wherever there can be one."""
    a_workspace(sim)
    some_playlists(sim)
    sim.seed("live_event", name="Open day", type="one-time", streamkey=STREAMKEY, restreams=[RESTREAM])


def info(name: str, **options: Any) -> dict[str, Any]:
    keywords = {key: options.pop(key) for key in ("check", "register") if key in options}
    return task("workspace_info", name, options, **keywords)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value inside a document, with the names of the keys that lead to it."""
    items = value.items() if isinstance(value, dict) else [("", item) for item in value]
    for name, item in items:
        here = f"{path}.{name}" if name else path
        if isinstance(item, (dict, list)):
            yield from leaves(item, here)
        else:
            yield here, item


def paths(run: Run, name: str) -> set[str]:
    """What a task asked the API for, with a star for each id."""
    return {re.sub(r"/[0-9a-f]{8}-[0-9a-f-]{27}", "/*", entry.path) for entry in run(name).requests}


def test_the_document_has_names_and_nothing_secret(play: Play, simulator: Any) -> None:
    """Names instead of ids, nothing secret and nothing volatile; it changes nothing where it was read."""
    sim: Simulator = simulator(unknown_fields="extra", put="replace", secrets="echoed")
    seed(sim)
    run = play(
        sim,
        [
            info("all", register="live"),
            info("checked", check=True),
            info("none named", kinds=[]),
            task("workspace", "check again", {"config": "{{ live.workspace }}"}, check=True, diff=True),
            task("workspace", "again", {"config": "{{ live.workspace }}"}, diff=True),
        ],
        verbosity=3,
    )
    assert_no_secret(run, [*SECRETS, STREAMKEY, sim.token])
    document = run("all").result["workspace"]
    for name in ("all", "checked", "none named"):
        assert_read(run(name), "workspace", "left_out")
        assert {one["path"] for one in run(name).result["left_out"]} >= {
            "settings.k.token",
            "settings.l",
            "ads[0].headers",
        }
        assert any("player 'Other': settings.k.token" in warning for warning in run(name).warnings)
        assert json.dumps(run(name).result["workspace"]) == json.dumps(document)
    assert list(document) == ["version", *READ_WHOLE]
    assert document["version"] == 1
    assert all(document[section] for section in READ_WHOLE), "the seeds miss a section"

    found = list(leaves(document))
    assert not {name for path, _value in found for name in path.split(".")} & (VOLATILE - {"folders"})
    ids = {(path, value) for path, value in found if isinstance(value, str) and AN_ID.fullmatch(value)}
    people = {".speak_rooms.owner_id", ".speak_rooms.participants.user_id"}
    assert {path for path, _value in ids} == people | {".playlists.videos"}, "these have no names in a document"
    assert {value for _path, value in ids} == set(VIDEOS)
    told = dict(found)
    assert told[".projects.player"] in [player["name"] for player in document["players"]]
    events = {event["name"]: event for event in document["live_events"]}
    assert events["Talk"]["location"] == {"project": "Courses", "folder": ["2026", "Spring / 1"]}
    assert events["Talk"]["record_to"] == {"project": "Courses"}
    assert [set(restream) & {"name", "key"} for restream in events["Open day"]["restreams"]] == [{"name"}]

    for name in ("check again", "again"):
        assert not run(name).failed, run(name)
        assert run(name).result["changes"] == run(name).result["diff"] == []
        assert run(name).writes == []


def test_only_the_kinds_asked_for_are_listed(play: Play, sim: Simulator) -> None:
    """Only what is asked for is listed, and what it refers to; a section that does not exist is refused at once."""
    seed(sim)
    run = play(
        sim,
        [
            info("all"),
            info("tags", kinds=["tags"]),
            info("text", kinds="webhooks,tags"),
            info("settings", kinds=["drm_auth"]),
            info("with places", kinds=["playlists"]),
            info("with names", kinds=["projects"]),
            info("wrong", kinds=["tags", "annotations"]),
            info("wrong form", kinds={"tags": True}),
            info("unknown option", sections=["tags"]),
        ],
    )
    whole = run("all").result["workspace"]
    places = {"/v1/projects", "/v1/projects/*/folders"}
    for name, sections, asked in (
        ("tags", ["tags"], {"/v1/tags"}),
        ("text", ["tags", "webhooks"], {"/v1/tags", "/v1/webhooks"}),
        ("settings", ["drm_auth"], {"/v1/drm/auth"}),
        ("with places", ["playlists"], {"/v1/playlists", "/v1/playlists/*/entities", *places}),
        ("with names", ["projects"], {"/v1/players", "/v1/drm/auth/*", *places}),
    ):
        assert_read(run(name), "workspace")
        assert run(name).result["workspace"] == {"version": 1, **{one: whole[one] for one in sections}}
        assert list(run(name).result["workspace"]) == ["version", *sections]
        assert paths(run, name) == asked
    for name in ("wrong", "wrong form", "unknown option"):
        assert run(name).failed
        assert run(name).requests == []
        assert "Traceback" not in run(name).output
    assert "value of kinds must be one or more of: " + ", ".join(SECTIONS) in run("wrong").msg
    assert run("wrong").msg.endswith("Got no match for: annotations")
    assert "kinds" in run("wrong form").msg
    assert "Supported parameters include" in run("unknown option").msg


def test_an_empty_workspace_is_a_document_of_empty_lists(play: Play, sim: Simulator) -> None:
    """Every list is there and empty, so that it can be filled in; there are no settings to show."""
    run = play(sim, [info("all")])
    assert run("all").result["workspace"] == {
        "version": 1,
        **{section: [] for section in READ_WHOLE if section != "drm_auth"},
    }


def test_trouble_leaves_no_half_document(play: Play, sim: Simulator) -> None:
    """What passes is repeated; what does not fails the task in one sentence, without half a document."""
    seed(sim)
    sim.fault("status", path="/v1/webhooks", status=503, times=1)
    sim.fault("status", path="/v1/webhooks", status=403, code=100103, message="access denied", skip=1, times=1)
    run = play(
        sim,
        [
            info("mended", kinds=["webhooks"]),
            info("refused"),
            info("no token", api_token="x"),
        ],
    )
    assert_read(run("mended"), "workspace")
    refused = next(entry for entry in run("refused").requests if entry.status == 403)
    assert_told(run("refused"), "Cannot read ", "workspace", "access denied", "100103", refused.request_id)
    assert run("refused").result["error"]["kind"] == "workspace"
    assert_told(run("no token"), "api_token is not a UUID")
    assert run("no token").requests == []


@pytest.mark.worker_only  # compares both ways by itself
def test_results_are_the_same_either_way(edge: str, tmp_path: pathlib.Path) -> None:
    """To the byte, of the same workspace."""
    tasks = [
        info("all"),
        info("checked", check=True),
        info("kinds", kinds=["playlists", "tags"]),
        info("wrong", kinds=["annotations"]),
        info("no token", api_token="x"),
        {**info("loop", kinds=["{{ item }}"]), "loop": ["tags", "projects", "nothing"]},
    ]
    with Simulator(default_player="off") as sim:
        seed(sim)
        runs = {
            edge: run_playbook(tmp_path / edge, sim, tasks, edge=edge, verbosity=4, env=COMPARABLE) for edge in EDGES
        }
    worker, other = ([(one.name, one.outcome, json.dumps(one.result)) for one in runs[edge]] for edge in EDGES)
    assert worker == other
    assert [one.name for one in runs["worker"] if one.failed] == ["wrong", "no token", "loop"]
    assert shipped(runs["shipped"], "all")


def test_examples_work_as_they_stand(play: Play, sim: Simulator, edge: str, tmp_path: pathlib.Path) -> None:
    """As they stand; the file that they write changes nothing where it was read, and is the same the next time."""
    seed(sim)
    folder = tmp_path / "pasted"
    folder.mkdir()
    pasted = Pasted(folder, sim, "kinescope_workspace_info", edge)
    file = folder / "workspace.yml"
    assert [one["changed"] for one in pasted.run("--check")] == [False, True]
    assert not file.exists()
    assert [one["changed"] for one in pasted.run()] == [False, True]
    text = file.read_text(encoding="utf-8")
    assert [secret for secret in (*SECRETS, STREAMKEY, sim.token) if secret in text] == []
    assert [one["changed"] for one in pasted.run()] == [False, False]
    run = play(sim, [task("workspace", "check", {"src": str(file)}, check=True)])
    assert not run("check").failed, run("check")
    assert run("check").result["changes"] == []
    assert sim.writes == []


def test_links_of_players_are_exported_whole_with_one_warning(play: Play, sim: Simulator) -> None:
    """Otherwise the document would lose them; ads are known by theirs."""
    signed = "https://ads.example.com/vast?token=s3cret-of-the-ad"
    players = [
        {"name": "A", "settings": {"logo_url": signed, "color_url": "https://a.example.com/?x=1"}, "ads": []},
        {"name": "B", "settings": {}, "ads": [{"url": signed}]},
    ]
    for player in players:
        sim.seed("player", **player)
    read = play(sim, [task("workspace_info", "Read", {"kinds": ["players"]})])("Read")
    found = {player["name"]: player for player in read.result["workspace"]["players"]}
    assert found["A"]["settings"]["logo_url"] == found["B"]["ads"][0]["url"] == signed
    (warning,) = read.warnings
    assert warning.endswith("in players[0].settings.logo_url, players[1].ads[0].url"), warning
    assert "s3cret" not in warning
    run = play(sim, [task("workspace", "Apply", {"config": read.result["workspace"]})])
    assert run("Apply").outcome == "ok"
    assert not run("Apply").changed
