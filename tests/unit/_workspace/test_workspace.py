# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A whole workspace under every reading of the API, random documents, and the id of a plan."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.simulator import Simulator
from tests.unit._workspace.spaces import Space, actions, outcomes
from tests.unit.sides import sides

WORLDS: dict[str, dict[str, str]] = {
    "default": {},
    "replace": {"put": "replace", "unknown_fields": "extra", "secrets": "echoed"},
    "omitted": {"put": "replace", "secrets": "omitted", "restream_keys": "omitted"},
    "empty": {"secrets": "empty", "restream_keys": "masked", "put": "replace"},
    "another mask": {"mask": "********", "secrets": "masked", "restream_keys": "masked"},
    "pages": {"families": "page", "created_answer": "success", "delete_answer": "no_content"},
    "offsets": {"families": "offset", "offset_keys": "offset", "created_answer": "no_data", "created_status": "201"},
    "ten at a time": {"families": "offset", "offset_keys": "page", "page_limit": "honour", "delete_answer": "object"},
    "short ids": {"id_form": "short", "root_folder_parent": "null", "names": "free"},
    "short ids, dropped": {"id_form": "short", "absent_fields": "dropped", "put": "replace"},
    "null lists": {"empty_lists": "null", "root_folder_parent": "null", "idn": "punycode", "domain_case": "lowered"},
    "domains from lists": {"domains_from_lists": "on", "archived_lists": "active", "idn": "unicode"},
    "catalogues": {"catalog_filter": "ignored", "default_player": "off"},
    "all by default": {"catalog_filter": "all_by_default", "create_requires": "documented"},
    "strict shown": {"strict_in_drm": "shown", "presets": "echoed", "schedule": "stream"},
    "record": {"record_off": "object_only", "schedule": "scheduled"},
    "urls": {"logo_shape": "url", "logo_upload": "raw"},
    "forms": {"logo_shape": "object", "logo_upload": "multipart"},
}
DOMAINS = ["school.example.com", "Пример.рф"]


def first(folder: Any) -> dict[str, Any]:
    """A document with something of everything."""
    return {
        "players": [
            {"name": "Main", "settings": {"autoplay": False}, "ads": [{"url": "https://ads.example.com"}]},
            {"name": "Logo", "logo": {"src": f"{folder}/logo.png"}},
        ],
        "privacy_domains": [{"domain": domain} for domain in DOMAINS],
        "projects": [
            {
                "name": "Courses",
                "privacy_type": "custom",
                "privacy_domains": DOMAINS,
                "player": "Main",
                "drm_auth": {"url": "https://a", "username": "u", "password": "first-of-drm", "strict": True},
                "folders": [{"name": "2026", "folders": [{"name": "Spring"}, {"name": "Autumn"}]}],
            },
            {"name": "Live", "privacy_type": "anywhere", "privacy_domains": [], "catalog_type": "live"},
        ],
        "cdn_zones": [
            {
                "name": "Z",
                "host": "z.example.com",
                "origins": [{"addr": "o", "basic_auth": {"username": "u", "password": "first-of-zone"}}],
                "access_control": {"jwt_secret": "first-of-jwt", "secure_link": "first-of-link"},
                "settings": {"access_log": True},
            }
        ],
        "webhooks": [{"name": "W", "endpoint": "https://w", "login": "u", "password": "first-of-webhook"}],
        "drm_auth": {"url": "https://b"},
        "live_events": [
            {
                "name": "E",
                "type": "one-time",
                "location": {"project": "Courses", "folder": ["2026", "Spring"]},
                "record_to": {"project": "Courses"},
                "starts_at": "2026-12-01T13:00:00+03:00",
                "restreams": [{"name": "R", "url": "rtmp://r", "key": "first-of-restream"}],
            }
        ],
    }


def second(folder: Any) -> dict[str, Any]:
    """The same with something of everything changed."""
    document = copy.deepcopy(first(folder))
    main, logo = document["players"]
    main["settings"]["share"] = True
    logo["logo"] = {"state": "absent"}
    courses = document["projects"][0]
    courses.update(privacy_domains=["school.example.com"], player="New")
    courses["drm_auth"]["url"] = "https://c"
    courses["folders"][0]["folders"][1] = {"name": "Winter"}
    document["players"].append({"name": "New"})
    document["cdn_zones"][0]["settings"]["index_html"] = "i.html"
    document["webhooks"][0].update(events=["live.created"], password="second-of-webhook")
    event = document["live_events"][0]
    event.update(subtitle="S", location={"project": "Courses", "folder": ["2026", "Winter"]}, record_to={})
    event["restreams"].append({"name": "Q", "url": "rtmp://q", "key": "second-of-restream"})
    return document


