# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which object a task speaks of: by name, by id in both forms, renamed, doubled, or not there."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError, PlanError
from tests.simulator import ids
from tests.unit.sides import sides

NOWHERE = "01a1fa74-5c79-779b-464b-4a3975301600"
FORMS = {"uuid": str, "short": ids.to_short, "capitals": str.upper}
# kind -> (natural key, what a seed needs, a change)
KINDS = {
    "project": ("name", {"privacy_type": "anywhere"}, {"privacy_type": "nowhere"}),
    "player": ("name", {}, {"settings": {"autoplay": True}}),
    "webhook": ("name", {"endpoint": "https://a.example.com"}, {"endpoint": "https://b.example.com"}),
    "privacy_domain": ("domain", {}, {"archived": True}),
    "tag": ("tag", {}, {"archived": True}),
    "cdn_zone": ("name", {"host": "a.example.com"}, {"host": "b.example.com"}),
    "live_event": ("name", {"type": "one-time"}, {"subtitle": "New"}),
}
every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(autouse=True)
def short_ids(sim):
    """Answers hold ids in the form that is not the usual one."""
    sim.set(id_form="short")


def stored(world, kind):
    return {row[KINDS[kind][0]]: row["id"] for row in world.sim.objects(kind)}


@every_kind
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shown", ["uuid", "short"])
def test_by_id(world, kind, form, shown):
    world.sim.set(id_form=shown)
    key, needs, change = KINDS[kind]
    id = world.sim.seed(kind, **{key: "a.example"}, **needs)["id"]
    world.sim.seed(kind, **{key: "b.example"}, **needs)
    done = world.settles(kind, id=FORMS[form](id), **change)
    assert [write.split("/")[-1] for write in done.writes] in ([id], [ids.to_short(id)])
    assert done.result["changes"][0]["key"] == "a.example"
    world.unchanged(kind, id=FORMS[form](id), **{key: "a.example"})
    world.settles(kind, id=FORMS[form](id), state="absent")
    assert stored(world, kind).keys() == {"b.example"}
    world.unchanged(kind, id=FORMS[form](id), state="absent")


@every_kind
@pytest.mark.parametrize("check", [True, False])
def test_an_id_of_nothing(world, kind, check):
    key, needs, change = KINDS[kind]
    world.sim.seed(kind, **{key: "a.example"}, **needs)
    for options in (change, {key: "a.example", **change}, {key: "new.example", **needs}):
        told = world.refused(kind, check, id=NOWHERE, **options)
        assert isinstance(told.error, PlanError)
        assert NOWHERE in told.error.sentence()
    world.unchanged(kind, id=NOWHERE, state="absent")
    assert stored(world, kind).keys() == {"a.example"}


@every_kind
@pytest.mark.parametrize("id", ["", "12", "a.example", NOWHERE[:-1], "0" * 21 + "l", "Z" * 22])
def test_an_invalid_id(world, kind, id):
    for state in ("present", "absent"):
        told = world.refused(kind, id=id, state=state)
        assert isinstance(told.error, DocumentError)
        assert told.requests == []


@every_kind
@pytest.mark.parametrize("put", ["merge", "replace"])
def test_a_rename(world, kind, put):
    world.sim.set(put=put, unknown_fields="extra")
    key, needs, _change = KINDS[kind]
    id = world.sim.seed(kind, **{key: "a.example"}, **needs)["id"]
    before = world.sim.object(kind, id)
    done = world.settles(kind, id=id, **{key: "b.example"})
    assert stored(world, kind) == {"b.example": id}
    assert [change["fields"] for change in done.result["changes"]] == [[key]]
    assert sides(done.result) == {"before": {key: "a.example"}, "after": {key: "b.example"}}
    assert world.sim.object(kind, id) == {
        **before,
        key: "b.example",
        "updated_at": world.sim.object(kind, id)["updated_at"],
    }
    world.unchanged(kind, **{key: "b.example"})


@every_kind
@pytest.mark.parametrize("names", ["unique", "free"])
@pytest.mark.parametrize("check", [True, False])
def test_a_rename_onto_a_name_that_is_taken(world, kind, names, check):
    world.sim.set(names=names)
    key, needs, change = KINDS[kind]
    id = world.sim.seed(kind, **{key: "a.example"}, **needs)["id"]
    other = world.sim.seed(kind, **{key: "b.example"}, **needs)["id"]
    told = world.refused(kind, check, id=id, **{key: "b.example"}, **change)
    assert isinstance(told.error, PlanError)
    assert other in told.error.sentence()


