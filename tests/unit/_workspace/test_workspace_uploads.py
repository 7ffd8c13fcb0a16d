# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many files in one document: a request for each, a few for all at the end, and another for what these leave open."""

from __future__ import annotations

import hashlib
import pathlib
import threading
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.paging import page_query
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import KinescopeError
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.tus import Source
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace import apply, read_back
from tests.simulator import Simulator
from tests.unit._workspace.spaces import Space, actions, outcomes
from tests.unit.conftest import Run

PLACE = {"project": "Courses"}
URL = "https://cdn.example.com/concert.mp4?sign=s3cr3ts3cr3t"
COUNT = 12


@pytest.fixture
def space(sim: Any, monkeypatch: pytest.MonkeyPatch) -> Space:
    monkeypatch.setattr(read_back, "AT_ONCE", 5)
    sim.seed("project", name="Courses", privacy_type="nowhere")
    return Space(sim)


def videos(folder: pathlib.Path, count: int = COUNT, **options: Any) -> dict[str, Any]:
    """A document with files, each with another content."""
    for number in range(count):
        (folder / f"{number}.mp4").write_bytes(b"film %d" % number)
    entries = [
        {"title": f"Лекция {number}", "location": PLACE, "src": str(folder / f"{number}.mp4"), **options}
        for number in range(count)
    ]
    return {"videos": entries}


def paced(told: Run) -> list[str]:
    """The requests that count towards the API's limits, after those with which the run began."""
    sent = [f"{one.method} {one.path}" for one in told.requests if not one.path.startswith("/v2/upload/")]
    return sent[next(place for place, one in enumerate(sent) if one.startswith("POST")) :]


def single(told: Run) -> int:
    """How many videos were read by themselves."""
    return sum(one.startswith("GET /v1/videos/") for one in paced(told))


def arrived(space: Space, count: int = COUNT) -> None:
    """Each file became one video, with all of its bytes."""
    found = {row["title"]: row["assets"][0]["md5"] for row in space.sim.objects("video")}
    assert len(space.sim.objects("video")) == count
    for number in range(count):
        assert found[f"Лекция {number}"] == hashlib.md5(b"film %d" % number, usedforsecurity=False).hexdigest()


@pytest.mark.parametrize("world", [{}, {"video_lists": "short"}, {"id_form": "short", "absent_fields": "dropped"}])
def test_one_request_a_file(space: Space, tmp_path: pathlib.Path, world: dict[str, str]) -> None:
    space.sim.set(**world)
    told = space.done(videos(tmp_path, description="d"))
    assert paced(told) == ["POST /v2/init"] * COUNT + ["GET /v1/videos"] * 3
    assert told.counted("HEAD") == 0
    assert told.counted("PATCH") == COUNT
    arrived(space)
    space.unchanged(videos(tmp_path, description="d"))


def test_what_a_response_has_shown_is_not_read(space: Space, tmp_path: pathlib.Path) -> None:
    told = space.done(videos(tmp_path, tags=["a"]))
    patched = [one for one in paced(told) if one.startswith("PATCH /v1/videos/")]
    assert len(patched) == COUNT
    assert len(paced(told)) == 2 * COUNT


def test_parts_with_routes_of_their_own_are_seen_in_the_same_way(space: Space, tmp_path: pathlib.Path) -> None:
    told = space.done(videos(tmp_path, chapters={"items": [{"time": 0, "title": "A"}]}))
    assert len(paced(told)) == 2 * COUNT + 3
    assert single(told) == 0


def test_links_take_one_request_each_as_well(space: Space) -> None:
    entries = [{"title": f"Talk {number}", "location": PLACE, "url": URL} for number in range(COUNT)]
    told = space.done({"videos": entries})
    assert paced(told) == ["POST /v2/video"] * COUNT + ["GET /v1/videos"] * 3


