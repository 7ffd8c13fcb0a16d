# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which entries of two versions of a document mean the same object."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.document import entries
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.pairs import pairs

ONE, TWO = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def tree(project: Any, *folders: Any, **more: Any) -> dict[str, Any]:
    return {"projects": [{**project, "folders": list(folders), **more}]}


P, Q = {"name": "P"}, {"name": "Q"}
HERE, THERE = {"location": {"project": "P"}}, {"location": {"project": "Q"}}

#: name -> (the base, the document, names that objects have now by path, pairs as document path: base path)
CASES: dict[str, tuple[Any, Any, dict[str, str], dict[str, str]]] = {
    "nothing": ({}, {"players": [P]}, {}, {}),
    "by name, wherever it stands": ({"players": [Q, P]}, {"players": [P]}, {}, {"players[0]": "players[1]"}),
    "a spelling of a domain": (
        {"privacy_domains": [{"domain": "xn--e1afmkfd.xn--p1ai"}]},
        {"privacy_domains": [{"domain": "Пример.рф"}]},
        {},
        {"privacy_domains[0]": "privacy_domains[0]"},
    ),
    "by ID": ({"players": [{"id": ONE, **P}]}, {"players": [{"id": ONE, **Q}]}, {}, {"players[0]": "players[0]"}),
    "names that were exchanged by ID": (
        {"players": [{"id": ONE, **P}, {"id": TWO, **Q}]},
        {"players": [{"id": ONE, **Q}, {"id": TWO, **P}]},
        {},
        {"players[0]": "players[0]", "players[1]": "players[1]"},
    ),
    "other IDs": ({"players": [{"id": ONE, **P}]}, {"players": [{"id": TWO, **P}]}, {}, {}),
    "an ID that is new": ({"players": [P]}, {"players": [{"id": ONE, **P}]}, {}, {"players[0]": "players[0]"}),
    "another name": ({"players": [P]}, {"players": [Q]}, {}, {}),
    "a previous name": (
        {"players": [P]},
        {"players": [{**Q, "previous_names": ["O", "P"]}]},
        {},
        {"players[0]": "players[0]"},
    ),
    "the name that the object has": (
        {"players": [P]},
        {"players": [{"id": ONE, **Q}]},
        {"players[0]": "P"},
        {"players[0]": "players[0]"},
    ),
    "a previous name that another entry has": (
        {"players": [P]},
        {"players": [{**Q, "previous_names": ["P"]}, P]},
        {},
        {"players[1]": "players[0]"},
    ),
    "a previous name that the object has, beside an entry that deletes others": (
        {"players": [P]},
        {"players": [{**P, "state": "absent"}, {**Q, "previous_names": ["O", "P"]}]},
        {"players[1]": "P"},
        {"players[1]": "players[0]"},
    ),
    "a previous name that the object has, beside an entry for a new one": (
        {"players": [P]},
        {"players": [P, {**Q, "previous_names": ["P"]}]},
        {"players[1]": "P"},
        {"players[1]": "players[0]"},
    ),
    "a name that the object has, and that is no previous one": (
        {"players": [P, Q]},
        {"players": [{**Q, "previous_names": ["O"]}, P]},
        {"players[0]": "P"},
        {"players[0]": "players[1]", "players[1]": "players[0]"},
    ),
    "a previous name of two": (
        {"players": [P]},
        {"players": [{**Q, "previous_names": ["P"]}, {"name": "R", "previous_names": ["P"]}]},
        {},
        {},
    ),
    "in a project that was renamed": (
        tree(P, {"name": "A", "folders": [{"name": "B"}]}, drm_auth={"url": "u"}),
        tree({"name": "Q", "previous_names": ["P"]}, {"name": "A", "folders": [{"name": "B"}]}, drm_auth={"url": "u"}),
        {},
        {
            "projects[0]": "projects[0]",
            "projects[0].drm_auth": "projects[0].drm_auth",
            "projects[0].folders[0]": "projects[0].folders[0]",
            "projects[0].folders[0].folders[0]": "projects[0].folders[0].folders[0]",
        },
    ),
    "in another project": (tree(P, {"name": "A"}), tree(Q, {"name": "A"}), {}, {}),
    "a folder that moved": (
        tree(P, {"id": ONE, "name": "A"}, {"name": "B"}),
        tree(P, {"name": "B", "folders": [{"id": ONE, "name": "A"}]}),
        {},
        {
            "projects[0]": "projects[0]",
            "projects[0].folders[0]": "projects[0].folders[1]",
            "projects[0].folders[0].folders[0]": "projects[0].folders[0]",
        },
    ),
    "settings that exist once": ({"drm_auth": {"url": "a"}}, {"drm_auth": {"url": "b"}}, {}, {"drm_auth": "drm_auth"}),
    "in a place": (
        {"playlists": [{**P, **HERE}, {**P, **THERE}]},
        {"playlists": [{**P, **THERE}]},
        {},
        {"playlists[0]": "playlists[1]"},
    ),
    "in another place": ({"playlists": [{**P, **HERE}]}, {"playlists": [{**P, **THERE}]}, {}, {}),
    "in a place that is no longer given": (
        {"playlists": [{**P, **HERE}]},
        {"playlists": [P]},
        {},
        {"playlists[0]": "playlists[0]"},
    ),
    "in a place that was renamed": (
        {**tree(P, {"name": "A"}), "playlists": [{**P, "location": {"project": "P", "folder": ["A"]}}]},
        {
            **tree({"name": "Q", "id": ONE}, {"name": "B", "previous_names": ["A"]}),
            "playlists": [{**P, "location": {"project": "Q", "folder": ["B"]}}],
        },
        {"projects[0]": "P"},
        {
            "projects[0]": "projects[0]",
            "projects[0].folders[0]": "projects[0].folders[0]",
            "playlists[0]": "playlists[0]",
        },
    ),
    "in places that exchanged their names": (
        {"projects": [{"id": ONE, **P}, {"id": TWO, **Q}], "playlists": [{**P, **HERE}, {**P, **THERE}]},
        {"projects": [{"id": ONE, **Q}, {"id": TWO, **P}], "playlists": [{**P, **HERE}, {**P, **THERE}]},
        {},
        {
            "projects[0]": "projects[0]",
            "projects[1]": "projects[1]",
            "playlists[0]": "playlists[1]",
            "playlists[1]": "playlists[0]",
        },
    ),
    "in a place by ID, and with another name": (
        {"projects": [{"id": ONE, **P}], "playlists": [{**P, **HERE}]},
        {"projects": [{"id": ONE, **Q}], "playlists": [{**Q, "previous_names": ["P"], "location": {"id": ONE}}]},
        {},
        {"projects[0]": "projects[0]", "playlists[0]": "playlists[0]"},
    ),
    "in a folder of a renamed project that the document does not list": (
        {"projects": [P], "playlists": [{**P, "location": {"project": "P", "folder": ["A"]}}]},
        {
            "projects": [{**Q, "previous_names": ["P"]}],
            "playlists": [{**P, "location": {"project": "Q", "folder": ["A"]}}],
        },
        {},
        {"projects[0]": "projects[0]", "playlists[0]": "playlists[0]"},
    ),
    "in a folder that the base does not list": (
        {"projects": [P], "playlists": [{**P, "location": {"project": "P", "folder": ["A"]}}]},
        {**tree(P, {"name": "A"}), "playlists": [{**P, "location": {"project": "P", "folder": ["A"]}}]},
        {},
        {"projects[0]": "projects[0]", "playlists[0]": "playlists[0]"},
    ),
    "in a folder that the document no longer lists": (
        {**tree(P, {"name": "A"}), "playlists": [{**P, "location": {"project": "P", "folder": ["A"]}}]},
        {
            "projects": [{**Q, "previous_names": ["P"]}],
            "playlists": [{**P, "location": {"project": "Q", "folder": ["A"]}}],
        },
        {},
        {"projects[0]": "projects[0]", "playlists[0]": "playlists[0]"},
    ),
    "in a folder by ID that the document no longer lists": (
        {**tree(P, {"name": "A", "id": ONE}), "playlists": [{**P, "location": {"id": ONE}}]},
        {"projects": [P], "playlists": [{**P, **HERE}, {**P, "location": {"id": ONE}}]},
        {},
        {"projects[0]": "projects[0]", "playlists[1]": "playlists[0]"},
    ),
    "in a place that only one of them lists": (
        {"playlists": [{**P, **HERE}]},
        {"projects": [P], "playlists": [{**P, **HERE}]},
        {},
        {"playlists[0]": "playlists[0]"},
    ),
    "in one of two places, and which is no longer given": (
        {"playlists": [{**P, **HERE}, {**P, **THERE}]},
        {"playlists": [P]},
        {},
        {},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_pairs(case: str) -> None:
    base, document, seen, expected = CASES[case]
    found = entries(document)
    paths = {entry.where: entry.path for entry in found}
    matched = pairs(found, entries(base), {paths[where]: name for where, name in seen.items()})
    where = {path: text for text, path in paths.items()}
    assert {where[path]: entry.where for path, entry in matched.items()} == expected


def test_a_document_pairs_with_itself() -> None:
    document = {
        "players": [P, Q],
        "playlists": [{**P, **HERE}, {**P, **THERE}],
        **tree(P, {"name": "A", "folders": [{"name": "A"}]}, {"name": "B"}, drm_auth={"url": "u"}),
    }
    found = entries(document)
    assert pairs(found, entries(document), {}) == {entry.path: entry for entry in found}