@pytest.fixture
def space(sim):
    """An empty workspace."""
    return Space(sim)


class TestLives:
    """Check, create, again, change, again, prune, again."""

    @pytest.mark.parametrize("world", WORLDS)
    def test_a_life(self, space, tmp_path, world):
        (tmp_path / "logo.png").write_bytes(b"picture")
        space.sim.set(**WORLDS[world])
        more = 1 if WORLDS[world].get("logo_upload") == "multipart" else 0  # the plain bytes are tried first
        made = space.settles(first(tmp_path), more)
        assert made.result["summary"]["create"] == 14
        changed = self.settled(space, second(tmp_path))
        assert {kind for action, kind, _key in changed if action == "update"} >= {"project", "webhook", "cdn_zone"}
        last: dict[str, Any] = {
            "players": [{"name": "New"}],
            "privacy_domains": [{"domain": "school.example.com"}],
            "projects": [{"name": "Courses", "folders": [{"name": "2026", "folders": []}]}],
            "webhooks": [],
        }
        prune = ["players", "privacy_domains", "projects", "folders", "webhooks", "cdn_zones", "live_events"]
        options: dict[str, Any] = {"prune": prune, "prune_empty": True, "max_deletions": 99, "force": True}
        gone = actions(space.settles(last, **options))
        assert {action for action, _kind, _key in gone} == {"delete"}
        assert [row["name"] for row in space.sim.objects("folder")] == ["2026"]
        assert [row["name"] for row in space.sim.objects("project")] == ["Courses"]
        assert space.sim.objects("live_event") == []

    def settled(self, space, document):
        """Like settles(), where second ways to write may be needed."""
        planned = space.done(document, True).result
        told = space.done(document)
        assert outcomes(told) == {"applied"}
        assert planned["diff"] == told.result["diff"]
        assert planned["plan_id"] == told.result["plan_id"]
        space.unchanged(document)
        return actions(told)

    def test_more_than_a_page_of_everything(self, space):
        space.sim.set(families="offset", offset_keys="none", names="free")
        document = {
            "webhooks": [{"name": f"W{number}", "endpoint": "https://w"} for number in range(8)],
            "players": [{"name": f"P{number}"} for number in range(8)],
        }
        space.settles(document)

    @pytest.mark.parametrize(("how", "said"), [("refused", "400"), ("missing", "405"), ("no_route", "404")])
    def test_a_player_that_cannot_be_deleted(self, space, how, said):
        space.sim.set(player_delete=how)
        space.sim.seed("player", name="Old")
        space.sim.seed("webhook", name="Old", endpoint="https://w")
        told = space.apply({"players": [{"name": "New"}]}, prune=["players", "webhooks"], prune_empty=True)
        assert f"the API responded with {said}" in told.error.text()
        assert "the API may reject the deletion of a player" in told.error.text()
        assert space.sim.objects("webhook") == []

    def test_a_default_player(self, space):
        space.sim.set(default_player="on")
        space.sim.reset()
        space.sim.set(default_player="on")
        document = {"projects": [{"name": "P", "privacy_type": "anywhere"}]}
        space.settles(document)


class TestSecrets:
    HOOK = {"name": "W", "endpoint": "https://w", "login": "u", "password": "first-of-webhook"}  # noqa: RUF012

    @pytest.mark.parametrize("shown", ["masked", "echoed", "omitted", "empty"])
    @pytest.mark.parametrize("where", ["task", "entry"])
    def test_rotation(self, space, shown, where):
        space.sim.set(secrets=shown)
        space.done({"webhooks": [self.HOOK, {**self.HOOK, "name": "V"}]})
        fresh = {**self.HOOK, "password": "second-of-webhook"}
        if where == "entry":
            fresh["update_secrets"] = "always"
        options = {"update_secrets": "always"} if where == "task" else {}
        told = space.done({"webhooks": [fresh]}, **options)
        assert sides(told.result)[0]["after"] == {"password": "******** (changed)"}
        assert space.sim.object("webhook", "W")["password"] == "second-of-webhook"
        assert space.sim.object("webhook", "V")["password"] == "first-of-webhook"
        assert told.result["unverified"] == ([] if shown == "echoed" else ["webhooks.password"])
        assert space.done({"webhooks": [fresh]}, **options).result["changed"] is (shown != "echoed")

    def test_an_entry_beats_the_task(self, space):
        space.done({"webhooks": [self.HOOK]})
        entry = {**self.HOOK, "update_secrets": "on_create"}
        assert space.done({"webhooks": [entry]}, update_secrets="always").writes == []


