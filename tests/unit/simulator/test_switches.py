# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each switch changes what it says; those of one kind are tested with that kind."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

import pytest

from tests.simulator import Simulator, switches

HOOK = {"name": "w", "endpoint": "https://h.example.com", "password": "s3", "login": "u", "events": ["a"]}
PROJECT = {"name": "p", "privacy_type": "anywhere"}


def test_unknown_switches_are_refused():
    with pytest.raises(ValueError, match="unknown switch 'nonsense'; known: absent_fields, "):
        Simulator(nonsense="x")
    with pytest.raises(ValueError, match="switch put must be one of merge, replace, not 'x'"):
        Simulator(put="x")
    with pytest.raises(ValueError, match="whole number"):
        Simulator(import_polls="x")


def test_run_time(start):
    sim, _api = start(put="replace")
    with pytest.raises(ValueError, match="unknown switch"):
        sim.set(names="free", nonsense=1)
    assert sim.switches["names"] == "unique"
    sim.set(limits=True, root_folder_parent=None)
    assert (sim.switches["limits"], sim.switches["root_folder_parent"]) == ("on", "null")
    sim.reset()
    assert sim.switches == {**switches.defaults(), "put": "replace", "default_player": "off"}


def test_the_defaults_are_the_likelier_readings():
    with Simulator() as sim:
        assert [player["name"] for player in sim.objects("player")] == ["Default"]
        assert sim.seed("project", name="p")["player_id"] == sim.object("player", "Default")["id"]
        likelier = {"secrets": "echoed", "event_poster": "default", "enable_shows": "nothing", "stream_words": "on-air"}
        assert likelier.items() <= sim.switches.items()


def test_put(start):
    sim, api = start()
    path = f"/v1/webhooks/{api.data('POST', '/v1/webhooks', HOOK)['id']}"
    api.data("PUT", path, {"events": ["b"]})
    stored = sim.objects("webhook")[0]
    assert (stored["events"], stored["password"], stored["login"]) == (["b"], "s3", "u")
    sim.set(put="replace")
    assert api.error("PUT", path, {"events": ["c"]}) == (400, 400400)
    api.data("PUT", path, {"name": "w", "endpoint": "e"})
    stored = sim.objects("webhook")[0]
    assert (stored["events"], stored["password"], stored["login"], stored["endpoint"]) == ([], "", "", "e")


@pytest.mark.parametrize(
    ("value", "stored", "shown"),
    [
        ("masked", "s3", "<REDACTED>"),
        ("masked", "", ""),
        ("echoed", "s3", "s3"),
        ("empty", "s3", ""),
        ("omitted", "s3", None),
        ("omitted", "", None),
    ],
)
def test_secrets(start, value, stored, shown):
    _sim, api = start(secrets=value)
    made = api.data("POST", "/v1/webhooks", {**HOOK, "password": stored})
    listed = api.data("GET", "/v1/webhooks")[0]
    assert made.get("password") == listed.get("password") == shown
    assert ("password" in made) is (shown is not None)


def test_omitted_secrets_inside_objects(start):
    _sim, api = start(secrets="omitted")
    body = {"name": "z", "host": "h", "origins": [{"addr": "a", "basic_auth": {"username": "u", "password": "p"}}]}
    made = api.data("POST", "/v1/cdn/zones", body)
    assert made["origins"][0]["basic_auth"] == {"username": "u"}
    assert made["access_control"] == {}


def test_mask(start):
    _sim, api = start(secrets="masked", mask="********")
    assert api.data("POST", "/v1/webhooks", HOOK)["password"] == "********"


@pytest.mark.parametrize("put", ["merge", "replace"])
def test_unknown_fields(start, put):
    sim, api = start(unknown_fields="extra", put=put)
    made = api.data("POST", "/v1/webhooks", HOOK)
    assert made["x_dashboard"] == "kept"
    path = f"/v1/webhooks/{made['id']}"
    assert api.data("PUT", path, {**HOOK, "x_dashboard": "sent"})["x_dashboard"] == "sent"
    after = api.data("PUT", path, HOOK)
    assert after.get("x_dashboard") == ("sent" if put == "merge" else None)
    sim.set(unknown_fields="none")
    assert "x_dashboard" not in api.data("GET", "/v1/webhooks")[0]


