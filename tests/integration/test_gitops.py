# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The workflows in docs/gitops: their scripts run in their order, with Git, and with the services played."""

from __future__ import annotations

import json
import pathlib
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.secrets import Secrets
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.arranged import ASKED, UNDONE
from tests.integration.console import Console
from tests.integration.pipelines import VAULT_PASSWORD, GitHub, GitLab, api_of
from tests.integration.play import ROOT
from tests.simulator import Simulator
from tests.unit._workspace.spaces import Space
from tests.unit._workspace.test_named_secrets import VALUES, changed, document

PLAYERS = "version: 1\nplayers: [{name: Main, settings: {autoplay: false}}]\n"
PAGE = (ROOT / "docs/gitops.md").read_text(encoding="utf-8")


def players(**settings: Any) -> dict[str, str]:
    """The files of a change."""
    return {"workspace/players.yml": json.dumps({"version": 1, "players": [{"name": "Main", "settings": settings}]})}


pytestmark = pytest.mark.worker_only


@pytest.fixture
def console(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> Console:
    """Where the repository is. The player that it knows is in the workspace already."""
    sim.seed("player", name="Main", settings={"autoplay": False})
    return Console(tmp_path / "repository", sim, edge)


@pytest.fixture
def github(console: Console, sim: Simulator, tmp_path: pathlib.Path) -> GitHub:
    """GitHub with the repository."""
    if not shutil.which("jq"):
        pytest.skip("jq is missing, which is on every runner of GitHub")
    github = GitHub(tmp_path, console, sim.token)
    github.repository.commit({"workspace/players.yml": PLAYERS})
    return github


@pytest.fixture
def gitlab(console: Console, sim: Simulator, tmp_path: pathlib.Path) -> Iterator[GitLab]:
    """GitLab with the repository."""
    served: list[GitLab] = []
    with api_of(served) as url:
        served.append(GitLab(tmp_path, console, sim.token, url))
        served[0].repository.commit({"workspace/players.yml": PLAYERS})
        yield served[0]


def test_github_applies_what_the_pull_request_planned_last(github: GitHub, sim: Simulator) -> None:
    """The plan is a comment that is kept up to date; what was planned last is what is applied."""
    head = github.repository.commit(players(autoplay=True), "change")
    github.known["comments"] = [
        {"id": 0, "user": {"login": "someone"}, "body": "## Kinescope plan\nlooks good"},
        {"id": 1, "user": {"login": "github-actions[bot]"}, "body": "of another workflow"},
    ]
    jobs = github.run("pull_request", head)
    assert set(jobs) == {"plan", "comment"}
    assert jobs["plan"].variables == {"KINESCOPE_PLAN_TOKEN"}
    assert jobs["comment"].variables == set()
    plan = json.loads(github.artifact("kinescope-plan", "drift.json"))
    assert plan["plan_id"] in github.known["comments"][2]["body"]

    head = github.repository.commit(players(autoplay=True, volume=5), "change")
    jobs = github.run("pull_request", head)
    assert all(job.ok for job in jobs.values()), jobs
    assert len(github.known["comments"]) == 3
    assert "settings.volume" in github.known["comments"][2]["body"]
    assert sim.writes == []

    commit = github.repository.merge("change")
    github.merged(commit, head)
    jobs = github.run("push", commit)
    assert set(jobs) == {"apply", "applied"}
    assert jobs["apply"].ok, jobs["apply"].output
    assert jobs["apply"].variables == {"KINESCOPE_API_TOKEN", "KINESCOPE_VAULT_PASSWORD"}
    assert jobs["applied"].ok, jobs["applied"].output
    assert jobs["applied"].variables == set()
    assert github.repository.applied == commit
    assert json.loads(github.artifact("kinescope-apply", "apply.json"))["outcomes"] == {"applied": 1}
    assert sim.object("player", "Main")["settings"] == {"autoplay": True, "volume": 5}
    assert len(sim.writes) == 1
    assert sim.token not in jobs["apply"].output


def test_github_shows_a_hotfix_before_it_is_lost(github: GitHub, sim: Simulator) -> None:
    """Two groups in the comment: what the pull request asks for, and what it would undo. Drift counts by them, too."""
    sim.edit("player", "Main", settings={"autoplay": False, "volume": 10, "color": "red"})
    applied = github.repository.commit(players(autoplay=False, volume=10, color="red"))
    github.repository.tag(applied)
    sim.edit("player", "Main", settings={"autoplay": False, "volume": 99, "color": "red"})  # the hotfix
    head = github.repository.commit(players(autoplay=True, volume=10, color="red"), "change")
    jobs = github.run("pull_request", head)
    assert all(job.ok for job in jobs.values()), jobs
    body = github.known["comments"][0]["body"]
    undone, asked = body.partition(f"## {UNDONE}")[2].split(f"## {ASKED}")
    assert "settings.volume @@\n- 99\n+ 10" in undone
    assert "settings.autoplay" not in undone
    assert "settings.autoplay @@\n- false\n+ true" in asked
    assert "settings.volume" not in asked
    told = json.loads(github.artifact("kinescope-plan", "drift.json"))
    assert told["origin"] == {"document": 1, "workspace": 1, "both": 0}

    jobs = github.run("schedule", github.repository.git("rev-parse", "main"))
    assert not jobs["drift"].ok
    told = json.loads(github.artifact("kinescope-drift", "drift.json"))
    assert told["origin"] == {"document": 0, "workspace": 1, "both": 0}


@pytest.mark.long
def test_github_leaves_a_hotfix_alone_if_it_shall(github: GitHub, sim: Simulator) -> None:
    """With on_drift: keep, the reviewed plan leaves it out, and is what is applied; the drift remains."""
    known = (github.repository.folder / "kinescope.yml").read_text(encoding="utf-8")
    keep = {"kinescope.yml": f"{known}kinescope_workspace_on_drift: keep\n"}
    sim.edit("player", "Main", settings={"autoplay": False, "volume": 10})
    github.repository.tag(github.repository.commit({**players(autoplay=False, volume=10), **keep}))
    sim.edit("player", "Main", settings={"autoplay": False, "volume": 99})
    head = github.repository.commit(players(autoplay=True, volume=10), "change")
    github.run("pull_request", head)
    commit = github.repository.merge("change")
    github.merged(commit, head)
    jobs = github.run("push", commit)
    assert jobs["apply"].ok, jobs["apply"].output
    assert sim.object("player", "Main")["settings"] == {"autoplay": True, "volume": 99}
    assert github.repository.applied == commit
    jobs = github.run("schedule", commit)
    assert not jobs["drift"].ok
    told = json.loads(github.artifact("kinescope-drift", "drift.json"))
    assert (told["drift"], told["changes"]) == (True, [])
    assert [one["key"] for one in told["kept"]] == ["Main"]


def test_an_export_with_secrets_of_all_kinds_is_edited_and_merged(
    github: GitHub, sim: Simulator, console: Console
) -> None:
    """As the page says it: no job but apply has the vault; what it lacks is named before it writes anything."""
    sim.remove("player", "Main")
    sim.set(secrets="masked", restream_keys="masked")
    Space(sim).done(document(), secrets=Secrets(VALUES))
    exported = console.run("ansible-playbook", "kinescope.kinescope.export", "-e", "kinescope_export_dest=all.yml")
    assert exported, exported.output
    github.repository.commit({"workspace/players.yml": "", "workspace/all.yml": console.read("all.yml")})
    sim.clear_journal()
    edited = changed(yaml.safe_load(console.read("all.yml")))
    head = github.repository.commit({"workspace/all.yml": yaml.safe_dump(edited)}, "change")
    plan = github.run("pull_request", head)["plan"]
    assert plan.ok, plan.output
    assert plan.variables == {"KINESCOPE_PLAN_TOKEN"}

    github.merged(github.repository.merge("change"), head)
    commit = github.repository.git("rev-parse", "HEAD")
    apply = github.run("push", commit)["apply"]
    assert not apply.ok, apply.output
    assert "the value of the secret 'webhooks/lms/password' is required" in apply.output
    assert sim.writes == []

    console.write("secrets.yml", yaml.safe_dump({"kinescope_workspace_secrets": VALUES}, allow_unicode=True))
    console.write("../vault-password", VAULT_PASSWORD)
    vault = console.run("ansible-vault", "encrypt", "secrets.yml", "--vault-password-file", "../vault-password")
    assert vault, vault.output
    commit = github.repository.commit({"secrets.yml": console.read("secrets.yml")})
    plan_id = json.loads(github.artifact("kinescope-apply", "drift.json"))["plan_id"]
    done = github.run("workflow_dispatch", commit, inputs={"plan_id": plan_id})["apply"]
    assert done.ok, done.output
    assert sim.object("webhook", "lms")["endpoint"] == "https://other.example.com"
    stored = json.dumps([sim.objects(kind) for kind in ("webhook", "cdn_zone", "restream", "drm_auth")])
    for name, value in VALUES.items():
        assert value in stored or not name.startswith(("webhooks", "cdn_zones", "live_events", "drm_auth"))
        assert value not in exported.output + plan.output + apply.output + done.output + done.summary


@pytest.mark.long
def test_github_refuses_what_was_not_reviewed(github: GitHub, sim: Simulator) -> None:
    """The workspace has changed since: refused, planned again, and applied by hand."""
    head = github.repository.commit(players(autoplay=True), "change")
    github.run("pull_request", head)
    commit = github.repository.merge("change")
    github.merged(commit, head)
    sim.seed("webhook", name="new", endpoint="https://example.com")  # webhooks are pruned
    github.repository.commit({"workspace/webhooks.yml": "webhooks: [{name: b, endpoint: 'https://b.example.com'}]"})
    jobs = github.run("push", commit)
    assert jobs["apply"].ok is False
    assert "prune_empty" in jobs["apply"].output  # the plan itself is refused

    sim.remove("webhook", "new")
    sim.edit("player", "Main", settings={"autoplay": False, "volume": 1})
    github.repository.commit(players(autoplay=True, volume=2))
    commit = github.repository.git("rev-parse", "HEAD")
    github.merged(commit, head)
    jobs = github.run("push", commit)
    assert not jobs["apply"].ok
    assert "differs from the reviewed plan; nothing was written" in jobs["apply"].output
    assert "run this workflow by hand with its plan_id" in jobs["apply"].output
    assert sim.writes == []
    plan_id = json.loads(github.artifact("kinescope-apply", "drift.json"))["plan_id"]
    assert plan_id in jobs["apply"].summary

    assert github.repository.applied == ""  # nothing was
    jobs = github.run("workflow_dispatch", commit, inputs={"plan_id": plan_id})
    assert set(jobs) == {"apply", "applied"}
    assert jobs["apply"].ok, jobs["apply"].output
    assert sim.object("player", "Main")["settings"]["volume"] == 2


def test_github_applies_nothing_without_a_plan(github: GitHub, sim: Simulator) -> None:
    """No pull request, one of a fork, one whose plan was refused, one too old, and no plan_id at all."""
    head = github.repository.commit({"workspace/players.yml": "players: [{nme: Main}]"}, "wrong")
    assert github.run("pull_request", head, fork=True) == {}
    jobs = github.run("pull_request", head)
    assert not jobs["plan"].ok
    assert jobs["comment"].ok
    assert "did you mean name" in github.known["comments"][0]["body"]

    commit = github.repository.commit(players(autoplay=True))
    assert "does not come from a pull request of a branch" in github.run("push", commit)["apply"].output
    github.merged(commit, head, fork=True)
    assert "does not come from a pull request of a branch" in github.run("push", commit)["apply"].output
    github.merged(commit, head)
    assert f"There is no plan for commit {head}" in github.run("push", commit)["apply"].output
    github.run("pull_request", commit)
    github.forget()
    github.merged(commit, commit)
    assert "it may have expired" in github.run("push", commit)["apply"].output
    given = {"plan_id": "x kinescope_workspace_force=true"}
    assert "is not a valid plan_id" in github.run("workflow_dispatch", commit, inputs=given)["apply"].output
    assert sim.writes == []


@pytest.mark.long
def test_github_reports_drift_at_night_and_repairs_nothing(github: GitHub, sim: Simulator) -> None:
    """Drift is a red job with a report; nothing is repaired."""
    commit = github.repository.git("rev-parse", "HEAD")
    jobs = github.run("schedule", commit)
    assert set(jobs) == {"drift"}
    assert jobs["drift"].ok, jobs["drift"].output
    assert jobs["drift"].variables == {"KINESCOPE_PLAN_TOKEN"}
    sim.edit("player", "Main", settings={"autoplay": True})
    for event in ("schedule", "workflow_dispatch"):
        jobs = github.run(event, commit)
        assert set(jobs) == {"drift"}
        assert not jobs["drift"].ok
        assert "settings.autoplay" in jobs["drift"].summary
        assert json.loads(github.artifact("kinescope-drift", "drift.json"))["drift"]
    assert sim.writes == []


@pytest.mark.long
def test_gitlab_applies_what_the_merge_request_planned_last(gitlab: GitLab, sim: Simulator) -> None:
    """The plan is a note that is kept up to date, and tests; what was planned last is what is applied."""
    gitlab.notes = [{"id": 0, "author": {"id": 1}, "body": "## Kinescope plan\nlooks good"}]
    head = gitlab.repository.commit(players(autoplay=True), "change")
    jobs = gitlab.run("merge_request_event", head)
    assert set(jobs) == {"plan", "comment"}
    assert jobs["plan"].variables == {"KINESCOPE_PLAN_TOKEN"}
    assert "<failure" in gitlab.artifact("plan", "drift/drift.xml")
    head = gitlab.repository.commit(players(autoplay=True, volume=5), "change")
    jobs = gitlab.run("merge_request_event", head)
    assert all(job.ok for job in jobs.values()), jobs
    assert len(gitlab.notes) == 2
    assert json.loads(gitlab.artifact("plan", "drift/drift.json"))["plan_id"] in gitlab.notes[1]["body"]
    assert sim.writes == []

    commit = gitlab.repository.merge("change")
    gitlab.merged(commit)
    jobs = gitlab.run("push", commit)
    assert set(jobs) == {"apply", "applied"}
    assert jobs["apply"].ok, jobs["apply"].output
    assert jobs["applied"].ok, jobs["applied"].output
    assert gitlab.repository.applied == commit
    assert jobs["apply"].variables == {"KINESCOPE_APPLY_TOKEN"}
    assert json.loads(gitlab.artifact("apply", "report/apply.json"))["outcomes"] == {"applied": 1}
    assert sim.object("player", "Main")["settings"] == {"autoplay": True, "volume": 5}
    assert sim.token not in jobs["apply"].output


def test_gitlab_refuses_what_was_not_reviewed(gitlab: GitLab, sim: Simulator) -> None:
    """The workspace has changed since: refused, planned again, and applied by hand."""
    head = gitlab.repository.commit(players(autoplay=True, volume=2), "change")
    gitlab.run("merge_request_event", head)
    commit = gitlab.repository.merge("change")
    gitlab.merged(commit)
    sim.edit("player", "Main", settings={"autoplay": False, "volume": 1})
    jobs = gitlab.run("push", commit)
    assert not jobs["apply"].ok
    assert "differs from the reviewed plan; nothing was written" in jobs["apply"].output
    assert "run a pipeline with the variable KINESCOPE_PLAN_ID" in jobs["apply"].output
    assert sim.writes == []
    plan_id = json.loads(gitlab.artifact("apply", "report/drift.json"))["plan_id"]
    assert gitlab.repository.applied == ""  # nothing was
    jobs = gitlab.run("web", commit, KINESCOPE_PLAN_ID=plan_id)
    assert set(jobs) == {"apply", "applied"}
    assert jobs["apply"].ok, jobs["apply"].output
    assert sim.object("player", "Main")["settings"]["volume"] == 2
    assert jobs["applied"].ok, jobs["applied"].output
    assert gitlab.repository.applied == commit
    sim.edit("player", "Main", settings={"autoplay": True, "volume": 99})  # a hotfix
    head = gitlab.repository.commit(players(autoplay=False, volume=2), "next")
    jobs = gitlab.run("merge_request_event", head)
    undone, asked = gitlab.notes[0]["body"].partition(f"## {UNDONE}")[2].split(f"## {ASKED}")
    assert "settings.volume" in undone
    assert "settings.autoplay" in asked


@pytest.mark.long
def test_gitlab_applies_nothing_without_a_plan(gitlab: GitLab, sim: Simulator) -> None:
    """No merge request, one of a fork, one whose plan was refused, one too old, and no plan_id at all."""
    head = gitlab.repository.commit({"workspace/players.yml": "players: [{nme: Main}]"}, "wrong")
    assert gitlab.run("merge_request_event", head, fork=True) == {}
    jobs = gitlab.run("merge_request_event", head)
    assert not jobs["plan"].ok
    assert jobs["comment"].ok, jobs["comment"].output
    assert "did you mean name" in gitlab.notes[0]["body"]

    commit = gitlab.repository.commit(players(autoplay=True))
    assert "does not come from a merge request of a branch" in gitlab.run("push", commit)["apply"].output
    gitlab.merged(commit, fork=True)
    assert "does not come from a merge request of a branch" in gitlab.run("push", commit)["apply"].output
    gitlab.merged(commit)
    assert "merge request !7 did not create a plan" in gitlab.run("push", commit)["apply"].output
    gitlab.run("merge_request_event", commit)
    shutil.rmtree(gitlab.state)
    assert "cannot be downloaded: 404" in gitlab.run("push", commit)["apply"].output
    assert "cannot be downloaded: 401" in gitlab.run("push", commit, KINESCOPE_READ_TOKEN="")["apply"].output
    given = "x kinescope_workspace_force=true"
    assert "is not a valid plan_id" in gitlab.run("web", commit, KINESCOPE_PLAN_ID=given)["apply"].output
    assert sim.writes == []


def test_gitlab_reports_drift_at_night_and_repairs_nothing(gitlab: GitLab, sim: Simulator) -> None:
    """Drift is a red job with a report; nothing is repaired. A branch has no pipeline of its own."""
    commit = gitlab.repository.git("rev-parse", "HEAD")
    assert gitlab.run("push", commit, CI_COMMIT_BRANCH="other") == {}
    jobs = gitlab.run("schedule", commit)
    assert set(jobs) == {"drift"}
    assert jobs["drift"].ok, jobs["drift"].output
    assert jobs["drift"].variables == {"KINESCOPE_PLAN_TOKEN"}
    sim.edit("player", "Main", settings={"autoplay": True})
    for source in ("schedule", "web"):
        jobs = gitlab.run(source, commit)
        assert set(jobs) == {"drift"}
        assert not jobs["drift"].ok
        assert json.loads(gitlab.artifact("drift", "drift/drift.json"))["drift"]
    assert sim.writes == []


def test_the_github_workflow_has_pins_and_least_permissions() -> None:
    """Pinned actions, least permissions, no expression in a script, no credentials left behind."""
    text = GitHub.workflow.read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    pins = re.findall(r"uses: (\S+)(.*)", text)
    assert pins
    for action, comment in pins:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action)
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment)
    assert len({action for action, _comment in pins}) == len({action.partition("@")[0] for action, _comment in pins})
    allowed = {"actions": "read", "contents": "read", "pull-requests": "read"}
    for name, job in workflow["jobs"].items():
        assert job["timeout-minutes"]
        more = {"comment": {"pull-requests": "write"}, "applied": {"contents": "write"}}.get(name, {})
        assert job["permissions"].items() <= {**allowed, **more}.items()
        for step in job["steps"]:
            run = step.get("run", "")
            assert "${{" not in run
            # what a name in the workspace says is no command
            assert ("ansible-playbook" in run) == ("::stop-commands::" in run.partition("ansible-playbook")[0])
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
    # who may comment or move the tag sees no secret, and who has a secret may do neither
    assert "secrets." not in str([workflow["jobs"][name] for name in ("comment", "applied")])
    # a secret is for the jobs that name its environment
    given = {name: job.get("environment") for name, job in workflow["jobs"].items()}
    plan = {"name": "kinescope-plan", "deployment": False}
    assert given == {"plan": plan, "comment": None, "apply": "kinescope", "applied": None, "drift": plan}


def test_the_page_explains_all_that_the_workflows_take() -> None:
    """Each secret, variable and file that a workflow takes is explained."""
    for workflow in (GitHub.workflow, GitLab.workflow):
        text = workflow.read_text(encoding="utf-8")
        assert f"gitops/{workflow.name}" in PAGE
        wanted = set(re.findall(r"secrets\.([A-Z]\w+)|\$(KINESCOPE_\w+)|env(?:\.get\()?\[?\"(KINESCOPE_\w+)\"", text))
        for name in {one for found in wanted for one in found if one}:
            assert f"`{name}`" in PAGE
    for name in ("kinescope.yml", "requirements.txt", "requirements.yml", "workspace/"):
        assert f"`{name}`" in PAGE
