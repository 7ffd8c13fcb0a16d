# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where entries stand in the document that undoes something, and which former values they give."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.kind import Kind
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import Target, Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.cdn_zone import CDN_ZONE
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.drm_auth import DRM_AUTH
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.folder import FOLDER
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.moderator import MODERATOR
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.player import PLAYER
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.project import PROJECT
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.speak_room import SPEAK_ROOM
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.tag import TAG
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace import former
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.export import Names
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.undo_tree import Tree

P, X, Y = (f"{n * 8}-{n * 4}-4{n * 3}-8{n * 3}-{n * 12}" for n in "abc")
PROJECTS = {P: {"id": P, "name": "P"}}
FOLDERS = {X: {"id": X, "name": "x", "parent_id": None}, Y: {"id": Y, "name": "y", "parent_id": X}}
IN_P, NEW = Target(P, "P"), Target(None, "new", address=("project", None, "new"))
GONE = {"name": "new", "state": "absent"}

CASES: dict[str, tuple[list[tuple[Wanted, Any, dict[str, Any]]], dict[str, Any]]] = {
    "a change, a delete and a new one": (
        [
            (Wanted(TAG, "t", {}), {"id": X, "tag": "t"}, {"archived": True}),
            (Wanted(TAG, "u", {}, present=False), {"id": Y, "tag": "u"}, {"tag": "u"}),
            (Wanted(TAG, "v", {}), None, {"tag": "v", "state": "absent"}),
        ],
        {"tags": [{"id": X, "tag": "t", "archived": True}, {"tag": "u"}, {"tag": "v", "state": "absent"}]},
    ),
    "what exists once": ([(Wanted(DRM_AUTH, "workspace", {}), {"url": "a"}, {"url": "a"})], {"drm_auth": {"url": "a"}}),
    "what exists once in a project": (
        [(Wanted(DRM_AUTH, "P", {}, within=IN_P), {"url": "a"}, {"url": "a"})],
        {"projects": [{"id": P, "name": "P", "drm_auth": {"url": "a"}}]},
    ),
    "a folder, and one in it before": (
        [
            (Wanted(FOLDER, "P/x/y2", {}, within=IN_P), FOLDERS[Y], {}),
            (Wanted(FOLDER, "P/x2", {}, within=IN_P), FOLDERS[X], {}),
            (Wanted(PROJECT, "P2", {}), PROJECTS[P], {"privacy_type": "nowhere"}),
        ],
        {
            "projects": [
                {"id": P, "name": "P", "privacy_type": "nowhere"}
                | {"folders": [{"id": X, "name": "x", "folders": [{"id": Y, "name": "y"}]}]}
            ]
        },
    ),
    "deleted folders": (
        [
            (Wanted(FOLDER, "P/x/y", {}, present=False, within=IN_P), FOLDERS[Y], {"name": "y"}),
            (
                Wanted(FOLDER, "P/x", {}, present=False, within=IN_P),
                FOLDERS[X],
                {"name": "x", "folders": [{"name": "y"}]},
            ),
        ],
        {"projects": [{"id": P, "name": "P", "folders": [{"name": "x", "folders": [{"name": "y"}]}]}]},
    ),
    "a new folder": (
        [(Wanted(FOLDER, "P/x/new", {"parent": Target(X, ["x"])}, within=IN_P), None, GONE)],
        {"projects": [{"id": P, "name": "P", "folders": [{"id": X, "name": "x", "folders": [GONE]}]}]},
    ),
    "a new folder at the root": (
        [(Wanted(FOLDER, "P/new", {"parent": Target(None, [], cleared=True)}, within=IN_P), None, GONE)],
        {"projects": [{"id": P, "name": "P", "folders": [GONE]}]},
    ),
    "a new folder in a new folder": (
        [(Wanted(FOLDER, "P/a/new", {"parent": Target(None, ["a"], address="a")}, within=IN_P), None, GONE)],
        {},
    ),
    "a new folder in a new project": ([(Wanted(FOLDER, "new/new", {}, within=NEW), None, GONE)], {}),
}


@pytest.mark.parametrize("case", CASES)
def test_where_entries_stand(case: str) -> None:
    """What goes and comes with something else has no entry of its own."""
    given, expected = CASES[case]
    tree = Tree(PROJECTS, {P: list(FOLDERS.values())})
    for wanted, raw, entry in given:
        tree.put(wanted, raw, dict(entry))
    assert tree.document() == {"version": 1, **expected}


