# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists are read in the order in which planning needs them; it waits for none that it does not need yet."""

from __future__ import annotations

from threading import Event
from types import SimpleNamespace

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.read_ahead import ReadAheadGateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.threads import pools
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace import plan
from tests.unit._workspace.spaces import Space

LONG = 5.0  # seconds after which a test has failed
DOMAINS = [{"domain": f"site{number}.example.com"} for number in range(3)]
HOOKS = [{"name": f"hook {number}", "endpoint": "https://w.example.com"} for number in range(300)]
BOTH = {"privacy_domains": DOMAINS, "webhooks": HOOKS}


@pytest.fixture
def space(sim):
    """An empty workspace."""
    return Space(sim)


def test_pages_are_requested_in_the_order_of_the_lists_and_not_in_that_of_the_first_pages():
    second_has_its_first_page = Event()
    requested = []

    def listed(path, query, id_key, pool, take):
        if path == "/v1/webhooks":
            assert second_has_its_first_page.wait(LONG)
        else:
            second_has_its_first_page.set()
        return list(pool.map(requested.append, [path] * 3))[:0]

    deletes = SimpleNamespace(since_deleted=lambda id: None)
    client = SimpleNamespace(listed=listed, create_lock=deletes, sleep=None, clock=None)
    with pools() as (pages, pool):
        gateway = ReadAheadGateway(client, lambda: 0.0, pages, pool)
        gateway.begin([KINDS["webhook"], KINDS["project"], KINDS["player"]])
        gateway.finish()
    assert requested[:3] == ["/v1/webhooks"] * 3
    assert len(requested) == 9 + 3 * (len(KINDS["project"].routes.listed_by) - 1)


def test_objects_are_planned_while_the_list_of_others_is_being_read(space, monkeypatch):
    space.settles(BOTH)
    planned, held = [], Event()
    original, read = plan._plan_entry, ReadAheadGateway._read_list

    def plan_entry(entry, *arguments):
        planned.append((entry.kind.name, held.is_set()))
        result = original(entry, *arguments)
        if len(planned) == len(DOMAINS):
            held.set()  # only now, the other list may be read
        return result

    def read_list(self, kind, *arguments, **options):
        assert kind.name != "webhook" or held.wait(LONG)
        return read(self, kind, *arguments, **options)

    monkeypatch.setattr(plan, "_plan_entry", plan_entry)
    monkeypatch.setattr(ReadAheadGateway, "_read_list", read_list)
    assert space.done(BOTH, True).result["changed"] is False
    assert planned[: len(DOMAINS)] == [("privacy_domain", False)] * len(DOMAINS)


@pytest.mark.parametrize("path", ["/v1/webhooks", "/v1/privacy-domains"])
def test_a_list_that_cannot_be_read_is_requested_once_although_all_objects_need_it(space, path):
    space.settles(BOTH)
    space.sim.fault("status", method="GET", path=path, status=403, code=100103, message="access denied", times=None)
    told = space.apply(BOTH)
    assert isinstance(told.error, ApiError)
    assert f"GET {path}" in told.error.text()
    assert told.writes == []
    asked = [entry for entry in told.requests if entry.path == path and "archived" not in entry.query]
    assert len(asked) == 1
    space.sim.clear_faults()
    space.unchanged(BOTH)


def test_names_in_the_base_are_looked_up_in_lists_that_the_document_does_not_need(space):
    before = {"players": [{"name": "P"}], "projects": [{"name": "X", "privacy_type": "anywhere", "player": "P"}]}
    space.settles(before)
    space.sim.fault("slow", method="GET", path="/v1/players", seconds=0.5, times=None)
    after = {"projects": [{"name": "X", "privacy_type": "nowhere"}]}
    told = space.done(after, True, base=before, prune={"players": ["Q*"]})
    assert [change["kind"] for change in told.result["changes"]] == ["project"]
    assert [line for line in told.warnings if "no longer known" in line] == []


def test_after_an_error_no_more_pages_are_requested(space):
    for number in range(4000):
        space.sim.seed("webhook", name=f"hook {number}", endpoint="https://w.example.com")
    space.sim.fault("slow", method="GET", path="/v1/webhooks", seconds=0.2, times=None)
    space.sim.fault("status", path="/v1/privacy-domains", status=403, code=100103, message="denied", times=None)
    told = space.apply({**BOTH, "webhooks": HOOKS})
    assert "GET /v1/privacy-domains" in told.error.text()
    assert len([entry for entry in told.requests if entry.path == "/v1/webhooks"]) < 40