def test_create_requires(start):
    _sim, api = start(create_requires="documented")
    assert api.error("POST", "/v1/projects", PROJECT) == (400, 400400)
    api.data("POST", "/v1/projects", {**PROJECT, "privacy_domains": []})


@pytest.mark.parametrize(
    ("value", "given", "shown"),
    [
        ("as_given", "*.Пример.рф", "*.Пример.рф"),
        ("punycode", "*.пример.рф", "*.xn--e1afmkfd.xn--p1ai"),
        ("unicode", "xn--e1afmkfd.xn--p1ai", "пример.рф"),
        ("unicode", "xn--!.example", "xn--!.example"),
    ],
)
def test_idn(start, value, given, shown):
    sim, api = start(idn=value)
    assert api.data("POST", "/v1/privacy-domains", {"domain": given})["domain"] == shown
    made = api.data("POST", "/v1/projects", {**PROJECT, "privacy_domains": [given]})
    assert made["privacy_domains"] == [shown]
    assert sim.objects("privacy_domain")[0]["domain"] == given
    assert api.error("POST", "/v1/privacy-domains", {"domain": shown}) == (400, 400201)


def test_domain_case(start):
    _sim, api = start(domain_case="lowered")
    assert api.data("POST", "/v1/privacy-domains", {"domain": "Example.COM"})["domain"] == "example.com"
    assert api.error("POST", "/v1/privacy-domains", {"domain": "EXAMPLE.com"}) == (400, 400201)


def test_domains_from_lists(start):
    sim, api = start(domains_from_lists="on")
    api.data("POST", "/v1/projects", {**PROJECT, "privacy_domains": ["a.example", "b.example"]})
    api.data("PUT", f"/v1/projects/{sim.objects('project')[0]['id']}", {**PROJECT, "privacy_domains": ["c.example"]})
    assert [row["domain"] for row in sim.objects("privacy_domain")] == ["a.example", "b.example", "c.example"]


@pytest.mark.parametrize(
    ("switches", "listed", "stored"),
    [
        ({"domain_case": "lowered"}, "Example.COM", "example.com"),
        ({"idn": "punycode"}, "пример.рф", "xn--e1afmkfd.xn--p1ai"),
        ({"idn": "unicode"}, "xn--e1afmkfd.xn--p1ai", "пример.рф"),
    ],
)
def test_domains_from_lists_in_another_spelling(start, switches, listed, stored):
    """What a create refuses as already there, a list does not make again."""
    sim, api = start(domains_from_lists="on", **switches)
    api.data("POST", "/v1/privacy-domains", {"domain": stored})
    assert api.error("POST", "/v1/privacy-domains", {"domain": listed}) == (400, 400201)
    api.data("POST", "/v1/projects", {**PROJECT, "privacy_domains": [listed, stored]})
    assert [row["domain"] for row in sim.objects("privacy_domain")] == [stored]


def test_empty_lists(start):
    _sim, api = start(empty_lists="null")
    made = api.data("POST", "/v1/projects", PROJECT)
    assert made["folders"] is made["privacy_domains"] is None
    assert api.data("GET", "/v1/players") == []


def test_absent_fields(start):
    _sim, api = start(absent_fields="dropped")
    made = api.data("POST", "/v1/players", {"name": "p", "settings": {"volume": 0, "autoplay": False}})
    assert set(made) == {"id", "workspace_id", "name", "settings", "created_by_user_name", "created_at"}
    assert made["settings"] == {"volume": 0, "autoplay": False}
    assert api("GET", "/v1/players").json()["meta"]["parent_id"] is None


CREATES = [
    ("/v1/projects", PROJECT),
    ("/v1/players", {"name": "x"}),
    ("/v1/privacy-domains", {"domain": "d"}),
    ("/v1/tags", {"tag": "t"}),
    ("/v1/cdn/zones", {"name": "z", "host": "h"}),
]


@pytest.mark.parametrize(("value", "body"), [("success", {"data": {"success": True}}), ("no_data", {})])
def test_created_response(start, value, body):
    _sim, api = start(created_answer=value)
    assert [api("POST", path, given).json() for path, given in CREATES] == [body] * 5
    assert "id" in api.data("POST", "/v1/webhooks", HOOK)


