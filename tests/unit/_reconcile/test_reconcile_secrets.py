# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets: when they are sent, and that nothing tells them. (World.run looks for them in all that a task says.)"""

from __future__ import annotations

import json

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError, GuardError
from tests.unit._reconcile.test_reconcile_cases import CASES, RESTREAM, SECOND, surroundings
from tests.unit.sides import sides

OLD, NEW = "old-password-of-a-webhook", "new-password-of-a-webhook"
HOOK = {"name": "ci", "endpoint": "https://a.example.com", "login": "user"}
HIDDEN = ["masked", "omitted", "empty"]


class TestSending:
    @pytest.fixture(params=["merge", "replace"], autouse=True)
    def hook(self, request, world):
        world.sim.set(put=request.param)
        world.sim.seed("webhook", **HOOK, password=OLD)
        world.secrets |= {OLD, NEW}

    def stored(self, world):
        return world.sim.object("webhook", "ci")["password"]

    @pytest.mark.parametrize("secrets", HIDDEN)
    def test_what_cannot_be_read_is_no_change(self, world, secrets):
        world.sim.set(secrets=secrets)
        told = world.unchanged("webhook", **HOOK, password=NEW)
        assert told.result["unverified"] == ["password"]
        assert self.stored(world) == OLD

    @pytest.mark.parametrize("secrets", HIDDEN)
    def test_it_goes_along_with_another_change(self, world, secrets):
        world.sim.set(secrets=secrets)
        done = world.settles("webhook", **{**HOOK, "endpoint": "https://b.example.com"}, password=NEW)
        assert self.stored(world) == NEW
        assert done.result["changes"][0]["fields"] == ["endpoint"]
        assert done.requests[-1].body["password"] == NEW

    @pytest.mark.parametrize("secrets", HIDDEN)
    def test_it_is_sent_again_when_asked_for(self, world, secrets):
        world.sim.set(secrets=secrets)
        options = {**HOOK, "password": NEW, "update_secrets": "always"}
        planned, done = world.ok("webhook", True, **options), world.ok("webhook", **options)
        assert len(done.writes) == 1
        assert done.result["diff"] == planned.result["diff"]
        assert sides(done.result)["before"] != sides(done.result)["after"], "shown as changed"
        assert self.stored(world) == NEW

    def test_what_can_be_read_is_compared(self, world):
        world.sim.set(secrets="echoed")
        world.unchanged("webhook", **HOOK, password=OLD)
        done = world.settles("webhook", **HOOK, password=NEW)
        assert done.result["changes"][0]["fields"] == ["password"]
        assert sides(done.result)["before"] != sides(done.result)["after"]
        assert self.stored(world) == NEW

    def test_what_can_be_read_goes_back(self, world):
        world.sim.set(secrets="echoed")
        world.settles("webhook", name="ci", endpoint="https://b.example.com")
        assert self.stored(world) == OLD

    @pytest.mark.parametrize("secrets", HIDDEN)
    def test_an_update_that_could_wipe_it_is_refused(self, world, secrets):
        world.sim.set(secrets=secrets)
        for check in (True, False):
            told = world.refused("webhook", check, name="ci", endpoint="https://b.example.com")
            assert isinstance(told.error, GuardError)
            assert "password" in told.error.sentence()
            assert "leave_out" in told.error.sentence()
        world.unchanged("webhook", name="ci", endpoint="https://a.example.com")

    @pytest.mark.parametrize("secrets", HIDDEN)
    def test_it_is_left_out_when_told_so(self, world, secrets):
        world.sim.set(secrets=secrets)
        options = {"name": "ci", "endpoint": "https://b.example.com", "update_secrets": "leave_out"}
        done = world.settles("webhook", **options)
        assert "password" not in done.requests[-1].body

    @pytest.mark.parametrize("mask", ["<REDACTED>", "********", "•••", "[hidden]"])
    def test_no_mask_goes_back(self, world, mask):
        world.sim.set(mask=mask)
        world.settles("webhook", name="ci", endpoint="https://b.example.com", update_secrets="leave_out")
        world.settles("webhook", name="ci", endpoint="https://c.example.com", password=NEW)


