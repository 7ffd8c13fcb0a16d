# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Links for uploads: made once a run, told to nobody else, and never made twice for an answer that was lost."""

from __future__ import annotations

import json

import pytest
import requests
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.kinescope.kinescope.plugins.module_utils._actions.upload_link import UPLOAD_LINK
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import (
    ApiError,
    DocumentError,
    PlanError,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.result import TaskResult
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.act import arguments
from tests.unit.sides import sides

KEYS = {"changed", "changes", "diff", "resource", "unsettled", "unverified"}
PLACE = {"project": "P"}


class Links:
    """Tasks of the module in a workspace."""

    def __init__(self, world):
        self.world, self.sim = world, world.sim
        self.project = self.sim.seed("project", name="P")["id"]
        self.folder = self.sim.seed("folder", name="F", project_id=self.project, parent_id=self.project)["id"]
        self.video = self.sim.seed("video", title="V", project_id=self.project)["id"]
        self.result = TaskResult()

    def run(self, check=False, **options):
        valid = ArgumentSpecValidator(arguments(UPLOAD_LINK)["argument_spec"]).validate(
            {"api_token": self.sim.token, **options}
        )
        assert valid.error_messages == []
        self.sim.clear_journal()
        self.result = TaskResult()
        UPLOAD_LINK.run(valid.validated_parameters, check, self.world.gateway(), self.result)
        assert self.sim.token not in json.dumps(self.result.values)
        return self.result.values

    def refused(self, error, check=False, **options):
        with pytest.raises(error) as caught:
            self.run(check, **options)
        assert self.sim.token not in f"{caught.value.sentence()} {caught.value.details()}"
        return caught.value

    @property
    def stubs(self):
        return [video for video in self.sim.objects("video") if video["status"] == "pending"]


@pytest.fixture
def links(world):
    return Links(world)


FULL = {
    "title": "Введение",
    "location": {"project": "P", "folder": ["F"]},
    "subtitle": "s",
    "description": "d",
    "filename": "intro.mov",
    "filesize": 3,
    "client_ip": "2001:db8::1",
    "preview": {"start": 0, "length": 5, "quality": "720p"},
}


def test_a_link_for_a_new_video(links):
    planned = links.run(True, **FULL)
    assert links.sim.writes == []
    assert set(planned) == KEYS
    assert planned["resource"] == {}
    made = links.run(**FULL)
    assert set(made) == {*KEYS, "id", "endpoint"}
    assert made["resource"] == {"id": made["id"], "endpoint": made["endpoint"]}
    (entry,) = links.sim.writes
    sent = {name: value for name, value in FULL.items() if name != "location"}
    assert entry.body == {"type": "video", **sent, "parent_id": links.folder}
    for result, outcome in ((planned, "planned"), (made, "applied")):
        assert result["changed"] is True
        assert sides(result) == {"before": {}, "after": {"type": "video", **FULL}}
        (change,) = result["changes"]
        fields = ["type", *sorted(FULL, key=list(UPLOAD_LINK.options).index)]
        assert change.pop("fields") == fields
        about = {"kind": "upload_link", "key": "Введение", "action": "create", "outcome": outcome}
        assert change == {**about, "after": sides(result)["after"]}
    assert requests.post(made["endpoint"], data=b"abc", timeout=5).ok
    assert links.sim.object("video", made["id"])["assets"][0]["file_size"] == 3


def test_only_what_is_given(links):
    links.run(title="t", location={"id": links.project}, subtitle="", description=None)
    assert links.sim.writes[0].body == {"type": "video", "title": "t", "subtitle": "", "parent_id": links.project}


@pytest.mark.parametrize("type", ["attachment", "replace"])
def test_a_link_for_an_existing_video(links, type):
    for video in ("V", links.video):
        made = links.run(type=type, video=video, filename="a.pdf", filesize=3)
        assert made["id"] == links.video
        assert made["changes"][0]["key"] == video
        sent = {"type": type, "filename": "a.pdf", "filesize": 3, "video_id": links.video}
        assert links.sim.writes[0].body == sent
    assert len(links.sim.objects("video")) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"title": "", "location": PLACE}, "title must not be empty"),
        ({"title": "t", "location": {}}, "location requires project or id"),
        ({"title": "t", "location": {"id": "x"}}, "location.id 'x'"),
        (
            {"title": "t", "location": PLACE, "video": "V"},
            "video is only supported with type attachment and type replace",
        ),
        ({"type": "replace", "video": ""}, "video must not be empty"),
        (
            {"type": "attachment", "video": "V", "location": PLACE, "subtitle": "s"},
            "location is only supported with type video; subtitle is only supported with type video",
        ),
        ({"title": "t", "location": PLACE, "filesize": 0}, "filesize must be at least 1"),
        ({"title": "t", "location": PLACE, "client_ip": "localhost"}, "client_ip 'localhost' is not an IP address"),
        (
            {"title": "t", "location": PLACE, "preview": {"start": -1, "length": 5, "quality": "720p"}},
            "preview requires a start",
        ),
        (
            {"title": "t", "location": PLACE, "preview": {"start": 0, "length": 0, "quality": "720p"}},
            "preview requires a start",
        ),
    ],
)
def test_what_makes_no_sense(links, options, message):
    for check in (True, False):
        assert message in links.refused(DocumentError, check, **options).message
        assert links.sim.journal == []


