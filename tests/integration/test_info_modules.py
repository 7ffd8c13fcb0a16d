# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Modules that only read, as tasks: kinescope_info, kinescope_{usage,analytics,live}_info; and filters of results."""

from __future__ import annotations

import json
import pathlib
import stat
from typing import Any, Callable

import pytest

from tests.integration.conftest import Play
from tests.integration.play import COLLECTION, TaskRun, Unsafe, task
from tests.integration.rhythm import ANSIBLES_OWN, ERROR_KEYS, assert_no_secret
from tests.integration.test_examples import UUID, Pasted, examples, tasks
from tests.simulator import Simulator

#: What Ansible adds to a result that names a file.
OF_FILES = {"uid", "gid", "owner", "group", "mode", "state", "size", "secontext"}
SPAN = {"from": "2026-11-01", "to": "2026-11-03"}
GROUP = f"group/{COLLECTION}.kinescope"
CHANNEL = {"name": "Channel", "url": "rtmp://live.example.com/app", "key": "key-of-the-channel"}
SIGNED = "https://cdn.example.com/a.mp4?expires=1&sign=signature-of-the-asset"


def assert_read(run: TaskRun, *keys: str) -> None:
    """A task that read: these keys, no change, no write."""
    assert not run.failed, run
    assert set(run.result) - ANSIBLES_OWN == {"changed", *keys}, run
    assert run.result["changed"] is False, run
    assert run.writes == [], run


def assert_told(run: TaskRun, *parts: str) -> None:
    """A task that failed, in one sentence."""
    assert run.failed, run
    assert set(run.result) - ANSIBLES_OWN == {"changed", "msg", "error"}, run
    assert set(run.result["error"]) == ERROR_KEYS, run
    assert run.result["error"]["action"] == "read", run
    assert "\n" not in run.msg, run
    assert "Traceback" not in run.msg, run
    for part in parts:
        assert part in run.msg, run


def event_with_all(sim: Simulator) -> dict[str, Any]:
    """A live event with a restream, quality of service, a recording and a chat."""
    made = sim.seed("live_event", name="Open day", type="one-time", restreams=[CHANNEL])
    stream = made["stream"]["id"]
    sim.seed("qos", event_id=made["id"], time="2026-12-01T10:00:00Z")
    asset = {"quality": "original", "file_size": 1, "url": SIGNED, "download_link": SIGNED}
    sim.seed("video", title="Recording", meta={"event_id": made["id"], "stream_id": stream}, assets=[asset])
    sim.seed("chat_message", stream_id=stream, username="Ann", message="Привет, all", is_admin="true")
    sim.seed("chat_message", stream_id=stream, username="Bob", message="Hello", is_admin="false")
    return made


def test_usage_is_shown_as_the_api_has_it(play: Play, sim: Simulator) -> None:
    """Rows as the API has them; one project by name and by id; names of projects; the same in check mode."""
    made = sim.seed("project", name="A", privacy_type="anywhere", items_count=2)
    sim.seed("project", name="B", privacy_type="anywhere")
    run = play(
        sim,
        [
            task("usage_info", "all", SPAN),
            task("usage_info", "checked", SPAN, check=True),
            task("usage_info", "grouped", {**SPAN, "group_by": "project_id"}),
            task("usage_info", "by name", {**SPAN, "project": "A"}),
            task("usage_info", "by id", {**SPAN, "project": made["id"]}),
            task("usage_info", "to come", {**SPAN, "project": "C"}, check=True),
            task("usage_info", "missing", {**SPAN, "project": "C"}),
        ],
    )
    assert_read(run("all"), "usage")
    assert [(entry.path, entry.query) for entry in run("all").requests] == [
        ("/v1/billing/usage", {"from": ["2026-11-01"], "to": ["2026-11-03"]})
    ]
    rows = run("all").result["usage"]
    assert {"date": "2026-11-01T00:00:00Z", "usage": 0, "product": "encoding"} in rows
    assert run("checked").result["usage"] == rows
    grouped = run("grouped").result["usage"]
    assert {row.get("project_name") for row in grouped} == {"A", "B", None}
    assert [{name: row[name] for name in row if name != "project_name"} for row in grouped] == rows
    assert run("by name").result["usage"] == run("by id").result["usage"]
    assert {row["project_id"] for row in run("by name").result["usage"]} == {made["id"]}
    assert_read(run("to come"), "usage")
    assert run("to come").result["usage"] == []
    assert "'C'" in run("to come").warnings[0]
    assert_told(run("missing"), "Cannot read usage: there is no project 'C'")


