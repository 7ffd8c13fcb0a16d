# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Live events, their stream, restreams, chat and recordings."""

from __future__ import annotations

import pytest

from tests.simulator import ids

RESTREAM = {"name": "r", "url": "rtmp://a.example.com/live", "key": "k1"}
EVENT = {"name": "Webinar", "type": "one-time"}
SOON = "2030-01-01T00:00:00.5Z"
LATER = "2031-01-01T00:00:00Z"


def make(api, **fields):
    return api.data("POST", "/v2/live/events", {**EVENT, **fields})


def path_of(event, rest=""):
    return f"/v2/live/events/{event['id']}{rest}"


def test_defaults(sim_api):
    _sim, api = sim_api
    made = make(api)
    assert len(made["streamkey"]) == 32
    assert made["reconnect_window"] == 600
    assert (made["record"], made["video"], made["scheduled"]) == (
        {"parent_id": None},
        {"presets": None},
        {"time": None},
    )
    assert made["stream"]["started_at"] == made["created_at"]
    assert made["stream"]["status"] == "pending"
    assert made["chat_after_stream"] is made["show_members"] is made["chat_preview"] is True
    assert made["chat_active"] is made["auto_start"] is False
    assert "chat_jwt_required" not in made
    assert "finished" not in made


def test_required(sim_api):
    _sim, api = sim_api
    bad = api("POST", "/v2/live/events", {"restreams": [RESTREAM, {"name": "x"}]}).json()["error"]["invalid_params"]
    assert [(rule["index"], rule["name"]) for rule in bad] == [(0, "name"), (0, "type"), (1, "url"), (1, "key")]


def test_lists_hide_restreams_and_get_shows_them_with_keys(start):
    sim, api = start()
    made = make(api, restreams=[RESTREAM])
    shown = api.data("GET", path_of(made))["restreams"]
    assert (shown[0]["key"], shown[0]["status"], shown[0]["event_id"]) == ("k1", "disconnected", made["id"])
    assert api.data("GET", "/v2/live/events")[0]["restreams"] == []
    sim.set(restream_keys="masked")
    assert api.data("GET", path_of(made))["restreams"][0]["key"] == "<REDACTED>"
    sim.set(restream_keys="omitted")
    assert "key" not in api.data("GET", path_of(made))["restreams"][0]
    assert sim.object("live_event", "Webinar")["restreams"][0]["key"] == "k1"


def test_restream_routes(sim_api):
    _sim, api = sim_api
    event = make(api)
    base = path_of(event, "/restreams")
    assert api.error("POST", base, {"name": "r"}) == (400, 400400)
    made = api.data("POST", base, RESTREAM)
    assert (made["enabled"], made["description"]) == (True, "")
    assert api.data("GET", f"{base}/{made['id']}") == made
    assert api.error("GET", base) == (405, 400405)
    assert api.data("PUT", f"{base}/{made['id']}", {"enabled": False})["key"] == "k1"
    other = make(api, name="other")
    assert api.error("GET", path_of(other, f"/restreams/{made['id']}")) == (404, 400404)
    api.data("DELETE", f"{base}/{made['id']}")
    assert api.data("GET", path_of(event))["restreams"] == []


def test_put_merges(sim_api):
    _sim, api = sim_api
    made = make(api, subtitle="s", restreams=[RESTREAM], time_shift=True)
    after = api.data("PUT", path_of(made), {"chat_jwt_required": True, "name": "N"})
    assert (after["name"], after["subtitle"], after["time_shift"]) == ("N", "s", True)
    assert len(after["restreams"]) == 1


