# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The uploader host."""

from __future__ import annotations

import base64
import hashlib
import uuid

import pytest

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def place(start):
    sim, api = start()
    return sim, api, sim.seed("project", name="p")["id"]


def init(api, project, **fields):
    body = {"type": "video", "parent_id": project, "title": "Введение", "filesize": len(CONTENT), **fields}
    answer = api("POST", "/v2/init", body, host="uploader")
    assert answer.status_code == 201
    return answer.json()["data"]


def tus(api, endpoint, offset, content):
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": str(offset),
        "Content-Type": "application/offset+octet-stream",
    }
    return api("PATCH", endpoint, data=content, headers={**headers, "Authorization": None})


def test_init_is_checked(place):
    _sim, api, project = place
    bad = api("POST", "/v2/init", {"type": "video"}, host="uploader").json()["error"]["invalid_params"]
    assert [rule["name"] for rule in bad] == ["parent_id", "title"]
    assert api.error("POST", "/v2/init", {"type": "x"}, host="uploader") == (400, 400400)
    body = {"type": "video", "title": "t", "parent_id": str(uuid.uuid4())}
    assert api.error("POST", "/v2/init", body, host="uploader") == (404, 400404)
    assert api.error("POST", "/v2/init", {"type": "replace", "parent_id": project}, host="uploader") == (400, 400400)


def test_resumable(place):
    sim, api, project = place
    made = init(api, project, filename="intro.mov")
    assert made["endpoint"].startswith(f"{sim.uploader_url}/v2/upload/")
    assert made["id"] not in made["endpoint"]
    assert api.data("GET", f"/v1/videos/{made['id']}")["status"] == "pending"
    head = api("HEAD", made["endpoint"], headers={"Authorization": None})
    assert (head.status_code, head.headers["Upload-Offset"]) == (200, "0")
    assert head.headers["Upload-Length"] == str(len(CONTENT))
    first = tus(api, made["endpoint"], 0, CONTENT[:4000])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "4000")
    assert tus(api, made["endpoint"], 0, CONTENT[:4000]).status_code == 409
    assert tus(api, made["endpoint"], 4000, CONTENT).status_code == 413
    assert api("HEAD", made["endpoint"]).headers["Upload-Offset"] == "4000"
    assert tus(api, made["endpoint"], 4000, CONTENT[4000:]).status_code == 204
    video = sim.object("video", made["id"])
    assert video["title"] == "Введение"
    assert video["assets"][0]["md5"] == hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
    assert video["assets"][0]["original_name"] == "original.mov"
    assert sim.object("project", project)["size"] > 0
    seen = [api.data("GET", f"/v1/videos/{made['id']}")["status"] for _index in range(4)]
    assert seen == ["uploading", "pre-processing", "processing", "done"]


def test_tus_headers(place):
    sim, api, project = place
    endpoint = init(api, project)["endpoint"]
    assert api("PATCH", endpoint, data=b"x", headers={"Upload-Offset": "0"}).status_code == 415
    headers = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
    assert api("PATCH", endpoint, data=b"x", headers=headers).status_code == 412
    assert api("HEAD", f"{sim.uploader_url}/v2/upload/{uuid.uuid4()}").status_code == 404
    sim.set(tus_head=204)
    assert api("HEAD", endpoint).status_code == 204


def test_lost_responses_can_be_resumed(place):
    sim, api, project = place
    endpoint = init(api, project)["endpoint"]
    sim.fault("drop_after", method="PATCH")
    with pytest.raises(OSError, match="Connection"):
        tus(api, endpoint, 0, CONTENT[:100])
    assert api("HEAD", endpoint).headers["Upload-Offset"] == "100"


@pytest.mark.parametrize(("after", "kept"), [(0, 0), (1, 1), (7777, 7777), (len(CONTENT) + 1, len(CONTENT))])
def test_cut_connections_can_be_resumed(place, after, kept):
    sim, api, project = place
    made = init(api, project)
    fault = sim.fault("cut", method="PATCH", after=after)
    with pytest.raises(OSError, match=r"Connection|reset|Broken"):
        tus(api, made["endpoint"], 0, CONTENT)
    assert fault.hits == 1
    assert api("HEAD", made["endpoint"]).headers["Upload-Offset"] == str(kept)
    if kept < len(CONTENT):
        assert tus(api, made["endpoint"], kept, CONTENT[kept:]).status_code == 204
    md5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
    assert sim.object("video", made["id"])["assets"][0]["md5"] == md5


def test_a_cut_connection_leaves_a_video_of_no_length_or_nothing(place):
    sim, api, project = place
    headers = {"X-Parent-ID": project, "X-Video-Title": "t"}
    sim.fault("cut", method="POST", after=100, times=3)
    with pytest.raises(OSError, match=r"Connection|reset|Broken"):
        api("POST", "/v2/video", host="uploader", data=CONTENT, headers=headers)
    (video,) = sim.objects("video")
    assert (video["status"], video["duration"], video["assets"]) == ("suspended", 0, [])
    with pytest.raises(OSError, match=r"Connection|reset|Broken"):
        api("POST", "/v2/video", host="uploader", data=CONTENT, headers={"X-Replace-Video-ID": video["id"]})
    assert sim.object("video", video["id"])["version"] == video["version"]
    with pytest.raises(OSError, match=r"Connection|reset|Broken"):
        api("POST", "/v2/poster", host="uploader", data=CONTENT, headers={"X-Video-ID": video["id"]})
    assert sim.objects("poster") == []