@every_kind
@pytest.mark.parametrize("check", [True, False])
def test_two_of_one_name(world, kind, check):
    world.sim.set(names="free")
    key, needs, change = KINDS[kind]
    both = [world.sim.seed(kind, **{key: "a.example"}, **needs)["id"] for _time in range(2)]
    for options in (change, {"state": "absent"}):
        told = world.refused(kind, check, **{key: "a.example"}, **options)
        assert isinstance(told.error, PlanError)
        assert all(id in told.error.sentence() for id in both)
        assert told.error.details()["kind"] == kind
        assert told.error.details()["key"] == "a.example"


@every_kind
def test_two_of_one_name_distinguished_by_id(world, kind):
    world.sim.set(names="free")
    key, needs, change = KINDS[kind]
    both = [world.sim.seed(kind, **{key: "a.example"}, **needs)["id"] for _time in range(2)]
    world.settles(kind, id=both[0], **change)
    world.unchanged(kind, id=both[0], **{key: "a.example"}, **change)
    world.settles(kind, id=both[1], state="absent")
    assert list(stored(world, kind).values()) == [both[0]]


@pytest.mark.parametrize("idn", ["as_given", "punycode", "unicode"])
def test_two_spellings_of_one_domain(world, idn):
    world.sim.set(names="free", idn=idn)
    both = [world.sim.seed("privacy_domain", domain=name)["id"] for name in ("Пример.рф", "xn--e1afmkfd.xn--p1ai")]
    for spelling in ("пример.рф", "XN--E1AFMKFD.XN--P1AI"):
        told = world.refused("privacy_domain", domain=spelling, archived=True)
        assert all(id in told.error.sentence() for id in both)


def test_projects_of_both_catalogs(world):
    world.sim.set(names="free")
    for catalog in ("vod", "live"):
        id = world.sim.seed("project", name=catalog, privacy_type="anywhere", catalog_type=catalog)["id"]
        world.settles("project", name=catalog, privacy_type="nowhere")
        world.unchanged("project", id=id, catalog_type=catalog)
        other = {"vod": "live", "live": "vod"}[catalog]
        told = world.refused("project", name=catalog, catalog_type=other)
        assert "catalog_type" in told.error.sentence()


@pytest.mark.parametrize("lists", ["all", "active"])
def test_an_archived_domain_is_found(world, lists):
    world.sim.set(archived_lists=lists)
    id = world.sim.seed("privacy_domain", domain="a.example", archived=True)["id"]
    world.unchanged("privacy_domain", domain="A.example")
    world.unchanged("privacy_domain", id=id, archived=True)
    world.settles("privacy_domain", domain="a.example", archived=False)
    world.sim.edit("privacy_domain", id, archived=True)
    world.settles("privacy_domain", domain="a.example", state="absent")
    assert world.sim.objects("privacy_domain") == []


@pytest.mark.parametrize("lists", ["all", "active"])
def test_an_archived_duplicate_is_a_duplicate(world, lists):
    """An archived and an active domain of one name: the rename of another onto it is refused in either case."""
    world.sim.set(archived_lists=lists)
    world.sim.seed("privacy_domain", domain="a.example", archived=True)
    id = world.sim.seed("privacy_domain", domain="b.example")["id"]
    world.refused("privacy_domain", id=id, domain="a.example")


def test_names_are_taken_as_they_are(world):
    for name in ("Live ", "Live", " ", "live", "{{", "a/b", "?x=1&y", "пример"):
        world.settles("cdn_zone", name=name, host="a.example.com", allow_similar=True)
    assert len(world.sim.objects("cdn_zone")) == 8


def test_an_object_that_goes_meanwhile(world):
    """The list showed it, its own route does not."""
    world.sim.seed("player", name="Main")
    world.sim.fault("status", status=404, path="/v1/players/*", times=None)
    told = world.refused("player", name="Main", settings={"autoplay": True})
    assert isinstance(told.error, PlanError)
    assert told.error.details()["key"] == "Main"