def test_put_replaces(start):
    sim, api = start(put="replace", presets="echoed")
    project = sim.seed("project", name="p")["id"]
    made = make(
        api,
        subtitle="s",
        restreams=[RESTREAM],
        record={"parent_id": project},
        scheduled={"time": SOON},
        video={"presets": ["360p"]},
        chat_preview=False,
    )
    assert made["video"] == {"presets": ["360p"]}
    assert api.error("PUT", path_of(made), {"subtitle": "x"}) == (400, 400400)
    after = api.data("PUT", path_of(made), {"name": "N", "restreams": made["restreams"]})
    assert after["restreams"] == made["restreams"]
    assert (after["subtitle"], after["chat_preview"]) == ("", True)
    assert (after["record"], after["video"], after["scheduled"]) == (
        {"parent_id": None},
        {"presets": None},
        {"time": None},
    )
    assert after["streamkey"] == made["streamkey"]
    assert api.data("PUT", path_of(made), {"name": "N"})["restreams"] == []
    assert sim.objects("restream") == []


@pytest.mark.parametrize(
    ("value", "by_null", "by_object"),
    [("either", True, True), ("null_only", True, False), ("object_only", False, True)],
)
def test_recording_off(start, value, by_null, by_object):
    sim, api = start(record_off=value)
    project = sim.seed("project", name="p")["id"]
    for body, works in (({"record": None}, by_null), ({"record": {"parent": None}}, by_object)):
        made = make(api, record={"parent_id": project})
        assert api.data("PUT", path_of(made), body)["record"]["parent_id"] == (None if works else project)


def times(event):
    return event["scheduled"]["time"], event["stream"]["started_at"]


def test_schedule_in_both_places(sim_api):
    _sim, api = sim_api
    made = make(api, scheduled={"time": SOON})
    assert times(made) == (SOON, SOON)
    assert times(api.data("PUT", path_of(made), {"scheduled": {"time": LATER}})) == (LATER, LATER)
    stream = api.data("PUT", path_of(made, "/stream"), {"started_at": SOON})
    assert (stream["started_at"], stream["event_id"]) == (SOON, made["id"])
    assert times(api.data("GET", path_of(made))) == (SOON, SOON)
    assert times(api.data("PUT", path_of(made), {"scheduled": {"time": None}})) == (None, made["created_at"])


def test_schedule_in_the_stream_only(start):
    _sim, api = start(schedule="stream")
    made = make(api, scheduled={"time": SOON})
    assert times(made) == (None, SOON)
    assert times(api.data("PUT", path_of(made), {"scheduled": {"time": LATER}})) == (None, LATER)


def test_schedule_apart(start):
    _sim, api = start(schedule="scheduled")
    made = make(api, scheduled={"time": SOON})
    assert times(api.data("PUT", path_of(made), {"scheduled": {"time": LATER}})) == (LATER, SOON)
    api.data("PUT", path_of(made, "/stream"), {"started_at": "2032-01-01T00:00:00Z"})
    assert times(api.data("GET", path_of(made))) == (LATER, "2032-01-01T00:00:00Z")


def test_the_poster_of_a_new_event(start):
    sim, api = start()
    first, second = (make(api, name=name)["poster"] for name in ("A", "B"))
    assert first["original"] == second["original"]
    assert len({first["id"], second["id"], ids.ZERO}) == 3
    sim.set(event_poster="none")
    assert make(api, name="C")["poster"] is None


def test_the_end(start):
    sim, api = start()
    project = sim.seed("project", name="p")["id"]
    made = make(api, record={"parent_id": project})
    assert api.data("PUT", path_of(made, "/enable"))["stream"]["status"] == "pending"
    assert api.data("GET", path_of(made, "/qos")) == []
    ended = api.data("PUT", path_of(made, "/complete"))
    assert ended["stream"]["finished_at"] is not None
    answer = api("PUT", path_of(made), {"name": "x"})
    expected = {"error": {"code": 400246, "message": "it is forbidden to edit the broadcast"}}
    assert (answer.status_code, answer.json()) == (400, expected)
    assert api.error("PUT", path_of(made, "/stream"), {"started_at": SOON}) == (404, 400404)
    assert api.error("GET", path_of(made, "/qos")) == (404, 400404)
    assert api.error("PUT", path_of(made, "/move"), {}) == (400, 400400)
    assert api.error("PUT", path_of(made, "/move"), {"parent_id": project}) == (400, 400246)
    assert api.error("PUT", path_of(made, "/enable")) == (400, 400246)
    assert api.error("PUT", path_of(made, "/complete")) == (400, 400246)
    assert api.error("POST", path_of(made, "/stream"), {"started_at": SOON}) == (400, 400246)
    recording = api("GET", path_of(made, "/videos")).json()
    assert recording["meta"]["pagination"]["total"] == 1
    assert recording["data"][0]["meta"] == {"event_id": made["id"], "stream_id": made["stream"]["id"]}
    sim.set(complete_again="ok")
    api.data("PUT", path_of(made, "/complete"))
    api.data("DELETE", path_of(made))