def test_created_response_with_the_id_only(start):
    _sim, api = start(created_answer="id")
    assert [list(api.data("POST", path, given)) for path, given in CREATES] == [["id"]] * 5


def test_created_status(start):
    _sim, api = start(created_status="201")
    assert {api("POST", path, given).status_code for path, given in CREATES} == {201}


@pytest.mark.parametrize(
    ("value", "status", "body"),
    [
        ("success", 200, {"data": {"success": True}}),
        ("no_data", 200, {}),
        ("id", 200, {"data": {"id": "the ID"}}),
        ("no_content", 204, None),
    ],
)
def test_updated_response(start, value, status, body):
    _sim, api = start(updated_answer=value)
    for path, given in CREATES:
        id = api.data("POST", path, given)["id"]
        answer = api("PUT", f"{path}/{id}", {**given, "settings": {}})
        expected = {"data": {"id": id}} if value == "id" else body
        assert (answer.status_code, answer.json() if answer.content else None) == (status, expected)
    assert api("PUT", "/v1/drm/auth", {"url": "https://a.example"}).status_code == status
    assert api.data("GET", "/v1/drm/auth")["url"] == "https://a.example"


def test_delete_response(start):
    sim, api = start(delete_answer="no_content")
    project = sim.seed("project", name="p")["id"]
    folder = sim.seed("folder", name="f", project_id=project)["id"]
    answer = api("DELETE", f"/v1/projects/{project}/folders/{folder}")
    assert (answer.status_code, answer.content) == (204, b"")
    sim.set(delete_answer="object")
    assert api.data("DELETE", f"/v1/projects/{project}")["name"] == "p"


def test_limits(start):
    sim, api = start(limits="on")
    seen = [api("GET", "/v1/players") for _index in range(11)]
    assert [answer.status_code for answer in seen] == [200] * 10 + [429]
    assert seen[-1].json()["error"]["code"] == 100106
    assert seen[-1].headers["Retry-After"] == "1"
    other = sim.add_workspace()
    assert api("GET", "/v1/players", headers={"Authorization": f"Bearer {other}"}).status_code == 200
    sim.set(retry_after="date")
    before = time.time()
    moment = parsedate_to_datetime(api("GET", "/v1/players").headers["Retry-After"])
    assert before <= moment.timestamp() <= time.time() + 2
    sim.set(retry_after="none")
    assert "Retry-After" not in api("GET", "/v1/players").headers
    time.sleep(1.05)
    assert api("GET", "/v1/players").status_code == 200


@pytest.mark.parametrize(
    ("value", "total"), [("number", 12), ("text", "12"), ("float", 12.0), ("missing", None), ("zero", 0), ("page", 10)]
)
def test_totals(start, value, total):
    sim, api = start(totals=value)
    for number in range(12):
        sim.seed("webhook", name=f"h{number}", endpoint="e")
    for families in ("page", "offset"):
        sim.set(families=families)
        meta = api("GET", "/v1/webhooks").json()["meta"]
        found = meta.get("pagination", meta).get("total")
        assert (found, type(found)) == (total, type(total))


def test_deleted_rows(start):
    sim, api = start(deleted_rows="listed")
    id = api.data("POST", "/v1/webhooks", HOOK)["id"]
    api.data("DELETE", f"/v1/webhooks/{id}")
    assert [bool(row["deleted_at"]) for row in api.data("GET", "/v1/webhooks")] == [True]
    assert api.error("DELETE", f"/v1/webhooks/{id}") == (404, 400404)
    api.data("POST", "/v1/webhooks", HOOK)
    assert len(sim.objects("webhook")) == 2


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("player", "/v1/players"),
        ("file_request", "/v1/file-requests"),
        ("privacy_domain", "/v1/privacy-domains"),
        ("tag", "/v1/tags"),
    ],
)
def test_delete_body(start, kind, path):
    sim, api = start(delete_body="needed")
    id = sim.seed(kind)["id"]
    assert api.error("DELETE", f"{path}/{id}") == (400, 1)
    api.data("DELETE", f"{path}/{id}", {})
    assert sim.objects(kind) == []
    sim.set(delete_body="ignored")
    api.data("DELETE", f"{path}/{sim.seed(kind)['id']}")