def test_spans_are_taken_in_every_form_of_yaml(play: Play, sim: Simulator) -> None:
    """Dates and times as YAML has them, with and without quotes; what is wrong is said before any request."""
    good = {
        "texts": SPAN,
        "dates": {"from": Unsafe("2026-11-01"), "to": "{{ '2026-11-03' | to_datetime('%Y-%m-%d') }}Z"},
        "offsets": {"from": "2026-11-01T10:00:00+03:00", "to": "2026-11-01T20:00:00.5Z"},
    }
    bad = {
        "words": {"from": "yesterday", "to": "2026-11-01"},
        "no offset": {"from": "2026-11-01T10:00:00", "to": "2026-11-01T20:00:00Z"},
        "backward": {"from": "2026-11-03", "to": "2026-11-01"},
        "no end": {"from": "2026-11-01"},
    }
    names = ("usage_info", "analytics_info")
    run = play(sim, [task(kind, f"{kind} {name}", span) for kind in names for name, span in {**good, **bad}.items()])
    for kind in names:
        for name in good:
            assert not run(f"{kind} {name}").failed, run(f"{kind} {name}")
        assert run(f"{kind} offsets").requests[0].query["from"] == ["2026-11-01T07:00:00Z"]
        for name in bad:
            assert run(f"{kind} {name}").requests == []
            assert run(f"{kind} {name}").failed
        assert_told(run(f"{kind} words"), "from 'yesterday' is neither a date such as 2026-12-01")
        assert_told(run(f"{kind} no offset"), "from '2026-11-01T10:00:00'", "offset")
        assert_told(run(f"{kind} backward"), "from '2026-11-03' is after to '2026-11-01'")
        assert "to" in run(f"{kind} no end").msg


def test_dates_without_quotes_are_taken(play: Play, sim: Simulator, tmp_path: pathlib.Path) -> None:
    """YAML takes what is not quoted for a date of its own."""
    variables = tmp_path / "dates.yml"
    variables.write_text("first: 2026-11-01\nlast: 2026-11-03\nhour: 2026-11-03T10:00:00Z\n", encoding="utf-8")
    run = play(
        sim,
        [
            task("usage_info", "dates", {"from": "{{ first }}", "to": "{{ last }}"}),
            task("usage_info", "times", {"from": "{{ first }}", "to": "{{ hour }}"}),
        ],
        vars_files=[str(variables)],
    )
    assert run("dates").requests[0].query == {"from": ["2026-11-01"], "to": ["2026-11-03"]}
    assert run("times").requests[0].query["to"] == ["2026-11-03T10:00:00Z"]


def test_analytics_has_both_reports(play: Play, sim: Simulator) -> None:
    """Both reports, what they send, and options of the other one."""
    video = sim.seed("video", title="A")
    custom = {**SPAN, "report": "custom", "group": "day", "group_entities": "video_id", "fields": ["view", "play"]}
    run = play(
        sim,
        [
            task("analytics_info", "overview", SPAN),
            task("analytics_info", "checked", SPAN, check=True),
            task("analytics_info", "video", {**SPAN, "group_time": "week", "video": video["id"]}),
            task("analytics_info", "custom", {**custom, "order": ["view.desc"]}),
            task("analytics_info", "mixed", {**SPAN, "group": "day", "video": "A"}),
            task("analytics_info", "refused", {**custom, "order": "watch_time.desc"}),
            task("analytics_info", "unknown", {**custom, "fields": "views"}),
        ],
    )
    assert_read(run("overview"), "time", "overview")
    assert "date" not in run("overview").result["overview"]["total"]
    assert run("overview").result["overview"]["top"]["oses"] == []
    assert run("overview").result["time"]["timezone"] == "Europe/Moscow"
    assert run("checked").result["overview"] == run("overview").result["overview"]
    assert run("video").requests[0].query["video_id"] == [video["id"]]
    assert run("video").requests[0].query["group_time"] == ["week"]
    assert_read(run("custom"), "time", "rows")
    assert set(run("custom").result["rows"][0]) == {"date", "video_id", "view", "play"}
    assert run("custom").requests[0].query["fields"] == ["view,play"]
    assert run("custom").requests[0].query["order"] == ["view.desc"]
    assert_told(
        run("mixed"), "group is only supported with report 'custom', not with 'overview'; video 'A' is neither a UUID"
    )
    assert run("mixed").requests == []
    assert_told(run("refused"), "Cannot read analytics: ", "not allowed order field", "400216")
    assert run("refused").result["error"]["request_id"] in run("refused").msg
    assert_told(run("unknown"), "400400")
    assert any("views" in warning for warning in run("unknown").warnings)