def test_a_recurring_event_lives_on(sim_api):
    _sim, api = sim_api
    made = make(api, type="recurring")
    api.data("PUT", path_of(made, "/complete"))
    stream = api.data("POST", path_of(made, "/stream"), {"started_at": SOON})
    assert stream["id"] != made["stream"]["id"]
    assert api.data("PUT", path_of(made), {"name": "x"})["stream"] == stream


def test_switches_of_enable_and_delete(start):
    _sim, api = start(enable_again="refused", running_delete="refused")
    made = make(api)
    assert api.data("PUT", path_of(made, "/enable"))["stream"]["status"] == "pending"
    assert api.error("PUT", path_of(made, "/enable")) == (400, 400246)
    assert api.error("DELETE", path_of(made)) == (400, 400246)
    api.data("PUT", path_of(made, "/complete"))
    api.data("DELETE", path_of(made))


def test_move_and_filters(start):
    sim, api = start()
    project = sim.seed("project", name="p")["id"]
    folder = sim.seed("folder", name="f", project_id=project)["id"]
    made = make(api)
    assert api.data("PUT", path_of(made, "/move"), {"parent_id": folder})["parent_id"] == folder
    list_path = "/v2/live/events"
    assert len(api.data("GET", f"{list_path}?folder_id={folder}")) == 1
    assert len(api.data("GET", f"{list_path}?project_id={project}")) == 1
    assert api.data("GET", f"{list_path}?without_folder=true") == []


def test_encoder(start):
    sim, api = start()
    made = make(api)
    assert sim.connect("Webinar")["stream"]["status"] == "on-air"
    sim.seed("qos", event_id=made["id"], time=SOON)
    expected = {"bitrate_video": 2438, "bitrate_audio": 156, "frame_rate": 30, "status": 0, "time": SOON}
    assert api.data("GET", path_of(made, "/qos")) == [expected]
    assert sim.disconnect("Webinar")["stream"]["status"] == "on-air"
    assert api.control("POST", "stream/Webinar/finish").json()["finished"] is True
    assert api.error("PUT", path_of(made), {"name": "x"}) == (400, 400246)
    with pytest.raises(ValueError, match="finished"):
        sim.connect("Webinar")


def test_other_words_for_a_stream(start):
    sim, api = start(stream_words="connected", enable_shows="status")
    made = make(api)
    assert api.data("PUT", path_of(made, "/enable"))["stream"]["status"] == "enabled"
    assert sim.connect("Webinar")["stream"]["status"] == "connected"
    assert sim.disconnect("Webinar")["stream"]["status"] == "disconnected"


def test_chat(start):
    sim, api = start()
    made = make(api)
    base = path_of(made, f"/stream/{made['stream']['id']}/chat")
    sim.seed("chat_message", stream_id=made["stream"]["id"], message="hi, all", is_admin="true")
    item = api.data("GET", f"{base}.json")[0]
    assert (item["is_admin"], item["cteated_at_local"]) == ("true", item["created_at"])
    assert api.data("GET", base) == [item]
    table = api("GET", f"{base}.csv")
    assert table.headers["Content-Type"].startswith("text/csv")
    assert table.text.splitlines()[1].count('"hi, all"') == 1
    assert api("GET", f"{base}.txt").text.endswith("Ann: hi, all\n")
    assert api.error("GET", path_of(made, f"/stream/{made['id']}/chat.json")) == (404, 400404)
