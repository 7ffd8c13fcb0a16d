# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The clock for ages, which nobody sets and which goes on while the machine sleeps; and the time of day at the API."""

from __future__ import annotations

import inspect
import time

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api import pacing
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.list_cache import NewObjects
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.pacing import Pacer, steady_time
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.reconcile import reconcile


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="only Linux has it")
def test_time_asleep_counts(monkeypatch):
    monkeypatch.setattr(time, "clock_gettime", lambda clock: 5.0 if clock == time.CLOCK_BOOTTIME else 1.0)
    assert pacing._steady_clock()() == 5.0


@pytest.mark.parametrize("fault", [OSError, AttributeError])
def test_a_system_without_such_a_clock(monkeypatch, fault):
    def none(clock):
        raise fault

    monkeypatch.setattr(time, "clock_gettime", none)
    assert pacing._steady_clock() is time.monotonic


@pytest.mark.parametrize("made", [Gateway, NewObjects, reconcile])
def test_all_ages_are_of_this_clock(made):
    """What was read before a laptop slept is old when it wakes up."""
    assert inspect.signature(made).parameters["clock"].default is steady_time


def test_deadlines_are_of_another_clock(client_of):
    """An upload is not too slow because a laptop slept meanwhile."""
    made: Client = client_of("https://api.example.com")
    assert made.clock is time.monotonic
    assert inspect.signature(Pacer).parameters["clock"].default is time.monotonic


DATE = "Tue, 01 Dec 2026 12:00:00 GMT"


def test_the_date_of_the_api_is_known(client_of, canned):
    """Not that of others: a cache may have had their responses for long."""
    api = canned((200, {"Date": DATE}, {"data": []}))
    other = canned((200, {"Date": "Mon, 30 Nov 2026 12:00:00 GMT"}, {"data": []}))
    for server in (api, other):
        handler = server.server.RequestHandlerClass
        handler.send_response = handler.send_response_only  # which adds no Date of its own
    client = client_of(api.url, uploader_url=other.url)
    assert client.date()[0] == ""
    client.get("/v1/webhooks")
    client.send("GET", "/v1/webhooks", host=other.url)
    date, age = client.date()
    assert date == DATE
    assert 0 <= age < 60