def test_what_is_missing(links):
    for options, message in (
        ({"title": "t", "location": {"project": "N"}}, "there is no project 'N'"),
        ({"type": "replace", "video": "N"}, "there is no video 'N'"),
    ):
        error = links.refused(PlanError, **options)
        assert message in error.sentence()
        assert error.action == "plan"
        assert links.sim.writes == []
        assert links.run(True, **options)["changed"] is True
        assert message in links.result.warnings[0]


def test_a_title_of_two_videos(links):
    links.sim.seed("video", title="V", project_id=links.project)
    assert "ambiguous" in links.refused(PlanError, type="replace", video="V").message
    assert links.sim.writes == []


def test_refusals_of_the_api(links):
    links.sim.fault("status", method="GET", path="/v1/projects", status=403, code=100103)
    assert links.refused(ApiError, title="t", location=PLACE).action == "read"
    assert links.result.values["changes"] == []
    links.sim.fault("status", method="POST", path="/v2/init", status=403, code=100103)
    error = links.refused(ApiError, title="t", location=PLACE)
    assert error.sentence().startswith("Cannot create upload link 't': the API responded with 403")
    assert "lost" not in error.message
    assert links.result.values["changes"][0]["outcome"] == "failed"
    assert links.result.values["changed"] is False


@pytest.mark.parametrize("kind", ["drop_after", "status_after", "html", "truncated"])
def test_a_lost_response_with_a_stub(links, kind):
    links.sim.seed("video", title="t", status="pending", project_id=links.project)  # somewhere else
    links.sim.fault(kind, method="POST", path="/v2/init")
    error = links.refused(ApiError, title="t", location={"project": "P", "folder": ["F"]})
    assert len(links.sim.writes) == 1
    (stub,) = [video for video in links.stubs if video["folder_id"]]
    assert f"that are still waiting for a file: {stub['id']}; before you run the task again, delete" in error.message
    assert "not repeated automatically" in error.message
    assert len(links.stubs) == 2, "nothing is deleted without being asked for"


@pytest.mark.parametrize("seen", [True, False])
def test_a_lost_response_without_a_stub(links, seen):
    links.sim.fault("drop_before", method="POST", path="/v2/init")
    if not seen:
        links.sim.fault("status", method="GET", path="/v1/videos", status=403)
    error = links.refused(ApiError, title="t", location=PLACE)
    assert len(links.sim.writes) == 1
    assert "still waiting for a file" not in error.message
    assert "delete the video without a file that this run may have left" in error.message


def test_a_lost_response_that_leaves_no_video(links):
    links.sim.fault("drop_after", method="POST", path="/v2/init")
    error = links.refused(ApiError, type="attachment", video="V")
    assert "is lost" in error.message
    assert "delete" not in error.message
    assert len(links.sim.writes) == 1


def test_a_title_that_is_stored_otherwise(links):
    links.sim.set(stored_names="folded", stored_texts="trimmed")
    told = links.run(**{**FULL, "title": "Talk", "description": "d\n"})
    stored = [(one["field"], one["stored"]) for one in told["unsettled"]]
    assert stored == [("title", "talk"), ("description", "d")]
    assert told["endpoint"]
    assert [text.partition(": ")[2] for text in links.result.warnings] == [
        'the API stored title "Talk" as "talk"',
        'the API stored description "d\\n" as "d"',
    ]


@pytest.mark.parametrize("status", [403, 404])
def test_a_video_that_cannot_be_read_after_it(links, status):
    links.sim.fault("status", method="GET", path="/v1/videos/*", status=status, times=None)
    told = links.run(**FULL)
    assert (told["unsettled"], bool(told["endpoint"])) == ([], True)
