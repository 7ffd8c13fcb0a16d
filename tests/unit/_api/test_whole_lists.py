# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A list is whole or it is an error, however the API counts, pages and orders it; what is deleted is not in it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api import paging
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.list_cache import object_in_list
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.responses import (
    ApiResponse,
    is_deleted,
    objects,
    total_of,
    without_deleted,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS

TOTALS = {
    "a number": lambda count, shown: count,
    "text": lambda count, shown: str(count),
    "a float": lambda count, shown: float(count),
    "text of a float": lambda count, shown: f"{count}.0",
    "missing": lambda count, shown: None,
    "0": lambda count, shown: 0,
    "of the page": lambda count, shown: shown,
    "negative": lambda count, shown: -1,
    "true": lambda count, shown: True,
    "a dictionary": lambda count, shown: {"count": count},
    "of 5000 digits": lambda count, shown: "9" * 5000,
}
PATH = "/v1/webhooks"
RESTREAM = KINDS["live_event"].field("restreams").child_kind
DELETED = "2026-01-01T00:00:00Z"


class Api:
    """Answers requests for a list as told: ``count`` rows, ``total`` for each page, ``odd`` rows put in by position."""

    def __init__(self, count: int, total: Any, family: str = "page", size: int = 100, **odd: Any) -> None:
        self.rows = [{"id": f"i{number}", "name": f"n{number}"} for number in range(count)]
        self.total, self.family, self.size, self.odd = total, family, size, odd
        self.asked: list[dict[str, Any]] = []

    def get(self, path: str, query: Any = None) -> ApiResponse:
        self.asked.append(dict(query))
        start = query["offset"] if self.family == "offset" else (query["page"] - 1) * self.size
        rows = self.rows[start : start + self.size]
        total = self.total(len(self.rows), len(rows))
        if self.family == "bare":
            return ApiResponse(200, {"data": self.rows})
        if self.family == "offset":
            return ApiResponse(200, {"meta": {"offset": start, "limit": self.size, "total": total}, "data": rows})
        paging_ = {"page": query["page"], "per_page": self.size, "total": total}
        return ApiResponse(200, {"meta": {"pagination": paging_}, "data": rows}, "r-1")


def read(client_of: Any, api: Any, pool: Any = None) -> list[str]:
    client = client_of("http://127.0.0.1:9")
    client.get = api.get
    return [row["id"] for row in client.listed(PATH, None, "id", pool, lambda position, row: row)]


@pytest.fixture(scope="module")
def pool():
    with ThreadPoolExecutor(4) as threads:
        yield threads


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 150, 200, 250])
@pytest.mark.parametrize("total", TOTALS)
def test_the_whole_list_whatever_the_total_is(client_of, pool, total, count):
    """150 projects of which 100 are seen would be made a second time, or called absent."""
    for family in ("page", "offset"):
        for size in (100, 40):
            if total in ("of 5000 digits",) and count == 0:
                continue
            for threads in (None, pool):
                api = Api(count, TOTALS[total], family, size)
                expected = [row["id"] for row in api.rows]
                assert read(client_of, api, threads) == expected, (family, size, threads)
                assert len(api.asked) <= count // size + 2


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250])
def test_a_list_without_meta_is_one_page(client_of, pool, count):
    for threads in (None, pool):
        api = Api(count, None, "bare")
        api.total = lambda count, shown: None
        assert len(read(client_of, api, threads)) == count
        assert len(api.asked) == 1 + (count == 100), "a hundred rows may be a first page"


class Broken(Api):
    """Loses rows of later pages, or all rows, in the first ``times`` answers."""

    def __init__(self, times: int, how: str, count: int = 150, total: Any = TOTALS["a number"]) -> None:
        super().__init__(count, total)
        self.times, self.how = times, how

    def get(self, path: str, query: Any = None) -> ApiResponse:
        answer = super().get(path, query)
        if len(self.asked) > self.times:
            return answer
        data = answer.payload["data"]
        start = (query["page"] - 1) * self.size
        if self.how == "empty":
            data = []
        elif self.how == "shifted" and start:
            data = self.rows[start - 1 : start - 1 + len(data)]
        elif self.how == "short":
            data = data[:-1]
        return ApiResponse(200, {**answer.payload, "data": data}, "r-1")


@pytest.mark.parametrize("how", ["empty", "shifted", "short"])
class TestIncomplete:
    def test_it_is_read_again(self, client_of, clock, pool, how):
        for threads in (None, pool):
            api = Broken(2, how)
            assert sorted(read(client_of, api, threads)) == sorted(row["id"] for row in api.rows)
            assert len(api.asked) <= 5

    def test_it_is_an_error_in_the_end(self, client_of, pool, how):
        for threads in (None, pool):
            api = Broken(10**6, how)
            with pytest.raises(ApiError, match=rf"list at {PATH} .* of 150 objects") as caught:
                read(client_of, api, threads)
            assert caught.value.request_id == "r-1"
            assert len(api.asked) <= 3 * paging.MAX_PASSES + 3


