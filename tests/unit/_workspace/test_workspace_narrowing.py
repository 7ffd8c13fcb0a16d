# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Patterns of what is pruned, and runs that are narrowed to some sections."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import DocumentError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import domain_text
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.narrowing import (
    PRUNABLE,
    checked_only,
    checked_prune,
)
from tests.simulator import Simulator
from tests.unit._workspace.spaces import Space, actions


@pytest.fixture
def space(sim: Simulator) -> Space:
    return Space(sim)


ALL = ("*",)


@pytest.mark.parametrize(
    ("given", "only", "patterns"),
    [
        ([], [], {}),
        ("", [], {}),
        (["players", "tags", "players"], [], {"players": ALL, "tags": ALL}),
        ("players, tags", [], {"players": ALL, "tags": ALL}),
        (
            {"players": ["a*", "b"], "tags": "c", "folders": []},
            [],
            {"players": ("a*", "b"), "tags": ("c",), "folders": ()},
        ),
        (' {"players": ["a*"]}', [], {"players": ("a*",)}),
        (["players", "folders", "projects"], ["players"], {"players": ALL}),
        (["players", "folders"], ["projects"], {"folders": ALL}),
        (["projects", "folders"], ["folders"], {"folders": ALL}),
    ],
)
def test_what_is_pruned(given: Any, only: list[str], patterns: Any) -> None:
    assert checked_prune(given, only) == patterns


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["players", "nothing"], "prune: nothing is not a valid section; valid sections are players, "),
        (["player"], "prune: player is not a valid section; did you mean players?"),
        ({"drm_auth": ["a"]}, "prune: drm_auth is not a valid section; valid sections are players, "),
        ({"version": "a"}, "prune: version is not a valid section; valid sections are players, "),
        ({"players": [1]}, "prune.players must be a list of patterns"),
        ({"players": {"a": "b"}}, "prune.players must be a list of patterns"),
        ([1], "prune must be a list of sections, or a dictionary of sections with lists of patterns"),
        (True, "prune must be a list of sections, or a dictionary of sections with lists of patterns"),
        ("{players", "prune is not valid JSON"),
    ],
)
def test_what_cannot_be_pruned(given: Any, told: str) -> None:
    with pytest.raises(DocumentError) as caught:
        checked_prune(given)
    assert caught.value.sentence().startswith(told)


def test_sections() -> None:
    assert checked_only(["folders", "drm_auth", "folders"]) == ("folders", "drm_auth")
    assert "folders" in PRUNABLE
    with pytest.raises(DocumentError, match="only: version is not a valid section; valid sections are players, "):
        checked_only(["players", "version"])


class TestPatterns:
    def test_only_what_matches_is_deleted(self, space: Space) -> None:
        for name in ("lms-a", "lms-b", "LMS-c", "x", "lms-"):
            space.sim.seed("webhook", name=name, endpoint="https://w.example.com")
        document = {"webhooks": [{"name": "lms-b"}]}
        told = space.settles(document, prune={"webhooks": ["lms-?", "y"]})
        assert actions(told) == [("delete", "webhook", "lms-a")]
        assert told.result["unmanaged"]["webhooks"]["names"] == ["LMS-c", "lms-", "x"]

    def test_the_guards_are_the_same(self, space: Space) -> None:
        for number in range(4):
            space.sim.seed("player", name=f"a{number}")
        assert "the document has no players" in space.refused({}, prune={"players": ["a*"]})
        document = {"players": [{"name": "a0"}]}
        assert "prune would delete 3 objects" in space.refused(document, prune={"players": ["a*"]}, max_deletions=2)
        space.settles(document, prune={"players": ["a[12]"]}, max_deletions=2)
        space.unchanged(document, prune={"players": []})

    def test_domains_and_folders(self, space: Space) -> None:
        """Domains as they are, however they are written; folders with the way to them."""
        for domain in ("xn--80atdl2c.xn--p1ai", "a.example.com"):
            space.sim.seed("privacy_domain", domain=domain)
        for name in "PQ":
            id = space.sim.seed("project", name=name, privacy_type="anywhere")["id"]
            for folder in ("2025", "2026"):
                space.sim.seed("folder", name=folder, project_id=id, parent_id=id)
        document = {
            "projects": [{"name": name, "folders": []} for name in "PQ"],
            "privacy_domains": [{"domain": "b.example.com"}],
        }
        prune = {"privacy_domains": ["*.РФ"], "folders": ["P/*", "*5"]}
        told = space.settles(document, prune=prune, prune_empty=True)
        assert sorted(actions(told))[1:] == [
            ("delete", "folder", "P/2025"),
            ("delete", "folder", "P/2026"),
            ("delete", "folder", "Q/2025"),
            ("delete", "privacy_domain", "школа.рф"),
        ]