DOCUMENT: dict[str, Any] = {
    "players": [{"name": "A", "settings": {"x": 1}}],
    "projects": [{"name": "P", "privacy_type": "anywhere", "player": "A", "folders": [{"name": "F"}]}],
    "drm_auth": {"url": "https://a", "password": "first-of-drm", "strict": True},
    "webhooks": [{"name": "W", "endpoint": "https://w", "password": "first-of-webhook", "events": ["a"]}],
}


def changed(**changes: Any) -> dict[str, Any]:
    """The document with other values at the given paths, written with __."""
    document = copy.deepcopy(DOCUMENT)
    for path, value in changes.items():
        here: Any = document
        *way, last = (int(part) if part.isdigit() else part for part in path.split("__"))
        for part in way:
            here = here[part]
        here[last] = value
    return document


class TestPlanId:
    def id(self, space, document, **options):
        return space.done(document, True, **options).result["plan_id"]

    def test_it_is_the_same_on_two_machines(self, space):
        here = self.id(space, DOCUMENT)
        with Simulator(default_player="off") as other:
            there = Space(other)
            assert self.id(there, DOCUMENT) == here
        assert space.done(DOCUMENT).result["plan_id"] == here
        assert self.id(space, {}) != here

    @pytest.mark.parametrize(
        "changes",
        [
            {"players__0__settings": {"x": 2}},
            {"players__0__settings": {"x": True}},
            {"players__0__settings": {}},
            {"projects__0__privacy_type": "nowhere"},
            {"projects__0__folders__0__name": "G"},
            {"projects__0__folders": []},
            {"projects__0__encrypted": False},
            {"drm_auth__strict": False},
            {"drm_auth__url": "https://b"},
            {"webhooks__0__events": []},
            {"webhooks__0__name": "V"},
            {"webhooks": []},
        ],
    )
    def test_any_other_value_gives_another(self, space, changes):
        assert self.id(space, changed(**changes)) != self.id(space, DOCUMENT)

    @pytest.mark.parametrize("name", ["drm_auth__password", "webhooks__0__password"])
    def test_but_not_another_secret(self, space, name):
        assert self.id(space, changed(**{name: "second-of-all"})) == self.id(space, DOCUMENT)

    def test_what_is_sent_along_unseen(self, space):
        """An update carries options that no read shows, and no diff."""
        space.done(DOCUMENT)
        ids = {self.id(space, changed(drm_auth__url="https://b", drm_auth__strict=strict)) for strict in (True, False)}
        assert len(ids) == 2
        ids = {
            self.id(space, {"projects": [{"name": "P", "privacy_type": "nowhere", "apply_to_videos": push}]})
            for push in (True, False)
        }
        assert len(ids) == 2

    def test_what_is_there_before(self, space):
        space.sim.seed("webhook", name="W", endpoint="https://old")
        old = self.id(space, DOCUMENT)
        space.sim.edit("webhook", "W", endpoint="https://older")
        assert self.id(space, DOCUMENT) != old

    def test_how_much_a_delete_takes_along(self, space):
        space.sim.seed("project", name="Old", privacy_type="anywhere", items_count=3)
        options: dict[str, Any] = {"prune": ["projects"], "force": True}
        reviewed = self.id(space, DOCUMENT, **options)
        space.sim.edit("project", "Old", updated_at="2027-01-01T00:00:00Z")
        assert self.id(space, DOCUMENT, **options) == reviewed
        space.sim.edit("project", "Old", items_count=300)
        assert self.id(space, DOCUMENT, **options) != reviewed

    def test_a_secret_that_may_be_lost(self, space):
        space.sim.set(secrets="masked")
        space.done(DOCUMENT)
        space.sim.edit("webhook", "W", login="u")
        document = {"webhooks": [{"name": "W", "endpoint": "https://new"}]}
        lost = self.id(space, document, update_secrets="leave_out")
        space.sim.edit("webhook", "W", login="", password="")
        assert self.id(space, document, update_secrets="leave_out") != lost

    def test_ids_of_what_exists_count(self, space):
        space.sim.seed("webhook", name="W", endpoint="https://w", events=["b"])
        first = self.id(space, DOCUMENT)
        space.sim.remove("webhook", "W")
        space.sim.seed("webhook", name="W", endpoint="https://w", events=["b"])
        assert self.id(space, DOCUMENT) != first


# ---- random documents and random workspaces

NAMES = st.sampled_from("ABC")


