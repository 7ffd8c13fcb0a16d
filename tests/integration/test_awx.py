# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Jobs as AWX starts them with ansible-runner, from the files and texts of docs/awx.md."""

from __future__ import annotations

import json
import pathlib
import re
import shutil
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import yaml
from jinja2 import sandbox

from tests.integration.console import Console, Done
from tests.integration.play import ROOT
from tests.integration.test_guide import follow
from tests.simulator import Simulator

PAGE = (ROOT / "docs/awx.md").read_text(encoding="utf-8")
TYPE = yaml.safe_load((ROOT / "docs/awx/credential_type.yml").read_text(encoding="utf-8"))
TEMPLATES = {
    template["name"]: template
    for template in yaml.safe_load((ROOT / "docs/awx/job_templates.yml").read_text(encoding="utf-8"))
}
WORKFLOW = yaml.safe_load((ROOT / "docs/awx/workflow.yml").read_text(encoding="utf-8"))
DRIFT, APPLY, APPROVED = TEMPLATES
HOSTS = ("school", "college", "academy")
PASSWORD = "pass-of-vault"
SECRET = "a long one"


def texts() -> dict[str, str]:
    """The files that the guide shows, by name."""
    blocks = re.findall(r"^```yaml\n# ([\w./-]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return dict(blocks)


def injected(**inputs: str) -> dict[str, str]:
    """The environment that AWX makes of a credential: it renders texts, and what was not filled in is empty."""
    jinja = sandbox.ImmutableSandboxedEnvironment()
    return {name: jinja.from_string(text).render(**inputs) for name, text in TYPE["injectors"]["env"].items()}


def answers(template: Mapping[str, Any]) -> dict[str, Any]:
    """The variables of a survey that somebody sends off as it stands."""
    given = {question["variable"]: question["default"] for question in template["survey_spec"].get("spec", [])}
    return {name: value for name, value in given.items() if value != ""}


@pytest.fixture
def console(tmp_path: pathlib.Path, sim: Simulator, edge: str) -> Console:
    """Where jobs are run. Nothing of the simulator is in its environment: that is what credentials are for."""
    console = Console(tmp_path / "awx", sim, edge)
    for name in list(console.environment):
        if name.startswith("KINESCOPE_"):
            del console.environment[name]
    return console


@pytest.fixture
def job(console: Console) -> Callable[..., Done]:
    """Run a job of a template as AWX does, in a fresh private data directory."""

    def run(
        name: str, inventory: Mapping[str, str], environment: Mapping[str, str], check: bool = False, **extra: Any
    ) -> Done:
        shutil.rmtree(console.folder, ignore_errors=True)
        for path, text in texts().items():
            if path.endswith("inventory.yml") or path.startswith(("group_vars", "execution-environment")):
                continue
            console.write(f"project/{path}", text)
        for path, text in inventory.items():
            console.write(f"inventory/{path}", text)
        template = TEMPLATES[name]
        variables = {**template["extra_vars"], **answers(template), **extra}
        console.write("env/envvars", json.dumps(dict(environment)))
        console.write("env/extravars", json.dumps(variables))
        console.write("env/passwords", json.dumps({r"^Vault password:\s*?$": PASSWORD}))
        options = [*(["--ask-vault-pass"] if "vault.yml" in str(inventory) else []), *(["--check"] if check else [])]
        given = [f"--cmdline={' '.join(options)}"] if options else []
        done = console.run("ansible-runner", "run", ".", "-p", template["playbook"], "-i", "1", *given)
        events = [path.read_text(encoding="utf-8") for path in console.folder.glob("artifacts/1/job_events/*.json")]
        assert events, done.output
        return Done(done.code, done.output + "".join(events))

    return run


def stats(console: Console) -> dict[str, Any]:
    """What the last job says of each host in its last event, which is what AWX keeps, and its artifacts."""
    for path in console.folder.glob("artifacts/1/job_events/*.json"):
        event = json.loads(path.read_text(encoding="utf-8"))
        if event["event"] == "playbook_on_stats":
            return {name: event["event_data"].get(name) for name in ("ok", "changed", "failures", "artifact_data")}
    raise AssertionError("the job has not come to its end")


def test_a_credential_leads_to_its_workspace_and_shows_no_token(
    console: Console, job: Callable[..., Done], sim: Simulator
) -> None:
    """The credential leads to the workspace: drift, its repair, none; and the token shows nowhere."""
    credential = injected(api_token=sim.token, api_url=sim.url)
    inventory = {"hosts.yml": "all: {hosts: {localhost: {}}}\n"}
    secrets = yaml.safe_load(texts()["group_vars/all/secrets.yml"])
    assert set(TYPE["inputs"]["required"]) == {"api_token"}
    outcomes = []
    for name, check in ((DRIFT, False), (APPLY, True), (APPLY, False), (DRIFT, False)):
        done = job(name, inventory, credential, check, **(secrets if name == APPLY and not check else {}))
        assert not any(secret in done.output for secret in (sim.token, SECRET))
        found = stats(console)
        outcomes.append((name, bool(done), found["changed"].get("localhost", 0), len(sim.writes)))
    assert outcomes == [(DRIFT, False, 1, 0), (APPLY, True, 1, 0), (APPLY, True, 1, 2), (DRIFT, True, 0, 2)], (
        done.output
    )


def test_a_workflow_applies_exactly_the_plan_that_was_approved(
    console: Console, job: Callable[..., Done], sim: Simulator
) -> None:
    """The artifacts of the drift job lead to its plan; after an edit in the dashboard, nothing is written."""
    nodes = {node["identifier"]: node for node in WORKFLOW["workflow_nodes"]}
    assert [node["unified_job_template"]["name"] for node in nodes.values()][::2] == [DRIFT, APPROVED]
    assert nodes["drift"]["related"] == {"failure_nodes": [{"identifier": "approval"}]}
    assert nodes["approval"]["related"] == {"success_nodes": [{"identifier": "apply"}]}
    credential = injected(api_token=sim.token, api_url=sim.url, uploader_url=sim.uploader_url)
    inventory = {"hosts.yml": "all: {hosts: {localhost: {}}}\n"}
    secrets = yaml.safe_load(texts()["group_vars/all/secrets.yml"])
    assert not job(DRIFT, inventory, credential)
    artifacts = stats(console)["artifact_data"]
    plan = artifacts["kinescope_drift_plans"]["localhost"]
    assert plan["summary"]["create"] == 2
    assert plan["lines"][:2] == ["+ player 'Main'", "+ webhook 'lms'"]

    made = sim.seed("player", name="Main", settings={"autoplay": True})
    refused = job(APPROVED, inventory, credential, **secrets, **artifacts)
    assert not refused
    assert "expected_plan_id" in refused.output
    assert sim.writes == []
    assert "expected_plan_id" in stats(console)["artifact_data"]["kinescope_workspace_outcomes"]["localhost"]["error"]
    sim.remove("player", made["name"])
    assert job(APPROVED, inventory, credential, **secrets, **artifacts)
    assert len(sim.writes) == 2
    assert stats(console)["artifact_data"] == {"kinescope_workspace_outcomes": {"localhost": {**plan, "error": ""}}}


def test_the_commands_of_the_guide(console: Console, sim: Simulator) -> None:
    """They make a job of the files of the guide, and run it."""
    tokens = yaml.safe_load(texts()["group_vars/all/vault.yml"])["vault_kinescope_tokens"]
    for token in tokens.values():
        sim.add_workspace(token)
    (console.home / "password").write_text("the password of the vault", encoding="utf-8")
    console.environment.update(
        ANSIBLE_VAULT_PASSWORD_FILE=str(console.home / "password"), KINESCOPE_API_URL=sim.url, KINESCOPE_API_PACE="off"
    )
    assert follow(console, "awx", tuple(tokens.values())) == 8
    assert sim.writes == []


def test_a_slice_works_on_its_own_workspaces_alone(console: Console, job: Callable[..., Done], sim: Simulator) -> None:
    """A host is a workspace, its token is in a vault; each slice of the inventory is a job with its hosts alone."""
    tokens = {host: sim.token if host == HOSTS[0] else sim.add_workspace() for host in HOSTS}
    secrets = yaml.safe_load(texts()["group_vars/all/secrets.yml"])
    console.write("vault.yml", yaml.safe_dump({"vault_kinescope_tokens": tokens, **secrets}))
    (console.home / "password").write_text(PASSWORD, encoding="utf-8")
    assert console.run("ansible-vault", "encrypt", "vault.yml", "--vault-password-file", str(console.home / "password"))
    vault = console.read("vault.yml")
    shown = yaml.safe_load(texts()["inventory.yml"])
    assert tuple(shown["all"]["hosts"]) == HOSTS
    for number, hosts in enumerate((HOSTS[0::2], HOSTS[1::2])):
        part = {"all": {**shown["all"], "hosts": {host: {} for host in hosts}}}
        inventory = {"inventory.yml": yaml.safe_dump(part), "group_vars/all/vault.yml": vault}
        done = job(APPLY, inventory, {"KINESCOPE_API_URL": sim.url}, kinescope_hosts="all")
        assert done, done.output
        assert stats(console)["changed"] == dict.fromkeys(hosts, 1)
        assert not any(secret in done.output for secret in (*tokens.values(), PASSWORD, SECRET))
        assert len(sim.writes) == (4, 6)[number]
    for number in range(1, 4):
        assert any(player["name"] == "Main" for player in sim.objects("player", workspace=number))
        assert [hook["password"] for hook in sim.objects("webhook", workspace=number)] == [SECRET]


def test_surveys_ask_for_what_the_roles_take() -> None:
    """With types, choices and defaults that the roles take."""
    for name, role in ((DRIFT, "drift"), (APPLY, "workspace")):
        specs = yaml.safe_load((ROOT / f"roles/{role}/meta/argument_specs.yml").read_text(encoding="utf-8"))
        options = specs["argument_specs"]["main"]["options"]
        for question in TEMPLATES[name]["survey_spec"]["spec"]:
            option = options[question["variable"]]
            kinds = {"multiselect": "list", "integer": "int", "multiplechoice": "str", "text": "str"}
            assert option["type"] in (kinds[question["type"]], "raw")  # prune takes a dictionary, too
            assert option["default"] == (question["default"] or [])
            assert set(question.get("choices", [])) <= set(option.get("choices", question.get("choices", [])))
