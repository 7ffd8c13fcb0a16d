# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The user's own data, such as settings and ads of players: nothing is lost for its name, and no secret is shown."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.comparison import MISSING, Rules
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.base import Field
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.free import (
    BY_NAME,
    HOLDS_NULL,
    HOLDS_SECRET,
    FreeParts,
    exported_value,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.options import given_values
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.plan import Plan
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.planner import plan_object
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.result import resource_of, secrets_in
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.undeclared import (
    masked,
    may_be_secret,
    secret_texts,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import same
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.export import Names, exported_one, left_out

PLAYER = KINDS["player"]
SETTINGS, ADS = PLAYER.field("settings"), PLAYER.field("ads")
HIDDEN, CHANGED = "********", "******** (changed)"

ID = "01234567-89ab-4cde-8f01-23456789abcd"


SECRETS = ["token", "Token", "api_token", "apiToken", "API-Key", "client secret", "PASSWORD"]
LONGER_NAMES = [
    "vast_token",
    "jwt_secret",
    "smtpPassword",
    "X-Api-Key",
    "old-passphrase",
    "passcode",
    "s3Credentials",
    "srt_streamkey",
    "s3_access_key",
]


@pytest.mark.parametrize("name", [*SECRETS, *LONGER_NAMES])
def test_names_of_secrets(name: str) -> None:
    assert may_be_secret(name, "x")
    assert may_be_secret(name, 7)
    assert not any(may_be_secret(name, value) for value in (None, "", {}, [], True, False))


@pytest.mark.parametrize(
    "name", ["tokens", "secretary", "key", "passwords_hint", "tokenise", "", "brand_color", "sort_key", "token_url"]
)
def test_names_that_do_not_suggest_a_secret(name: str) -> None:
    assert not may_be_secret(name, "x")


@pytest.mark.parametrize(
    "link",
    [
        "https://a.example.com/x?expires=1&sign=s3cret",
        "https://a.example.com/x?X-Amz-Security-Token=s3cret",
        "https://a.example.com/x?X-Goog-Signature=s3cret",
        "https://a.example.com/x?sv=1&sig=s3cret",
        "https://a.example.com/x?Policy=p&Key-Pair-Id=s3cret",
        "https://a.example.com/x?drmauthtoken=s3cret",
        "https://a.example.com/x?api_key=s3cret#t",
        "https://a.example.com/x#access_token=s3cret",
        "HTTPS://a.example.com/x?a=%20&PassWord=s3cret",
        "//a.example.com/x?token=s3cret",
        "srt://a.example.com:9000?streamid=x&passphrase=s3cret",
        "rtmp://user:s3cret@a.example.com/live",
        " https://a.example.com/x y?token=s3cret",
    ],
)
def test_links_that_hold_a_secret_are_left_out(link: str) -> None:
    """Of what no option declares."""
    given = {"id": ID, "tag": "x", "new": {"link": link, "rest": [link, "x"]}}
    assert resource_of(KINDS["tag"], given, True)["new"] == {"rest": ["x"]}


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example.com/x?page=2&tokens=3",
        "https://a.example.com/@user?sort=key",
        "rtmp://a.example.com/live",
        "see a?token=b",
        "see //a.example.com?token=b",
        "mail: someone@example.com",
        "/x?",
    ],
)
def test_other_texts_are_kept(text: str) -> None:
    assert resource_of(KINDS["tag"], {"id": ID, "tag": "x", "new": text}, True)["new"] == text


@pytest.mark.parametrize(
    ("value", "before", "shown"),
    [
        ({"k": {"token": "a", "x": 1}}, MISSING, {"k": {"token": HIDDEN, "x": 1}}),
        ({"token": "a"}, {"token": "a"}, {"token": HIDDEN}),
        ({"token": "a"}, {"token": "b"}, {"token": CHANGED}),
        ({"token": 1}, {"token": 1.0}, {"token": HIDDEN}),
        ({"token": "a"}, {}, {"token": HIDDEN}),
        ({"token": "a"}, {"token": ""}, {"token": CHANGED}),
        ({"token": {"deep": ["a"]}}, {"token": {"deep": ["b"]}}, {"token": CHANGED}),
        ([{"token": "a"}, {"token": "b"}], [{"token": "b"}], [{"token": CHANGED}, {"token": HIDDEN}]),
        ({"a": [{"secret": "a"}]}, {"a": {"secret": "b"}}, {"a": [{"secret": HIDDEN}]}),
        ({"token": True, "secret": None, "password": ""}, MISSING, {"token": True, "secret": None, "password": ""}),
        ("token", MISSING, "token"),
    ],
)
def test_what_may_be_a_secret_is_masked(value: Any, before: Any, shown: Any) -> None:
    assert masked(value, before) == shown


