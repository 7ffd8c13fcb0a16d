# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Videos and what hangs on them."""

from __future__ import annotations

import uuid

import pytest


@pytest.fixture
def place(start):
    sim, api = start()
    project = sim.seed("project", name="p")["id"]
    video = sim.seed("video", title="Intro", project_id=project)
    return sim, api, project, video["id"], f"/v1/videos/{video['id']}"


def test_patch_is_partial(place):
    sim, api, _project, _video, path = place
    after = api.data("PATCH", path, {"description": "d", "tags": ["x"], "subtitle": "s"})
    assert (after["title"], after["description"], after["tags"], after["subtitle"]) == ("Intro", "d", ["x"], "")
    assert [tag["tag"] for tag in sim.objects("tag")] == ["x"]
    sim.set(video_patch="all", tags_from_videos="off")
    assert api.data("PATCH", path, {"subtitle": "s", "tags": ["y"]})["subtitle"] == "s"
    assert len(sim.objects("tag")) == 1
    assert api.data("PATCH", path, {})["description"] == "d"


def test_list_and_filters(place):
    sim, api, project, video, _path = place
    folder = sim.seed("folder", name="f", project_id=project)["id"]
    other = sim.seed("video", title="Other", project_id=project, folder_id=folder, status="error")["id"]
    for query, found in {
        "": [other, video],
        "order=title": [video, other],
        "status[]=done": [video],
        "status=error": [other],
        f"folder_id={folder}": [other],
        f"project_id={project}&without_folder=true": [video],
        f"video_ids[]={video},{other}": [other, video],
        "q=INT": [video],
    }.items():
        assert [row["id"] for row in api.data("GET", f"/v1/videos?{query}")] == found, query


def test_counts(place):
    sim, api, project, video, path = place
    folder = sim.seed("folder", name="f", project_id=project)["id"]
    assert sim.object("project", project)["items_count"] == 1
    assert api.error("PUT", f"{path}/move", {}) == (400, 400400)
    moved = api.data("PUT", f"{path}/move", {"project_id": project, "folder_id": folder})
    assert (moved["id"], moved["folder_id"]) == (video, folder)
    assert sim.object("folder", folder)["items_count"] == 1
    api.data("DELETE", path)
    assert (sim.object("project", project)["items_count"], sim.object("folder", folder)["items_count"]) == (0, 0)


def test_chapters(place):
    _sim, api, _project, _video, path = place
    body = {"items": [{"time": 10000, "title": "At 10"}], "enabled": True}
    assert api.data("PUT", f"{path}/chapters", body) == body
    assert api.data("PUT", f"{path}/chapters", {"enabled": False}) == {**body, "enabled": False}
    assert api.data("PUT", f"{path}/chapters", {"items": []})["items"] == []
    assert api.data("GET", path)["chapters"] == {"items": [], "enabled": False}


def test_copy_concat_cut(place):
    sim, api, project, video, path = place
    sim.set(import_polls=0)
    folder = sim.seed("folder", name="f", project_id=project)["id"]
    copied = api.data("POST", f"{path}/copy", {"parent_id": folder})
    assert (copied["title"], copied["folder_id"], copied["status"]) == ("Intro", folder, "done")
    sim.edit("video", video, duration=10)
    joined = api.data("POST", f"{path}/concat", {"append": [{"video_id": video}], "replace": False})
    assert (joined["duration"], joined["id"] == video) == (20, False)
    assert api.data("POST", f"{path}/concat", {"append": [{"video_id": video}], "replace": True})["id"] == video
    assert api.error("POST", f"{path}/concat", {"append": [{"video_id": str(uuid.uuid4())}]}) == (404, 400404)
    part = api.data("POST", f"{path}/cut", {"title": "Part", "trim": [{"start": 1, "length": 2}]})
    assert (part["title"], part["duration"], part["id"] == video) == ("Part", 2, False)
    sim.set(cut_result="same")
    assert api.data("POST", f"{path}/cut", {"trim": [{"start": 1, "length": 2}]})["id"] == video
    sim.set(edited_answer="id")
    assert list(api.data("POST", f"{path}/copy", {})) == ["id"]
    sim.set(edited_answer="success")
    assert api.data("POST", f"{path}/copy", {}) == {"success": True}


def test_posters(place):
    _sim, api, _project, video, path = place
    assert api.error("POST", f"{path}/posters", {}) == (400, 400400)
    first = api.data("POST", f"{path}/posters", {"from_time": 2.5})
    second = api.data("POST", f"{path}/posters", {"from_time": 3})
    assert (first["active"], second["active"]) == (True, False)
    assert api.data("POST", f"{path}/posters/{second['id']}/active")["active"] is True
    assert api.data("GET", f"{path}/posters/{first['id']}")["active"] is False
    listed = api("GET", f"{path}/posters").json()
    assert listed["meta"]["order"] == {"created_at": "desc"}
    assert [row["id"] for row in listed["data"]] == [second["id"], first["id"]]
    shown = api.data("GET", path)["poster"]
    assert (shown["id"], shown["media_id"]) == (second["id"], video)
    api.data("DELETE", f"{path}/posters/{second['id']}")
    assert api.data("GET", path)["poster"] is None