class Shuffled(Api):
    """Shows its rows in another order for each request."""

    def get(self, path: str, query: Any = None) -> ApiResponse:
        self.rows = self.rows[7:] + self.rows[:7]
        return super().get(path, query)


def test_an_order_that_is_not_stable(client_of):
    api = Shuffled(150, TOTALS["a number"])
    assert len(read(client_of, api)) == 150


def test_every_page_the_same_although_there_are_more(client_of, pool):
    for total in ("a number", "missing", "0"):
        for threads in (None, pool):
            api = Api(150, TOTALS[total])
            real = api.get
            api.get = lambda path, query, real=real: real(path, {**query, "page": 1})
            with pytest.raises(ApiError, match="repeats objects"):
                read(client_of, api, threads)


class TestWithoutEnd:
    class Endless(Api):
        def get(self, path: str, query: Any = None) -> ApiResponse:
            self.rows = [{"id": f"{query['page']}-{number}"} for number in range(100)]
            answer = super().get(path, {**query, "page": 1})
            self.asked[-1] = dict(query)
            return answer

    @pytest.mark.parametrize("total", [None, 10**9, "9" * 17])
    def test_the_number_of_pages_is_limited(self, client_of, monkeypatch, pool, total):
        monkeypatch.setattr(paging, "MAX_PAGES", 20)
        for threads in (None, pool):
            api = self.Endless(0, lambda count, shown: total)
            with pytest.raises(ApiError, match=rf"list at {PATH} does not end: 2000 of"):
                read(client_of, api, threads)
            assert len(api.asked) == 20

    def test_the_time_for_a_list_is_limited(self, client_of):
        api = self.Endless(0, lambda count, shown: 10**9)
        client = client_of("http://127.0.0.1:9")
        client.get = api.get
        client.clock = lambda: 600.0 * len(api.asked)
        with pytest.raises(ApiError, match="does not end"):
            list(client.pages(PATH))
        assert len(api.asked) == 4


ODD = "93997264-97ac-4091-b48e-559614c2817a"


class TestDeleted:
    @pytest.mark.parametrize("count", [1, 100, 150, 200])
    @pytest.mark.parametrize("counted", [True, False])
    def test_deleted_rows_are_left_out(self, client_of, pool, count, counted):
        """Also where the total does not count them, and the list seems to end with a full page."""
        for threads in (None, pool):
            for gone in (1, 5):
                api = Api(count + gone, lambda total, shown, gone=gone: total - (0 if counted else gone))
                for row in api.rows[:gone]:
                    row["deleted_at"] = DELETED
                assert read(client_of, api, threads) == [row["id"] for row in api.rows[gone:]]

    @pytest.mark.parametrize(
        ("moment", "expected"),
        [(DELETED, True), (None, False), ("", False), ("0001-01-01T00:00:00Z", False), (1767225600, True)],
    )
    def test_which_times_of_deletion_count(self, moment, expected):
        assert is_deleted({"deleted_at": moment}) is expected
        assert objects(ApiResponse(200, {"data": [{"deleted_at": moment}]}), "/") == (
            [{"deleted_at": moment}] * (not expected)
        )

    @pytest.mark.parametrize(("kind", "shown"), [("webhook", True), ("access_token", False)])
    def test_an_object_with_an_odd_time_is_named_unless_its_id_may_be_a_secret(self, world, kind, shown):
        gateway = world.gateway()
        response = ApiResponse(200, {"data": [{"id": ODD, "name": "A", "deleted_at": True}]})
        gateway.client.get = lambda path, query=None: response
        with pytest.raises(ApiError, match="whose deleted_at is a boolean, not a string") as caught:
            gateway.objects(KINDS[kind])
        assert (ODD in caught.value.sentence()) is shown

    def test_deleted_objects_in_nested_lists_are_left_out(self):
        raw = {"a": [{"deleted_at": DELETED}, {"x": 1}, 3], "b": [{"deleted_at": DELETED}], "c": "text"}
        assert without_deleted(raw, "/v1/things", ["b"]) == {**raw, "a": [{"x": 1}, 3]}
        assert without_deleted({}, "/v1/things") == {}

    def test_single_reads_and_lists_of_the_api(self, sim, world):
        sim.set(deleted_rows="listed")
        project = sim.seed("project", name="P")
        folder = sim.seed("folder", project_id=project["id"], name="F")
        for kind, row in (("folder", folder), ("webhook", sim.seed("webhook", name="W", endpoint="https://a"))):
            sim.remove(kind, row["id"])
        assert sim.objects("webhook")[0]["deleted_at"]
        gateway, base = world.gateway(), f"/v1/projects/{project['id']}"
        assert gateway.objects(KINDS["webhook"]) == gateway.objects(KINDS["folder"], base) == []
        assert gateway.read(KINDS["folder"], base, folder["id"]) is None

    def test_a_task_makes_it_anew_and_finds_nothing_to_delete(self, sim, world):
        sim.set(deleted_rows="listed")
        sim.remove("webhook", sim.seed("webhook", name="W", endpoint="https://a")["id"])
        world.unchanged("webhook", name="W", state="absent")
        assert world.ok("webhook", name="W", endpoint="https://a").writes == ["POST /v1/webhooks"]
        world.unchanged("webhook", name="W", endpoint="https://a")
        world.ok("webhook", name="W", state="absent")
        world.unchanged("webhook", name="W", state="absent")