class TestFoldersInFolders:
    """What no pattern matches, or somebody else created, is not deleted together with what contains it."""

    DOCUMENT: ClassVar[Any] = {"projects": [{"name": "P", "folders": []}]}
    OPTIONS: ClassVar[Any] = {"prune_empty": True, "prune": {"folders": ["P/A", "P/A/B/C"]}}

    @pytest.fixture
    def space(self, sim: Simulator) -> Space:
        """Project P with the folders A, A/B and A/B/C."""
        space = Space(sim)
        above = project = sim.seed("project", name="P", privacy_type="anywhere")["id"]
        for name in "ABC":
            above = sim.seed("folder", name=name, project_id=project, parent_id=above)["id"]
        return space

    def test_one_that_no_pattern_matches(self, space: Space) -> None:
        said = space.refused(self.DOCUMENT, **self.OPTIONS)
        assert "Cannot delete folder 'P/A': it is not empty (folders: 1)" in said
        assert "P/A/B/C" not in said
        told = space.settles(self.DOCUMENT, **self.OPTIONS, force=True)
        assert actions(told) == [("delete", "folder", "P/A/B/C"), ("delete", "folder", "P/A")]
        assert space.sim.objects("folder") == []

    def test_one_that_another_entry_needs(self, space: Space) -> None:
        space.sim.seed("playlist", name="L", parent_id=space.sim.object("folder", "B")["id"])
        document = {**self.DOCUMENT, "playlists": [{"name": "L"}]}
        said = space.refused(document, **self.OPTIONS, force=True)
        assert "folder 'P/A' would be deleted, because folders does not contain it, but playlists[0] needs it" in said

    def test_one_that_is_kept(self, space: Space) -> None:
        base = {"projects": [{"name": "P", "folders": [{"name": "A"}]}]}
        said = space.refused(self.DOCUMENT, prune=["folders"], prune_empty=True, base=base, on_drift="keep")
        assert "Cannot delete folder 'P/A': it is not empty (folders: 2)" in said

    def test_all_of_them(self, space: Space) -> None:
        told = space.settles(self.DOCUMENT, prune=["folders"], prune_empty=True)
        assert [key for _action, _kind, key in actions(told)] == ["P/A/B/C", "P/A/B", "P/A"]


@pytest.mark.parametrize(
    ("pattern", "deleted"),
    [
        ("ШКО*", ["школа.рф"]),
        ("школ?.рф", ["школа.рф"]),
        ("*ла.*", ["школа.рф"]),
        ("xn--80*", ["школа.рф"]),
        ("*.xn--p1ai", ["дом.рф", "школа.рф"]),
        ("д*.рф", ["дом.рф"]),
        ("б*", []),
        ("b.*", ["b.example.com"]),
    ],
)
def test_patterns_of_domains_in_their_own_script(space: Space, pattern: str, deleted: list[str]) -> None:
    for domain in ("xn--80atdl2c.xn--p1ai", "дом.рф", "b.example.com"):
        space.sim.seed("privacy_domain", domain=domain)
    told = space.done({"privacy_domains": [{"domain": "c.example.com"}]}, True, prune={"privacy_domains": [pattern]})
    keys = [domain_text(key) for action, _kind, key in actions(told) if action == "delete"]
    assert sorted(keys) == sorted(deleted)


DOCUMENT: dict[str, Any] = {
    "players": [{"name": "New"}],
    "projects": [
        {
            "name": "P",
            "privacy_type": "custom",
            "drm_auth": {"url": "https://b.example.com"},
            "folders": [{"name": "F", "folders": [{"name": "G"}]}],
        },
    ],
    "webhooks": [{"name": "W", "endpoint": "https://w.example.com"}],
    "drm_auth": {"url": "https://a.example.com"},
}
PROJECT = ("update", "project", "P")
FOLDERS = [("create", "folder", "P/F"), ("create", "folder", "P/F/G")]
OWN_DRM = ("create", "drm_auth", "P")