def test_a_complete_upload_may_be_gone(place):
    sim, api, project = place
    endpoint = init(api, project)["endpoint"]
    assert tus(api, endpoint, 0, CONTENT).status_code == 204
    assert api("HEAD", endpoint).status_code == 200
    sim.set(tus_complete="gone")
    assert api("HEAD", endpoint).status_code == 404


def test_whole_file_to_the_endpoint(place):
    sim, api, project = place
    made = init(api, project, filesize=5)
    assert api.data("POST", made["endpoint"], data=CONTENT)["id"] == made["id"]
    assert sim.object("video", made["id"])["assets"][0]["file_size"] == len(CONTENT)
    assert api("POST", made["endpoint"], data=CONTENT).status_code == 409


def test_the_form_of_the_dashboard(place):
    _sim, api, project = place
    wanted = str(uuid.uuid4())
    fields = {"parent_id": project, "init_id": wanted, "type": "video", "title": "Урок", "filename": "a.mp4"}
    text = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in fields.items())
    headers = {"Upload-Length": "10", "Upload-Metadata": text}
    answer = api("POST", "/v2/init", host="uploader", headers=headers)
    assert (answer.status_code, answer.json()["data"]["id"]) == (201, wanted)
    assert answer.headers["Location"] == answer.json()["data"]["endpoint"]
    assert api.data("GET", f"/v1/videos/{wanted}")["title"] == "Урок"


def test_attachment_and_replace(place):
    sim, api, project = place
    sim.set(import_polls=0)
    video = sim.seed("video", title="Old", project_id=project)
    link = init(api, project, type="attachment", video_id=video["id"], title="Slides", filename="s.pdf", filesize=4)
    for offset, part in ((0, b"%P"), (2, b"DF")):
        assert tus(api, link["endpoint"], offset, part).status_code == 204
    material = sim.objects("material")[0]
    assert (material["title"], material["size"], material["filetype"]) == ("Slides", 4, "application/pdf")
    link = init(api, project, type="replace", video_id=video["id"], title="New")
    assert link["id"] == video["id"]
    api.data("POST", link["endpoint"], data=CONTENT)
    after = sim.object("video", video["id"])
    assert (after["title"], after["version"], after["play_link"]) == ("New", 1, video["play_link"])
    sim.set(replace_title="kept")
    headers = {"X-Replace-Video-ID": video["id"], "X-Video-Title": "Newer"}
    api.data("POST", "/v2/video", host="uploader", data=CONTENT, headers=headers)
    assert sim.object("video", video["id"])["title"] == "New"


def test_single_request(place):
    sim, api, project = place
    headers = {"X-Parent-ID": project, "X-Video-Title": "Видео".encode(), "X-File-Name": "a.mp4"}
    answer = api("POST", "/v2/video", host="uploader", data=CONTENT, headers=headers)
    assert answer.status_code == 200
    made = answer.json()["data"]
    assert (made["title"], made["parent_id"]) == ("Видео", project)
    assert sim.journal[-1].size == len(CONTENT)
    assert sim.journal[-1].body is None
    bad = api("POST", "/v2/video", host="uploader", data=CONTENT).json()["error"]["invalid_params"]
    assert [rule["name"] for rule in bad] == ["parent_id", "title"]
    assert api.error("POST", "/v2/video", host="uploader", headers=headers) == (400, 1)
    picture = api.data("POST", "/v2/video", host="uploader", data=b"\x89PNG....", headers=headers)
    for _index in range(4):
        status = api.data("GET", f"/v1/videos/{picture['id']}")["status"]
    assert status == "error"


@pytest.mark.parametrize(("url", "end"), [("https://example.com/a.mp4", "done"), ("https://x.invalid/a.mp4", "error")])
def test_import(place, url, end):
    _sim, api, project = place
    headers = {"X-Parent-ID": project, "X-Video-Title": "t", "X-Video-URL": url}
    made = api.data("POST", "/video", host="uploader", headers=headers)
    assert made["status"] == "uploading"
    for _index in range(4):
        status = api.data("GET", f"/v1/videos/{made['id']}")["status"]
    assert status == end


def test_posters(place):
    sim, api, project = place
    video = sim.seed("video", title="v", project_id=project)["id"]
    event = sim.seed("live_event", name="e", type="one-time")["id"]
    shown = api.data("POST", "/v2/poster", host="uploader", data=b"jpeg", headers={"X-Video-ID": video})
    assert shown["active"] is True
    assert api("GET", shown["original"]).content == b"jpeg"
    assert api.data("GET", f"/v1/videos/{video}")["poster"]["id"] == shown["id"]
    for name in ("X-Event-ID", "X-Video-ID"):
        headers = {name: event, "X-Poster-URL": "https://example.com/a.jpg"}
        shown = api.data("POST", "/v2/poster", host="uploader", headers=headers)
        assert api.data("GET", f"/v2/live/events/{event}")["poster"]["id"] == shown["id"]
    assert api.error("POST", "/v2/poster", host="uploader", data=b"x") == (400, 400400)
    unknown = {"X-Video-ID": str(uuid.uuid4())}
    assert api.error("POST", "/v2/poster", host="uploader", data=b"x", headers=unknown) == (404, 400404)
