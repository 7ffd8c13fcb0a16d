# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The queries of extensions/audit/event_query.yml, run by jq over what modules return. A part of "make package"."""

from __future__ import annotations

import json
from typing import Any

import jq
import pytest
import yaml

from tests.integration.play import ROOT, Run
from tests.integration.reach import ID, STEPS, play

QUERIES = {
    name.split(".kinescope_")[-1]: jq.compile(entry["query"])
    for name, entry in yaml.safe_load((ROOT / "extensions/audit/event_query.yml").read_text(encoding="utf-8")).items()
}
#: The API tells no id of an avatar.
NAMELESS = {"avatar"}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run of every module."""
    done = play(tmp_path_factory.mktemp("audit") / "run")
    assert [one.msg for one in done if one.failed] == []
    return done


def named(kind: str, result: Any) -> list[dict[str, Any]]:
    return list(QUERIES[kind].input_value(result).all())


def test_what_tasks_managed_is_named(run: Run) -> None:
    """An object that is there is named, whole and without an e-mail address; a deleted one is not."""
    seen = set()
    for one, (kind, options) in zip(run, STEPS):
        if kind not in QUERIES:
            continue
        nodes = named(kind, one.result)
        expected = 0 if kind in NAMELESS or options.get("state") == "absent" else 1
        if kind == "workspace":  # it tells no more than what it changed
            expected = len(one.result["changes"])
        assert len(nodes) == expected, one
        for node in nodes:
            assert node["name"]
            assert isinstance(node["name"], str)
            assert None not in node["canonical_facts"].values()
            assert node["facts"]["device_type"] == "resource"
            assert "@" not in json.dumps(node)
            seen.add(kind)
    assert seen == set(QUERIES) - NAMELESS


def test_one_object_is_one_node(run: Run) -> None:
    """Two tasks that manage the same object give the same facts, whichever name it has by then."""
    results = [one.result for one, (kind, _options) in zip(run, STEPS) if kind == "project" and one.result["resource"]]
    facts = [node["canonical_facts"] for result in results for node in named("project", result)]
    assert len(facts) == 2
    assert facts[0] == facts[1]


@pytest.mark.parametrize("kind", sorted(QUERIES))
def test_no_address_and_no_secret_is_shown(kind: str) -> None:
    """Whatever people have named so: an object is known by its id then, where that is not a secret."""
    secret = "secret-value"
    resource = dict.fromkeys(
        ("name", "title", "filename", "username", "email", "domain", "language", "tag", "key", "token"),
        "ann@example.com",
    )
    resource |= {"id": secret if kind == "access_token" else ID, "user_id": ID}
    resource["url"] = f"https://ann:{secret}@drm.example.com/ann@example.com?token={secret}#{secret}"
    change = {"kind": "moderator", "key": "ann@example.com", "action": "create", "outcome": "applied"}
    nodes = named(kind, {"resource": resource, "changes": [change]})
    told = json.dumps(nodes)
    assert "@" not in told
    assert secret not in told
    names = {"access_token": [], "workspace": [], "drm_auth": ["https://drm.example.com/ann"]}
    assert [node["name"] for node in nodes] == names.get(kind, [ID])


@pytest.mark.parametrize("kind", sorted(QUERIES))
@pytest.mark.parametrize(
    "result",
    [
        {"failed": True, "msg": "refused", "changes": [], "error": {"kind": "project"}},
        {"censored": "the output has been hidden", "changed": True},
        {"results": [{"resource": {"id": ID, "name": "in a loop: has an event of its own"}}]},
        {"resource": {}, "changes": []},
        {"resource": None},
    ],
    ids=["failed", "hidden", "loop", "absent", "null"],
)
def test_nothing_is_named_where_nothing_is_known(kind: str, result: dict[str, Any]) -> None:
    assert named(kind, result) == []
