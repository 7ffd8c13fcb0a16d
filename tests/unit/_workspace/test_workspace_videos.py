# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Videos as a section of a document: made from files and URLs once, exported without them, pruned when asked to."""

from __future__ import annotations

import json
import pathlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api import progress
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import READ_WHOLE
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.read import live_document
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.source import read_source
from tests.unit._workspace.spaces import Space, actions

URL = "https://cdn.example.com/concert.mp4?sign=s3cr3ts3cr3t"
PLACE = {"project": "Courses", "folder": ["2026"]}
PROJECTS = [{"name": "Courses", "privacy_type": "nowhere", "folders": [{"name": "2026"}]}]
WORLDS: list[dict[str, str]] = [
    {},
    {"video_lists": "short", "id_form": "short"},
    {"absent_fields": "dropped", "empty_lists": "null", "video_patch": "all", "replace_title": "kept"},
]


@pytest.fixture
def space(sim: Any) -> Space:
    return Space(sim)


@pytest.fixture
def film(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"film" * 100)
    return path


def lecture(**options: Any) -> dict[str, Any]:
    return {"title": "Лекция", "location": PLACE, "description": "d", "tags": ["a"], **options}


def document(*videos: dict[str, Any]) -> dict[str, Any]:
    return {"projects": PROJECTS, "videos": list(videos)}


def export(space: Space, *sections: str) -> dict[str, Any]:
    with ThreadPoolExecutor(2) as pool:
        return live_document(space.gateway(), pool, sections or READ_WHOLE)


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: "-".join(world.values()) or "usual")
def test_a_life(space: Space, film: pathlib.Path, world: dict[str, str]) -> None:
    """In a place that the same document makes; the second run sends nothing, and lists that place alone."""
    space.sim.set(**world, import_polls="0")  # documents do not wait
    chapters = {"items": [{"time": 0, "title": "Начало"}], "enabled": True}
    concert = {"title": "Концерт", "location": {"project": "Courses"}, "url": URL}
    whole = document(lecture(src=str(film), subtitle="s", chapters=chapters), concert)
    told = space.settles(whole, more_writes=1)  # an upload is begun, and its bytes are sent
    assert [one for one in actions(told) if one[1] == "video"] == [
        ("create", "video", "Лекция"),
        ("create", "video", "Концерт"),
    ]
    stored = {row["title"]: row for row in space.sim.objects("video")}
    assert (stored["Лекция"]["subtitle"], stored["Лекция"]["tags"]) == ("s", ["a"])
    assert stored["Концерт"]["status"] == "done"
    again = space.unchanged(whole)
    lists = [entry.query for entry in again.requests if entry.path == "/v1/videos"]
    assert lists
    assert all("project_id" in query or "folder_id" in query for query in lists)

    film.write_bytes(b"another" * 100)
    said = space.refused(whole)
    assert "videos[0]" in said
    assert "replace: true" in said
    whole["videos"][0].update(replace=True, description="")
    told = space.settles(whole, more_writes=1)
    assert [(one["action"], one.get("requests", 1)) for one in told.result["changes"]] == [("update", 2)]
    (row,) = [row for row in space.sim.objects("video") if row["title"] == "Лекция"]
    assert (row["id"], row["assets"][0]["file_size"]) == (stored["Лекция"]["id"], 700)


@pytest.mark.parametrize("world", WORLDS, ids=lambda world: "-".join(world.values()) or "usual")
def test_the_export_leaves_out_what_they_are_made_from(space: Space, film: pathlib.Path, world: dict[str, str]) -> None:
    space.sim.set(**world)
    space.done(document(lecture(src=str(film), subtitle="s"), lecture(title="Other", url=URL)))
    taken = export(space, "videos")
    assert [entry["title"] for entry in taken["videos"]] == ["Other", "Лекция"]
    assert all(entry["location"] == PLACE and entry["tags"] == ["a"] for entry in taken["videos"])
    assert taken["videos"][1]["subtitle"] == "s"
    assert not {"src", "url", "id", "original", "assets", "status"} & {name for one in taken["videos"] for name in one}
    assert "s3cr3t" not in json.dumps(taken)
    space.unchanged(taken)


def test_the_export_reads_each_by_itself_only_where_lists_may_not_show_all(space: Space) -> None:
    project = space.sim.seed("project", name="Courses", privacy_type="nowhere")["id"]
    for title in "ab":
        space.sim.seed("video", title=title, project_id=project)
    space.sim.seed("video", title="c", project_id=project, subtitle="s", tags=["t"])
    before = len(space.sim.journal)
    assert len(export(space, "videos")["videos"]) == 3
    assert [entry.path for entry in space.sim.journal[before:] if entry.path.startswith("/v1/videos")] == ["/v1/videos"]


def test_the_export_of_everything_does_not_list_them(space: Space) -> None:
    space.sim.seed("video", title="a", project_id=space.sim.seed("project", name="P")["id"])
    assert "videos" not in export(space)
    assert "/v1/videos" not in {entry.path for entry in space.sim.journal}


def test_a_file_is_found_beside_the_document(space: Space, film: pathlib.Path) -> None:
    text = json.dumps({"version": 1, **document(lecture(src="film.mp4"))})
    (film.parent / "workspace.yml").write_text(text, encoding="utf-8")
    source, _warnings = read_source(str(film.parent / "workspace.yml"))
    space.done(source)
    assert space.sim.objects("video")[0]["assets"][0]["file_size"] == 400


def test_a_file_that_is_not_there_is_reported_with_its_place(space: Space) -> None:
    before = len(space.sim.journal)
    assert "videos[1]" in space.refused(document(lecture(url=URL), lecture(title="b", src="/nowhere/film.mp4")))
    assert len(space.sim.journal) == before


def test_a_long_upload_shows_that_it_goes_on(space: Space, film: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "QUIET", 0.0)
    film.write_bytes(b"f" * 600_000)
    space.done(document(lecture(src=str(film))))
    assert [line for line in space.said if line.startswith("uploading film.mp4: ")]


def test_pruned_only_when_asked_to(space: Space) -> None:
    project = space.sim.seed("project", name="Courses", privacy_type="nowhere")["id"]
    for title in "ab":
        space.sim.seed("video", title=title, project_id=project)
    named = {"videos": [{"title": "a", "location": {"project": "Courses"}}]}
    assert space.unchanged(named).result["sections"]["videos"]["unmanaged"] == 0
    told = space.settles(named, prune=["videos"])
    assert actions(told) == [("delete", "video", "b")]
