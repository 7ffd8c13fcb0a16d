# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lookup kinescope.kinescope.id in playbooks: ids, errors in one sentence, where the connection comes from."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.integration.conftest import Play
from tests.integration.play import Run
from tests.integration.test_examples import ROOT
from tests.simulator import Simulator, ids


@pytest.fixture
def edge() -> str:
    """A lookup runs where ansible-playbook does, in whichever way modules run."""
    return "worker"


def shows(name: str, expression: str, **keywords: Any) -> dict[str, Any]:
    """A task that shows what an expression comes to."""
    return {"name": name, "ansible.builtin.debug": {"msg": f"{{{{ {expression} }}}}"}, **keywords}


def ask(*terms: str, **options: str) -> str:
    given = [repr(term) for term in terms] + [f"{name}={value}" for name, value in options.items()]
    return f"lookup('kinescope.kinescope.id', {', '.join(given)})"


def no_token(run: Run, sim: Simulator) -> None:
    assert sim.token not in run.output
    assert sim.token not in repr([one.result for one in run])


def test_names_become_ids(play: Play, sim: Simulator) -> None:
    """By name, several at once, in a place, of what belongs to something else; the same in check mode."""
    project = sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
    year = sim.seed("folder", name="2026", project_id=project, parent_id=project)["id"]
    spring = sim.seed("folder", name="Spring", project_id=project, parent_id=year)["id"]
    players = [sim.seed("player", name=name)["id"] for name in ("Main", "Other")]
    video = sim.seed("video", title="Intro")["id"]
    subtitle = sim.seed("subtitle", video_id=video, language="en")["id"]
    moderator = sim.seed("moderator", email="a@example.com", username="a")["user_id"]
    domain = sim.seed("privacy_domain", domain="школа.рф")["id"]
    wanted = {
        ask("project", "Courses"): project,
        ask("folder", "Spring", project="'Courses'"): spring,
        ask("folder", "Spring", location="{'project': 'Courses', 'folder': ['2026']}"): spring,
        ask("subtitle", "en", video=f"'{ids.to_short(video)}'"): subtitle,
        ask("moderator", "a@example.com"): moderator,
        ask("privacy_domain", "ШКОЛА.рф"): domain,
        ask("player", "Main", "Other", wantlist="true"): players,
        "query('kinescope.kinescope.id', 'player', 'Other', 'Main')": players[::-1],
    }
    tasks = [shows(expression, expression) for expression in wanted]
    for check in (False, True):
        run = play(sim, tasks, verbosity=3, check=check)
        assert {one.name: one.result["msg"] for one in run} == wanted
        no_token(run, sim)
    assert sim.writes == []


def test_one_list_for_all_lookups_of_a_task(play: Play, sim: Simulator) -> None:
    made = [sim.seed("player", name=name)["id"] for name in ("A", "B", "C")]
    expression = " ~ ' ' ~ ".join(ask("player", name) for name in "ABC")
    run = play(sim, [shows("three", expression)])
    assert run("three").result["msg"] == " ".join(made)
    assert len(sim.reads) == 1


def test_forks_do_not_share_a_connection(play: Play, sim: Simulator) -> None:
    """What was looked up before the workers are forked (the hosts of a play) leaves them nothing of its connection."""
    id = sim.seed("player", name="A")["id"]
    task = {"name": "read", "kinescope.kinescope.kinescope_info": {"kind": "player", "key": "A"}}
    run = play(
        sim,
        [task, shows("looked up", ask("player", "A"))],
        hosts=f"{{{{ ['a', 'b', 'c'] if {ask('player', 'A')} else [] }}}}",
        inventory="a,b,c,",
        forks=3,
    )
    assert len(run) == 6
    assert {one.result["resources"][0]["id"] for one in run if one.name == "read"} == {id}
    assert {one.result["msg"] for one in run if one.name != "read"} == {id}


