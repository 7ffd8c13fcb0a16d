# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The three families of lists, order and page sizes."""

from __future__ import annotations

import pytest


def fill(sim, kind="project", count=25, field="name"):
    for number in range(count):
        sim.seed(kind, **{field: f"n{number:03}"})


def names(answer, field="name"):
    return [row[field] for row in answer.json()["data"]]


def test_pages(start):
    sim, api = start()
    fill(sim)
    answer = api("GET", "/v1/projects")
    assert answer.json()["meta"] == {"pagination": {"page": 1, "per_page": 10, "total": 25}, "order": {"name": "asc"}}
    assert len(names(answer)) == 10
    assert names(api("GET", "/v1/projects?page=3&per_page=12")) == ["n024"]
    assert names(api("GET", "/v1/projects?page=9")) == []
    assert len(names(api("GET", "/v1/projects?page=0&per_page=-1"))) == 10


@pytest.mark.parametrize(
    ("value", "by_page", "by_offset"), [("both", 20, 20), ("page", 20, 10), ("offset", 10, 20), ("none", 10, 10)]
)
def test_offset_lists_honour_some_keys(start, value, by_page, by_offset):
    sim, api = start(offset_keys=value)
    fill(sim, "player")
    answer = api("GET", "/v1/players?per_page=20").json()
    assert len(answer["data"]) == answer["meta"]["limit"] == by_page
    answer = api("GET", "/v1/players?limit=20").json()
    assert len(answer["data"]) == answer["meta"]["limit"] == by_offset
    assert answer["meta"]["total"] == 25
    assert answer["meta"]["total_count"] == 0
    assert answer["meta"]["parent_id"] is None
    assert answer["meta"]["order"] == {"created_at": "asc"}


def test_the_second_page_of_an_offset_list(start):
    sim, api = start()
    fill(sim, "player")
    assert names(api("GET", "/v1/players?page=3&per_page=10&limit=10&offset=20"))[0] == "n020"
    sim.set(offset_keys="none")
    assert names(api("GET", "/v1/players?page=3&per_page=10&limit=10&offset=20"))[0] == "n000"


def test_lists_without_paging(start):
    sim, api = start()
    fill(sim, "cdn_zone", 120)
    answer = api("GET", "/v1/cdn/zones?per_page=1").json()
    assert set(answer) == {"data"}
    assert len(answer["data"]) == 120


def test_page_limit(start):
    sim, api = start()
    fill(sim, count=150)
    answer = api("GET", "/v1/projects?per_page=3000").json()
    assert len(answer["data"]) == answer["meta"]["pagination"]["per_page"] == 100
    sim.set(page_limit="honour")
    assert len(names(api("GET", "/v1/projects?per_page=3000"))) == 150
    sim.set(page_limit="refuse")
    assert api.error("GET", "/v1/projects?per_page=101") == (400, 400400)
    assert len(names(api("GET", "/v1/projects?per_page=100"))) == 100


def test_families_can_be_swapped(start):
    sim, api = start(families="page")
    fill(sim, "player")
    assert "pagination" in api("GET", "/v1/players").json()["meta"]
    sim.set(families="offset")
    fill(sim)
    assert api("GET", "/v1/projects?page=2").json()["meta"]["offset"] == 10


def test_order(start):
    sim, api = start()
    for name in ("b", "A", "c"):
        sim.seed("project", name=name)
    assert names(api("GET", "/v1/projects")) == ["A", "b", "c"]
    answer = api("GET", "/v1/projects?order=name.desc,created_at")
    assert names(answer) == ["c", "b", "A"]
    assert answer.json()["meta"]["order"] == {"name": "desc", "created_at": "asc"}
    assert names(api("GET", "/v1/projects?order=created_at")) == ["b", "A", "c"]


@pytest.mark.parametrize("order", ["size", "name.up", "nonsense.asc"])
def test_order_refused(start, order):
    _sim, api = start()
    answer = api("GET", f"/v1/projects?order={order}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 400216)


def test_unknown_query_parameters_are_ignored(start):
    sim, api = start()
    fill(sim, "playlist", 3)
    assert len(names(api("GET", "/v1/playlists?parent_id=bogus&project_id=1"))) == 3


def test_a_csv_suffix_returns_json(start):
    _sim, api = start()
    assert api("GET", "/v1/webhooks.csv").json()["data"] == []


def test_ten_thousand(start):
    sim, api = start()
    fill(sim, "webhook", 10_000)
    found = names(api("GET", "/v1/webhooks?page=100&per_page=100"))
    assert len(found) == 100
    assert api.error("POST", "/v1/webhooks", {"name": "n123", "endpoint": "http://h"}) == (400, 400203)