def test_subtitles(place):
    sim, api, _project, _video, path = place
    base = f"{path}/subtitles"
    assert api("GET", base).json() == {"data": None}
    assert api.error("POST", base, data=b"") == (400, 1)
    bad = api("POST", base, files={"description": (None, "d")}).json()["error"]["invalid_params"]
    assert [rule["name"] for rule in bad] == ["language", "file"]
    text = "WEBVTT\r\n\r\n00:01 --> 00:02\r\nпривет\n".encode()
    form = {"language": (None, "ru"), "description": (None, "описание"), "file": ("a.vtt", text, "text/vtt")}
    made = api.data("POST", base, files=form)
    assert (made["language"], made["description"]) == ("ru", "описание")
    assert made["file_name"].endswith(".vtt")
    assert api("GET", made["url"]).content == text
    twin = api.data("POST", f"{base}/{made['id']}/copy")
    assert twin["file_name"] is None
    assert api.data("PATCH", f"{base}/{made['id']}", {"description": "x"})["language"] == "ru"
    api.data("PATCH", f"{base}/reorder", [twin["id"], made["id"]])
    assert [row["id"] for row in api.data("GET", base)] == [twin["id"], made["id"]]
    assert [row["id"] for row in api.data("GET", path)["subtitles"]] == [twin["id"], made["id"]]
    sim.set(files="vendor")
    assert api.data("GET", f"{base}/{made['id']}")["url"].startswith("https://kinescopecdn.net/")
    assert api.data("DELETE", f"{base}/{made['id']}") == {"success": True}


def test_annotations(place):
    sim, api, _project, video, path = place
    base = f"{path}/annotations"
    assert api.data("GET", base) == []
    error = api("POST", base, {"type": "video"}).json()["error"]["invalid_params"]
    assert error[0] == {"index": 0, "name": "video_id", "reason": "required_if", "message": "Type video"}
    assert error[1]["name"] == "end_time"
    made = api.data("POST", base, {"type": "text", "title": "Note", "end_time": 10})
    assert (made["annotation_type"], made["video_id"], made["media_id"]) == ("text", None, video)
    one = f"{base}/{made['id']}"
    assert api.error("PUT", one, {"title": "x"}) == (400, 400400)
    assert api.data("PUT", one, {"title": "x", "end_time": 20})["end_time"] == 20
    assert api.data("GET", base)[0]["title"] == "x"
    target = sim.seed("video", title="t")["id"]
    other = api.data("POST", base, {"type": "video", "video_id": target, "end_time": 5})
    assert api.error("PUT", f"{base}/{other['id']}", {"end_time": 6}) == (400, 400400)
    assert api.data("DELETE", one) == {"success": True}


def test_materials(place):
    _sim, api, _project, video, path = place
    headers = {"X-Video-ID": video, "X-File-Name": "s.png", "X-Title": "Slides"}
    one = api.data("POST", "/additional-material", host="uploader", data=b"123", headers=headers)
    two = api.data("POST", "/additional-material", host="uploader", data=b"45", headers={**headers, "X-Title": ""})
    assert (one["title"], one["filetype"], one["size"], one["position"]) == ("Slides", "image/png", 3, 1)
    assert (two["title"], two["position"]) == ("s.png", 2)
    base = "/v1/additional-materials"
    assert api("GET", api.data("GET", f"{base}/{one['id']}/link")["link"]).content == b"123"
    assert api.data("PUT", f"{base}/{one['id']}", {"title": "New"})["title"] == "New"
    assert api.data("PATCH", f"{base}/reorder", [two["id"], one["id"]]) == {"success": True}
    assert [row["id"] for row in api.data("GET", path)["additional_materials"]] == [two["id"], one["id"]]
    assert api.error("PATCH", f"{base}/reorder", [str(uuid.uuid4())]) == (404, 400404)
    assert api.error("GET", f"{base}/{one['id']}") == (405, 400405)
    api.data("DELETE", f"{base}/{one['id']}")
    assert len(api.data("GET", path)["additional_materials"]) == 1


def test_a_deleted_video_takes_what_hangs_on_it(place):
    sim, api, _project, video, path = place
    api.data("POST", f"{path}/posters", {"from_time": 1})
    sim.seed("playlist", name="l", entity_ids=[video])
    assert api.data("DELETE", path) == {"success": True}
    assert sim.objects("poster") == []
    assert sim.object("playlist", "l")["entity_ids"] == []


def test_a_list_of_videos_that_does_not_show_all(place):
    sim, api, _project, video, path = place
    api.data("PATCH", path, {"tags": ["a"]})
    assert api.data("GET", "/v1/videos")[0]["tags"] == ["a"]
    sim.set(video_lists="short")
    assert not {"subtitle", "tags", "player_id", "privacy_share"} & set(api.data("GET", "/v1/videos")[0])
    assert (api.data("GET", path)["id"], api.data("GET", path)["tags"]) == (video, ["a"])
