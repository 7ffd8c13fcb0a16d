# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Secrets that a document gives by name: plans need no values, applying names every missing one before it writes."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.comparison import MISSING
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError, PlanError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import NamedSecret
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.workspace import effects_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.export import Names
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.secrets import Secrets
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.source import read_source
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.workspace_document import compared
from tests.simulator import Simulator
from tests.unit._workspace.spaces import EDITIONS, Space

TOKEN = "players/Main/settings/auth/token"
VALUES = {
    "webhooks/lms/password": "value-of-webhook",
    "drm_auth/password": "value-of-drm",
    "projects/Курсы/drm_auth/password": "value-of-project",
    "cdn_zones/static/origins/https://o.example.com/basic_auth/password": "value-of-origin",
    "cdn_zones/static/access_control/jwt_secret": "value-of-jwt",
    "cdn_zones/static/access_control/secure_link": "value-of-link",
    "live_events/Webinar/restreams/R1/key": "value-of-key",
    "moderators/m@example.com/password": "value-of-moderator",
    TOKEN: "value-of-token",
}


def named(name: str) -> dict[str, str]:
    return {"secret": name}


def document() -> dict[str, Any]:
    """A document with a secret of each kind."""
    zone = "cdn_zones/static"
    return {
        "players": [
            {
                "name": "Main",
                "settings": {"volume": 1, "auth": {"token": named("players/Main/settings/auth/token"), "n": 1}},
            }
        ],
        "projects": [
            {
                "name": "Курсы",
                "privacy_type": "anywhere",
                "drm_auth": {
                    "url": "https://p.example.com",
                    "username": "u",
                    "password": named("projects/Курсы/drm_auth/password"),
                },
            }
        ],
        "cdn_zones": [
            {
                "name": "static",
                "host": "cdn.example.com",
                "origins": [
                    {
                        "addr": "https://o.example.com",
                        "basic_auth": {
                            "username": "u",
                            "password": named(f"{zone}/origins/https://o.example.com/basic_auth/password"),
                        },
                    }
                ],
                "access_control": {
                    "jwt_secret": named(f"{zone}/access_control/jwt_secret"),
                    "secure_link": named(f"{zone}/access_control/secure_link"),
                },
            }
        ],
        "webhooks": [
            {
                "name": "lms",
                "endpoint": "https://l.example.com",
                "login": "u",
                "password": named("webhooks/lms/password"),
                "events": [],
            }
        ],
        "drm_auth": {"url": "https://w.example.com", "username": "u", "password": named("drm_auth/password")},
        "moderators": [
            {"email": "m@example.com", "username": "m", "password": named("moderators/m@example.com/password")}
        ],
        "live_events": [
            {
                "name": "Webinar",
                "type": "one-time",
                "restreams": [{"name": "R1", "url": "rtmp://r", "key": named("live_events/Webinar/restreams/R1/key")}],
            }
        ],
    }


def stored(space: Space) -> str:
    """All that the workspace holds, as one text."""
    kinds = ("webhook", "drm_auth", "cdn_zone", "restream", "moderator", "player")
    return json.dumps([space.sim.objects(kind) for kind in kinds], ensure_ascii=False)


@pytest.fixture
def space(sim: Simulator) -> Space:
    space = Space(sim)
    space.secrets |= set(VALUES.values())
    return space


