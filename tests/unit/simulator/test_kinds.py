# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Projects, folders, players, webhooks, domains, zones, DRM: what is particular to each."""

from __future__ import annotations

import uuid

import pytest

PROJECT = {"name": "Courses", "privacy_type": "custom", "privacy_domains": ["example.com"]}


def test_project_shape(sim_api):
    _sim, api = sim_api
    made = api.data("POST", "/v1/projects", {**PROJECT, "catalog_type": "vod"})
    assert list(made) == [
        "id",
        "name",
        "folders",
        "privacy_type",
        "privacy_domains",
        "privacy_email_domains",
        "privacy_share",
        "player_id",
        "favorite",
        "size",
        "items_count",
        "created_at",
        "updated_at",
        "encrypted",
    ]
    assert made["player_id"] is None
    assert made["updated_at"] is None
    assert api.data("GET", f"/v1/projects/{made['id']}") == made


def test_project_names_are_unique(sim_api):
    sim, api = sim_api
    api.data("POST", "/v1/projects", PROJECT)
    assert api.error("POST", "/v1/projects", PROJECT) == (400, 400203)
    other = api.data("POST", "/v1/projects", {**PROJECT, "name": "Other"})
    path = f"/v1/projects/{other['id']}"
    assert api.error("PUT", path, PROJECT) == (400, 400203)
    assert api.data("PUT", path, {**PROJECT, "name": "Other"})["updated_at"] is not None
    sim.set(names="free")
    api.data("POST", "/v1/projects", PROJECT)


def test_catalogues(start):
    sim, api = start()
    sim.seed("project", name="on demand")
    sim.seed("project", name="live", catalog_type="live")
    assert [p["name"] for p in api.data("GET", "/v1/projects")] == ["on demand"]
    assert [p["name"] for p in api.data("GET", "/v1/projects?catalog_type=live")] == ["live"]
    sim.set(catalog_filter="all_by_default")
    assert len(api.data("GET", "/v1/projects")) == 2
    assert len(api.data("GET", "/v1/projects?catalog_type=vod")) == 1
    sim.set(catalog_filter="ignored")
    assert len(api.data("GET", "/v1/projects?catalog_type=live")) == 2


def test_default_player(start):
    _sim, api = start(default_player="on")
    default = api.data("GET", "/v1/players")[0]
    made = api.data("POST", "/v1/projects", PROJECT)
    assert made["player_id"] == default["id"]
    assert api.error("DELETE", f"/v1/players/{default['id']}") == (400, 400400)


def test_apply_to_videos(start):
    sim, api = start()
    project = sim.seed("project", name="p")
    video = sim.seed("video", title="v", project_id=project["id"])
    path = f"/v1/projects/{project['id']}"
    api.data("PUT", path, {"privacy_type": "nowhere"})
    assert sim.object("video", video["id"])["privacy_type"] == "anywhere"
    api.data("PUT", path, {"privacy_type": "nowhere", "apply_to_videos": True})
    assert sim.object("video", video["id"])["privacy_type"] == "nowhere"


def test_folders(start):
    sim, api = start()
    project = sim.seed("project", name="p")["id"]
    base = f"/v1/projects/{project}/folders"
    top = api.data("POST", base, {"name": " "})
    assert top["parent_id"] == project
    inner = api.data("POST", base, {"name": "in", "parent_id": top["id"]})
    assert [f["id"] for f in api.data("GET", base + "?order=created_at")] == [top["id"], inner["id"]]
    assert [f["name"] for f in api.data("GET", f"/v1/projects/{project}")["folders"]] == [" ", "in"]
    assert api.data("PUT", f"{base}/{inner['id']}", {"name": "new"})["parent_id"] == top["id"]
    gone = api.data("DELETE", f"{base}/{top['id']}")
    assert gone["id"] == top["id"]
    assert sim.objects("folder") == []


def test_a_folder_belongs_to_its_project(start):
    sim, api = start()
    one, two = sim.seed("project", name="1")["id"], sim.seed("project", name="2")["id"]
    folder = sim.seed("folder", name="f", project_id=one)["id"]
    assert api.error("GET", f"/v1/projects/{two}/folders/{folder}") == (404, 400404)
    assert api.error("POST", f"/v1/projects/{two}/folders", {"name": "x", "parent_id": folder}) == (404, 400404)
    assert api.error("GET", f"/v1/projects/{uuid.uuid4()}/folders") == (404, 400404)
    sim.set(root_folder_parent="null")
    assert api.data("GET", f"/v1/projects/{one}/folders/{folder}")["parent_id"] is None