@pytest.mark.parametrize(
    ("value", "kept", "notes"),
    [
        ({"k": {"token": "abc", "x": 1}}, {"k": {"x": 1}}, [("s.k.token", BY_NAME)]),
        ({"token": "abc"}, MISSING, [("s.token", BY_NAME)]),
        ({"k": {"token": "abc"}, "x": 1}, {"x": 1}, [("s.k.token", BY_NAME)]),
        ({"k": {"token": False, "secret": ""}}, {"k": {"token": False, "secret": ""}}, []),
        ({"l": [{"a": [{"password": "x"}]}], "x": 1}, {"x": 1}, [("s.l", HOLDS_SECRET)]),
        ({"l": [1, None], "x": 1}, {"x": 1}, [("s.l", HOLDS_NULL)]),
        ({"l": [{"a": None}], "x": 1}, {"x": 1}, [("s.l", HOLDS_NULL)]),
        ({"n": None, "k": {"n": None}, "x": 1}, {"x": 1}, []),
        ({"a": "********", "b": "HIDDEN", "c": "[ARCHIVE]"}, {"a": "********", "b": "HIDDEN", "c": "[ARCHIVE]"}, []),
        ({"k": {}, "l": [], "t": "", "z": 0}, {"k": {}, "l": [], "t": "", "z": 0}, []),
        ({}, {}, []),
        ([{"url": "u", "token": "x"}, {"url": "v"}], [{"url": "u"}, {"url": "v"}], [("s[0].token", BY_NAME)]),
        ([{"url": "u", "h": [{"token": "x"}]}], [{"url": "u"}], [("s[0].h", HOLDS_SECRET)]),
        ([{"token": "x"}, {"url": "v"}], MISSING, [("s", HOLDS_SECRET)]),  # else an item would be missing
        ([None, {"url": "v"}], MISSING, [("s", HOLDS_NULL)]),
        ([{"url": None}], MISSING, [("s", HOLDS_NULL)]),
        ([{}], [{}], []),
        ([], [], []),
    ],
)
def test_what_a_document_holds(value: Any, kept: Any, notes: Any) -> None:
    assert exported_value(value, "s", Names()) == (kept, notes)


def test_what_is_left_out_is_named() -> None:
    players = [
        {"id": "2", "name": "b", "settings": {"token": "x"}, "ads": [{"url": "u", "apiKey": "y"}]},
        {"id": ID, "name": "A", "settings": {"x": 1}, "ads": None},
    ]
    assert left_out(PLAYER, players, Names()) == [
        {"kind": "player", "key": "b", "path": "settings.token", "why": BY_NAME},
        {"kind": "player", "key": "b", "path": "ads[0].apiKey", "why": BY_NAME},
    ]
    assert left_out(KINDS["tag"], [{"tag": "token"}], Names()) == []
    entry = exported_one(PLAYER, players[0], Names())
    assert entry == {"name": "b", "ads": [{"url": "u"}]}


@pytest.mark.parametrize(
    ("wanted", "observed", "differs", "body"),
    [
        ({"k": {"x": 2}}, {"k": {"token": "a", "x": 1}, "y": 3}, True, {"k": {"token": "a", "x": 2}, "y": 3}),
        ({"k": {"x": 1}}, {"k": {"token": "a", "x": 1}}, False, {"k": {"token": "a", "x": 1}}),
        ({"k": {}}, {"k": {"token": "a"}}, True, {"k": {}}),
        ({"k": {}}, {"k": {}}, False, {"k": {}}),
        ({"k": {}}, {}, True, {"k": {}}),
        ({"k": 1}, {"k": {"x": 1}}, True, {"k": 1}),
        ({"k": {"x": 1}}, {"k": 1}, True, {"k": {"x": 1}}),
        ({"k": {"x": 1}}, {"k": None}, True, {"k": {"x": 1}}),
        ({"k": {"token": "b"}}, {"k": {"token": "a"}}, True, {"k": {"token": "b"}}),
        ({"l": [1]}, {"l": [1, 2]}, True, {"l": [1]}),
        ({"off": False}, {}, True, {"off": False}),  # of settings, what is not stored is not what is off
        ({}, {"k": 1}, False, {"k": 1}),
    ],
)
def test_a_dictionary_is_managed_key_by_key(wanted: Any, observed: Any, differs: bool, body: Any) -> None:
    told = SETTINGS.compare(wanted, observed, Rules())
    assert (told.differs, told.body) == (differs, body)


