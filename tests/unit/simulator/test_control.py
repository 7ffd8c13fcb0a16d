# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal, stored state behind the API's back, workspaces, snapshots, and the control routes."""

from __future__ import annotations

import threading

import pytest
import requests

PROJECT = {"name": "p", "privacy_type": "anywhere"}


def test_journal(sim_api):
    sim, api = sim_api
    api("GET", "/v1/projects?per_page=5&status[]=a&status[]=b", headers={"User-Agent": "tests"})
    api("POST", "/v1/projects", PROJECT)
    api("POST", "/v1/projects", data=b"\xff\xfe")
    first, second, third = sim.journal
    assert first.query == {"per_page": ["5"], "status[]": ["a", "b"]}
    assert (first.method, first.path, first.body, first.size, first.status) == ("GET", "/v1/projects", None, 0, 200)
    assert (first.user_agent, first.workspace, first.token, first.fault) == ("tests", 1, None, None)
    assert second["body"] == PROJECT
    assert second.content_type == "application/json"
    assert third.body is None
    assert third.size == 2
    assert first.at <= second.at
    assert sim.token not in str(sim.journal)
    assert len(sim.writes) == 2
    assert len(sim.reads) == 1
    assert len(sim.requests("POST", "/v1/*")) == 2
    sim.clear_journal()
    assert sim.journal == []


def test_workspaces_share_nothing(sim_api):
    sim, api = sim_api
    other = {"headers": {"Authorization": f"Bearer {sim.add_workspace()}"}}
    made = api.data("POST", "/v1/projects", PROJECT)
    assert api.data("GET", "/v1/projects", **other) == []
    assert api.error("GET", f"/v1/projects/{made['id']}", **other) == (404, 400404)
    api.data("POST", "/v1/projects", PROJECT, **other)
    assert (len(sim.objects("project")), len(sim.objects("project", workspace=2))) == (1, 1)
    assert sim.journal[-1].workspace == 2


def test_seed_edit_remove(sim_api):
    sim, api = sim_api
    made = sim.seed("project", name="p", items_count=7, catalog_type="live", created_at="2020-01-01T00:00:00Z")
    assert (made["items_count"], made["created_at"], made["folders"]) == (7, "2020-01-01T00:00:00Z", [])
    assert api.data("GET", f"/v1/projects/{made['id']}")["items_count"] == 7
    assert sim.edit("project", "p", name="q", privacy_domains=["a"])["updated_at"] is not None
    assert sim.object("project", "q")["privacy_domains"] == ["a"]
    assert api.data("GET", "/v1/projects?catalog_type=live")[0]["name"] == "q"
    sim.remove("project", made["id"])
    assert sim.objects("project") == []
    with pytest.raises(LookupError, match="no project 'q'"):
        sim.object("project", "q")


def test_mistakes_are_named(sim_api):
    sim, _api = sim_api
    sim.seed("live_event", name="e", type="recurring")
    sim.seed("live_event", name="e", type="recurring")
    with pytest.raises(LookupError, match="2 objects of kind live_event have the key 'e'"):
        sim.edit("live_event", "e", subtitle="s")
    with pytest.raises(LookupError, match="unknown kind 'x'; known: access_token, "):
        sim.objects("x")
    with pytest.raises(ValueError, match="project has no field 'x'"):
        sim.seed("project", x=1)
    with pytest.raises(ValueError, match="objects of the kind restream"):
        sim.edit("live_event", sim.objects("live_event")[0]["id"], restreams=[])
    with pytest.raises(LookupError, match="no workspace 9"):
        sim.objects("project", workspace=9)


def test_copies_are_deep(sim_api):
    sim, _api = sim_api
    settings = {"a": [1]}
    sim.seed("player", name="p", settings=settings)
    settings["a"].append(2)
    sim.objects("player")[0]["settings"]["a"].append(3)
    assert sim.objects("player")[0]["settings"] == {"a": [1]}


def test_snapshots(start):
    sim, api = start(put="replace")
    sim.seed("project", name="p")
    kept = sim.snapshot()
    sim.set(put="merge")
    sim.add_workspace()
    api.data("POST", "/v1/projects", {**PROJECT, "name": "q"})
    sim.edit("project", "p", name="changed")
    sim.restore(kept)
    assert [row["name"] for row in sim.objects("project")] == ["p"]
    assert sim.switches["put"] == "replace"
    assert api.error("POST", "/v1/projects", PROJECT) == (400, 400203)
    api.data("POST", "/v1/projects", {**PROJECT, "name": "q"})
    sim.restore(kept)
    assert len(sim.objects("project")) == 1


def test_reset(sim_api):
    sim, api = sim_api
    sim.seed("project", name="p")
    api.data("POST", "/v1/access-tokens", {"name": "t", "scope": {"api": {"permissions": ["read"]}}})
    token = sim.objects("access_token")[0]["secret"]
    sim.fault("status", times=None)
    sim.reset()
    assert (sim.objects("project"), sim.journal) == ([], [])
    assert api.data("GET", "/v1/projects") == []
    assert api.error("GET", "/v1/projects", headers={"Authorization": f"Bearer {token}"}) == (401, 100102)


def test_control_routes(sim_api):
    sim, api = sim_api
    made = api.control("POST", "objects/project", {"name": "a/b", "items_count": 3}).json()
    assert api.control("GET", "objects/project").json() == [made]
    assert api.control("GET", f"objects/project/{made['id']}").json() == made
    assert api.control("GET", "objects/project/a%2Fb").json() == made
    assert api.control("PATCH", "objects/project/a%2Fb", {"name": "c"}).json()["name"] == "c"
    assert api.control("PUT", "switches", {"put": "replace"}).json()["put"] == "replace"
    assert api.control("GET", "switches").json() == sim.switches
    name = api.control("POST", "snapshot").json()["snapshot"]
    assert api.control("DELETE", "objects/project/c").json()["id"] == made["id"]
    assert api.control("POST", f"restore/{name}").status_code == 200
    assert len(api.control("GET", "objects/project").json()) == 1
    token = api.control("POST", "workspaces", {}).json()["token"]
    assert api.control("GET", "objects/project?workspace=2").json() == []
    api("GET", "/v1/projects", headers={"Authorization": f"Bearer {token}"})
    found = api.control("GET", "journal?method=GET&path=/v1/*").json()
    assert (len(found["entries"]), found["reads"], found["writes"]) == (1, 1, 0)
    assert api.control("DELETE", "journal").json() == {}
    assert sim.journal == []
    assert api.control("POST", "reset").json() == {}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "nonsense", None, 404),
        ("POST", "journal", None, 405),
        ("GET", "objects/nonsense", None, 404),
        ("GET", "objects/project/nonsense", None, 404),
        ("PUT", "switches", {"put": "x"}, 400),
        ("PUT", "switches", [], 400),
        ("POST", "objects/project", {"x": 1}, 400),
        ("POST", "restore/s9", None, 404),
        ("GET", "files/x", None, 404),
    ],
)
def test_control_mistakes(sim_api, method, path, body, status):
    _sim, api = sim_api
    answer = api.control(method, path, body)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_many_threads(sim_api):
    sim, _api = sim_api

    def work(number):
        for step in range(10):
            body = {"name": f"{number}-{step}", "endpoint": "e"}
            headers = {"Authorization": f"Bearer {sim.token}"}
            requests.post(f"{sim.url}/v1/webhooks", json=body, headers=headers, timeout=5)
            sim.seed("tag", tag=f"{number}-{step}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sim.objects("webhook")) == len(sim.objects("tag")) == len(sim.writes) == 80
