# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules for posters and materials, as data: attached_cases/<kind>.json is a list of cases.

about     one sentence: the rule that the case is about
wanted    what the task gives; a file is {size, sha256} of what is in it
there     the posters or materials of the video, as the API shows them
same      posters: the ids of those that are known to be the file; materials: whether the file is what it holds
state     present (the default) or absent
replace   posters only
expect    changes as [action, fields, id], before, after, unverified; or refused, a text that the error must contain
"""

from __future__ import annotations

import copy
import json
import pathlib
from types import SimpleNamespace

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core import guards
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.comparison import Rules
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import KinescopeError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.identity import id_of, key_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.planner import plan_object
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import (
    Content,
    LocalFile,
    Target,
    Wanted,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.material import MATERIAL
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.poster import POSTER
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.poster import Posters
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.effects import Effects

FOLDER = pathlib.Path(__file__).parent / "attached_cases"
CASES = [
    pytest.param(file.stem, case, id=f"{file.stem}-{case['about']}")
    for file in sorted(FOLDER.glob("*.json"))
    for case in json.loads(file.read_text(encoding="utf-8"))
]
VIDEO = Target("93997264-97ac-4091-b48e-559614c2817a", "Intro")


class Known(Posters):
    """Posters of whose content nothing has to be read."""

    def _copies(self, wanted, gateway):
        return set(self.options["same"])


def of_poster(case):
    """The plan for a poster."""
    values = dict(case["wanted"])
    id = values.pop("id", None)
    if "url" in values:
        values["url"] = Content(url=values["url"])
    if "src" in values:
        values["src"] = Content(b"x", "image/png", values["src"]["sha256"])
    effects = Known(POSTER, {"replace": case.get("replace", False), "same": case.get("same", ())})
    gateway = SimpleNamespace(objects=lambda kind, base: case["there"])
    wanted = Wanted(POSTER, "Intro/x", values, case.get("state") != "absent", VIDEO)
    found = effects.find(wanted, id, gateway)
    return effects, plan_object(effects.observe(wanted, found, gateway), found, Rules())


def of_material(case):
    """The plan for a material."""
    values = dict(case["wanted"])
    id, there = values.pop("id", None), MATERIAL.ranked.numbered({id_of(MATERIAL, raw): raw for raw in case["there"]})
    gateway = SimpleNamespace(
        with_id=lambda kind, id, base: there.get(id),
        with_key=lambda kind, key, base, place: [raw for raw in there.values() if key_of(kind, raw) == key],
    )
    wanted, effects = Wanted(MATERIAL, "Intro/x", values, case.get("state") != "absent", VIDEO), Effects(MATERIAL, {})
    found = effects.find(wanted, id, gateway)
    if "src" in values:
        same = {"compared": id_of(MATERIAL, found), "same": case.get("same")} if found else {}
        values["src"] = LocalFile("file", values["src"].get("size", 1), values["src"]["sha256"], **same)
    return effects, plan_object(MATERIAL.ranked.within_list(wanted, list(there), found is not None), found, Rules())


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_each_rule_plans_what_its_case_expects(kind, case):
    expect, before = case["expect"], copy.deepcopy(case)

    def planned():
        effects, plan = {"poster": of_poster, "material": of_material}[kind](case)
        guards.check(plan, "on_create", False)
        effects.check(plan, True)
        return plan

    if "refused" in expect:
        with pytest.raises(KinescopeError, match=expect["refused"]):
            planned()
        return
    plan = planned()
    assert [[change.action, list(change.fields), change.id] for change in plan.changes] == expect["changes"]
    assert {change.base for change in plan.changes} <= {f"/v1/videos/{VIDEO.id}"}
    assert (plan.before, plan.after) == (expect["before"], expect["after"])
    assert list(plan.unverified) == expect.get("unverified", [])
    assert case == before, "planning changes nothing of its input"
