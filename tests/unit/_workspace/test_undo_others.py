# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever others do while a document is applied, and whatever fails: what leads back writes to nothing of theirs."""

from __future__ import annotations

import pathlib
import re
import tempfile
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.secrets import Secrets
from tests.unit._workspace.going_back import FORMER, names_in, undoing
from tests.unit._workspace.spaces import STORED, Space
from tests.unit._workspace.test_workspace_undo import LIBRARY, VIDEOS, WISHES, pairs
from tests.unit.conftest import Run

#: sections -> kind, natural key, and what others set
CONCERNED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "players": ("player", "name", {"settings": {"volume": 9}}),
    "projects": ("project", "name", {"privacy_type": "nowhere"}),
    "webhooks": ("webhook", "name", {"endpoint": "https://other"}),
    "moderators": ("moderator", "email", {"username": "other", "password": FORMER}),
    "cdn_zones": ("cdn_zone", "name", {"host": "other.example.com"}),
    "speak_rooms": ("speak_room", "name", {"type": "permanent_meeting", "owner_id": VIDEOS[1]}),
}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def id_of(row: Any) -> str:
    return str(row.get("id") or row.get("user_id"))


def all_ids(space: Space) -> set[str]:
    return {id_of(row) for kind in STORED for row in space.sim.objects(kind)}


def written(told: Run) -> list[set[str]]:
    """The IDs in the path of each write that the API carried out."""
    done = [one for one in told.requests if one.method not in ("GET", "HEAD") and one.status < 400]
    return [set(_UUID.findall(one.path)) for one in done]


class Others:
    """Somebody who creates what the document wants, too, and edits and removes what is there."""

    def __init__(self, space: Space, wanted: Any, data: st.DataObject) -> None:
        self._space, self._wanted, self._data = space, wanted, data
        self.made: set[str] = set()

    def act(self) -> None:
        sim, draw = self._space.sim, self._data.draw
        for section, (kind, key, values) in CONCERNED.items():
            there = {row[key]: row for row in sim.objects(kind)}
            for entry in self._wanted.get(section, ()):
                name = entry[key]
                if name == LIBRARY["name"] or draw(st.integers(0, 2)):
                    continue
                if name not in there and not any(former in there for former in entry.get("previous_names", ())):
                    self.made.add(id_of(sim.seed(kind, **{key: name, **values})))
                elif name in there and kind != "project" and draw(st.booleans()):
                    sim.remove(kind, name)
                elif name in there:
                    sim.edit(kind, id_of(there[name]), **values)


@settings(
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    deadline=None,
)
@given(both=pairs(), data=st.data(), seconds=st.sampled_from([0, 10, 40]), failing=st.integers(0, 6))
def test_what_others_did_stays(shared_simulator: Any, both: Any, data: Any, seconds: float, failing: int) -> None:
    shared_simulator.reset()
    project = shared_simulator.seed("project", **LIBRARY)["id"]
    for number, id in enumerate(VIDEOS):
        shared_simulator.seed("video", id=id, title=f"V{number}", project_id=project)
    space = Space(shared_simulator)
    space.done(both[0])
    others, before = Others(space, both[1], data), all_ids(space)
    with tempfile.TemporaryDirectory() as folder:
        way_back = pathlib.Path(folder) / "undo.yml"
        if failing:
            space.sim.fault("status", method="[PD]*", skip=failing - 1, times=2, status=400)
        space.meanwhile(seconds, others.act)
        told = space.apply(both[1], undo_dest=str(way_back), **WISHES)
        space.meanwhile(0)
        space.sim.clear_faults()
        if not way_back.exists():
            return
        document = undoing(way_back)
        text = way_back.read_text(encoding="utf-8")
    own = set().union(*written(told)) | (all_ids(space) - before - others.made)
    back = space.apply(document, secrets=Secrets(dict.fromkeys(names_in(document), FORMER)), force=True)
    assert [ids for ids in written(back) if ids and not ids & own] == [], text
    if back.error is None and not told.result["undo"]["irreversible"]:
        assert all_ids(space) - before - others.made == set(), text
