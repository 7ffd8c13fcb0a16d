# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tags, playlists, file requests, moderators, tokens, rooms, avatars, reports."""

from __future__ import annotations

import uuid

import pytest

SPAN = "from=2024-01-01&to=2024-01-03"


def test_tags(sim_api):
    _sim, api = sim_api
    made = api.data("POST", "/v1/tags", {"tag": "public"})
    path = f"/v1/tags/{made['id']}"
    assert api.error("POST", "/v1/tags", {"tag": "public"}) == (400, 400201)
    assert api.error("PUT", path, {"archived": True}) == (400, 400400)
    assert api.data("PUT", path, {"tag": "public", "archived": True})["archived_at"] is not None
    assert api.data("DELETE", path) == {"success": True}


def test_playlists(start):
    sim, api = start()
    project = sim.seed("project", name="p")["id"]
    videos = [sim.seed("video", title=title, project_id=project)["id"] for title in "abc"]
    made = api.data("POST", "/v1/playlists", {"name": "l", "parent_id": project, "entity_ids": videos[:2]})
    assert "unique_codes_enabled" not in made
    assert made["settings"] == {"sort_field": "created_at", "sort_order": "asc", "ignore_interactive_tools": False}
    path = f"/v1/playlists/{made['id']}"
    assert "unique_codes_enabled" in api.data("GET", path)
    api.data("PATCH", path, {"settings": {"ignore_interactive_tools": True}})
    changed = api.data("PATCH", path, {"settings": {"sort_field": "custom"}})
    assert changed["settings"] == {"sort_field": "custom", "sort_order": "asc", "ignore_interactive_tools": True}
    assert "privacy_share" in api.data("POST", f"{path}/entities", {"entity_ids": [videos[2]]})

    def order():
        return [(item["position"], item["title"]) for item in api.data("GET", f"{path}/entities")]

    assert order() == [(1, "a"), (2, "b"), (3, "c")]
    api.data("PUT", f"{path}/entities/{videos[2]}/move", {"position": 1})
    assert order() == [(1, "c"), (2, "a"), (3, "b")]
    api.data("PATCH", path, {"settings": {"sort_field": "title", "sort_order": "desc"}})
    assert order() == [(1, "c"), (2, "b"), (3, "a")]
    api.data("DELETE", f"{path}/entities", {"entity_ids": [videos[0]]})
    assert len(order()) == 2
    api.data("POST", f"{path}/entities", {"entity_ids": [videos[0]], "replace": True})
    assert order() == [(1, "a")]
    assert api.error("DELETE", f"{path}/entities") == (400, 1)
    assert api.error("POST", f"{path}/entities", {"entity_ids": [str(uuid.uuid4())]}) == (404, 400404)
    api.data("POST", "/v1/playlists", {"name": "l", "parent_id": project})
    sim.set(playlist_sort="custom")
    assert api.data("POST", "/v1/playlists", {"name": "m"})["settings"]["sort_field"] == "custom"


def test_file_requests(start):
    sim, api = start()
    project = sim.seed("project", name="p")["id"]
    body = {"title": "Files", "uploading_location_id": project, "expired_at": "2030-01-01T00:00:00Z"}
    made = api.data("POST", "/v1/file-requests", body)
    assert made["url"] == f"https://kinescope.io/request/{made['id']}"
    api.data("POST", "/v1/file-requests", body)
    path = f"/v1/file-requests/{made['id']}"
    assert api.data("PUT", path, {"archived": True, "expired_at": None})["expired_at"] is None
    assert len(api.data("GET", "/v1/file-requests?archived=true")) == 1
    assert len(api.data("GET", "/v1/file-requests?archived=false")) == 1
    assert "offset" in api("GET", "/v1/file-requests").json()["meta"]
    assert api.error("POST", "/v1/file-requests", {"title": "x"}) == (400, 400400)


def test_moderators(start):
    sim, api = start()
    body = {"username": "mod", "email": "m@example.com", "password": "s3"}
    made = api.data("POST", "/v1/moderators", body)
    assert set(made) == {"user_id", "workspace_id", "username", "email", "scope"}
    assert api.error("POST", "/v1/moderators", body) == (400, 400202)
    path = f"/v1/moderators/{made['user_id']}"
    assert api.data("PUT", path, {"username": "new"})["email"] == "m@example.com"
    assert sim.object("moderator", "m@example.com")["password"] == "s3"
    sim.set(moderator_put="full")
    assert api.error("PUT", path, {"username": "new"}) == (400, 400400)
    assert api.data("GET", path)["username"] == "new"
    assert api.data("DELETE", path) == {"success": True}


@pytest.mark.parametrize("field", ["id", "token", "value", "access_token"])
def test_access_tokens(start, field):
    sim, api = start(token_secret=field)
    scope = {"api": {"permissions": ["read"]}}
    made = api.data("POST", "/v1/access-tokens", {"name": "ci", "scope": scope})
    assert made["scope"] == scope
    shown = api.data("GET", f"/v1/access-tokens/{made['id']}")
    assert set(shown) == {"id", "name", "workspace_id", "scope"}
    own = {"headers": {"Authorization": f"Bearer {made[field]}"}}
    assert api.data("GET", "/v1/projects", **own) == []
    assert api.error("POST", "/v1/tags", {"tag": "t"}, **own) == (403, 100103)
    assert [(entry.token, entry.status) for entry in sim.journal[-3:]] == [(None, 200), ("ci", 200), ("ci", 403)]
    assert sim.objects("access_token")[0]["secret"] == made[field]
    assert api.error("PUT", f"/v1/access-tokens/{made['id']}", {"name": "x"}) == (405, 400405)
    assert api.data("DELETE", f"/v1/access-tokens/{made['id']}") == {"success": True}
    assert api.error("GET", "/v1/projects", **own) == (401, 100102)
    assert sim.journal[-1].token is None