def uniquely(key: str, entry: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(entry, max_size=3, unique_by=lambda one: one[key])


def entry(needed: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(needed, optional=optional)


FREE = st.dictionaries(st.sampled_from("xyz"), st.integers(0, 2) | st.booleans() | st.just(""), max_size=2)
FOLDERS = uniquely("name", entry({"name": NAMES}, {"folders": uniquely("name", entry({"name": NAMES}, {}))}))
SITES = st.lists(st.sampled_from(["a.example.com", "B.example.com", "пример.рф"]), max_size=2)
SECTIONS: dict[str, st.SearchStrategy[Any]] = {
    "players": uniquely("name", entry({"name": NAMES}, {"settings": FREE})),
    "privacy_domains": uniquely(
        "domain", entry({"domain": st.sampled_from(["a.example.com", "c.example.com"])}, {"archived": st.booleans()})
    ),
    "projects": uniquely(
        "name",
        entry(
            {"name": NAMES, "privacy_type": st.sampled_from(["anywhere", "nowhere", "custom"])},
            {"privacy_domains": SITES, "player": NAMES, "folders": FOLDERS, "drm_auth": st.just({"url": "https://a"})},
        ),
    ),
    "webhooks": uniquely(
        "name",
        entry(
            {"name": NAMES, "endpoint": st.sampled_from(["https://a", "https://b"])},
            {"events": st.lists(NAMES, max_size=2), "password": st.sampled_from(["first-secret", "second-secret"])},
        ),
    ),
    "live_events": uniquely(
        "name",
        entry(
            {"name": NAMES, "type": st.just("one-time")},
            {
                "subtitle": st.sampled_from(["", "S"]),
                "location": st.fixed_dictionaries({"project": NAMES}),
                "record_to": st.just({}) | st.fixed_dictionaries({"project": NAMES}),
            },
        ),
    ),
}
DOCUMENTS = st.fixed_dictionaries({}, optional=SECTIONS)
# not where the API demands what the random documents leave out
READINGS = st.sampled_from([name for name, world in WORLDS.items() if "create_requires" not in world])


def whole(document: dict[str, Any]) -> dict[str, Any]:
    """The document with everything that it refers to."""
    document = copy.deepcopy(document)
    players = {one["name"] for one in document.get("players", ())}
    needed = {one["player"] for one in document.get("projects", ()) if "player" in one} - players
    if needed:
        document["players"] = [*document.get("players", ()), *({"name": name} for name in sorted(needed))]
    events = document.get("live_events", ())
    places = [one.get(name, {}).get("project") for one in events for name in ("location", "record_to")]
    known = {one["name"] for one in document.get("projects", ())}
    missing = sorted({name for name in places if name} - known)
    if missing:
        more = [{"name": name, "privacy_type": "anywhere"} for name in missing]
        document["projects"] = [*document.get("projects", ()), *more]
    return document


def named(document: dict[str, Any]) -> set[tuple[str, str]]:
    """The objects that a document names, as (kind, name)."""
    found = {("drm_auth", "")} if "drm_auth" in document else set()
    for section, kind in (("players", "player"), ("projects", "project"), ("webhooks", "webhook")):
        found |= {(kind, one["name"]) for one in document.get(section, ())}
    found |= {("live_event", one["name"]) for one in document.get("live_events", ())}
    return found | {("privacy_domain", one["domain"]) for one in document.get("privacy_domains", ())}


class TestProperties:
    @settings(suppress_health_check=list(HealthCheck))
    @given(before=DOCUMENTS, document=DOCUMENTS, reading=READINGS)
    def test_applied_once_nothing_is_left_to_do(self, shared_simulator, before, document, reading):
        shared_simulator.reset()
        shared_simulator.set(**WORLDS[reading])
        space = Space(shared_simulator)
        space.done(whole(before))
        stood = self.stored(space)
        wanted = whole(document)
        planned = space.done(wanted, True, update_secrets="leave_out").result
        told = space.done(wanted, update_secrets="leave_out")
        assert {**planned, "requests": 0, "changes": 0} == {**told.result, "requests": 0, "changes": 0}
        space.unchanged(wanted, update_secrets="leave_out")
        after = self.stored(space)
        for mark, rows in stood.items():
            if mark not in named(wanted):
                assert after.get(mark) == rows, f"{mark} is not named and was touched"

    def stored(self, space):
        """The objects by (kind, name), as they are stored."""
        found: dict[Any, list[Any]] = {}
        for kind in ("player", "project", "webhook", "live_event", "privacy_domain"):
            for row in space.sim.objects(kind):
                name = row.get("name") or row.get("domain")
                kept = {key: value for key, value in row.items() if key not in ("items_count", "size", "media_count")}
                found.setdefault((kind, name), []).append(kept)
        return found


def test_nobody_watches_the_client_afterwards(space):
    """Another task's requests must not be told as this one's."""
    client = space.gateway().client
    space.gateway = lambda: type("Shared", (), {"client": client})
    space.done({"webhooks": [{"name": "W", "endpoint": "https://w"}]})
    before = list(space.said)
    space.time.now += 1000
    client.get("/v1/webhooks")
    assert space.said == before == []
