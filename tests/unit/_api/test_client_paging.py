# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists: every object once, whatever the API's pages are like; or an error, never a part of the list."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api import paging as module
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError

PAGED = {"webhook": "/v1/webhooks", "player": "/v1/players"}
WAYS = [
    *(
        (families, keys, "clamp")
        for families in ("documented", "page", "offset")
        for keys in ("both", "page", "offset", "none")
    ),
    *(("documented", "both", limit) for limit in ("refuse", "honour")),
]


def fill(sim, kind, count):
    for number in range(count):
        sim.seed(kind, name=f"n{number:03}")


def names(objects):
    return sorted(raw["name"] for raw in objects)


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 99, 100, 101, 250])
@pytest.mark.parametrize("kind", PAGED)
def test_every_object_once(sim, client_of, kind, count):
    fill(sim, kind, count)
    client = client_of(sim.url, sim.token)
    expected = names(sim.objects(kind))
    for families, keys, limit in WAYS:
        sim.set(families=families, offset_keys=keys, page_limit=limit)
        by_offset = families == "offset" or (families == "documented" and kind == "player")
        sim.clear_journal()
        if by_offset and keys == "none" and count > 10:
            with pytest.raises(ApiError, match=r"10 of \d+"):
                list(client.pages(PAGED[kind]))
            assert len(sim.journal) == 2
        else:
            assert names(client.pages(PAGED[kind])) == expected, (families, keys, limit)
            # a total that is the length of a full page may be no more than that
            unsure = count == (10 if by_offset and keys == "none" else 100)
            assert len(sim.journal) == max(1, -(-count // 100)) + unsure, (families, keys, limit)


@pytest.mark.parametrize("count", [0, 1, 101, 250])
def test_a_list_without_pages(sim, client_of, count):
    fill(sim, "cdn_zone", count)
    assert names(client_of(sim.url, sim.token).pages("/v1/cdn/zones")) == names(sim.objects("cdn_zone"))
    assert len(sim.journal) == 1


def read_while(client, path, action):
    """The names in a list that changes after its first page."""
    send, done = client.send, []

    def once(*arguments, **options):
        answer = send(*arguments, **options)
        if not done:
            done.append(action())
        return answer

    client.send = once
    return [raw["name"] for raw in client.pages(path)]


@pytest.mark.parametrize("families", ["page", "offset"])
@pytest.mark.parametrize("name", ["a", "n150x", "z"])
def test_an_object_that_comes_meanwhile_hides_none(sim, client_of, families, name):
    fill(sim, "webhook", 250)
    sim.set(families=families)
    client = client_of(sim.url, sim.token)
    seen = read_while(client, "/v1/webhooks", lambda: sim.seed("webhook", name=name))
    assert len(seen) == len(set(seen))
    assert {f"n{number:03}" for number in range(250)} <= set(seen)


@pytest.mark.parametrize("families", ["page", "offset"])
@pytest.mark.parametrize(("count", "name"), [(101, "n000"), (101, "n100"), (250, "n000"), (250, "n120"), (250, "n249")])
def test_an_object_that_goes_meanwhile_hides_no_other(sim, client_of, families, name, count):
    """What is missed looks as if it did not exist, and would be created a second time."""
    fill(sim, "webhook", count)
    sim.set(families=families)
    client = client_of(sim.url, sim.token)
    seen = read_while(client, "/v1/webhooks", lambda: sim.remove("webhook", name))
    assert len(seen) == len(set(seen))
    assert {f"n{number:03}" for number in range(count)} - {name} <= set(seen)


def test_a_list_that_never_stands_still_is_an_error(sim, client_of):
    fill(sim, "webhook", 250)
    client = client_of(sim.url, sim.token)
    send = client.send

    def shrinking(*arguments, **options):
        answer = send(*arguments, **options)
        sim.remove("webhook", sim.objects("webhook")[0]["id"])
        return answer

    client.send = shrinking
    with pytest.raises(ApiError):
        list(client.pages("/v1/webhooks"))
    assert len(sim.journal) < 50


class TestOdd:
    def page(self, items, **meta):
        return 200, {"X-Request-ID": "r-1"}, {"meta": meta, "data": items}

    def test_null_is_an_empty_list(self, canned, client_of):
        server = canned((200, {}, {"data": None}))
        assert list(client_of(server.url).pages("/")) == []
        server = canned(self.page(None, pagination={"page": 1, "per_page": 100, "total": 0}))
        assert list(client_of(server.url).pages("/")) == []

    def test_pages_that_repeat_end_in_an_error(self, canned, client_of):
        server = canned(self.page([{"id": "a"}], pagination={"page": 1, "per_page": 1, "total": 1000}))
        with pytest.raises(ApiError, match="1 of 1000"):
            list(client_of(server.url).pages("/"))
        assert len(server.seen) == 2

    def test_pages_without_end_end_in_an_error(self, canned, client_of, monkeypatch):
        monkeypatch.setattr(module, "MAX_PAGES", 5)
        server = canned(*(self.page([{"id": str(number)}], total=10**9) for number in range(9)))
        with pytest.raises(ApiError):
            list(client_of(server.url).pages("/"))
        assert len(server.seen) == 5

    def test_an_empty_page_before_the_end_is_not_the_last(self, canned, client_of):
        server = canned(self.page([{"id": "a"}], total=2), self.page([], total=2), self.page([{"id": "b"}], total=2))
        assert [raw["id"] for raw in client_of(server.url).pages("/")] == ["a", "b"]
        assert len(server.seen) == 4

    def test_the_other_total_is_not_looked_at(self, canned, client_of):
        page = self.page([{"id": "a"}], offset=0, limit=10, total=1, total_count=0, parent_id=None)
        server = canned(page)
        assert [raw["id"] for raw in client_of(server.url).pages("/")] == ["a"]
        assert len(server.seen) == 1

    def test_both_kinds_of_keys_are_sent(self, canned, client_of):
        server = canned(self.page([{"id": "a"}], total=2), self.page([{"id": "b"}], total=2))
        list(client_of(server.url).pages("/v1/x", {"catalog_type": "live"}))
        assert [seen[1] for seen in server.seen] == [
            "/v1/x?catalog_type=live&page=1&per_page=100&limit=100&offset=0",
            "/v1/x?catalog_type=live&page=2&per_page=100&limit=100&offset=1",
        ]

    def test_an_incomplete_list_with_another_id_key(self, canned, client_of):
        server = canned(
            self.page([{"user_id": "a"}, {"user_id": "b"}], total=3), self.page([{"user_id": "b"}], total=3)
        )
        with pytest.raises(ApiError, match="2 of 3"):
            list(client_of(server.url).pages("/", id_key="user_id"))

    @pytest.mark.parametrize("data", [{"id": "a"}, "text", 12, True, [[]], [None], ["id"], [{"id": "a"}, 1]])
    def test_an_invalid_list_of_objects(self, canned, client_of, data):
        server = canned((200, {"X-Request-ID": "r-1"}, {"data": data}))
        with pytest.raises(ApiError, match="/v1/x") as caught:
            list(client_of(server.url, retries=0).pages("/v1/x"))
        assert caught.value.request_id == "r-1"

    @pytest.mark.parametrize(
        "answer", [b"", {}, {"meta": {"total": 3}}, {"success": True}, {"data": False}, {"data": ""}]
    )
    def test_a_response_without_a_list_is_no_empty_list(self, canned, client_of, answer):
        """Taken for one, everything would look as if it had to be created."""
        server = canned((200, {}, answer))
        with pytest.raises(ApiError):
            list(client_of(server.url, retries=0).pages("/v1/x"))

    @pytest.mark.parametrize(
        "meta", [None, [], "x", {"pagination": None}, {"pagination": {"total": "1"}}, {"total": None}]
    )
    def test_unexpected_values_in_meta(self, canned, client_of, meta):
        server = canned((200, {}, {"meta": meta, "data": [{"id": "a"}]}))
        assert [raw["id"] for raw in client_of(server.url).pages("/")] == ["a"]

    def test_a_page_that_fails_fails_the_list(self, sim, client_of):
        fill(sim, "webhook", 250)
        sim.fault("status", status=403, skip=1, times=None)
        with pytest.raises(ApiError):
            list(client_of(sim.url, sim.token).pages("/v1/webhooks"))

    @pytest.mark.parametrize("kind", ["truncated", "html", "garbage", "drop_before", "drop_after"])
    def test_a_page_that_is_lost_is_read_again(self, sim, client_of, kind):
        fill(sim, "webhook", 250)
        sim.fault(kind, skip=1, times=2)
        assert len(list(client_of(sim.url, sim.token).pages("/v1/webhooks"))) == 250
        assert len(sim.journal) == 5
