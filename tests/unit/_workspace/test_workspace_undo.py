# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The document that undoes what was applied: what it brings back, and what it says cannot come back."""

from __future__ import annotations

import copy
import pathlib
import tempfile
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.undo import CONTENTS, IN_USE
from tests.simulator import Simulator
from tests.unit._workspace.going_back import FORMER, undoing, undone
from tests.unit._workspace.spaces import EDITIONS, Space

PRUNED = ["webhooks", "projects", "folders", "players", "privacy_domains", "cdn_zones", "live_events", "tags"]
WISHES: dict[str, Any] = {"prune_empty": True, "max_deletions": 100, "force": True}


@st.composite
def documents(draw: Any) -> dict[str, Any]:
    """A random document of what depends on each other."""
    some = st.sets(st.integers(0, 2))
    text = st.sampled_from(["a", "b", "{{ c }}", ""])
    players = sorted(draw(some))
    projects = sorted(draw(some))
    keys = st.dictionaries(st.sampled_from(["volume", "speed"]), st.integers(0, 2))
    tree = st.recursive(st.just({}), lambda inner: st.dictionaries(st.sampled_from("xyz"), inner, max_size=2))

    def folders(names: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"name": name, "folders": folders(inner)} for name, inner in names.items()]

    def place() -> dict[str, Any]:
        return {"project": f"P{draw(st.sampled_from(projects))}"}

    def project(n: int) -> dict[str, Any]:
        more = (
            {"drm_auth": {"url": draw(text) or "c", "username": "u", "password": FORMER}} if draw(st.booleans()) else {}
        )
        if players and draw(st.booleans()):
            more["player"] = f"M{draw(st.sampled_from(players))}"
        return {
            "name": f"P{n}",
            "privacy_type": draw(st.sampled_from(["anywhere", "nowhere"])),
            "folders": folders(draw(tree)),
            **more,
        }

    def hook(n: int) -> dict[str, Any]:
        more = {"login": "u", "password": FORMER} if n < 2 else {}
        return {"name": f"W{n}", "endpoint": f"https://w/{draw(text)}", "events": [*draw(text)][:1], **more}

    def event(n: int) -> dict[str, Any]:
        return {
            "name": f"E{n}",
            "type": "one-time",
            "subtitle": draw(text),
            "location": place(),
            "auto_start": draw(st.booleans()),
        }

    return {
        "players": [{"name": f"M{n}", "settings": draw(keys)} for n in players],
        "tags": [{"tag": f"t{n}"} for n in sorted(draw(some))],
        "projects": [project(n) for n in projects],
        "webhooks": [hook(n) for n in sorted(draw(some))],
        "live_events": [event(n) for n in sorted(draw(some))] if projects else [],
    }


def compared(document: Any, told: Any) -> Any:
    """A document without the fields that cannot come back."""
    document = copy.deepcopy(document)
    for one in told["irreversible"]:
        if one["why"] == CONTENTS:
            events = document["live_events"]
            document["live_events"] = [entry for entry in events if entry["location"]["project"] != one["key"]]
        if one["why"] == IN_USE:
            document["players"] = [entry for entry in document["players"] if entry["name"] != one["key"]]
        for entry in document[f"{one['kind']}s"] if one["kind"] in ("player", "project") else ():
            for name in one["fields"] if entry["name"] == one["key"] else ():
                holder, _dot, key = name.rpartition(".")
                (entry.get(holder, {}) if holder else entry).pop(key, None)
    return document