def test_an_event_is_shown_with_all_that_belongs_to_it(play: Play, sim: Simulator) -> None:
    """The event and all that belongs to it, without a secret at any verbosity; the same in check mode."""
    made = event_with_all(sim)
    every = {"event": "Open day", "include": ["qos", "chat", "restreams", "videos"]}
    run = play(
        sim,
        [
            task("live_info", "event", {"event": made["id"]}),
            task("live_info", "all", every),
            task("live_info", "checked", every, check=True),
            task("live_info", "missing", {"event": "Closed day"}),
            task("live_info", "to come", {**every, "event": "Closed day"}, check=True),
        ],
        verbosity=3,
    )
    assert_no_secret(run, [made["streamkey"], CHANNEL["key"], "signature-of-the-asset"])
    assert_read(run("event"), "event")
    assert [entry.path for entry in run("event").requests] == [f"/v2/live/events/{made['id']}"]
    assert_read(run("all"), "event", "qos", "chat", "restreams", "videos")
    result = run("all").result
    assert result["event"]["name"] == "Open day"
    assert result["qos"][0]["bitrate_video"] == 2438
    assert result["restreams"][0]["name"] == "Channel"
    assert [video["title"] for video in result["videos"]] == ["Recording"]
    assert [(item["message"], item["is_admin"]) for item in result["chat"]] == [("Привет, all", True), ("Hello", False)]
    assert result["chat"][0]["created_at_local"] == result["chat"][0]["created_at"]
    assert "cteated_at_local" not in result["chat"][0]
    assert {name: run("checked").result[name] for name in result if name not in ANSIBLES_OWN} == {
        name: result[name] for name in result if name not in ANSIBLES_OWN
    }
    assert_told(run("missing"), "Cannot read live event 'Closed day': there is no live event 'Closed day'")
    assert_read(run("to come"), "event", "qos", "chat", "restreams", "videos")
    assert run("to come").result["event"] == {}


def test_an_event_that_has_ended_is_shown_without_its_quality(play: Play, sim: Simulator) -> None:
    """No quality of service is left, which is no failure; the recordings and the chat are."""
    made = event_with_all(sim)
    sim.finish(made["id"])
    run = play(sim, [task("live_info", "ended", {"event": "Open day", "include": ["qos", "videos", "chat"]})])
    assert_read(run("ended"), "event", "qos", "videos", "chat")
    assert run("ended").result["qos"] == []
    assert "Open day" in run("ended").warnings[0]
    assert len(run("ended").result["chat"]) == 2