def test_upload_tokens(start):
    sim, api = start()
    one, two = (sim.seed("project", name=name)["id"] for name in "ab")
    scope = {"upload": {"entities": [{"id": one, "permissions": ["write"]}], "permissions": []}}
    made = api.data("POST", "/v1/access-tokens", {"name": "up", "scope": scope})
    assert made["scope"] == scope
    own = {"host": "uploader", "headers": {"Authorization": f"Bearer {made['id']}"}}
    assert api("POST", "/v2/init", {"type": "video", "title": "t", "parent_id": one}, **own).status_code == 201
    assert api.error("POST", "/v2/init", {"type": "video", "title": "t", "parent_id": two}, **own) == (403, 100103)


def test_rooms(start):
    sim, api = start()
    person = str(uuid.uuid4())
    body = {"name": "Standup", "owner_id": person, "type": "instant_meeting"}
    guest = {"user_id": person, "name": "Ann", "role": "admin"}
    made = api.data("POST", "/v1/speak/rooms", {**body, "participants": [guest]})
    assert made["link"] == f"https://speak.kinescope.io/{made['code']}"
    assert (made["status"], made["participants"][0]["room_id"]) == ("scheduled", made["id"])
    path = f"/v1/speak/rooms/{made['id']}"
    assert api.data("PATCH", path, {"name": "N", "type": "permanent_meeting"})["type"] == "instant_meeting"
    assert api.error("POST", f"{path}/participants", {"name": "x", "role": "guest"}) == (400, 400400)
    other = api.data("POST", f"{path}/participants", {**guest, "name": "Bob", "role": "manager"})
    assert (
        api.data("PATCH", f"{path}/participants/{other['id']}", {"name": "Rob", "role": "admin"})["role"] == "manager"
    )
    assert [p["name"] for p in api.data("GET", f"{path}/participants?role[]=manager")] == ["Rob"]
    assert api.data("GET", f"{path}/participants?q=ANN")[0]["name"] == "Ann"
    assert api.data("DELETE", f"{path}/participants/{other['id']}") == {"success": True}
    assert api.data("GET", "/v1/speak/rooms?type[]=permanent_meeting") == []
    assert api.data("GET", "/v1/speak/rooms?status[]=scheduled&q=n")[0]["id"] == made["id"]
    api.data("DELETE", path)
    assert sim.objects("participant") == []


def test_avatars(sim_api):
    sim, api = sim_api
    user = api.data("POST", "/v1/avatar", data=b"png", headers={"Content-Type": "image/png"})
    assert "reset_password_token" in user
    avatar = sim.objects("avatar")[0]["id"]
    assert api("GET", f"/v1/user/avatar/{avatar}").content == b"png"
    assert api("GET", f"/v1/workspace/avatar/{user['id']}").headers["Content-Type"] == "image/png"
    assert "id" in api.data("DELETE", "/v1/avatar")
    assert api.error("GET", f"/v1/user/avatar/{avatar}") == (404, 400404)
    api.data("DELETE", "/v1/avatar")


def test_overview(start):
    sim, api = start()
    answer = api("GET", f"/v1/analytics/overview?{SPAN}").json()
    assert answer["meta"]["time"] == {
        "from": "2024-01-01T00:00:00Z",
        "to": "2024-01-03T00:00:00Z",
        "timezone": "Europe/Moscow",
    }
    assert answer["data"]["total"]["date"] == "0001-01-01T00:00:00Z"
    assert answer["data"]["timeline"][0]["date"] == "2023-12-31T21:00:00Z"
    assert answer["data"]["top"]["oses"] is None
    assert api.error("GET", "/v1/analytics/overview?from=2024-01-01") == (404, 400404)
    sim.set(usage_without_dates="invalid")
    assert api.error("GET", "/v1/analytics/overview?from=2024-01-01") == (400, 400400)
    assert api.error("GET", "/v1/analytics/overview?from=x&to=2024-01-01") == (400, 400400)
    assert api.error("GET", f"/v1/analytics/overview?{SPAN}&group_time=year") == (400, 400400)


def test_custom_report(start):
    sim, api = start()
    video = sim.seed("video", title="v")["id"]
    answer = api("GET", f"/v1/analytics?{SPAN}&group_entities=video_id&fields=view,play&order=view.desc").json()
    assert answer["meta"]["order"] == {"view": "desc"}
    assert answer["data"][0] == {"date": "2023-12-31T21:00:00Z", "view": 0, "play": 0, "video_id": video}
    assert api.error("GET", f"/v1/analytics?{SPAN}&order=watch_time.desc") == (400, 400216)
    assert api.error("GET", f"/v1/analytics?{SPAN}&fields=nonsense") == (400, 400400)


def test_usage_and_timezones(start):
    sim, api = start()
    project = sim.seed("project", name="p", size=5)["id"]
    rows = api.data("GET", f"/v1/billing/usage?{SPAN}")
    assert {row["product"] for row in rows} == {"cdn", "storage", "encoding", "live_traffic"}
    assert any("project_id" not in row for row in rows)
    only = api.data("GET", f"/v1/billing/usage?{SPAN}&project_id={project}")
    assert {row["project_id"] for row in only} == {project}
    zones = api.data("GET", "/v1/dictionaries/timezones")
    assert set(zones[0]) == {"name", "en", "ru", "abbr", "offset"}