def echo(*secrets):
    """What a careless API would say."""
    return [
        {"index": 0, "name": "key", "reason": "taken", "message": f"'{secrets[0]}' is in use"},
        {"name": "value", "value": list(secrets), "nested": {"deep": [{"deeper": secrets[-1]}]}},
        list(secrets),
        secrets[0],
    ]


@pytest.mark.parametrize("secrets", ["masked", "echoed"])
@pytest.mark.parametrize(
    ("name", "step"),
    [(name, step) for name, case in CASES.items() for step in ("create", "change") if step == "create" or case.change],
)
def test_an_api_that_repeats_them(world, name, step, secrets, monkeypatch):
    world.sim.set(secrets=secrets)
    surroundings(world.sim)
    case = CASES[name]
    if step == "change":
        world.ok(case.kind, **{**case.key, **case.create})
    text = json.dumps([case.create, case.change])
    told = sorted(
        {word for word in text.split('"') if any(part in word for part in ("password", "-secret-", "-link-", "key-of"))}
    )
    told = [word for word in told if "-" in word] or ["nothing secret here"]

    def refuse(self, *arguments, **options):
        raise ApiError(f"the API responded with 400: {' and '.join(told)}", status=400, invalid_params=echo(*told))

    monkeypatch.setattr(Gateway, "write", refuse)
    failed = world.run(case.kind, **{**case.key, **getattr(case, step)})
    assert failed.error is not None
    assert failed.error.details()["status"] == 400


@pytest.mark.parametrize("how", ["message", "invalid_params"])
def test_old_ones_that_were_read(world, how, monkeypatch):
    """Not among the task's options, so that Ansible itself does not know them for secrets."""
    world.sim.set(secrets="echoed")
    world.sim.seed("webhook", **HOOK, password=OLD)
    event = world.sim.seed("live_event", name="Webinar", type="one-time")
    world.sim.seed("restream", event_id=event["id"], **RESTREAM)
    world.secrets |= {OLD, event["streamkey"], RESTREAM["key"]}

    def refuse(self, *arguments, **options):
        words = [OLD, event["streamkey"], RESTREAM["key"]]
        message = " ".join(words) if how == "message" else "no"
        raise ApiError(message, status=400, invalid_params=echo(*words) if how == "invalid_params" else [])

    monkeypatch.setattr(Gateway, "write", refuse)
    world.secrets = {OLD}
    assert world.run("webhook", name="ci", endpoint="https://b.example.com").error is not None
    assert world.run("webhook", name="ci", endpoint="https://b.example.com", password=NEW).error is not None
    world.secrets = {event["streamkey"], RESTREAM["key"]}
    assert world.run("live_event", name="Webinar", subtitle="New").error is not None
    assert world.run("live_event", name="Webinar", restreams=[]).error is None
    world.sim.seed("restream", event_id=event["id"], **RESTREAM)
    changed = {**RESTREAM, "key": "another-key-of-ours"}
    assert world.run("live_event", name="Webinar", restreams=[changed]).error is not None


SHARED = "pw-of-the-viewers"
SHARING = {
    "project": ({"name": "Courses"}, {"privacy_type": "nowhere"}),
    "video": ({"title": "Intro"}, {"description": "new"}),
    "playlist": ({"name": "Season"}, {"description": "new"}),
}


@pytest.fixture
def shared(world):
    """One object of each kind that shows the password of its viewers, which no option sets."""
    share = {"privacy_share": {"password": SHARED, "enabled": True}}
    project = world.sim.seed("project", name="Courses", privacy_type="custom", **share)["id"]
    world.sim.seed("video", title="Intro", project_id=project, **share)
    world.sim.seed("playlist", name="Season", parent_id=project, **share)
    world.secrets.add(SHARED)
    return world


@pytest.mark.parametrize("kind", SHARING)
def test_a_password_of_viewers_stays_and_is_not_told(shared, kind):
    key, change = SHARING[kind]
    done = shared.settles(kind, **key, **change)
    assert done.result["resource"]["privacy_share"] == {"enabled": True}
    assert shared.sim.object(kind, *key.values())["privacy_share"]["password"] == SHARED
    if kind == "project":
        assert done.requests[-1].body["privacy_share"] == {"password": SHARED, "enabled": True}


