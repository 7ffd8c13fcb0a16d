# Copyright: (c) 2026, the kinescope.kinescope contributors
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

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import KinescopeError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import Content, Target, Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.material import MATERIAL
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.poster import POSTER
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.material_plan import LocalFile, plan_material
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.poster_match import plan_poster

FOLDER = pathlib.Path(__file__).parent / "attached_cases"
CASES = [
    pytest.param(file.stem, case, id=f"{file.stem}-{case['about']}")
    for file in sorted(FOLDER.glob("*.json"))
    for case in json.loads(file.read_text(encoding="utf-8"))
]
VIDEO = Target("93997264-97ac-4091-b48e-559614c2817a", "Intro")


def planned(kind, case):
    values = dict(case["wanted"])
    if "url" in values:
        values["url"] = Content(url=values["url"])
    if "src" in values:
        sha256, size = values["src"]["sha256"], values["src"].get("size", 1)
        values["src"] = Content(b"x", "image/png", sha256) if kind == "poster" else LocalFile("file", size, sha256)
    wanted = Wanted(
        {"poster": POSTER, "material": MATERIAL}[kind], "Intro/x", values, case.get("state") != "absent", VIDEO
    )
    if kind == "poster":
        return plan_poster(wanted, case["there"], case.get("same", ()), case.get("replace", False))
    return plan_material(wanted, case["there"], case.get("same"))


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_rule(kind, case):
    expect, before = case["expect"], copy.deepcopy(case)
    if "refused" in expect:
        with pytest.raises(KinescopeError, match=expect["refused"]):
            planned(kind, case)
        return
    plan = planned(kind, case)
    assert [[change.action, list(change.fields), change.id] for change in plan.changes] == expect["changes"]
    assert {change.base for change in plan.changes} <= {f"/v1/videos/{VIDEO.id}"}
    assert (plan.before, plan.after) == (expect["before"], expect["after"])
    assert list(plan.unverified) == expect.get("unverified", [])
    assert case == before, "planning changes nothing of its input"