def test_deleting_a_project_takes_what_is_in_it(start):
    sim, api = start()
    project = sim.seed("project", name="p")["id"]
    folder = sim.seed("folder", name="f", project_id=project)["id"]
    sim.seed("video", title="v", project_id=project, folder_id=folder)
    sim.seed("live_event", name="e", type="one-time", parent_id=folder)
    sim.seed("drm_auth", project_id=project, url="u")
    kept = sim.seed("live_event", name="kept", type="one-time", record={"parent_id": folder})
    assert api.data("DELETE", f"/v1/projects/{project}") == {"success": True}
    assert [sim.objects(kind) for kind in ("folder", "video", "drm_auth")] == [[], [], []]
    assert [event["id"] for event in sim.objects("live_event")] == [kept["id"]]
    assert sim.object("live_event", "kept")["record"] == {"parent_id": None}
    assert api.error("GET", f"/v1/projects/{project}") == (404, 400404)


def test_players(start):
    sim, api = start()
    made = api.data("POST", "/v1/players", {"name": "p", "settings": {"autoplay": False, "volume": 0}, "ads": []})
    path = f"/v1/players/{made['id']}"
    assert api.error("PUT", path, {"name": "p"}) == (400, 400400)
    assert api.data("PUT", path, {"settings": {"volume": 5}})["settings"] == {"autoplay": False, "volume": 5}
    sim.set(put="replace")
    assert api.error("PUT", path, {"settings": {}}) == (400, 400400)
    assert api.data("PUT", path, {"name": "p", "settings": {"volume": 5}})["settings"] == {"volume": 5}
    assert "logo" not in api.data("GET", "/v1/players")[0]
    assert api.data("DELETE", path) == {"success": True}


@pytest.mark.parametrize(
    ("value", "error"), [("refused", (400, 400400)), ("missing", (405, 400405)), ("no_route", (404, 400404))]
)
def test_player_delete(start, value, error):
    sim, api = start(player_delete=value)
    path = f"/v1/players/{sim.seed('player', name='p')['id']}"
    assert api.error("DELETE", path) == error
    assert api.data("GET", path)["name"] == "p"


PNG = b"\x89PNG\r\n\x1a\n\r\n--\x00"


def test_logo(start):
    sim, api = start()
    path = f"/v1/players/{sim.seed('player', name='p')['id']}"
    api.data("POST", f"{path}/logo", data=PNG, headers={"Content-Type": "image/png"})
    raw = api.data("GET", path)["logo"]
    api.data("POST", f"{path}/logo", files={"file": ("logo.png", PNG, "image/png")})
    assert raw == api.data("GET", path)["logo"] == "data:image/png;base64,iVBORw0KGgoNCi0tAA=="
    sim.set(logo_shape="object")
    link = api.data("GET", path)["logo"]["url"]
    assert api("GET", link).content == PNG
    sim.set(logo_shape="url")
    assert api.data("GET", path)["logo"] == link
    assert api.data("DELETE", f"{path}/logo") == {"success": True}
    assert api.data("GET", path)["logo"] is None
    sim.set(logo_delete="refused")
    assert api.error("DELETE", "/v1/players/nonsense/logo") == (405, 400405)
    assert api.error("POST", "/v1/players/nonsense/logo", data=PNG) == (400, 400301)


@pytest.mark.parametrize("value", ["raw", "multipart"])
def test_logo_upload(start, value):
    sim, api = start(logo_upload=value)
    path = f"/v1/players/{sim.seed('player', name='p')['id']}/logo"
    raw, form = api("POST", path, data=PNG), api("POST", path, files={"file": ("logo.png", PNG, "image/png")})
    assert (raw.status_code, form.status_code) == ((200, 400) if value == "raw" else (400, 200))


def test_webhooks(sim_api):
    sim, api = sim_api
    body = {"name": "ci", "endpoint": "https://hooks.example.com", "password": "s3", "events": ["media.update.status"]}
    made = api.data("POST", "/v1/webhooks", body)
    assert made["password"] == "s3"
    assert made["login"] == ""
    assert sim.objects("webhook")[0]["password"] == "s3"
    assert api.error("GET", f"/v1/webhooks/{made['id']}") == (405, 400405)
    assert api.error("POST", "/v1/webhooks", body) == (400, 400203)