class TestOnly:
    @pytest.mark.parametrize(
        ("only", "expected"),
        [
            (["players"], [("create", "player", "New")]),
            (["folders"], FOLDERS),
            (["projects"], [PROJECT, OWN_DRM, *FOLDERS]),
            (["drm_auth"], [("create", "drm_auth", "workspace"), OWN_DRM]),
            (["webhooks", "folders"], [("create", "webhook", "W"), *FOLDERS]),
        ],
    )
    def test_sections(self, space: Space, only: list[str], expected: list[Any]) -> None:
        space.sim.seed("project", name="P", privacy_type="anywhere")
        space.sim.seed("player", name="Old")
        told = space.settles(DOCUMENT, only=only)
        assert sorted(actions(told)) == sorted(expected)
        assert set(told.result["sections"]) == {*only, *({"folders", "drm_auth"} if "projects" in only else ())}
        assert told.result["unmanaged"] == ({"players": {"total": 1, "names": ["Old"]}} if "players" in only else {})

    def test_what_is_left_out_is_not_read(self, space: Space) -> None:
        """A token may not be allowed to."""
        for path in ("/v1/projects", "/v1/webhooks", "/v1/drm/auth"):
            space.sim.fault("status", path=path, status=403, times=99)
        space.settles(DOCUMENT, only=["players"])

    def test_the_whole_document_is_checked(self, space: Space) -> None:
        assert "players[0]: requires name" in space.refused({"players": [{}], "tags": []}, only=["tags"])

    def test_references_are_looked_up_in_the_workspace(self, space: Space) -> None:
        """What the document would make in a section that is left out is not there, in check mode either."""
        document = {"players": [{"name": "A"}], "projects": [{"name": "P", "privacy_type": "anywhere", "player": "A"}]}
        assert "projects[0]: there is no player 'A'" in space.refused(document, only=["projects"])
        space.settles(document, only=["players"])
        space.settles(document, only=["projects"])

    def test_folders_of_a_project_that_is_not_there(self, space: Space) -> None:
        assert "there is no project 'P'" in space.refused(DOCUMENT, only=["folders"])

    def test_folders_of_a_project_that_is_to_be_renamed(self, space: Space) -> None:
        id = space.sim.seed("project", name="Old", privacy_type="anywhere")["id"]
        project = {"name": "P", "previous_names": ["Old"], "player": "gone", "folders": [{"name": "F"}]}
        told = space.settles({"projects": [project]}, only=["folders"])
        assert [action for action, _kind, _key in actions(told)] == ["create"]
        assert [row["project_id"] for row in space.sim.objects("folder")] == [id]

    def test_prune_and_unmanaged(self, space: Space) -> None:
        project = space.sim.seed("project", name="P", privacy_type="anywhere")["id"]
        space.sim.seed("folder", name="X", project_id=project, parent_id=project)
        for kind in ("player", "tag"):
            space.sim.seed(kind, **{"name" if kind == "player" else "tag": "Old"})
        told = space.done(DOCUMENT, True, only=["folders"])
        assert told.result["unmanaged"] == {"folders": {"total": 1, "names": ["P/X"]}}
        told = space.settles(DOCUMENT, only=["folders"], prune=["folders", "players"])
        assert actions(told) == [*FOLDERS, ("delete", "folder", "P/X")]
        told = space.settles({**DOCUMENT, "projects": []}, only=["players"], prune=["players", "projects"])
        assert actions(told) == [("create", "player", "New"), ("delete", "player", "Old")]

    @pytest.mark.parametrize("more", [{"player": "A"}, {}, {"player": "A", "privacy_domains": ["x"], "id": "P"}])
    def test_what_the_sections_left_out_need_is_not_deleted(self, space: Space, more: dict[str, Any]) -> None:
        """By name, as it is, and as it is where the rest of the entry cannot be planned."""
        player = space.sim.seed("player", name="A")["id"]
        id = space.sim.seed("project", name="P", privacy_type="anywhere", player_id=player)["id"]
        more = {**more, "id": id, "player": "gone"} if "id" in more else more
        absent = {"players": [{"name": "A", "state": "absent"}], "projects": [{"name": "P", **more}]}
        said = space.refused(absent, only=["players"])
        assert "players[0]: has state: absent, but projects[0] needs it" in said
        pruned = {"players": [{"name": "B"}], "projects": [{"name": "P", **more}]}
        assert "projects[0] needs it" in space.refused(pruned, only=["players"], prune=["players"])

    def test_what_the_base_drops(self, space: Space) -> None:
        """As prune, it narrows; what is in a project that is left out is still known to be in it."""
        project = space.sim.seed("project", name="P", privacy_type="anywhere")["id"]
        space.sim.seed("folder", name="X", project_id=project, parent_id=project)
        space.sim.seed("player", name="Old")
        space.sim.seed("tag", tag="old")
        base = {
            "players": [{"name": "Old"}],
            "tags": [{"tag": "old"}],
            "projects": [{"name": "P", "folders": [{"name": "X"}]}],
        }
        document = {"players": [], "tags": [], "projects": [{"name": "P", "folders": []}]}
        for only, dropped in ((["players"], ["Old"]), (["folders"], ["P/X"]), ([], ["Old", "old", "P/X"])):
            told = space.done(document, True, base=base, only=only)
            assert [one["key"] for one in told.result["dropped"]] == dropped