@pytest.mark.parametrize("form", ["json", "csv", "txt"])
def test_a_chat_is_written_into_a_file_once_and_is_in_no_output(
    play: Play, sim: Simulator, tmp_path: pathlib.Path, form: str
) -> None:
    """The file is written once, only its owner can read it, and what was said is in no output."""
    made = event_with_all(sim)
    path = tmp_path / f"chat.{form}"
    asked = {"event": "Open day", "include": ["chat"], "chat_format": form, "dest": str(path)}
    checked = play(sim, [task("live_info", "checked", asked)], check=True)("checked")
    assert not path.exists()
    run = play(sim, [task("live_info", name, asked) for name in ("first", "again")], verbosity=3, diff=True)
    for one, changed in ((checked, True), (run("first"), True), (run("again"), False)):
        assert not one.failed, one
        assert set(one.result) - ANSIBLES_OWN - OF_FILES == {"changed", "event", "dest"}, one
        assert (one.result["changed"], one.result["dest"]) == (changed, str(path)), one
        assert one.writes == [], one
    assert_no_secret(run, ["Привет", made["streamkey"]])
    assert run("again").requests[-1].path.endswith(f"/stream/{made['stream']['id']}/chat.{form}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text(encoding="utf-8")
    assert "Привет, all" in text
    assert form != "json" or [item["is_admin"] for item in json.loads(text)] == [True, False]
    assert form != "csv" or text.splitlines()[0].startswith("id,username")

    sim.seed("chat_message", stream_id=made["stream"]["id"], message="One more")
    run = play(sim, [task("live_info", "more", asked, check=True), task("live_info", "kept", asked)])
    assert [one.result["changed"] for one in run] == [True, True]
    assert "One more" in path.read_text(encoding="utf-8")
    assert [entry.name for entry in tmp_path.glob("*chat*")] == [path.name]


def test_options_of_live_info_that_make_no_sense_are_refused(
    play: Play, sim: Simulator, tmp_path: pathlib.Path
) -> None:
    """Options that make no sense are refused before any request; a file that cannot be written is told."""
    event_with_all(sim)
    chat = {"event": "Open day", "include": ["chat"]}
    run = play(
        sim,
        [
            task("live_info", "no dest", {**chat, "chat_format": "csv"}),
            task("live_info", "no chat", {"event": "Open day", "dest": str(tmp_path / "chat")}),
            task("live_info", "part", {"event": "Open day", "include": ["poster"]}),
            task("live_info", "folder", {**chat, "dest": str(tmp_path)}),
            task("live_info", "nowhere", {**chat, "dest": str(tmp_path / "missing/chat.json")}),
        ],
    )
    for name in ("no dest", "no chat", "part"):
        assert run(name).failed
        assert run(name).requests == []
    assert_told(run("no dest"), "Cannot read live event 'Open day': a chat as csv requires dest")
    assert_told(run("no chat"), "dest requires chat in include")
    assert_told(run("folder"), str(tmp_path), "cannot be written")
    assert_told(run("nowhere"), "cannot be written: No such file or directory")


def test_trouble_that_passes_is_mended_and_the_rest_told(play: Play, sim: Simulator) -> None:
    """The action group's defaults reach them; what passes is repeated; what does not is told in one sentence."""
    made = event_with_all(sim)
    defaults = {"api_token": sim.token, "api_url": sim.url, "api_retries": 1}
    env = {"KINESCOPE_API_TOKEN": None, "KINESCOPE_API_URL": None, "KINESCOPE_UPLOADER_URL": None}
    one = {"kind": "video"}
    modules = {"usage_info": SPAN, "analytics_info": SPAN, "live_info": {"event": made["id"]}, "info": one}
    for name in modules:
        words = {
            "usage_info": "*usage",
            "analytics_info": "*overview",
            "live_info": f"*{made['id']}",
            "info": "*videos",
        }
        sim.fault("status", path=words[name], status=503, times=1)
        sim.fault("status", path=words[name], status=403, code=100103, message="access denied", skip=1, times=1)
    run = play(
        sim,
        [
            task(name, f"{name} {number}", options)
            for name, options in modules.items()
            for number in ("mended", "refused")
        ]
        + [task(name, f"{name} no token", {**options, "api_token": "x"}) for name, options in modules.items()],
        env=env,
        module_defaults={GROUP: defaults},
    )
    for name in modules:
        assert not run(f"{name} mended").failed, run(f"{name} mended")
        assert len(run(f"{name} mended").requests) == 2
        refused = run(f"{name} refused")
        assert_told(refused, "Cannot read ", "access denied", "100103", refused.requests[0].request_id)
        assert_told(run(f"{name} no token"), "api_token is not a UUID")
        assert run(f"{name} no token").requests == []


def test_objects_of_any_kind_are_shown_without_secrets(play: Play, sim: Simulator) -> None:
    """All, one, those of a place; the same in check mode; what makes no sense; no secret at any verbosity."""
    made = event_with_all(sim)
    project = sim.seed("project", name="A", privacy_type="anywhere")["id"]
    sim.seed("folder", name="F", project_id=project, parent_id=project)
    sim.seed("webhook", name="W", endpoint="https://a.example.com", password="password-of-hook")
    sim.seed("playlist", name="P", parent_id=project)
    token = sim.seed("access_token", name="ci")["id"]
    asked: dict[str, dict[str, Any]] = {
        "events": {"kind": "live_event"},
        "event": {"kind": "live_event", "id": made["id"]},
        "recordings": {"kind": "live_event_video", "event": "Open day"},
        "hooks": {"kind": "webhook", "key": "W", "id": None, "filters": None, "location": {"project": None}},
        "tokens": {"kind": "access_token"},
        "folders": {"kind": "folder", "project": "A"},
        "here": {"kind": "playlist", "location": {"project": "A"}},
        "elsewhere": {"kind": "playlist", "location": {"project": "A", "folder": ["F"]}},
        "found": {"kind": "video", "filters": {"q": "record"}, "order": "title.desc", "limit": 1},
    }
    wrong: dict[str, dict[str, Any]] = {
        "kind": {"kind": "chapter"},
        "filter": {"kind": "playlist", "filters": {"parent_id": project}},
        "place": {"kind": "video", "location": {"project": "B"}},
    }
    run = play(
        sim,
        [task("info", name, options) for name, options in {**asked, **wrong}.items()]
        + [task("info", f"{name} checked", options, check=True) for name, options in asked.items()],
        verbosity=3,
    )
    assert_no_secret(run, [made["streamkey"], CHANNEL["key"], "signature-of", "password-of-hook", token])
    for name in asked:
        assert_read(run(name), "resources", "total")
        assert run(name).result["total"] == (0 if name == "elsewhere" else 1), name
        assert run(f"{name} checked").result["resources"] == run(name).result["resources"]
    assert "restreams" not in run("events").result["resources"][0]
    assert run("event").result["resources"][0]["restreams"][0]["name"] == "Channel"
    assert run("kind").requests == run("filter").requests == []
    assert "value of kind must be one of" in run("kind").msg
    assert_told(run("filter"), "Cannot read playlist: filters contains 'parent_id', which the API would ignore")
    assert_told(run("place"), "Cannot read video: there is no project 'B'")


def usage_info(sim: Simulator) -> None:
    sim.seed("project", name="Courses", privacy_type="anywhere", items_count=3)


def analytics_info(sim: Simulator) -> None:
    sim.seed("video", title="Intro", id=UUID)


def live_info(sim: Simulator) -> None:
    sim.seed("live_event", name="Open day", type="one-time", restreams=[CHANNEL])
    sim.seed("live_event", id=UUID, name="Concert", type="one-time")
    spring = sim.seed("live_event", name="Spring webinar", type="one-time")
    sim.seed("chat_message", stream_id=spring["stream"]["id"], message="Hello", is_admin="false")


def info(sim: Simulator) -> None:
    sim.seed("player", name="Main")
    courses = sim.seed("project", name="Courses", privacy_type="anywhere")["id"]
    year = sim.seed("folder", name="2026", project_id=courses, parent_id=courses)["id"]
    spring = sim.seed("folder", name="Spring", project_id=courses, parent_id=year)["id"]
    sim.seed("video", id=UUID, title="Intro", project_id=courses, folder_id=spring)
    sim.seed("live_event", name="Open day", type="one-time")


@pytest.mark.slow
@pytest.mark.parametrize("seed", [info, usage_info, analytics_info, live_info])
def test_examples_work_as_they_stand(
    seed: Callable[[Simulator], None], sim: Simulator, edge: str, tmp_path: pathlib.Path
) -> None:
    """The examples of each module, in check mode, for real, and once more."""
    module = f"kinescope_{seed.__name__}"
    seed(sim)
    pasted = Pasted(tmp_path, sim, module, edge)
    files = {task["name"] for task in tasks(module) if "dest" in task.get(f"{COLLECTION}.{module}", {})}
    predicted = pasted.run("--check")
    done, again, _before = pasted.run_twice()
    for results, changed in (predicted, files), (done, files), (again, set()):
        assert {result["task"] for result in results} == {task["name"] for task in tasks(module)}
        assert {result["task"] for result in results if result.get("changed")} == changed
    assert sim.writes == []
    assert examples(module).count("kinescope_api_token") == 1
    assert [path.name for path in tmp_path.glob("*.csv")] == (["spring-webinar.csv"] if files else [])


def test_the_filter_gives_the_address_of_a_poster(play: Play, sim: Simulator) -> None:
    """The address of a poster from what another task returned."""
    uuid, short = UUID, "je7WZBZhdMFQKPHHHmMr2m"
    expressions = {
        "plain": f"{{{{ '{uuid}' | kinescope.kinescope.poster_url }}}}",
        "small": f"{{{{ '{short}' | kinescope.kinescope.poster_url(size='sm', format='webp') }}}}",
        "list": f"{{{{ ['{uuid}'] | map('kinescope.kinescope.poster_url', 'xs') | first }}}}",
        "bad": "{{ 'Intro' | kinescope.kinescope.poster_url }}",
    }
    debug = [{"name": name, "ansible.builtin.debug": {"msg": text}} for name, text in expressions.items()]
    run = play(sim, debug)
    base = f"https://kinescope.io/{short}/poster"
    assert [run(name).msg for name in ("plain", "small", "list")] == [
        f"{base}.jpg",
        f"{base}/sm.webp",
        f"{base}/xs.jpg",
    ]
    assert run("bad").failed
    assert "'Intro' is not a valid video ID" in run("bad").msg