def test_what_cannot_be_found_is_reported_in_one_sentence(play: Play, sim: Simulator) -> None:
    """None, several, no kind, no key, what makes no sense, and trouble with the API: one sentence each."""
    twice = [sim.seed("playlist", name="P")["id"] for _number in range(2)]
    sim.fault("status", path="/v1/webhooks", status=403, code=100103, message="access denied", times=None)
    cases = {
        ask("project", "Courses"): ["Cannot look up project 'Courses': it does not exist"],
        ask("playlist", "P"): ["Cannot look up playlist 'P': 2 objects have this key", *twice],
        ask("chapter", "A"): ["'chapter' is not a kind whose IDs can be looked up", "live_event_video"],
        ask("access_token", "A"): ["'access_token' is not a kind whose IDs can be looked up"],
        ask("project"): ["requires a kind and a key"],
        ask("subtitle", "en"): ["kind subtitle requires video"],
        ask("folder", "F", project="'Courses'"): ["there is no project 'Courses'"],
        ask("webhook", "W"): ["Cannot look up webhook 'W'", "access denied", "X-Request-ID"],
        ask("project", "A", api_token="'word'"): ["api_token is not a UUID"],
    }
    run = play(sim, [shows(expression, expression) for expression in cases], verbosity=3)
    for one, parts in zip(run, cases.values()):
        assert one.failed, one
        for part in parts:
            assert part in one.msg, one
        assert "Traceback" not in one.msg
    no_token(run, sim)
    run = play(sim, [shows("none", f"{ask('project', 'Courses', errors=repr('ignore'))} or 'none'")])
    assert run("none").result["msg"] == "none"


def test_nothing_that_was_given_is_ignored(play: Play, sim: Simulator) -> None:
    """A misspelled option would widen the search; a list would be looked up as the text that Python shows for it."""
    project = sim.seed("project", name="Courses")["id"]
    week = sim.seed("folder", name="Week 1", project_id=project, parent_id=project)["id"]
    within = sim.seed("video", title="A", project_id=project, folder_id=week)["id"]
    sim.seed("video", title="Intro", project_id=project)
    cases = {
        ask("video", "Intro", loc="{'project': 'Courses'}"): "loc is not a valid option",
        ask(
            "video", "Intro", location="{'project': 'Courses', 'folders': ['Week 1']}"
        ): "location must not contain folders, only project, folder, id",
        ask("video", "Intro", location="{'project': ['Courses']}"): "location.project must be a string, not a list",
        ask("video", "Intro", location="{'project': 'Courses', 'folder': [1]}"): "location.folder[0] must be a string",
        ask("video", "Intro", location="{'project': 'Courses', 'folder': {}}"): "location.folder must be a list",
        "query('kinescope.kinescope.id', 'player', ['A', 'B'])": "a key must be a string, not a list",
        "lookup('kinescope.kinescope.id', 'player', {'name': 'A'})": "a key must be a string, not a dictionary",
        "lookup('kinescope.kinescope.id', 'player', none)": "a key must be a string, not null",
    }
    found = {
        ask("video", "A", location="{'project': 'Courses', 'folder': 'Week 1'}"): within,
        ask("video", "A", location="{'project': 'Courses', 'folder': none}"): within,
    }
    run = play(sim, [shows(expression, expression) for expression in (*cases, *found)])
    for expression, told in cases.items():
        assert run(expression).failed, run(expression)
        assert f"kinescope.kinescope.id: {told}" in run(expression).msg
    assert {one.name: one.result.get("msg") for one in run if one.name in found} == found


def test_the_connection_comes_from_variables_or_the_environment(play: Play, sim: Simulator) -> None:
    """Variables as well as the environment; without a token the error names it, and not its value."""
    id = sim.seed("player", name="A")["id"]
    env = {"KINESCOPE_API_TOKEN": None, "KINESCOPE_API_URL": None}
    given = {"kinescope_api_token": sim.token, "kinescope_api_url": sim.url}
    run = play(sim, [shows("variables", ask("player", "A"))], env=env, vars=given, verbosity=3)
    assert run("variables").result["msg"] == id
    run = play(sim, [shows("nothing", ask("player", "A"))], env=env)
    assert run("nothing").failed
    assert "api_token" in run("nothing").msg


def test_examples_work_as_they_stand(play: Play, sim: Simulator) -> None:
    """The tasks of the documentation work as they stand."""
    text = (ROOT / "plugins/lookup/id.py").read_text(encoding="utf-8").split('EXAMPLES = r"""')[1].split('"""')[0]
    project = sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
    year = sim.seed("folder", name="2026", project_id=project, parent_id=project)["id"]
    folder = sim.seed("folder", name="Spring", project_id=project, parent_id=year)["id"]
    players = [sim.seed("player", name=name)["id"] for name in ("Main", "Landing page")]
    run = play(sim, yaml.safe_load(text))
    assert [one.result["msg"] for one in run] == [project, players, folder]
