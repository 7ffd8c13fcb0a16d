# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A live event and what belongs to it: how it is found, what is read, and what is never shown."""

from __future__ import annotations

import json

import pytest
from ansible.module_utils.common import warnings
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import (
    ApiError,
    DocumentError,
    KinescopeError,
    PlanError,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge import module as edge
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.read import arguments, read
from ansible_collections.kinescope.kinescope.plugins.module_utils._info import live_event as live_reading
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.info import ReadTask
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.live_event import LIVE
from tests.simulator import ids
from tests.unit.module_args import patch_module_args

CHANNEL = {"name": "Channel", "url": "rtmp://live.example.com/app", "key": "key-of-the-channel"}
SIGNED = "https://cdn.example.com/a.mp4?expires=1&sign=signature-of-the-asset"


@pytest.fixture
def ask(world):
    """Ask as the module does: the answer, and the warnings."""

    def asking(check=False, **options):
        given = {"api_token": world.sim.token, **{name.rstrip("_"): value for name, value in options.items()}}
        valid = ArgumentSpecValidator(arguments(LIVE)["argument_spec"]).validate(given)
        assert valid.error_messages == []
        question = ReadTask(valid.validated_parameters, check, world.gateway(), [])
        result = LIVE.run(question)
        assert world.sim.writes == []
        return result, question.warnings

    return asking


@pytest.fixture
def event(sim):
    """An event with all that may belong to one."""
    made = sim.seed("live_event", name="Open day", type="one-time", restreams=[CHANNEL])
    sim.seed("qos", event_id=made["id"], time="2026-12-01T10:00:00Z")
    return made


def paths(sim):
    return [entry.path for entry in sim.journal]


class TestEvent:
    def test_by_name(self, ask, sim, event):
        result, warnings = ask(event="Open day")
        assert set(result) == {"event"}
        assert result["event"]["id"] == event["id"]
        assert warnings == []
        assert paths(sim) == ["/v2/live/events", f"/v2/live/events/{event['id']}"]

    def test_by_id_in_either_form(self, ask, sim, event):
        for id in (event["id"], ids.to_short(event["id"])):
            assert ask(event=id)[0]["event"]["name"] == "Open day"
        assert paths(sim) == [f"/v2/live/events/{event['id']}"] * 2

    def test_by_a_name_that_looks_like_an_id(self, ask, sim):
        made = sim.seed("live_event", name=ids.new_id(), type="one-time")
        assert ask(event=made["name"])[0]["event"]["id"] == made["id"]

    def test_one_that_is_missing(self, ask):
        with pytest.raises(PlanError, match="there is no live event 'Open day'"):
            ask(event="Open day")

    def test_two_of_one_name(self, ask, sim, event):
        other = sim.seed("live_event", name="Open day", type="one-time")
        with pytest.raises(PlanError, match="ambiguous") as caught:
            ask(event="Open day")
        assert event["id"] in str(caught.value)
        assert other["id"] in str(caught.value)

    def test_one_that_goes_away_meanwhile(self, ask, sim, event):
        sim.fault("status", path=f"/v2/live/events/{event['id']}", status=404, code=400404)
        with pytest.raises(PlanError, match="deleted while"):
            ask(event="Open day")

    def test_one_that_an_earlier_task_will_create(self, ask, tmp_path):
        result, warnings = ask(True, event="Open day", include=["qos", "chat"])
        assert result == {"event": {}, "qos": [], "chat": []}
        assert "'Open day'" in warnings[0]
        dest = str(tmp_path / "chat.json")
        result, _warnings = ask(True, event="Open day", include=["chat"], dest=dest)
        assert result == {"event": {}, "dest": dest, "changed": True}


class TestSecrets:
    def test_they_are_never_shown(self, ask, sim, event):
        asset = {"quality": "original", "file_size": 1, "url": SIGNED, "download_link": SIGNED}
        more = {"links": [SIGNED, "https://example.com/?page=2"], "share": SIGNED}  # of a field that nobody knows
        sim.seed("video", title="A", meta={"event_id": event["id"], **more}, assets=[asset])
        result, _warnings = ask(event="Open day", include=["restreams", "qos", "videos", "chat"])
        text = json.dumps(result)
        assert event["streamkey"] not in text
        assert CHANNEL["key"] not in text
        assert "sign=" not in text
        assert result["videos"][0]["assets"] == [{"quality": "original", "file_size": 1}]
        assert result["videos"][0]["meta"] == {"event_id": event["id"], "links": ["https://example.com/?page=2"]}
        assert result["videos"][0]["play_link"].startswith("https://kinescope.io/")

    def test_nor_in_what_the_api_says(self, ask, sim, event):
        sim.fault("status", path="*/qos", status=400, message=f"bad {event['streamkey']} {CHANNEL['key']}")
        with pytest.raises(KinescopeError) as caught:
            ask(event="Open day", include=["qos"])
        assert str(caught.value).count("********") == 2
        assert event["streamkey"] not in str(caught.value)


class TestParts:
    def test_restreams_are_read_with_the_event(self, ask, sim, event):
        result, _warnings = ask(event=event["id"], include=["restreams"])
        (restream,) = result["restreams"]
        assert (restream["name"], restream["status"]) == ("Channel", "disconnected")
        assert "restreams" not in result["event"]
        assert len(sim.journal) == 1

    def test_qos(self, ask, event):
        result, warnings = ask(event="Open day", include=["qos"])
        assert result["qos"] == [
            {"bitrate_video": 2438, "bitrate_audio": 156, "frame_rate": 30, "status": 0, "time": "2026-12-01T10:00:00Z"}
        ]
        assert warnings == []

    def test_qos_of_an_event_that_has_ended(self, ask, sim, event):
        sim.finish(event["id"])
        result, warnings = ask(event="Open day", include=["qos"])
        assert result["qos"] == []
        assert "'Open day'" in warnings[0]
        assert "ended" in warnings[0]

    def test_a_refusal_of_qos(self, ask, sim, event):
        sim.fault("status", path="*/qos", status=403, code=100103)
        with pytest.raises(ApiError, match="100103"):
            ask(event="Open day", include=["qos"])

    def test_every_page_of_the_videos(self, ask, sim, event):
        for number in range(120):
            sim.seed("video", title=f"V{number}", meta={"event_id": event["id"]})
        sim.seed("video", title="of another one")
        result, _warnings = ask(event="Open day", include=["videos"])
        assert {video["title"] for video in result["videos"]} == {f"V{number}" for number in range(120)}
        assert len(result["videos"]) == 120
        assert len(sim.requests("GET", "*/videos")) == 2

    @pytest.mark.parametrize("form", ["as_is", "null"])
    def test_nothing_at_all(self, ask, sim, form):
        sim.set(empty_lists=form)
        sim.seed("live_event", name="New", type="one-time")
        result, _warnings = ask(event="New", include=["restreams", "qos", "videos", "chat"])
        assert {name: value for name, value in result.items() if name != "event"} == {
            "restreams": [],
            "qos": [],
            "videos": [],
            "chat": [],
        }

    def test_no_stream_no_chat(self, ask, sim, event, tmp_path):
        sim.edit("live_event", event["id"], stream={"id": None, "status": "pending", "started_at": None})
        with pytest.raises(PlanError, match="no stream"):
            ask(event="Open day", include=["chat"], dest=str(tmp_path / "chat.json"))


class TestModule:
    @pytest.fixture
    def run(self, sim, capsys, monkeypatch):
        """What the module prints."""
        edge.gateway_of.cache_clear()  # what tests before saw, and what those after must not see
        monkeypatch.setattr(warnings, "_global_warnings", type(warnings._global_warnings)())  # of tests before
        if hasattr(warnings, "_internal"):  # not before ansible-core 2.19
            monkeypatch.setattr(warnings._internal, "is_controller", False)  # importing ansible.errors sets it

        def running(**options):
            given = {"api_token": sim.token, "api_url": sim.url, "api_retries": 0, **options}
            with patch_module_args(given), pytest.raises(SystemExit):
                read(LIVE)
            return json.loads(capsys.readouterr().out)

        yield running
        edge.gateway_of.cache_clear()

    def test_a_result(self, run, sim, event):
        sim.finish(event["id"])
        result = run(event="Open day", include=["qos"])
        assert result["changed"] is False
        assert result["qos"] == []
        assert "Open day" in json.dumps(result["warnings"])
        assert {"event", "qos", "changed", "warnings"} == set(result) - {"invocation"}

    def test_a_refusal(self, run, sim, event):
        sim.fault("status", path="*/qos", status=403, code=100103, message="access denied")
        result = run(event="Open day", include=["qos"])
        assert result["msg"].startswith(
            "Cannot read live event 'Open day': the API responded with 403 (code 100103): access"
        )
        assert result["error"] == {
            "kind": "live_event",
            "key": "Open day",
            "action": "read",
            "status": 403,
            "code": 100103,
            "request_id": sim.journal[-1].request_id,
            "invalid_params": [],
        }
        assert set(result) - {"invocation"} == {"changed", "error", "failed", "msg"}

    def test_null_is_not_given(self, run, event):
        assert run(event="Open day", include=None, chat_format=None, dest=None)["event"]["name"] == "Open day"
        assert "include" in run(event="Open day", include=["qos", None])["msg"]

    def test_an_error_of_our_own_tells_no_values(self, run, sim, event, monkeypatch):
        def broken(*arguments):
            raise RuntimeError(event["streamkey"])

        monkeypatch.setattr(live_reading, "secrets_in", broken)
        sim.fault("status", path="*/qos", status=403)
        result = run(event="Open day", include=["qos"])
        assert "Cannot continue with live event: internal error of the collection (RuntimeError" in result["msg"]
        assert event["streamkey"] not in json.dumps(result)


class TestFaults:
    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"event": ""}, "event must not be empty"),
            ({"dest": "/tmp/x"}, "dest requires chat in include"),
            ({"include": ["chat"], "dest": ""}, "dest must not be empty"),
            ({"include": ["chat"], "chat_format": "csv"}, "a chat as csv requires dest, the file to write it to"),
            ({"event": "", "dest": "/tmp/x"}, "event must not be empty; dest requires chat in include"),
        ],
    )
    def test_before_any_request(self, ask, sim, options, message):
        with pytest.raises(DocumentError) as caught:
            ask(**{"event": "Open day", **options})
        assert str(caught.value) == message
        assert sim.journal == []