VALUES: dict[str, tuple[Kind, dict[str, Any], list[str], dict[str, Any], dict[str, Any], dict[str, str]]] = {
    "a text": (TAG, {"tag": "t", "archived_at": None, "archived": False}, ["tag"], {}, {"tag": "t"}, {}),
    "keys": (
        PLAYER,
        {"settings": {"a": 1, "b": {"c": 1}, "d": 1}},
        ["settings"],
        {"settings": {"a": 2, "b": {"c": 2, "e": 2}, "f": 2}},
        {"settings": {"a": 1, "b": {"c": 1}}},
        {"settings.b.e": former.KEY, "settings.f": former.KEY},
    ),
    "nothing but new keys": (
        PLAYER,
        {"settings": {}},
        ["settings"],
        {"settings": {"a": 2}},
        {},
        {"settings.a": former.KEY},
    ),
    "new keys in an item": (
        PLAYER,
        {"ads": [{"url": "a", "trigger": {"type": "preroll"}}, {"url": "c"}]},
        ["ads"],
        {"ads": [{"url": "b", "x": 1}, {"url": "a", "trigger": {"type": "midroll", "y": 1}, "countries": {}}]},
        {"ads": [{"url": "a", "trigger": {"type": "preroll"}}, {"url": "c"}]},
        {"ads[0].trigger.y": former.KEY, "ads[0].countries": former.KEY},
    ),
    "new keys in an item with a secret": (
        PLAYER,
        {"ads": [{"url": "https://a.example/?token=abc", "x": 1}]},
        ["ads"],
        {"ads": [{"url": "https://a.example/?********", "x": 1, "y": 1}]},
        {"ads": [{"url": "https://a.example/?token=abc", "x": 1}]},
        {"ads[0].y": former.KEY},
    ),
    "a file": (PLAYER, {"logo": "data:image/png;base64,AA=="}, ["logo"], {}, {}, {"logo": former.FILE}),
    "none": (PROJECT, {"player_id": None}, ["player"], {}, {}, {"player": former.NO_VALUE}),
    "a list that is null": (PROJECT, {"privacy_domains": None}, ["privacy_domains"], {}, {"privacy_domains": []}, {}),
    "items that are null": (CDN_ZONE, {"origins": None}, ["origins"], {}, {"origins": []}, {}),
    "data that is null": (PLAYER, {"ads": None}, ["ads"], {}, {"ads": []}, {}),
    "keys of what is null": (
        PLAYER,
        {"settings": None},
        ["settings"],
        {"settings": {"a": 2}},
        {},
        {"settings.a": former.KEY},
    ),
    "children that are not there": (SPEAK_ROOM, {}, ["participants"], {}, {"participants": []}, {}),
    "what no read shows": (DRM_AUTH, {"url": "a"}, ["strict"], {}, {}, {"strict": former.UNREADABLE}),
    "what cannot be understood": (PROJECT, {"name": 1}, ["name"], {}, {}, {"name": former.NO_VALUE}),
    "a secret": (
        MODERATOR,
        {"email": "a@example.com", "username": "a"},
        ["password"],
        {},
        {"password": {"secret": "password"}},
        {"password": former.HIDDEN_VALUE},
    ),
    "a secret beside what changes": (
        MODERATOR,
        {"email": "a@example.com", "username": "a"},
        ["username"],
        {},
        {"username": "a", "password": {"secret": "password"}},
        {},
    ),
}


@pytest.mark.parametrize("case", VALUES)
def test_former_values(case: str) -> None:
    kind, raw, changed, after, expected, lost = VALUES[case]
    values, told = former.former_values(kind, raw, changed, after, Names(secrets=True))
    assert values == expected
    assert {name: why for fields, why in told for name in fields} == lost


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        (PLAYER, {"name": "a", "logo": "data:image/png;base64,AA=="}, {"logo": former.FILE}),
        (PLAYER, {"name": "a", "logo": None, "settings": "?"}, {}),
        (DRM_AUTH, {"url": "a", "username": "u"}, {"strict": former.UNREADABLE, "password": former.HIDDEN_VALUE}),
        (TAG, {"tag": "t"}, {}),
    ],
)
def test_what_is_lost_with_an_object(kind: Kind, raw: dict[str, Any], expected: dict[str, str]) -> None:
    told = former.secrets_lost(kind, raw, Names(secrets=True))
    assert {name: why for fields, why in told for name in fields} == expected


def test_a_list_of_secrets() -> None:
    assert former.names_secret([{"a": [{"secret": "s"}]}])
    assert not former.names_secret([{"a": ["s"]}])
