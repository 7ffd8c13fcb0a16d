# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The roles and playbooks for a whole workspace, as people call them."""

from __future__ import annotations

import importlib.util
import json
import os
import pathlib
import re
import shutil
import tarfile
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from tests.integration.console import Console
from tests.integration.play import COLLECTION, ROOT
from tests.simulator import Simulator

ROLES = sorted(path.parent.parent.name for path in (ROOT / "roles").glob("*/meta/argument_specs.yml"))
SECRET = "the password of a webhook"
DOCUMENT = """
version: 1
players: [{name: Main, settings: {autoplay: false}}]
privacy_domains: [{domain: school.example.com}]
projects:
  - name: Courses
    privacy_type: custom
    privacy_domains: [school.example.com]
    player: Main
    folders: [{name: "2026", folders: [{name: Spring}]}]
webhooks: [{name: backend, endpoint: "https://hooks.example.com/k", login: kinescope, password: {secret: backend}}]
"""
OBJECTS = 6  # that the document names


@pytest.fixture
def console(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> Console:
    """A folder with the document."""
    console = Console(tmp_path / "repository", sim, edge)
    console.write("workspace.yml", DOCUMENT)
    console.variables["kinescope_workspace_secrets"] = {"backend": SECRET}
    return console


def drift_of(console: Console, folder: str = "drift") -> Any:
    """What drift.json says."""
    return json.loads(console.read(f"{folder}/drift.json"))


def test_drift_reports_and_fails(console: Console, sim: Simulator) -> None:
    """All four reports are there before the role fails; the workspace is left alone."""
    run = console.playbook("drift", kinescope_workspace_src="workspace.yml")
    assert not run
    plan = drift_of(console)
    assert f"{OBJECTS} to create, 0 to update, 0 to move, 0 to delete" in run.output
    assert f"plan_id {plan['plan_id']}" in run.output
    assert re.fullmatch("[0-9a-f]{64}", plan["plan_id"])
    assert plan["summary"]["create"] == OBJECTS
    assert console.read("drift/drift.md").startswith("## Kinescope drift\n")
    assert "</html>" in console.read("drift/drift.html")
    suites = ElementTree.fromstring(console.read("drift/drift.xml"))  # noqa: S314 - our own
    assert suites.get("failures") == str(OBJECTS)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", plan["generated_at"])
    assert sim.writes == []
    for path in (console.folder / "drift").iterdir():
        assert SECRET not in path.read_text(encoding="utf-8")
    assert SECRET not in run.output


def test_drift_that_may_be_is_no_failure(console: Console, sim: Simulator) -> None:
    """With kinescope_drift_fail: false drift is no failure; also in check mode the reports are written."""
    variables = {"kinescope_workspace_src": "workspace.yml", "kinescope_drift_fail": False}
    run = console.playbook("drift", "--check", **variables, kinescope_drift_report_dir="a/b", kinescope_drift_title="T")
    assert run, run.output
    assert "changed=1" in run.output
    assert drift_of(console, "a/b")["title"] == "T"
    assert sim.writes == []

    assert console.playbook("apply", kinescope_workspace_src="workspace.yml")
    run = console.playbook("drift", kinescope_workspace_src="workspace.yml")
    assert run, run.output
    assert "changed=0" in run.output
    assert not drift_of(console)["drift"]


def test_a_document_that_is_refused_is_reported_and_fails(console: Console, sim: Simulator) -> None:
    """The reports say why, and the role fails though drift may be."""
    console.write("workspace.yml", DOCUMENT.replace("privacy_type: custom", "privacy_type: sometimes"))
    variables = {"kinescope_workspace_src": "workspace.yml", "kinescope_drift_fail": False}
    run = console.playbook("drift", **variables)
    assert not run
    plan = drift_of(console)
    assert plan["plan_id"] is None
    assert "projects[0].privacy_type" in plan["errors"][0]["message"]
    assert ElementTree.fromstring(console.read("drift/drift.xml")).get("errors") == "1"  # noqa: S314 - our own
    for name in ("drift/drift.md", "drift/drift.html"):
        assert "must be one of anywhere" in console.read(name)

    run = console.playbook("drift", **variables, env={"KINESCOPE_API_TOKEN": None})
    assert not run
    assert "api_token" in drift_of(console)["errors"][0]["message"]
    assert sim.requests() == []


@pytest.mark.parametrize(("role", "file"), [("drift", "drift"), ("workspace", "apply")])
def test_a_task_that_cannot_begin_is_reported(console: Console, sim: Simulator, role: str, file: str) -> None:
    """No report of an earlier run is taken for one of this run, whatever went wrong."""
    console.write(f"reports/{file}.json", "{}")
    console.write(
        "site.yml",
        f"""
- hosts: localhost
  gather_facts: false
  tasks:
    - ansible.builtin.include_role: {{name: kinescope.kinescope.{role}, rolespec_validate: false}}
      vars:
        kinescope_workspace_src: workspace.yml
        kinescope_{role}_report_dir: reports
        kinescope_workspace_only: "{{{{ nowhere.to_be_found }}}}"
""",
    )
    assert not console.run("ansible-playbook", "site.yml")
    told = json.loads(console.read(f"reports/{file}.json"))
    assert told["drift"] is None
    assert "nowhere" in told["errors"][0]["message"]
    assert sim.requests() == []


def test_apply_makes_all_once_and_nothing_in_check_mode(console: Console, sim: Simulator) -> None:
    """Check mode changes nothing, a run makes all, another one nothing; a report when it is asked for."""
    reported = {"kinescope_workspace_src": "workspace.yml", "kinescope_workspace_report_dir": "checked"}
    window = {"from": "2020-01-01 00:00 Europe/Moscow", "to": "2099-12-31T21:00:00Z", "reason": "exams"}
    checked = console.playbook("apply", "--check", **reported, kinescope_workspace_freeze=[window])
    assert "changed=1" in checked.output
    assert "it would be refused: all writes are frozen until 2099-12-31T21:00:00Z (exams)" in " ".join(
        checked.output.split()
    )
    assert not (console.folder / "checked/undo.yml").exists()
    assert sim.writes == []
    run = console.playbook("apply", kinescope_workspace_src="workspace.yml", kinescope_workspace_report_dir="report")
    assert run, run.output
    assert "6 to create, 0 to update, 0 to move, 0 to delete, 0 unchanged" in run.output
    assert len(sim.writes) == OBJECTS
    assert json.loads(console.read("report/apply.json"))["outcomes"] == {"applied": OBJECTS}
    assert sorted(path.name for path in (console.folder / "report").iterdir()) == [
        *(f"apply.{ending}" for ending in ("html", "json", "md", "xml")),
        "undo.yml",
    ]
    sim.clear_journal()
    empty = {"kinescope_workspace_report_dir": None, "kinescope_workspace_undo_dest": None}
    run = console.playbook("apply", kinescope_workspace_src="workspace.yml", **empty)
    assert run, run.output
    assert "changed=0" in run.output
    assert sim.writes == []
    back = {"kinescope_workspace_src": "report/undo.yml"}
    refused = console.playbook("apply", **back)
    assert "it is not empty (folders: 2)" in refused.output
    assert "# It deletes projects or folders that the run created. Those that are not empty" in console.read(
        "report/undo.yml"
    )
    assert "changed=1" in console.playbook("apply", kinescope_workspace_force=True, **back).output
    assert [kind for kind in ("player", "project", "folder", "privacy_domain", "webhook") if sim.objects(kind)] == []


def test_apply_that_fails_is_reported(console: Console, sim: Simulator) -> None:
    """What was done and what was not stands in the report; the role fails."""
    sim.fault("status", method="POST", path="/v1/projects", status=403, times=None)
    run = console.playbook("apply", kinescope_workspace_src="workspace.yml", kinescope_workspace_report_dir="report")
    assert not run
    assert json.loads(console.read("report/apply.json"))["outcomes"] == {"applied": 3, "failed": 1, "not_attempted": 2}


def test_only_the_plan_that_was_reviewed_is_applied(console: Console, sim: Simulator) -> None:
    """The plan_id of drift.json is taken as long as the plan is the same; an empty one is none."""
    document = {"kinescope_workspace_src": "workspace.yml"}
    console.playbook("drift", **document)
    reviewed = drift_of(console)["plan_id"]
    sim.seed("player", name="Main", settings={"autoplay": True})
    for expected in (reviewed, "", "0" * 64):
        run = console.playbook("apply", **document, kinescope_workspace_expected_plan_id=expected)
        assert not run
        assert "differs from the reviewed plan; nothing was written" in run.output
    run = console.playbook("drift", **document, kinescope_workspace_expected_plan_id=reviewed)
    assert "differs from the reviewed plan" in drift_of(console)["errors"][0]["message"]
    assert sim.writes == []

    console.playbook("drift", **document)
    run = console.playbook("apply", **document, kinescope_workspace_expected_plan_id=drift_of(console)["plan_id"])
    assert run, run.output
    assert len(sim.writes) == OBJECTS


def test_a_plan_does_not_depend_on_where_the_document_lies(
    console: Console, sim: Simulator, tmp_path: pathlib.Path, edge: str
) -> None:
    """Where the document lies is no part of the plan, not even for files that it names."""
    logo = {"players": [{"name": "Main", "logo": {"src": "logo.png"}}]}
    ids = set()
    for name in ("here", "there/deeper"):
        other = Console(tmp_path / name, sim, edge)
        other.write("workspace.yml", yaml.safe_dump({"version": 1, **logo}))
        (other.folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
        other.playbook("drift", kinescope_workspace_src="workspace.yml")
        ids.add(drift_of(other)["plan_id"])
    assert len(ids) == 1
    assert None not in ids


def test_the_guards_of_pruning_are_variables(console: Console, sim: Simulator) -> None:
    """The guards of pruning are variables of the roles."""
    for name in ("one", "two"):
        sim.seed("player", name=name)
    full = sim.seed("project", name="Old", privacy_type="anywhere", items_count=3)
    sim.seed("folder", name="Videos", project_id=full["id"], parent_id=full["id"])
    variables: dict[str, Any] = {"kinescope_workspace_src": "workspace.yml", "kinescope_workspace_prune": ["players"]}
    run = console.playbook("apply", **variables, kinescope_workspace_max_deletions=1)
    assert "max_deletions (in roles, kinescope_workspace_max_deletions) is 1" in run.output
    variables["kinescope_workspace_prune"].append("projects")
    assert "force" in console.playbook("apply", **variables).output
    variables["kinescope_workspace_prune"].append("cdn_zones")
    sim.seed("cdn_zone", name="Old", host="old.example.com")
    assert "prune_empty" in console.playbook("apply", **variables, kinescope_workspace_force=True).output
    assert sim.writes == []
    run = console.playbook("apply", **variables, kinescope_workspace_force=True, kinescope_workspace_prune_empty=True)
    assert run, run.output
    assert [player["name"] for player in sim.objects("player")] == ["Main"]
    assert [project["name"] for project in sim.objects("project")] == ["Courses"]
    assert sim.objects("cdn_zone") == []


def test_variables_of_the_command_line_may_be_texts(console: Console, sim: Simulator) -> None:
    """Given as name=value, variables are texts."""
    sim.seed("player", name="Other")
    given = ("workspace_src=workspace.yml", "workspace_prune=players,webhooks", "workspace_max_deletions=3")
    arguments = [part for one in given for part in ("-e", f"kinescope_{one}")]
    run = console.playbook("drift", *arguments, "-e", "kinescope_drift_fail=false")
    assert run, run.output
    assert drift_of(console)["summary"]["delete"] == 1


def test_a_missing_document_is_named_by_its_variable(console: Console, sim: Simulator) -> None:
    """What is missing is said by the names of the variables."""
    for name in ("apply", "drift"):
        for variables in ({}, {"kinescope_workspace_src": ""}):
            run = console.playbook(name, **variables)
            assert not run
            assert "set kinescope_workspace_src" in run.output
    assert "kinescope_export_dest" in console.playbook("export").output
    assert sim.requests() == []


def test_a_document_is_bootstrapped_once(console: Console, sim: Simulator) -> None:
    """Without a token; a file that is there already stays as it is."""
    alone: dict[str, str | None] = {"KINESCOPE_API_TOKEN": None}
    starter = (ROOT / "roles/workspace/files/starters/webinar_studio.yml").read_text(encoding="utf-8")
    given = {"kinescope_init_template": "webinar_studio", "kinescope_init_dest": "my first.yml"}
    run = console.playbook("init", **given, env=alone)
    assert run, run.output
    assert console.read("my first.yml") == starter
    assert "kinescope.kinescope.apply -e 'kinescope_workspace_src=my first.yml' --check --diff" in run.output
    run = console.playbook("init", env=alone)
    assert not run
    assert (
        f"kinescope_init_dest '{console.folder}/workspace.yml' exists already, and is never overwritten" in run.output
    )
    assert console.read("workspace.yml") == DOCUMENT
    assert sim.requests() == []


def test_an_exported_workspace_is_no_drift(console: Console, sim: Simulator) -> None:
    """An exported workspace is no drift; check mode says whether the file would change, and writes nothing."""
    assert console.playbook("apply", kinescope_workspace_src="workspace.yml")
    name = "{{ lookup('ansible.builtin.pipe', 'echo $((6000+71))') }}"
    sim.seed("project", name=name, privacy_type="anywhere")
    sim.clear_journal()
    variables = {"kinescope_export_dest": "live.yml", "kinescope_export_schema": "https://example.com/s.json"}
    run = console.playbook("export", "--check", **variables)
    assert run, run.output
    assert "changed=1" in run.output
    assert not (console.folder / "live.yml").exists()

    run = console.playbook("export", "--diff", **variables)
    assert run, run.output
    assert "changed=1" in run.output
    text = console.read("live.yml")
    lines = text.splitlines()
    assert lines[0] == "# yaml-language-server: $schema=https://example.com/s.json"
    assert lines[2] == "version: 1"
    assert SECRET not in text
    assert name in text
    assert "6071" not in text + run.output

    assert "changed=0" in console.playbook("export", "--check", **variables).output
    run = console.playbook("drift", kinescope_workspace_src="live.yml")
    assert run, run.output
    assert sim.writes == []

    sim.seed("player", name="A\nplayers: []\u202e", settings={"k": {"token": SECRET, "x": 1}})
    given: dict[str, Any] = {"kinescope_export_dest": "p.yml", "kinescope_export_kinds": ["players"]}
    run = console.playbook("export", "--diff", **given)
    text = console.read("p.yml")
    assert set(yaml.safe_load(text)) == {"version", "players"}
    assert r'token:\n          secret: "players/A\nplayers: []\u202E/settings/k/token"' in text.replace("\n", r"\n")
    for hidden in (SECRET, "\u202e"):
        assert hidden not in text + run.output
    run = console.playbook("export", "--diff", **given, kinescope_export_secrets="omit")
    text = console.read("p.yml")
    assert r"#   player 'A\u000aplayers: []\u202e': settings.k.token (its name suggests" in text
    for hidden in (SECRET, "\u202e"):
        assert hidden not in text + run.output
    assert console.playbook("apply", kinescope_workspace_src="p.yml")
    assert sim.writes == []


def test_an_export_may_be_a_file_for_each_section(console: Console, sim: Simulator) -> None:
    """The directory is a document; a section that is empty by now has a file that says so; nothing else is touched."""
    assert console.playbook("apply", kinescope_workspace_src="workspace.yml")
    sim.seed("drm_auth", url="https://auth.example.com")
    sim.seed("player", name="Odd", settings={"k": [None]})
    split: dict[str, Any] = {"kinescope_export_dest": "live/", "kinescope_export_split": True}
    assert "changed=1" in console.playbook("export", "--check", **split).output
    assert not (console.folder / "live").exists()
    assert "changed=2" in console.playbook("export", **split).output
    assert "changed=0" in console.playbook("export", "--check", **split).output
    text = console.read("live/players.yml")
    assert set(yaml.safe_load(text)) == {"version", "players"}
    assert "#   player 'Odd': settings.k (it is a list that contains null" in text
    assert "Odd" not in console.read("live/drm_auth.yml")
    assert console.playbook("drift", kinescope_workspace_src="live")

    (console.folder / "live").chmod(0o700)
    console.write("live/other.yml", "version: 1")
    sim.remove("drm_auth", sim.objects("drm_auth")[0]["id"])
    for kinds, url in ((["players"], "https://auth.example.com"), (["players", "drm_auth"], None)):
        assert console.playbook("export", **split, kinescope_export_kinds=kinds)
        document = yaml.safe_load(console.read("live/drm_auth.yml"))
        assert document.get("drm_auth", {}).get("url") == url
    assert (console.folder / "live").stat().st_mode & 0o777 == 0o700
    assert console.read("live/other.yml") == "version: 1"
    empty = {"kinescope_export_kinds": None, "kinescope_export_schema": None}  # variables without a value in YAML
    for options in (split, {"kinescope_export_dest": "live.yml"}):
        run = console.playbook("export", **options, **empty)
        assert run, run.output
    assert "$schema" not in console.read("live.yml")
    run = console.playbook("export", kinescope_export_dest="workspace.yml", kinescope_export_split=True)
    assert "workspace.yml' cannot be written: it is not a directory" in run.output


@pytest.mark.parametrize("name", ["init", "export"])
def test_check_mode_refuses_a_folder_that_is_missing_as_a_run_does(console: Console, sim: Simulator, name: str) -> None:
    """Nothing is predicted that the real run would refuse, and nothing is read before."""
    for mode in (["--check"], []):
        run = console.playbook(name, *mode, **{f"kinescope_{name}_dest": "no/such/live.yml"})
        assert not run, run.output
        assert f"the directory {console.folder}/no/such does not exist" in run.output
    assert sim.requests() == []


def test_files_are_written_over_files_only(console: Console, sim: Simulator) -> None:
    """What is no file stays, and is told of before anything is written; a link is replaced and not followed."""
    for name in ("drift/drift.xml", "report/apply.md", "live.yml"):
        (console.folder / name).parent.mkdir(exist_ok=True)
        os.mkfifo(console.folder / name)
    run = console.playbook("drift", kinescope_workspace_src="workspace.yml")
    assert f"the reports cannot be written; it is not a regular file: {console.folder}/drift/drift.xml" in run.output
    assert [path.name for path in (console.folder / "drift").iterdir()] == ["drift.xml"]
    sim.clear_journal()

    run = console.playbook("apply", kinescope_workspace_src="workspace.yml", kinescope_workspace_report_dir="report")
    assert f"not a regular file: {console.folder}/report/apply.md" in run.output
    run = console.playbook("export", kinescope_export_dest="live.yml")
    assert "live.yml' cannot be written: it is not a regular file" in run.output
    run = console.playbook("export", kinescope_export_dest="live\0.yml")
    assert "cannot be written" in run.output
    assert "Traceback" not in run.output
    assert sim.requests() == []

    kept = console.write("kept.yml", "version: 1")
    (console.folder / "link.yml").symlink_to(kept)
    assert console.playbook("export", kinescope_export_dest="link.yml")
    assert console.read("kept.yml") == "version: 1"
    assert not (console.folder / "link.yml").is_symlink()


def test_each_host_has_its_workspace_and_reports(console: Console, sim: Simulator) -> None:
    """Token and document are variables of the hosts; each has reports of its own."""
    hosts = {
        name: {"kinescope_api_token": token, "kinescope_workspace_src": f"{name}.yml"}
        for name, token in (("school", sim.token), ("college", sim.add_workspace()))
    }
    console.write("hosts.yml", yaml.safe_dump({"all": {"hosts": hosts}}))
    console.write("school.yml", DOCUMENT)
    console.write("college.yml", "version: 1\nplayers: [{name: College}]\n")
    everywhere = {"kinescope_hosts": "all"}
    mistyped = console.playbook("apply", "-i", "hosts.yml", kinescope_hosts="scool")
    assert not mistyped
    assert "no host of the inventory matches kinescope_hosts" in mistyped.output
    assert sim.requests() == []
    alone = {"KINESCOPE_API_TOKEN": None}
    run = console.playbook("drift", "-i", "hosts.yml", **everywhere, env=alone)
    assert not run
    assert drift_of(console, "drift/school")["summary"]["create"] == OBJECTS
    assert drift_of(console, "drift/college")["summary"]["create"] == 1
    assert not (console.folder / "drift/drift.json").exists()

    run = console.playbook("apply", "-i", "hosts.yml", **everywhere, env=alone)
    assert run, run.output
    assert [player["name"] for player in sim.objects("player", workspace=2)] == ["College"]
    destination = "{{ inventory_hostname }}.live.yml"
    run = console.playbook("export", "-i", "hosts.yml", **everywhere, kinescope_export_dest=destination, env=alone)
    assert run, run.output
    assert "College" in console.read("college.live.yml")
    assert "Courses" in console.read("school.live.yml")


@pytest.mark.parametrize(
    ("playbook", "variable"),
    [
        ("apply", "kinescope_workspace_report_dir"),
        ("apply", "kinescope_workspace_undo_dest"),
        ("drift", "kinescope_drift_report_dir"),
        ("export", "kinescope_export_dest"),
        ("preflight", "kinescope_preflight_report_dir"),
        ("schedule", "kinescope_schedule_report_dir"),
    ],
)
def test_no_host_replaces_the_files_of_another(console: Console, sim: Simulator, playbook: str, variable: str) -> None:
    """Such as the document that undoes its changes."""
    hosts = {name: {"kinescope_workspace_src": "workspace.yml"} for name in ("a", "college")}
    console.write("hosts.yml", yaml.safe_dump({"all": {"hosts": hosts}}))
    given = {"kinescope_hosts": "all", "kinescope_schedule_broadcasts": [], "kinescope_drift_fail": False}
    console.write("given.json", json.dumps({**given, variable: "all/now.yml"}))
    run = console.playbook(playbook, "-i", "hosts.yml", "-e", "@given.json")
    assert not run
    for other in hosts:
        said = f"{variable}: {other} would write to the same place, {console.folder}/all/now.yml"
        assert said in " ".join(run.output.split())
    assert sim.requests() == []
    assert not (console.folder / "all").exists()

    console.write("given.json", json.dumps({**given, variable: "{{ inventory_hostname }}.now"}))
    run = console.playbook(playbook, "-i", "hosts.yml", "-e", "@given.json")
    assert "would write to the same place" not in run.output
    assert any(console.folder.glob("*.now"))


@pytest.mark.parametrize("apart", ["kinescope_base_dir", "kinescope_drift_report_name"])
def test_hosts_may_share_a_part_of_the_path(console: Console, sim: Simulator, apart: str) -> None:
    """What counts is where a file goes: another directory to start from, or another name in the same one."""
    hosts = {name: {apart: str(console.folder / name) if apart == "kinescope_base_dir" else name} for name in "ab"}
    console.write("hosts.yml", yaml.safe_dump({"all": {"hosts": hosts, "vars": {"ansible_connection": "local"}}}))
    given = {"kinescope_workspace_config": {"version": 1, "players": []}, "kinescope_drift_report_dir": "now"}
    play = {"hosts": "all", "gather_facts": False, "roles": [f"{COLLECTION}.drift"], "vars": given}
    console.write("site.yml", json.dumps([play]))
    run = console.playbook("site.yml", "-i", "hosts.yml")
    assert run, run.output
    assert len([*console.folder.glob("**/now/*.json")]) == 2


def test_roles_work_in_a_custom_playbook(console: Console, sim: Simulator, tmp_path: pathlib.Path, edge: str) -> None:
    """Paths are relative to the playbook, wherever it is started; the connection may be given in variables."""
    console.write(
        "site.yml",
        f"""
- hosts: localhost
  connection: local
  gather_facts: false
  vars:
    kinescope_api_url: {sim.url}
  roles:
    - role: {COLLECTION}.drift
      kinescope_workspace_src: workspace.yml
      kinescope_drift_fail: false
    - role: {COLLECTION}.workspace
      kinescope_workspace_src: workspace.yml
      kinescope_workspace_secrets: {{backend: {SECRET}}}
    - role: {COLLECTION}.export
      kinescope_export_dest: live.yml
""",
    )
    elsewhere = Console(tmp_path / "elsewhere", sim, edge)
    no_url = {"KINESCOPE_API_URL": None}
    run = elsewhere.playbook(str(console.folder / "site.yml"), env=no_url, ansible_python_interpreter="python3")
    assert run, run.output
    assert drift_of(console)["drift"]
    assert "Courses" in console.read("live.yml")
    assert list(elsewhere.folder.iterdir()) == []


@pytest.mark.parametrize("name", ["apply", "drift"])
def test_no_secret_is_shown_at_any_verbosity(console: Console, sim: Simulator, name: str) -> None:
    """Neither the token nor what a document has in variables, whatever goes wrong."""
    webhook = {"name": "backend", "endpoint": "https://hooks.example.com/k", "login": "k", "password": SECRET}
    good = {"version": 1, "webhooks": [{**webhook, "update_secrets": "always"}]}
    wrong = [SECRET, [SECRET], {"version": SECRET}, {"version": 1, "webhooks": [{**webhook, "password": [SECRET]}]}]
    token = sim.token
    for document in (good, *wrong):
        given = {"kinescope_workspace_config": document, "kinescope_api_token": token}
        (console.folder / "given.json").write_text(json.dumps(given), encoding="utf-8")
        run = console.playbook(
            name, "-vvvvv", "--diff", "-e", "@given.json", "-e", "kinescope_workspace_report_dir=drift",
            env={"KINESCOPE_API_TOKEN": None},
        )  # fmt: skip
        assert (document is good and name == "apply") == bool(run), run.output
        assert SECRET not in run.output
        assert token not in run.output
        for path in console.folder.glob("drift/*"):
            assert SECRET not in path.read_text(encoding="utf-8")


def test_playbooks_work_from_an_installed_collection(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> None:
    """Built, installed into an empty path and called by name from another folder: adopt, change, apply, export."""
    spec = importlib.util.spec_from_file_location("stage", ROOT / "scripts/stage.py")
    assert spec
    assert spec.loader
    stage = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(stage)
    tree = tmp_path / "tree"
    for name in stage.working_files():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tree / name)
    (tmp_path / "collections").mkdir()
    console = Console(tmp_path / "repository", sim, edge, tmp_path / "collections")
    built = console.run("ansible-galaxy", "collection", "build", "--output-path", str(tmp_path), str(tree))
    assert built, built.output
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        inside = opened.getnames()
    ours = re.compile(r"\.|(build|scripts|requirements|tests/(unit|integration|output))(/|$)|Makefile$|pyproject.toml$")
    assert [name for name in inside if ours.match(name)] == []
    assert {f"playbooks/{name}.yml" for name in ("apply", "drift", "export", "import_videos")} <= set(inside)
    installed = console.run("ansible-galaxy", "collection", "install", "--force", "--offline", str(archive),
                            "-p", str(tmp_path / "collections"))  # fmt: skip
    assert installed, installed.output
    shutil.rmtree(tree)

    sim.seed("player", name="Main", settings={"autoplay": True})
    assert console.playbook("export", kinescope_export_dest="workspace.yml")
    assert console.playbook("drift", kinescope_workspace_src="workspace.yml")
    document = console.read("workspace.yml")
    console.write("workspace.yml", document.replace("autoplay: true", "autoplay: false"))
    assert not console.playbook("drift", kinescope_workspace_src="workspace.yml")
    plan_id = drift_of(console)["plan_id"]
    run = console.playbook(
        "apply", kinescope_workspace_src="workspace.yml", kinescope_workspace_expected_plan_id=plan_id
    )
    assert run, run.output
    assert sim.object("player", "Main")["settings"]["autoplay"] is False
    assert len(sim.writes) == 1
    assert console.playbook("drift", kinescope_workspace_src="workspace.yml")


def test_a_document_is_checked_offline(console: Console, sim: Simulator) -> None:
    """Without a token, and without a request; each fault with its file and line, relative to where it was started."""
    nobody = {"KINESCOPE_API_TOKEN": None, "KINESCOPE_API_URL": "http://127.0.0.1:9"}
    console.write("overlay.yml", "projects: [{name: Courses, nme: x}]\nwebhooks: [{name: backend, password: plain}]\n")
    run = console.playbook("validate", env=nobody, kinescope_workspace_src="workspace.yml")
    assert run, run.output
    assert "WARNING" not in run.output
    console.write("odd.yml", "version: 1\nprivacy_domains: [{domain: 'https://school.example.com/'}]\n")
    run = console.playbook("validate", env=nobody, kinescope_workspace_src="odd.yml")
    assert run, run.output
    told = " ".join(run.output.split())
    assert "[WARNING]: privacy_domains[0] (odd.yml, line 2): domain is a URL or has a port or path" in told
    run = console.playbook("validate", env=nobody, kinescope_workspace_src=["workspace.yml", "overlay.yml"])
    assert not run
    assert "projects[0].nme (overlay.yml, line 1): is not a valid option; did you mean name?" in run.output
    assert "webhooks[0].password (overlay.yml, line 2): is a secret as plain text" in run.output
    assert not console.playbook("validate", env=nobody, kinescope_workspace_src="none.yml")
    assert sim.journal == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_names_the_same_variables_everywhere(role: str) -> None:
    """Its argument specification, its defaults, its tasks and its README name the same variables."""
    folder = ROOT / "roles" / role
    specs = yaml.safe_load((folder / "meta/argument_specs.yml").read_text(encoding="utf-8"))["argument_specs"]
    defaults = yaml.safe_load((folder / "defaults/main.yml").read_text(encoding="utf-8"))
    options: dict[str, Any] = {}
    for entry in specs.values():
        options.update(entry["options"])
    given = {name: option["default"] for name, option in options.items() if "default" in option}
    assert given == defaults
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((folder / "tasks").glob("*.yml")))
    made = {"kinescope_drift_said", "kinescope_drift_now", "kinescope_drift_there", "kinescope_drift_odd",
            *(f"kinescope_drift_{name}" for name in ("others", "path", "place", "variable")),
            *(f"kinescope_export_{name}" for name in ("dir", "file", "head", "live", "path")),
            "kinescope_workspace_result", "kinescope_workspace_outcomes", "kinescope_workspace_faults",
            "kinescope_drift_result",
            "kinescope_drift_plans", "kinescope_init_file", "kinescope_init_there", "kinescope_init_said"}  # fmt: skip
    ours = ("given", "name", "path", "file", "files", "source", "plan", "started", "waited", "video", "number")
    made |= {f"kinescope_import_{name}" for name in (*ours, "result", "said")}
    made |= {f"kinescope_preflight_{name}" for name in ("dir", "result", "said", "summaries")}
    made |= {f"kinescope_schedule_{name}" for name in ("file", "name", "path", "plan", "result", "source")}
    ours = ("chat", "deadline", "first", "found", "from", "hint", "items", "list", "named", "of", "own", "pending")
    ours += ("chat_dir", "chat_path", "no_such", "plan", "read", "result", "skipped", "sources", "times", "earliest")
    made |= {f"kinescope_recording_{name}" for name in ours}
    made |= {f"kinescope_recording_chapters_{name}" for name in ("file", "path", "source")}
    made |= {f"kinescope_recording_poster_{name}" for name in ("file", "path")}
    modules = ("workspace", "workspace_info", "webhook", "video", "folder", "info", "live_event", "live_info")
    shared = {f"kinescope_{name}" for name in (*modules, "live_stream", "playlist", "poster")}
    if role in ("workspace", "schedule"):  # they have their reports written by another role
        shared |= {"kinescope_drift_report_dir", "kinescope_drift_report_name", "kinescope_drift_title"}
    assert set(re.findall(r"\bkinescope_\w+", text)) - made - shared == set(options) - made
    readme = (folder / "README.md").read_text(encoding="utf-8")
    named = {name for name in re.findall(r"`(kinescope_\w+)`", readme) if not name.endswith("_")} - shared
    assert named <= set(options) | made


def test_without_a_directory_no_role_writes_reports(console: Console, sim: Simulator) -> None:
    """Empty and null mean none: nothing is left in the folder of the playbook or in the current one."""
    site = """
- hosts: localhost
  gather_facts: false
  tasks:
    - ansible.builtin.include_role: {name: kinescope.kinescope.drift}
    - ansible.builtin.include_role: {name: kinescope.kinescope.workspace}
    - ansible.builtin.include_role: {name: kinescope.kinescope.preflight}
    - ansible.builtin.include_role: {name: kinescope.kinescope.drift, tasks_from: reports}
    - block:
        - ansible.builtin.include_role: {name: "kinescope.kinescope.{{ role }}", rolespec_validate: false}
          vars: {kinescope_workspace_only: "{{ nowhere.to_be_found }}"}
      rescue: [{ansible.builtin.debug: {msg: "{{ role }} failed"}}]
"""
    console.write("site.yml", site)
    given = {"kinescope_workspace_src": "workspace.yml", "kinescope_drift_fail": False}
    for empty, role in (("", "workspace"), (None, "drift")):
        none = dict.fromkeys((f"kinescope_{name}_report_dir" for name in ("drift", "workspace", "preflight")), empty)
        run = console.playbook("site.yml", **given, **none, role=role, kinescope_workspace_undo_dest=empty)
        assert run, run.output
        assert f"{role} failed" in run.output
        assert "reports in" not in run.output
        assert sorted(path.name for path in console.folder.iterdir()) == ["site.yml", "workspace.yml"]
    assert console.playbook("apply", **given, kinescope_workspace_report_dir="report", kinescope_workspace_undo_dest="")
    assert (console.folder / "report/apply.json").exists()


def test_an_existing_directory_for_reports_keeps_its_permissions(console: Console, sim: Simulator) -> None:
    """A task whose options cannot be templated leaves the reports to the role."""
    folder = console.folder / "report"
    folder.mkdir(mode=0o700)
    given = {"kinescope_workspace_report_dir": "report", "kinescope_workspace_only": "{{ nowhere.to_be_found }}"}
    site = {"hosts": "localhost", "gather_facts": False, "vars": given}
    role = {"include_role": {"name": f"{COLLECTION}.workspace", "rolespec_validate": False}}
    console.write("site.yml", json.dumps([{**site, "tasks": [role]}]))
    assert not console.playbook("site.yml", kinescope_workspace_src="workspace.yml")
    assert (folder / "apply.json").exists()
    assert folder.stat().st_mode & 0o777 == 0o700


HOOK = {"endpoint": "https://events.example.com/", "login": "kinescope", "password": SECRET}
NOT_GIVEN: list[tuple[str, dict[str, Any], str]] = [
    *(("webhook", {**HOOK, name: None}, f"kinescope_webhook_{name}") for name in HOOK),
    ("webhook", {**HOOK, "events": None}, "kinescope_webhook_events"),
    ("webhook", {**HOOK, "endpoint": ""}, "kinescope_webhook_endpoint"),
    ("webhook", {**HOOK, "login": ""}, "kinescope_webhook_login"),
    ("webhook", {**HOOK, "password": ""}, "kinescope_webhook_password"),
    ("export", {"dest": None}, "kinescope_export_dest"),
    ("export", {"dest": ""}, "kinescope_export_dest"),
    ("video_import", {"location": None, "videos": [{"title": "A", "url": "https://a.example.com/a.mp4"}]}, "_location"),
]


def test_required_variables_that_are_null_or_empty(console: Console, sim: Simulator) -> None:
    """Ansible takes null for a value of a required variable, and modules take it for an option that is not given."""
    tasks: list[dict[str, Any]] = [{"set_fact": {"said": []}}]
    for role, options, _word in NOT_GIVEN:
        prefix = {"video_import": "kinescope_import_"}.get(role, f"kinescope_{role}_")
        given = {f"{prefix}{name}": value for name, value in options.items()}
        included = {"include_role": {"name": f"kinescope.kinescope.{role}"}, "vars": given}
        failed = {"set_fact": {"said": "{{ said + [ansible_failed_result.msg | default('') | string] }}"}}
        passed = {"set_fact": {"said": "{{ said + [''] }}"}}
        tasks.append({"block": [included, passed], "rescue": [failed]})
    tasks.append({"copy": {"content": "{{ said | to_json }}", "dest": "said.json", "mode": "0600"}})
    console.write("site.yml", json.dumps([{"hosts": "localhost", "gather_facts": False, "tasks": tasks}]))
    run = console.run("ansible-playbook", "site.yml")
    assert run, run.output
    told = json.loads(console.read("said.json"))
    wrong = [(role, options, text) for (role, options, word), text in zip(NOT_GIVEN, told) if word not in text]
    assert wrong == []
    assert SECRET not in run.output
    assert sim.requests() == []