@pytest.mark.parametrize("kind", ["empty_page", "status"])
def test_what_the_list_does_not_show_is_read_by_itself(space: Space, tmp_path: pathlib.Path, kind: str) -> None:
    """It lags behind the creates, or is refused."""
    more = {"status": 400} if kind == "status" else {}
    space.sim.fault(kind, method="GET", path="/v1/videos", skip=1, times=1, **more)
    told = space.done(videos(tmp_path))
    assert single(told) in (2, 5), "one page was of no use"
    arrived(space)


def test_a_list_that_ignores_the_question_takes_no_more_pages(
    space: Space, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However large the library is, one page is read for each question."""
    monkeypatch.setattr(
        read_back, "page_query", lambda number, offset: {**page_query(number, offset), "video_ids[]": []}
    )
    for number in range(130):
        space.sim.seed("video", title=f"z{number}", created_at="2999-01-01T00:00:00Z")
    told = space.done(videos(tmp_path))
    assert paced(told).count("GET /v1/videos") == 3
    assert single(told) == COUNT


def test_what_the_list_does_not_tell_is_read_by_itself(space: Space, tmp_path: pathlib.Path) -> None:
    space.sim.set(video_lists="short")
    document = videos(tmp_path)
    for entry in document["videos"][:4]:
        entry["subtitle"] = "s"
    told = space.done(document)
    assert single(told) == 4
    space.unchanged(document)


def test_a_title_that_the_api_stores_in_another_way_is_reported(space: Space, tmp_path: pathlib.Path) -> None:
    space.sim.set(stored_names="folded")
    told = space.apply(videos(tmp_path, 2))
    assert told.error is not None
    assert "the API stored title 'Лекция 0' as 'лекция 0'" in told.error.text()
    assert outcomes(told) == {"applied"}
    assert told.result["changed"] is True


def test_an_option_that_is_ignored_is_reported(space: Space, tmp_path: pathlib.Path) -> None:
    space.sim.set(ignored="description")
    told = space.done(videos(tmp_path, 2, description="d"))
    assert [(one["key"], one["field"]) for one in told.result["unsettled"]] == [
        ("Лекция 0", "description"),
        ("Лекция 1", "description"),
    ]


def test_a_video_that_is_gone_at_the_end(space: Space, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look = apply.listed_again

    def after_somebody_deleted_it(*arguments: Any) -> Any:
        space.sim.remove("video", "Лекция 1")
        return look(*arguments)

    monkeypatch.setattr(apply, "listed_again", after_somebody_deleted_it)
    told = space.apply(videos(tmp_path, 3))
    assert told.error is not None
    assert "video 'Лекция 1': it was deleted while this task was creating it" in told.error.text()
    assert outcomes(told) == {"applied"}


def test_a_run_that_is_stopped_before_the_end(
    space: Space, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has been written counts as written, whether or not it can be read."""
    look = apply.listed_again

    def after_the_token_was_revoked(made: Any, gateway: Any, pool: Any) -> Any:
        gateway.client.halt.stop(KinescopeError("the token was revoked"))
        return look(made, gateway, pool)

    monkeypatch.setattr(apply, "listed_again", after_the_token_was_revoked)
    told = space.apply(videos(tmp_path, 3))
    assert told.error is not None
    assert "the token was revoked" in told.error.text()
    assert outcomes(told) == {"applied"}


def test_a_response_to_the_last_look_that_never_comes(space: Space, tmp_path: pathlib.Path) -> None:
    """Everything was written, and it is said that it could not be read."""
    space.connection["retries"] = 0
    space.sim.fault("status", method="GET", path="/v1/videos", skip=1, times=100, status=503)
    space.sim.fault("status", method="GET", path="/v1/videos/*", times=100, status=503)
    told = space.apply(videos(tmp_path, 2))
    assert told.error is not None
    assert "503" in told.error.text()
    assert outcomes(told) == {"applied"}
    arrived(space, 2)


def test_one_that_is_cut_off_is_resumed_by_the_next_run(space: Space, tmp_path: pathlib.Path) -> None:
    """The others are done, and the rest of the file is sent to the same endpoint."""
    space.connection["retries"] = 0
    space.sim.fault("cut", method="PATCH", after=3, skip=1)
    told = space.apply(videos(tmp_path, 4))
    assert told.error is not None
    assert "run the task again on this machine" in told.error.text()
    assert sorted(one["outcome"] for one in told.result["changes"]) == ["applied"] * 3 + ["failed"]
    assert single(told) == 0
    rest = space.done(videos(tmp_path, 4))
    assert "POST /v2/init" not in rest.writes
    assert [one.size for one in rest.requests if one.method == "PATCH"] == [3]
    arrived(space, 4)


def test_a_playlist_gets_them(space: Space, tmp_path: pathlib.Path) -> None:
    document = videos(tmp_path, 3)
    members = [{"title": one["title"], "location": PLACE} for one in document["videos"]]
    document["playlists"] = [{"name": "All", "location": PLACE, "videos": members}]
    planned = space.done(document, check=True)
    told = space.done(document)
    assert ("create", "playlist", "All") in actions(told)
    assert told.result["diff"] == planned.result["diff"], "members have names, and not the IDs that they got meanwhile"
    (playlist,) = space.sim.objects("playlist")
    assert set(playlist["entity_ids"]) == {row["id"] for row in space.sim.objects("video")}
    assert single(told) == 0
    space.unchanged(document)


def test_files_are_read_side_by_side(space: Space, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each read waits until there is another one at the same time."""
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    both, blocks = threading.Barrier(2, timeout=10), Source.blocks

    def together(self: Source, start: int, length: int) -> Any:
        both.wait()
        return blocks(self, start, length)

    document = videos(tmp_path, 4)
    monkeypatch.setattr(Source, "blocks", together)
    planned = space.done(document, check=True).result["changes"]
    digests = [hashlib.md5(b"film %d" % number, usedforsecurity=False).hexdigest() for number in range(4)]
    assert [one["after"]["src"]["md5"] for one in planned] == digests


def test_the_faults_of_all_files_are_reported_in_order_before_any_request(space: Space, tmp_path: pathlib.Path) -> None:
    document = videos(tmp_path, 4)
    (tmp_path / "1.mp4").write_bytes(b"ID3 music")
    (tmp_path / "3.mp4").unlink()
    before = len(space.sim.journal)
    said = space.refused(document)
    assert said.index("videos[1]") < said.index("not a video") < said.index("videos[3]") < said.index("cannot be read")
    assert len(space.sim.journal) == before


FAULTS = st.lists(
    st.tuples(
        st.sampled_from(["drop_before", "drop_after", "status", "status_after", "html", "truncated", "limit", "cut"]),
        st.sampled_from(
            [("POST", "/v2/init"), ("PATCH", "/v2/upload/*"), ("GET", "/v1/videos"), ("GET", "/v1/videos/*")]
        ),
        st.integers(0, 6),
    ),
    max_size=4,
)


@given(faults=FAULTS, lists=st.sampled_from(["whole", "short"]), complete=st.sampled_from(["kept", "gone"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
def test_whatever_gets_lost_each_file_becomes_one_video(
    tmp_path: pathlib.Path, faults: list[Any], lists: str, complete: str
) -> None:
    with Simulator() as sim:
        sim.seed("project", name="Courses", privacy_type="nowhere")
        sim.set(video_lists=lists, import_polls="0")
        space = Space(sim)
        for kind, (method, path), skip in faults:
            options: dict[str, Any] = {"limit": {"status": 429, "retry_after": 1}, "cut": {"after": 3}}.get(kind, {})
            sim.fault("status" if kind == "limit" else kind, method=method, path=path, skip=skip, **options)
        document = videos(tmp_path, 5, subtitle="s")
        told = space.done(document)
        assert outcomes(told) == {"applied"}
        sim.clear_faults()
        arrived(space, 5)
        space.unchanged(document)