def test_ads_are_known_by_their_address() -> None:
    """One with another address is another one, and what goes with the old one is seen to go."""
    observed = [{"url": "a", "token": "x", "n": 1}, {"url": "b", "l": [{"token": "y"}]}]
    told = ADS.compare([{"url": "b"}, {"url": "c", "n": 1}], observed, Rules())
    assert told.body == [{"url": "b", "l": [{"token": "y"}]}, {"url": "c", "n": 1}]
    assert told.before == [{"url": "a", "token": HIDDEN, "n": 1}, {"url": "b"}]
    assert told.after == [{"url": "b"}, {"url": "c", "n": 1}]
    odd = ADS.compare([{"url": "b"}], ["a", {"url": "b", "n": 1}], Rules())
    assert (odd.before, odd.body) == (["a", {"url": "b"}], [{"url": "b", "n": 1}])


def test_a_mask_is_no_value() -> None:
    """A result shows masks. Given back, they would be stored."""
    options = {"name": "P", "settings": {"k": {"token": HIDDEN}, "a": HIDDEN}, "ads": [{"secret": "<REDACTED>"}]}
    with pytest.raises(DocumentError) as caught:
        given_values(PLAYER, options)
    assert [fault.split(" is ")[0] for fault in caught.value.message.split("; ")] == [
        "settings.k.token",
        "ads[0].secret",
    ]


def test_of_a_deleted_player_nothing_secret_is_shown() -> None:
    observed = {"id": ID, "name": "P", "settings": {"token": "s3cret-a", "x": 1}, "ads": [{"token": "s3cret-b"}]}
    plan = plan_object(Wanted(PLAYER, "P", {}, present=False), observed, Rules())
    assert plan.diff["before"]["settings"] == {"token": HIDDEN, "x": 1}
    assert resource_of(PLAYER, observed, True)["ads"] == [{"token": HIDDEN}]
    assert secrets_in(PLAYER, observed) == {"s3cret-a", "s3cret-b"}
    assert set(secret_texts({"token": {"a": ["x", 1, {"b": "y"}]}, "z": "z"})) == {"x", "y"}


def parts_of(field: Field) -> list[Field]:
    """The parts of a field, at any depth."""
    return [inner for part in field.parts for inner in (part, *parts_of(part))]


def test_free_fields_stand_at_the_top_of_an_object() -> None:
    """Where a result masks what is in them."""
    assert {field.where for kind in KINDS.values() for field in kind.fields if isinstance(field, FreeParts)} == {
        ("settings",),
        ("ads",),
    }
    inner = [part for kind in KINDS.values() for field in kind.fields for part in parts_of(field)]
    assert not [part for part in inner if isinstance(part, FreeParts)]


# ---- whatever the data is


NAMES = st.sampled_from(["token", "apiKey", "x", "y", "url", "l", "Пароль"])
STORED = [None, True, False, 0, 1, 1.0, "", "a", "s3cret-1", "s3cret-2", HIDDEN, "HIDDEN", "[ARCHIVE]"]
SIGNED = ["https://h.example/v?token=l1nk-1", "https://h.example/v?token=l1nk-2", "https://u:l1nk-1@h.example/v"]
SIGNED += [" https://h.example/v?token=l1nk-1", "https://h.example/v"]