@pytest.mark.parametrize("kind", SHARING)
def test_a_password_of_viewers_is_not_told_by_a_refusal(shared, kind, monkeypatch):
    key, change = SHARING[kind]

    def refuse(self, *arguments, **options):
        raise ApiError(f"no {SHARED}", status=400, invalid_params=echo(SHARED))

    monkeypatch.setattr(Gateway, "write", refuse)
    assert shared.run(kind, **key, **change).error is not None


def test_what_came_with_a_create(world, monkeypatch):
    """The stream key is made by the API: unknown before, and so not among what was observed."""
    path = "/v2/live/events"
    world.run("live_event", True, name="Webinar", type="one-time")
    seen = []
    write = Gateway.write

    def remember(self, *arguments, **options):
        raw = write(self, *arguments, **options)
        seen.append(raw["streamkey"])
        world.secrets.add(raw["streamkey"])
        return raw

    monkeypatch.setattr(Gateway, "write", remember)
    told = world.ok("live_event", name="Webinar", type="one-time")
    assert seen
    assert told.writes == [f"POST {path}"]
    assert "streamkey" not in told.result["resource"]


def test_one_within_another(world, monkeypatch):
    """The shorter is not taken out first, for the rest of the longer would remain."""
    world.sim.set(secrets="echoed")
    short, tail = "hunter2", "-and-its-tail"
    world.sim.seed("webhook", **HOOK, password=short)
    world.secrets |= {tail}

    def refuse(self, *arguments, **options):
        raise ApiError(f"not {short}{tail}", status=400, invalid_params=[{"message": short + tail}])

    monkeypatch.setattr(Gateway, "write", refuse)
    assert world.run("webhook", **HOOK, password=short + tail).error is not None


@pytest.mark.parametrize(
    "secret", ["пароль-от-вебхука", 'quo"ted\\password', "line\nbroken-password"], ids=["script", "quotes", "lines"]
)
def test_one_that_json_writes_otherwise(world, canned, secret):
    """Parameters that are no objects are told as JSON; a secret in them is not told in JSON's spelling either."""

    listed = {"meta": {"pagination": {"page": 1, "per_page": 100, "total": 0}}, "data": []}
    refusal = {"error": {"code": 400400, "message": "no", "invalid_params": [secret, [secret], {"name": secret}]}}
    server = canned((200, {}, listed), (400, {}, refusal))

    class Elsewhere:
        token, url, uploader_url = world.sim.token, server.url, server.url
        journal: list = []  # noqa: RUF012
        switches = {"mask": "<REDACTED>"}  # noqa: RUF012

    elsewhere = type(world)(Elsewhere())
    elsewhere.secrets |= {json.dumps(secret)[1:-1]}
    assert elsewhere.run("webhook", **HOOK, password=secret).error is not None


class TestReveal:
    def test_the_stream_key(self, world):
        options = {"name": "Webinar", "type": "one-time", "restreams": [RESTREAM, SECOND]}
        done = world.ok("live_event", **options, reveal_secrets=True)
        key = world.sim.object("live_event", "Webinar")["streamkey"]
        assert done.result["resource"]["streamkey"] == key
        assert key not in json.dumps([done.result["diff"], done.result["changes"]])
        assert all("key" not in item for item in done.result["resource"]["restreams"])
        for check in (True, False):
            again = world.ok("live_event", check, **options, reveal_secrets=True)
            assert again.result["resource"]["streamkey"] == key
        world.secrets.add(key)
        world.unchanged("live_event", **options)
        world.settles("live_event", name="Webinar", subtitle="New")
        world.settles("live_event", name="Webinar", state="absent")

    @pytest.mark.parametrize("name", CASES)
    def test_only_generated_secrets_are_revealed(self, world, name):
        """World.run would find any of the secrets that the options name."""
        world.sim.set(secrets="echoed")
        surroundings(world.sim)
        case = CASES[name]
        told = world.ok(case.kind, **{**case.key, **case.create})
        assert not {"password", "jwt_secret", "secure_link", "streamkey"} & set(
            json.dumps(told.result["resource"]).split('"')
        )