class TestOddItems:
    @pytest.mark.parametrize(
        ("id", "said"),
        [
            (None, "without id"),
            ([], "id is a list, not a string"),
            ({"a": 1}, "id is a dictionary, not a string"),
            (1.5, "id is a number, not a string"),
            (True, "id is a boolean, not a string"),
        ],
    )
    def test_an_id_that_is_none(self, client_of, pool, id, said):
        for threads in (None, pool):
            api = Api(150, TOTALS["a number"])
            api.rows[119]["id"] = id
            with pytest.raises(ApiError, match=rf"list at {PATH} has at position 120 an object .*{said}"):
                read(client_of, api, threads)

    @pytest.mark.parametrize("name", [None, 1.1, False, ["a"], {"a": 1}])
    def test_a_natural_key_that_is_none(self, name):
        raw = {"id": "01a1fa74-5c79-779b-464b-4a3975301600", "name": name}
        fault = "(without name|whose name is .*, not a string)"
        told = rf"list at {PATH} has at position 3 a webhook \(id {raw['id']}\) {fault}"
        with pytest.raises(ApiError, match=told):
            object_in_list(KINDS["webhook"], raw, PATH, 3)

    def test_an_id_that_may_be_a_secret_is_not_told(self):
        id = "01a1fa74-5c79-779b-464b-4a3975301600"
        with pytest.raises(ApiError, match="access token without name") as caught:
            object_in_list(KINDS["access_token"], {"id": id}, "/v1/access-tokens", 1)
        assert id not in str(caught.value)

    def test_an_id_of_another_form(self):
        with pytest.raises(ApiError, match=r"/v1/webhooks.*'\.\./x'.*position 2"):
            object_in_list(KINDS["webhook"], {"id": "../x", "name": "a"}, PATH, 2)

    @pytest.mark.parametrize("shown", [{"a": 1}, "text", 5, True, [1], [None], [{"id": 3}], [{"name": "a"}]])
    def test_a_nested_list(self, canned, client_of, shown):
        event = {"id": "01a1fa74-5c79-779b-464b-4a3975301600", "name": "E", "restreams": shown}
        gateway = Gateway(client_of(canned((200, {}, {"data": event})).url))
        with pytest.raises(ApiError, match="/v2/live/events/x"):
            gateway.objects(RESTREAM, "/v2/live/events/x")


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({"total": 7}, 7),
        ({"total": "7"}, 7),
        ({"total": 7.0}, 7),
        ({"total": " 7 "}, 7),
        ({"pagination": {"total": "7.0"}}, 7),
        ({"total": 7.5}, None),
        ({"total": float("nan")}, None),
        ({"total": float("inf")}, None),
        ({"total": 1e300}, None),
        ({"total": "\u0667"}, None),
        ({"total": "seven"}, None),
        ({"total": -7}, None),
        ([], None),
    ],
)
def test_which_totals_are_understood(meta, expected):
    assert total_of(meta) == expected


def test_a_list_that_comes_in_one_response_is_whole_too():
    with pytest.raises(ApiError, match=r"/v1/x is incomplete: only 1 of 3"):
        objects(ApiResponse(200, {"meta": {"total": "3"}, "data": [{"id": "a"}]}), "/v1/x")


@pytest.mark.parametrize("totals", ["text", "float", "missing", "zero", "page"])
def test_tasks_and_info_see_the_last_of_many(sim, world, totals):
    for number in range(150):
        sim.seed("webhook", name=f"n{number:03}", endpoint="https://a")
    sim.set(totals=totals)
    world.unchanged("webhook", name="n149", endpoint="https://a")
    sim.fault("shifted_page", path=PATH, method="GET")
    assert world.ok("webhook", name="n149", state="absent").writes != []
    sim.fault("empty_page", path=PATH, method="GET", times=None)
    if totals in ("text", "float"):
        told = world.refused("webhook", name="n148", endpoint="https://a")
        assert f"list at {PATH} is incomplete" in told.error.sentence()