def values(leaves: list[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        st.sampled_from(leaves),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
        max_leaves=12,
    )


def dictionaries(leaves: list[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(NAMES, values(leaves), max_size=4)


def items(leaves: list[Any]) -> st.SearchStrategy[Any]:
    optional = {**{name: values(leaves) for name in ("token", "x", "l")}, "url": st.sampled_from(["a", "b", *SIGNED])}
    return st.lists(st.fixed_dictionaries({}, optional=optional), max_size=3)


PLAYERS = st.fixed_dictionaries(
    {
        "id": st.just(ID),
        "name": st.just("P"),
        "settings": dictionaries([*STORED, *SIGNED]),
        "ads": items([*STORED, *SIGNED]),
    }
)
WANTED = [*STORED[1:9], *SIGNED]  # null is not given, and a mask is no value
many = settings(
    derandomize=True, deadline=None, max_examples=300, database=None, suppress_health_check=[HealthCheck.too_slow]
)


def plan_of(options: Mapping[str, Any], observed: Mapping[str, Any]) -> Plan:
    return plan_object(Wanted(PLAYER, "P", given_values(PLAYER, options)), observed, Rules())


def secrets_of(*values: Any) -> set[str]:
    return {text for value in values for text in secret_texts(value) if text.startswith("s3cret")}


def hides(shown: Any, *values: Any) -> bool:
    """Whether no secret is shown, unless it stands elsewhere too, under a name of its own; none of a link ever is."""
    return hides_named(shown, *values) and "l1nk" not in json.dumps(shown)


def hides_named(shown: Any, *values: Any) -> bool:
    """Whether no secret is shown that is known by its name."""

    def elsewhere(value: Any) -> set[str]:
        return {text for text in ("s3cret-1", "s3cret-2") if text in json.dumps(masked(value))}

    open_texts = set().union(*map(elsewhere, values))
    return not [text for text in secrets_of(*values) - open_texts if text in json.dumps(shown)]


@many
@given(observed=PLAYERS)
def test_an_export_applied_changes_nothing(observed: dict[str, Any]) -> None:
    before = copy.deepcopy(observed)
    entry = exported_one(PLAYER, observed, Names())
    assert plan_of(entry, observed).changes == ()
    assert hides_named(entry, observed)
    assert hides(resource_of(PLAYER, observed, True), observed)
    assert observed == before


@many
@given(observed=PLAYERS, settings=dictionaries(WANTED))
def test_an_update_loses_nothing(observed: dict[str, Any], settings: dict[str, Any]) -> None:
    """Also of a document that was exported, and in which one setting was changed."""
    entry = exported_one(PLAYER, observed, Names())
    for wanted in (settings, {**entry.get("settings", {}), "new": "value"}):
        plan = plan_of({**entry, "settings": wanted}, observed)
        for change in plan.changes:
            assert lost(observed["settings"], change.body["settings"], wanted, "") == []
            assert change.body["ads"] == observed["ads"]
        diff = plan.diff
        assert same(diff["before"], diff["after"]) == (plan.changes == ()), "a change that no diff shows"
        assert hides(diff, observed, wanted)


def lost(observed: Any, body: Any, wanted: Any, path: str) -> list[str]:
    """The keys of an observed dictionary that a body does not have, though nobody spoke of them."""
    if not isinstance(observed, Mapping) or (wanted is not MISSING and not (wanted and isinstance(wanted, Mapping))):
        return []
    if not isinstance(body, Mapping):
        return [path]
    given = {} if wanted is MISSING else wanted
    return [
        fault
        for name, value in observed.items()
        for fault in (
            lost(value, body[name], given.get(name, MISSING), f"{path}.{name}") if name in body else [f"{path}.{name}"]
        )
    ]


@many
@given(observed=PLAYERS, ads=items(WANTED))
def test_ads_keep_what_nobody_speaks_of(observed: dict[str, Any], ads: list[Any]) -> None:
    plan = plan_of({"name": "P", "ads": ads}, observed)
    assert hides(plan.diff, observed, ads)
    assert hides(plan.diff_text, observed, ads)
    assert same(plan.diff["before"], plan.diff["after"]) == (plan.changes == ()), "a change that no diff shows"
    for change in plan.changes:
        assert change.body["settings"] == observed["settings"]
        again = plan_of({"name": "P", "ads": ads}, {**observed, "ads": change.body["ads"]})
        assert again.changes == ()


OPEN = "https://ads.example.com/vast?zone=7"
LINKS = ["https://ads.example.com/vast?zone=7&token=s3cret-a", "https://user:s3cret-a@ads.example.com/vast?zone=7"]


@pytest.mark.parametrize("link", LINKS)
def test_links_that_hold_a_secret_are_masked_and_kept(link: str) -> None:
    """They are compared and sent as they are, and shown as other addresses are."""
    other = link.replace("s3cret-a", "s3cret-b")
    observed = {"id": ID, "name": "P", "settings": {"k": [link, OPEN]}, "ads": [{"url": link}, {"url": OPEN}]}
    shown = resource_of(PLAYER, observed, True)
    assert shown["settings"]["k"][1] == shown["ads"][1]["url"] == OPEN
    assert "s3cret" not in json.dumps(shown)
    assert any("s3cret-a" in text for text in secrets_in(PLAYER, observed))
    assert list(secret_texts(observed)) == [], "what is no link of a player is people's own text"
    wanted = {"name": "P", "settings": {"k": [other, OPEN]}, "ads": [{"url": other}, {"url": OPEN}]}
    plan = plan_object(Wanted(PLAYER, "P", wanted), observed, Rules())
    assert "s3cret" not in json.dumps(plan.diff)
    assert "s3cret" not in str(plan.diff_text)
    assert "s3cret-b" in json.dumps([change.body for change in plan.changes], default=str)
    assert CHANGED in json.dumps(plan.diff["after"])
    for masks in (shown, plan.diff["after"]):
        with pytest.raises(DocumentError, match="is a mask"):
            given_values(PLAYER, {"name": "P", **{name: masks[name] for name in ("settings", "ads")}})
    assert list(SETTINGS.revealing(observed["settings"], ("settings",))) == [("settings", "k", 0)]
    assert list(ADS.revealing(observed["ads"], ("ads",))) == [("ads", 0, "url")]