def changed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with another value beside each secret, so that each object is written."""
    other = copy.deepcopy(document)
    other["players"][0]["settings"]["volume"] = 2
    other["projects"][0]["drm_auth"]["username"] = "v"
    other["cdn_zones"][0]["host"] = "other.example.com"
    other["webhooks"][0]["endpoint"] = "https://other.example.com"
    other["drm_auth"]["username"] = "v"
    other["live_events"][0]["restreams"][0]["url"] = "rtmp://other"
    return other


class TestOfEachKind:
    def test_a_plan_of_new_objects_needs_no_value(self, space: Space) -> None:
        told = space.done(document(), check=True)
        assert told.result["needs_secrets"] == sorted(VALUES)
        assert told.warnings == ["player 'Main': settings.auth is not a known key; the API may ignore it"]

    def test_applying_names_all_that_is_missing_before_the_first_write(self, space: Space) -> None:
        values = dict(list(VALUES.items())[:2])
        told = space.apply(document(), secrets=Secrets(values))
        assert told.writes == []
        for name in VALUES:
            assert (f"the value of the secret '{name}' is required" in told.error.text()) is (name not in values)
        assert "webhooks[0].password" not in told.error.text()
        assert "live_events[0].restreams[0].key: the value of" in told.error.text()

    @pytest.mark.parametrize("shown", ["masked", "omitted", "empty", "echoed"])
    @pytest.mark.parametrize("put", ["merge", "replace"])
    def test_a_life(self, space: Space, shown: str, put: str) -> None:
        space.sim.set(secrets=shown, put=put, restream_keys=shown.replace("empty", "omitted"))
        space.done(document(), secrets=Secrets(VALUES))
        for value in VALUES.values():
            assert value in stored(space)
        plan = space.unchanged(document())  # without any value at hand
        assert plan.result["needs_secrets"] == []
        assert "webhooks.password" in plan.result["unverified"]
        assert "live_events.restreams[R1].key" in plan.result["unverified"]
        before = stored(space)
        needed = space.done(changed(document()), check=True).result["needs_secrets"]
        if shown != "echoed":
            assert "webhooks/lms/password" in needed
        values = {name: value for name, value in VALUES.items() if name in needed}
        space.settles(changed(document()), secrets=Secrets(values))
        assert stored(space) != before
        for value in VALUES.values():
            assert value in stored(space)

    def test_an_export_names_them_and_clones_a_workspace(self, space: Space, sim: Simulator) -> None:
        space.done(document(), secrets=Secrets(VALUES))
        exported = space.exported(secrets=True)
        assert sorted(names_in(exported)) == sorted(VALUES)
        space.unchanged(exported)
        sim.reset()
        told = space.settles(exported, secrets=Secrets(VALUES))
        assert told.result["needs_secrets"] == sorted(VALUES)
        for value in VALUES.values():
            assert value in stored(space)
        assert space.exported(secrets=True) == exported
        assert names_in(space.exported()) == []


def names_in(value: Any) -> list[str]:
    """The names of the secrets in a document."""
    return list(_names(value))


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if set(value) == {"secret"}:
            yield value["secret"]
        for item in value.values():
            yield from _names(item)
    elif isinstance(value, list):
        for item in value:
            yield from _names(item)


HOOK = {"name": "lms", "endpoint": "https://l.example.com", "login": "u", "password": {"secret": "p"}}


class TestRotation:
    @pytest.fixture
    def hooks(self, space: Space) -> Space:
        space.secrets |= {"old-value", "new-value"}
        space.done(
            {"webhooks": [HOOK, {**HOOK, "name": "crm", "password": {"secret": "q"}}]},
            secrets=Secrets({"p": "old", "q": "old"}),
        )
        return space

    def both(self) -> dict[str, Any]:
        return {"webhooks": [HOOK, {**HOOK, "name": "crm", "password": {"secret": "q"}}]}

    def test_by_name(self, hooks: Space) -> None:
        told = hooks.done(self.both(), secrets=Secrets({"p": "new-value"}, ["p"]))
        assert [(change["key"], change["fields"]) for change in told.result["changes"]] == [("lms", ["password"])]
        assert told.result["needs_secrets"] == ["p"]
        assert {row["name"]: row["password"] for row in hooks.sim.objects("webhook")} == {
            "lms": "new-value",
            "crm": "old",
        }

    def test_a_plan_of_it_needs_no_value(self, hooks: Space) -> None:
        told = hooks.done(self.both(), check=True, secrets=Secrets({}, ["p"]))
        assert told.result["needs_secrets"] == ["p"]
        assert told.result["changed"]
        with_value = hooks.done(self.both(), check=True, secrets=Secrets({"p": "new-value"}, ["p"]))
        assert told.result["plan_id"] == with_value.result["plan_id"], "it was reviewed without the value"

    def test_what_no_entry_names(self, hooks: Space) -> None:
        told = hooks.apply(self.both(), secrets=Secrets({}, ["z"]))
        assert "update_secrets contains 'z', and no entry names such a secret" in told.error.text()

    def test_where_a_read_shows_it_nothing_is_written_twice(self, hooks: Space) -> None:
        hooks.sim.set(secrets="echoed")
        hooks.settles(self.both(), secrets=Secrets({"p": "new-value"}, ["p"]))


def test_a_value_that_no_entry_names_is_worth_a_warning(space: Space) -> None:
    told = space.done({"webhooks": []}, secrets=Secrets({"x": "value-of-x"}))
    assert told.warnings == ["secrets contains 'x', and no entry names such a secret"]


def test_leave_out_needs_no_value_for_an_update(space: Space) -> None:
    space.sim.set(put="merge")
    space.done({"webhooks": [HOOK]}, secrets=Secrets({"p": "old-value"}))
    other = {"webhooks": [{**HOOK, "endpoint": "https://o.example.com"}]}
    told = space.done(other, update_secrets="leave_out")
    assert told.result["needs_secrets"] == []
    assert space.sim.objects("webhook")[0]["password"] == "old-value"


@pytest.mark.parametrize("value", ["<REDACTED>", 12345678, ["a"], True])
def test_what_can_be_no_value(space: Space, value: Any) -> None:
    with pytest.raises(DocumentError) as caught:
        raise space.apply({"webhooks": [HOOK]}, secrets=Secrets({"p": value})).error
    assert str(value) not in caught.value.text()


def test_an_empty_value_takes_the_secret_away(space: Space) -> None:
    space.sim.set(put="replace", secrets="echoed")
    space.done({"webhooks": [HOOK]}, secrets=Secrets({"p": "old-value"}))
    space.done({"webhooks": [HOOK]}, secrets=Secrets({"p": ""}))
    assert not space.sim.objects("webhook")[0]["password"]


class TestFreeDictionaries:
    """There, a secret has a name only under a name that says that it is one; everything else is data."""

    def test_data_of_the_same_form(self, space: Space) -> None:
        settings = {"jwt": {"secret": "abc-is-data"}, "version": {"version": 1}}
        space.settles({"players": [{"name": "Main", "settings": settings}]})
        assert space.sim.objects("player")[0]["settings"]["jwt"] == settings["jwt"]

    def test_at_any_depth(self, space: Space) -> None:
        settings = {"list": [{"token": {"secret": "t"}, "a": 1}], "secret": {"deep": [{"secret": "s"}]}}
        space.settles({"players": [{"name": "Main", "settings": settings}]}, secrets=Secrets({"t": "tttt", "s": 5}))
        assert space.sim.objects("player")[0]["settings"] == {
            "list": [{"token": "tttt", "a": 1}],
            "secret": {"deep": [5]},
        }
        space.unchanged({"players": [{"name": "Main", "settings": settings}]})

    def test_another_value_is_a_change_and_shown_masked(self, space: Space) -> None:
        space.secrets |= {"old-value", "new-value"}
        space.sim.seed("player", name="Main", settings={"k": {"token": "old-value", "x": 1}})
        document = {"players": [{"name": "Main", "settings": {"k": {"token": {"secret": "t"}}}}]}
        space.unchanged(document)
        space.unchanged(document, secrets=Secrets({"t": "old-value"}, ["t"]))
        assert space.done(document, check=True, secrets=Secrets({}, ["t"])).result["needs_secrets"] == ["t"]
        told = space.settles(document, secrets=Secrets({"t": "new-value"}))
        assert told.result["changes"][0]["fields"] == ["settings"]
        assert space.sim.objects("player")[0]["settings"] == {"k": {"token": "new-value", "x": 1}}

    def test_nothing_is_lost_by_its_name(self, space: Space) -> None:
        settings = {"k": {"token": "abc", "x": 1}, "tokens": ["a"], "password": ["b", {"c": "d"}], "secret": 77}
        space.sim.seed("player", name="Main", settings=settings)
        exported = space.exported(secrets=True)
        names = names_in(exported)
        paths = ("k/token", "password/0", "password/1/c", "secret")
        assert sorted(names) == [f"players/Main/settings/{path}" for path in paths]
        values = dict(zip(sorted(names), ("abc", "b", "d", 77)))
        space.unchanged(exported, secrets=Secrets(values))
        space.sim.reset()
        space.done(exported, secrets=Secrets(values))
        assert space.sim.objects("player")[0]["settings"] == settings


class TestNames:
    def test_of_objects_of_one_name(self, space: Space) -> None:
        for _twice in range(2):
            space.sim.seed("webhook", name="lms", endpoint="https://l.example.com", login="u", password="value-of-both")
        exported = space.exported(secrets=True)
        assert sorted(names_in(exported)) == sorted(
            f"webhooks/{row['id']}/password" for row in space.sim.objects("webhook")
        )

    def test_of_a_name_with_a_slash(self, space: Space) -> None:
        restream = {"name": "b", "url": "rtmp://b", "key": "value-of-key-1"}
        space.sim.seed("live_event", name="a/restreams/b", type="one-time", restreams=[{**restream, "name": "c"}])
        space.sim.seed("live_event", name="a", type="one-time", restreams=[{**restream, "name": "b/restreams/c"}])
        names = names_in(space.exported(secrets=True))
        assert sorted(names) == [
            "live_events/a/restreams/b/restreams/c/key",
            "live_events/a/restreams/b/restreams/c/key (2)",
        ]


class TestFiles:
    @pytest.fixture
    def applied(self, space: Space, tmp_path: Any) -> Any:
        def apply(text: str, **wishes: Any) -> Any:
            (tmp_path / "w.yml").write_text(text, encoding="utf-8")
            source, told = read_source(str(tmp_path / "w.yml"))
            assert told == []
            return space.apply(source, **wishes)

        return apply

    HEAD = "version: 1\nwebhooks:\n- name: lms\n  endpoint: https://l.example.com\n  login: u\n"

    def test_a_plain_secret_is_refused(self, applied: Any) -> None:
        told = applied(f"{self.HEAD}  password: plain-secret\n")
        said = told.error.text()
        assert "w.yml, line 6): is a secret as plain text" in said
        assert "{secret: <name>}" in said
        assert "plain-secret" not in said

    def test_a_plain_secret_is_named_beside_other_faults(self, applied: Any) -> None:
        said = applied(f"{self.HEAD}  password: plain-secret\n  event: []\n").error.text()
        assert "w.yml, line 6): is a secret as plain text" in said
        assert "w.yml, line 7): is not a valid option" in said

    def test_none_is_no_secret(self, applied: Any) -> None:
        assert applied(f"{self.HEAD}  password: ''\n").error is None

    def test_a_missing_one_is_reported_with_its_line(self, applied: Any) -> None:
        told = applied(f"{self.HEAD}  password: {{secret: p}}\n")
        assert "w.yml, line 6): the value of the secret 'p' is required; set it in secrets" in told.error.text()

    @pytest.mark.parametrize("text", ["{{ x }}", "{% if x %}", "{# x #}", "#jinja2: [[ x ]]"])
    def test_templates_are_refused(self, applied: Any, text: str) -> None:
        said = applied(f'{self.HEAD}  events: ["{text}"]\n').error.text()
        assert "w.yml, line 6): looks like a template" in said
        assert text not in said
        said = applied(f'{self.HEAD}players: [{{name: A, settings: {{"{text}": 1}}}}]\n').error.text()
        assert "looks like a template" in said

    def test_each_encrypted_value_is_refused(self, applied: Any) -> None:
        vault = "!vault |\n    $ANSIBLE_VAULT;1.1;AES256\n    6162"
        said = applied(f"{self.HEAD}  password: {vault}\n  event: []\ndrm_auth:\n  password: {vault}\n").error.text()
        assert "w.yml, line 6): is an encrypted value; write {secret: <name>}" in said
        assert "w.yml, line 9): is not a valid option" in said
        assert "w.yml, line 11): is an encrypted value; write {secret: <name>}" in said
        assert "plain text" not in said
        assert "6162" not in said

    def test_those_in_the_base_are_named(self, space: Space, tmp_path: Any) -> None:
        """What they stand for is unknown, so it counts as another value than any."""
        vault = "!vault |\n    $ANSIBLE_VAULT;1.1;AES256\n    6162"
        text = f'{self.HEAD}  password: {vault}\n  events: ["{{{{ x }}}}", !unsafe "{{{{ y }}}}"]\n'
        (tmp_path / "b.yml").write_text(text.replace("https://l.example.com", vault), encoding="utf-8")
        (entry,), told = compared(read_source(str(tmp_path / "b.yml"))[0], [], effects_of)
        faults = [line.partition("b.yml, ")[2].partition(";")[0] for line in told]
        assert faults == [
            "line 4): is an encrypted value",
            "line 8): is an encrypted value",
            "line 11): looks like a template, and files are not templated",
        ]
        assert all(line.startswith("only a part of base can be used; webhooks[0].") for line in told)
        assert "6162" not in str((told, entry))
        space.sim.seed("webhook", name="lms", endpoint="https://edited.example.com")
        webhook = {"name": "lms", "endpoint": "https://l.example.com"}
        plan = space.apply({"webhooks": [webhook]}, True, base={"webhooks": [entry.options]})
        assert plan.result["changes"][0]["origin"] == {"endpoint": "both"}

    def test_what_is_marked_as_text_is_none(self, applied: Any, space: Space) -> None:
        told = applied(f'{self.HEAD}  events: [!unsafe "{{{{ x }}}}"]\n')
        assert told.error is None
        assert space.sim.objects("webhook")[0]["events"] == ["{{ x }}"]


def test_a_secret_shows_its_name_alone() -> None:
    assert KINDS["webhook"].field("password").exported("value", Names(secrets=True)) is MISSING
    assert repr(NamedSecret("n", value="abc")) == "<secret 'n'>"
    with pytest.raises(PlanError, match="the secret 'n', which is not set"):
        _value = NamedSecret("n").disclosed


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(switches=EDITIONS, at_hand=st.sets(st.sampled_from(sorted(VALUES))))
def test_a_plan_tells_exactly_what_applying_takes(
    shared_simulator: Simulator, switches: dict[str, Any], at_hand: set[str]
) -> None:
    """Under every reading: applying takes the values that a plan asks for; without one of them, nothing is sent."""
    shared_simulator.reset()
    space = Space(shared_simulator)
    space.secrets |= set(VALUES.values())
    space.sim.set(**switches)
    space.done(document(), secrets=Secrets(VALUES))
    needed = space.done(changed(document()), check=True).result["needs_secrets"]
    told = space.apply(changed(document()), secrets=Secrets({name: VALUES[name] for name in at_hand}))
    assert (told.error is None) is (set(needed) <= at_hand), told.error
    if told.error is not None:
        assert told.writes == []
    else:
        space.unchanged(changed(document()))
    for value in VALUES.values():
        assert value in stored(space)


def test_secrets_are_named_after_names_as_the_document_shows_them(space: Space) -> None:
    """A copy stores the email address as the document has it, so its export has to name the secret in the same way."""
    space.sim.seed("moderator", email="Mod@Example.com", username="m")
    [entry] = space.exported(secrets=True)["moderators"]
    assert entry["email"] == "mod@example.com"
    assert entry["password"] == {"secret": "moderators/mod@example.com/password"}