@settings(max_examples=60, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(edition=EDITIONS, before=documents(), wanted=documents(), prune=st.sets(st.sampled_from(PRUNED)))
def test_there_and_back(edition: Any, before: Any, wanted: Any, prune: Any) -> None:
    """The first state comes back, and by an undo of the undo the second."""
    with Simulator(default_player="off", **edition) as sim, tempfile.TemporaryDirectory() as folder:
        there_and_back(Space(sim), pathlib.Path(folder), before, wanted, sorted(prune))


def there_and_back(space: Space, folder: pathlib.Path, before: Any, wanted: Any, prune: list[str]) -> None:
    """From one document to another, back, and there again."""
    way_back, way_forth = folder / "undo.yml", folder / "redo.yml"
    space.done(before)
    first = space.exported(secrets=True)
    told = space.apply(wanted, prune=prune, undo_dest=str(way_back), **WISHES)
    if told.error is not None:  # only a guard: what is pruned may still be needed
        assert "the plan is refused" in told.error.sentence(), told.error.sentence()
    assert way_back.exists() == bool(told.writes)
    if not told.writes:
        return
    second = space.exported(secrets=True)
    lost = told.result["undo"]
    back = undone(space, way_back, way_forth)
    assert compared(space.exported(secrets=True), lost) == compared(first, lost), way_back.read_text()
    if back.result["changes"]:
        lost["irreversible"] += back.result["undo"]["irreversible"]
        undone(space, way_forth)
        assert compared(space.exported(secrets=True), lost) == compared(second, lost), way_forth.read_text()


BEFORE = {
    "players": [{"name": "M", "settings": {"volume": 1}}],
    "projects": [
        {
            "name": "P0",
            "privacy_type": "anywhere",
            "drm_auth": {"url": "https://d", "username": "u", "password": FORMER},
            "folders": [{"name": "x", "folders": [{"name": "y"}]}],
        }
    ],
    "webhooks": [
        {"name": "W0", "endpoint": "https://w/{{ a }}", "login": "u", "password": FORMER},
        {"name": "W2", "endpoint": "https://w"},
    ],
}
AFTER = {
    "players": [{"name": "M", "settings": {"volume": 2, "speed": 3}}, {"name": "N"}],
    "projects": [
        {"name": "P1", "privacy_type": "nowhere", "folders": [{"name": "z"}]},
        {"name": "P0", "state": "absent"},
    ],
    "webhooks": [{"name": "W0", "endpoint": "https://other", "login": "u", "password": FORMER}],
}


def test_what_it_says(sim: Simulator, tmp_path: pathlib.Path) -> None:
    """Names of secrets, texts that look like templates, ids of what is there, and what cannot come back."""
    space, file = Space(sim), tmp_path / "undo.yml"
    space.done(BEFORE)
    file.write_text("former")
    for wishes in ({"check": True}, {"expected": "0"}):
        space.apply(AFTER, undo_dest=str(file), **wishes, **WISHES)
    space.done(BEFORE, undo_dest=str(file))
    assert file.read_text() == "former"  # nothing was applied
    told = space.done(AFTER, prune=["webhooks"], undo_dest=str(file), **WISHES)
    lost = [(one["kind"], one["key"], one["fields"]) for one in told.result["undo"]["irreversible"]]
    assert told.result["undo"]["dest"] == str(file)
    assert ("player", "M", ["settings.speed"]) in lost
    assert ("project", "P0", ["id"]) in lost
    assert ("webhook", "W2", ["id"]) in lost
    text = file.read_text()
    assert "settings.speed (a key that did not exist before cannot be removed)" in text
    assert 'endpoint: !unsafe "https://w/{{ a }}"' in text
    document = undoing(file)
    assert document["webhooks"][0]["password"] == {"secret": "webhooks/W0/password"}
    assert document["projects"][0]["drm_auth"]["password"] == {"secret": "projects/P0/drm_auth/password"}
    assert [entry.get("state") for entry in document["projects"]] == [None, "absent"]


def test_a_file_that_cannot_be_written(sim: Simulator, tmp_path: pathlib.Path) -> None:
    """Nothing is written to the workspace then."""
    space = Space(sim)
    told = space.apply(BEFORE, undo_dest=str(tmp_path / "none" / "undo.yml"))
    assert told.error is not None
    assert "cannot be written" in told.error.sentence()
    assert told.writes == []
    assert {change["outcome"] for change in told.result["changes"]} == {"not_attempted"}