def test_domains(sim_api):
    _sim, api = sim_api
    made = api.data("POST", "/v1/privacy-domains", {"domain": "всёдлякотлов.com"})
    assert made["domain"] == "всёдлякотлов.com"
    assert "archived" not in made
    path = f"/v1/privacy-domains/{made['id']}"
    assert api.data("PUT", path, {"domain": "всёдлякотлов.com", "archived": True})["archived_at"] is not None
    assert api.error("POST", "/v1/privacy-domains", {"domain": "всёдлякотлов.com"}) == (400, 400201)
    assert api.data("PUT", path, {"archived": False})["archived_at"] is None
    assert api.data("DELETE", path) == {"success": True}


def test_archived_lists(start):
    sim, api = start(archived_lists="active")
    sim.seed("tag", tag="a")
    sim.seed("tag", tag="b", archived=True)
    assert [t["tag"] for t in api.data("GET", "/v1/tags")] == ["a"]
    assert [t["tag"] for t in api.data("GET", "/v1/tags?archived=true")] == ["b"]
    sim.set(archived_lists="all")
    assert len(api.data("GET", "/v1/tags")) == 2
    assert len(api.data("GET", "/v1/tags?archived=false")) == 1


ZONE = {
    "name": "Live ",
    "host": "live.example.com",
    "origins": [{"addr": "http://10.0.0.5:8041", "basic_auth": {"username": "u", "password": "p"}}, {"addr": "b"}],
    "access_control": {"jwt_secret": "j"},
    "settings": {"index_html": "index.html"},
}


def test_zones(sim_api):
    sim, api = sim_api
    made = api.data("POST", "/v1/cdn/zones", ZONE)
    assert made["name"] == "Live "
    assert made["origins"][0]["basic_auth"] == {"username": "u", "password": "p"}
    assert made["origins"][1] == {"addr": "b", "basic_auth": {"username": "", "password": ""}}
    assert made["access_control"] == {"jwt_secret": ZONE["access_control"]["jwt_secret"], "secure_link": ""}
    assert made["settings"]["max_send_size_bytes"] == 0
    path = f"/v1/cdn/zones/{made['id']}"
    kept = api.data("PUT", path, {"settings": {"block_bad_bots": True}})
    assert kept["host"] == "live.example.com"
    assert kept["settings"]["index_html"] == ""
    sim.set(put="replace")
    replaced = api.data("PUT", path, {"name": "Live ", "host": "h"})
    assert replaced["origins"] == []
    assert sim.objects("cdn_zone")[0]["access_control"] == {"jwt_secret": "", "secure_link": ""}


@pytest.mark.parametrize("inside", [False, True])
def test_drm(start, inside):
    sim, api = start()
    path = "/v1/drm/auth" + (f"/{sim.seed('project', name='p')['id']}" if inside else "")
    answer = api("GET", path)
    assert (answer.status_code, answer.json()) == (404, {"error": {"code": 404404, "message": "no such entity"}})
    assert api.error("DELETE", path) == (404, 404404)
    assert api.error("PUT", path, {"strict": True}) == (400, 400400)
    made = api.data("PUT", path, {"url": "https://a.example.com", "username": "u", "password": "p", "strict": True})
    assert list(made) == ["url", "username", "password", "created_at", "updated_at"]
    assert (made["password"], made["updated_at"]) == ("p", None)
    sim.set(strict_in_drm="shown", secrets="echoed")
    changed = api.data("PUT", path, {"url": "https://b.example.com"})
    assert (changed["strict"], changed["username"], changed["password"]) == (True, "u", "p")
    sim.set(put="replace")
    assert api.data("PUT", path, {"url": "c"})["password"] == ""
    assert len(sim.objects("drm_auth")) == 1
    assert api.data("DELETE", path) == {"success": True}
    assert sim.objects("drm_auth") == []


def test_drm_of_an_unknown_project(sim_api):
    _sim, api = sim_api
    assert api.error("GET", f"/v1/drm/auth/{uuid.uuid4()}") == (404, 400404)
