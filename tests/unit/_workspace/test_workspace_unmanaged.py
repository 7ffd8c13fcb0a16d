# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What lives in a workspace and no entry names: told by every plan, deleted only by prune, archived objects too."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator import Simulator
from tests.unit._workspace.spaces import Space, actions
from tests.unit._workspace.test_export import export
from tests.unit._workspace.test_plan_id import read_as, without_folders

P, F = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
ARCHIVABLE = [("privacy_domain", "domain"), ("tag", "tag"), ("file_request", "title")]


@pytest.fixture
def space(sim: Simulator) -> Space:
    """An empty workspace."""
    return Space(sim)


def test_names_come_sorted_and_at_most_a_hundred(space: Space) -> None:
    for number in range(120):
        space.sim.seed("player", name=f"{number:03}")
    space.sim.seed("webhook", name="W", endpoint="https://w")
    told = space.done({"players": [{"name": "005"}], "tags": [], "drm_auth": {"url": "https://a"}}, True).result
    assert told["unmanaged"]["players"]["total"] == told["sections"]["players"]["unmanaged"] == 119
    assert told["unmanaged"]["players"]["names"] == [f"{number:03}" for number in range(101) if number != 5]
    assert set(told["unmanaged"]) == {"players"}, "only what there is, of sections that the document has"


def test_domains_are_named_in_their_own_script(space: Space) -> None:
    """Whichever form the API or the document has, and otherwise as it is written."""
    for domain in ("xn--80atdl2c.xn--p1ai", "Old.XN--E1AFMKFD.com"):
        space.sim.seed("privacy_domain", domain=domain)
    document = {"privacy_domains": [{"domain": "xn--e1afmkfd.xn--p1ai"}]}
    base = {"privacy_domains": [{"domain": "xn--80atdl2c.xn--p1ai"}]}
    told = space.done(document, True, base={"version": 1, **base}).result
    assert told["unmanaged"] == {"privacy_domains": {"total": 2, "names": ["Old.пример.com", "школа.рф"]}}
    assert told["lines"] == ["+ privacy domain 'пример.рф'"]
    assert told["diff"][0]["after_header"] == "privacy domain 'пример.рф'"
    assert [one["key"] for one in told["dropped"]] == ["школа.рф"]
    told = space.done(document, True, prune=["privacy_domains"]).result
    assert sorted(told["lines"])[1:] == ["- privacy domain 'Old.пример.com'", "- privacy domain 'школа.рф'"]


def test_what_is_pruned_is_not_left_alone(space: Space) -> None:
    space.sim.seed("player", name="Old")
    told = space.done({"players": [{"name": "New"}]}, True, prune=["players"]).result
    assert told["unmanaged"] == {}


@pytest.mark.parametrize("lists", ["active", "all"])
@pytest.mark.parametrize(("kind", "key"), ARCHIVABLE)
def test_archived_objects(space: Space, kind: str, key: str, lists: str) -> None:
    space.sim.set(archived_lists=lists)
    space.sim.seed("project", id=P, name="P", privacy_type="anywhere")
    more: dict[str, Any] = {"uploading_location_id": P} if kind == "file_request" else {}
    for name in ("a.example.com", "b.example.com"):
        space.sim.seed(kind, **{key: name}, archived=True, **more)
    place = {"location": {"project": "P"}} if kind == "file_request" else {}
    document = {f"{kind}s": [{key: "a.example.com", **place}]}
    told = space.done(document, True).result
    assert told["unmanaged"] == {f"{kind}s": {"total": 1, "names": ["b.example.com"]}}
    told = space.settles(document, prune=[f"{kind}s"])
    assert actions(told) == [("delete", kind, "b.example.com")]
    assert [row[key] for row in space.sim.objects(kind)] == ["a.example.com"]


@pytest.mark.parametrize("shown", [True, False], ids=["folders shown", "folders hidden"])
def test_folders(space: Space, shown: bool) -> None:
    if not shown:
        read_as(space, without_folders)
    space.sim.seed("project", id=P, name="P", privacy_type="anywhere")
    space.sim.seed("folder", id=F, name="F", project_id=P, parent_id=P)
    space.sim.seed("folder", name="G", project_id=P, parent_id=F)
    folders = {"folders": [{"name": "F", "folders": []}]}
    told = space.done({"projects": [{"name": "P", **folders}]}, True).result
    assert told["unmanaged"] == {"folders": {"total": 1, "names": ["P/F/G"]}}
    assert told["sections"]["folders"]["unmanaged"] == 1
    assert space.done({"projects": [{"name": "P", "folders": [{"name": "F"}]}]}, True).result["unmanaged"] == {}
    assert space.done({"projects": [{"name": "P"}]}, True).result["unmanaged"] == {}


def test_an_export_shows_folders_that_appear_later(space: Space) -> None:
    space.sim.seed("project", id=P, name="P", privacy_type="anywhere")
    space.sim.seed("project", name="Q", privacy_type="anywhere")
    space.sim.seed("folder", id=F, name="F", project_id=P, parent_id=P)
    document = export(space.sim)
    first, second = document["projects"]
    assert (first["folders"], second["folders"]) == ([{"name": "F", "folders": []}], [])
    space.unchanged(document, prune=["folders"])
    space.sim.seed("folder", name="New", project_id=P, parent_id=F)
    other = space.sim.object("project", "Q")["id"]
    space.sim.seed("folder", name="New", project_id=other, parent_id=other)
    told = space.done(document, True, prune=["folders"])
    assert actions(told) == [("delete", "folder", "P/F/New"), ("delete", "folder", "Q/New")]
    assert space.done(document, True).result["unmanaged"]["folders"]["names"] == ["P/F/New", "Q/New"]


def test_no_read_more_than_the_archived_ones(space: Space) -> None:
    space.sim.seed("project", name="P", privacy_type="anywhere")
    space.sim.seed("project", id=P, name="Q", privacy_type="anywhere")
    space.sim.seed("folder", id=F, name="F", project_id=P, parent_id=P)
    told = space.done(
        {"projects": [{"name": "P", "folders": []}], "tags": []}, True, prune=["folders"], prune_empty=True
    )
    assert sorted(entry.path for entry in told.requests) == ["/v1/projects", "/v1/projects", "/v1/tags", "/v1/tags"]
