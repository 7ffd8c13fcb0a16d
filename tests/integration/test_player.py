# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""kinescope_player, as tasks."""

from __future__ import annotations

import base64
import pathlib
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.conftest import Play
from tests.integration.play import task
from tests.integration.rhythm import (
    SHAPE_WORLDS,
    Life,
    assert_failure,
    assert_kept,
    assert_predicted,
    assert_unchanged,
    assert_written,
    live,
    without_empties,
    world_name,
)
from tests.simulator import Simulator
from tests.unit.sides import sides

AD = {
    "url": "https://ads.example.com/vast",
    "trigger": {"type": "midroll", "trigger_settings": {"timePoints": [10, 20], "percentages": [], "interval": 0}},
    "countries": {"items": ["DE"], "type": "include"},
}
CREATE: dict[str, Any] = {
    "name": "Main",
    "settings": {"autoplay": False, "volume": 50, "brand_color": "#81BC3D"},
    "ads": [AD],
}
UPDATE: dict[str, Any] = {"name": "Main", "settings": {"volume": 0, "call_to_action_title": ""}}


@pytest.mark.parametrize("world", SHAPE_WORLDS, ids=world_name)
def test_each_step_of_a_life_is_predicted_and_needed_once(
    play: Play, simulator: Callable[..., Simulator], world: dict[str, str]
) -> None:
    """Only the settings that are given are managed; all others survive, and so do the advertisements."""
    sim = simulator(**world)
    before = sim.seed(
        "player",
        name="Seed",
        settings={"autoplay": True, "watermark_text": "©", "custom": {"deep": [1, 2]}},
        ads=[AD],
        x_dashboard="theirs",
    )
    life = Life(
        "player",
        CREATE,
        UPDATE,
        {"name": "Main", "state": "absent"},
        key="Main",
        updated_fields=("settings",),
        after={"settings": UPDATE["settings"]},
    )
    partial = {"name": "Seed", "settings": {"autoplay": False}}
    run = live(
        play,
        sim,
        life,
        [
            task("player", "check partial", partial, check=True),
            task("player", "partial", partial),
            task("player", "partial again", {**partial, "ads": None, "settings": {"autoplay": False, "volume": None}}),
        ],
    )
    assert sides(run("update").result)["before"]["settings"].get("volume") == 50
    assert "autoplay" not in sides(run("update").result)["after"]["settings"]
    assert run("update").writes[0].body["settings"] == {**CREATE["settings"], **UPDATE["settings"]}
    assert without_empties(run("update").writes[0].body["ads"]) == without_empties([AD])
    assert_predicted(run("check partial"), run("partial"))
    assert_written(run("partial"), ["update"])
    settings = {"autoplay": False, "watermark_text": "©", "custom": {"deep": [1, 2]}}
    stored = sim.object("player", "Seed")
    assert_kept(before, {**stored, "ads": before["ads"]}, settings=settings)
    assert without_empties(stored["ads"]) == without_empties([AD])
    assert_unchanged(run("partial again"))


def test_a_logo_is_compared_by_content_and_in_no_result(play: Play, sim: Simulator, tmp_path: pathlib.Path) -> None:
    """Compared by content; set and removed by a write of its own; never in results."""
    image = tmp_path / "logo.png"
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    same = tmp_path / "same bytes.png"
    same.write_bytes(image.read_bytes())
    other = tmp_path / "other.png"
    other.write_bytes(b"\x89PNG\r\n\x1a\nother")
    logo = {"name": "P", "logo": {"src": str(image)}}
    gone = {"name": "P", "logo": {"state": "absent"}}
    run = play(
        sim,
        [
            task("player", "check create", logo, check=True),
            task("player", "create", logo),
            task("player", "again", {"name": "P", "logo": {"src": str(same)}}),
            task("player", "check other", {"name": "P", "logo": {"src": str(other)}}, check=True),
            task("player", "other", {"name": "P", "logo": {"src": str(other)}}),
            task("player", "unmanaged", {"name": "P", "settings": {"volume": 1}}),
            task("player", "no file", {"name": "P", "logo": {"src": str(tmp_path / "no.png")}}),
            task("player", "check gone", gone, check=True),
            task("player", "gone", gone),
            task("player", "gone again", gone),
        ],
    )
    assert_predicted(run("check create"), run("create"))
    assert_written(run("create"), ["create"])
    assert_unchanged(run("again"))
    assert_predicted(run("check other"), run("other"))
    assert_written(run("other"), ["update"])
    assert_written(run("unmanaged"), ["update"])
    assert_failure(run("no file"))
    assert run("no file").requests == []
    assert_predicted(run("check gone"), run("gone"))
    assert_written(run("gone"), ["update"])
    assert_unchanged(run("gone again"))
    for one in run:
        assert base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()[:8] not in str(one.result), one


def test_a_refusal_to_delete_is_explained(play: Play, simulator: Callable[..., Simulator]) -> None:
    """The API does not delete every player: that is an error which says so, and changes nothing."""
    sim = simulator(player_delete="refused")
    sim.seed("player", name="P")
    run = play(sim, [task("player", "absent", {"name": "P", "state": "absent"})])
    assert_failure(run("absent"))
    assert run("absent").result["changed"] is False
    assert [change["outcome"] for change in run("absent").result["changes"]] == ["failed"]
    assert run("absent").result["error"]["status"] == 400
    assert "in use" in run("absent").msg


def test_an_empty_list_clears_and_both_forms_of_an_id_count(play: Play, simulator: Callable[..., Simulator]) -> None:
    """An empty list of advertisements clears; both forms of an id name the object."""
    sim = simulator(id_form="short")
    player = sim.seed("player", name="P", ads=[AD], settings={"volume": 5})
    short = play(sim, [task("player", "read", {"name": "P"})])("read").result["resource"]["id"]
    run = play(
        sim,
        [
            task("player", "clear", {"id": short, "ads": []}),
            task("player", "clear again", {"id": player["id"], "ads": [], "settings": {}}),
        ],
    )
    assert len(short) == 22
    assert_written(run("clear"), ["update"])
    assert_kept(player, sim.object("player", "P"), ads=[])
    assert_unchanged(run("clear again"))
