# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A 404 at or below what was created a moment ago passes; any other is true."""

from __future__ import annotations

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.list_cache import LAG, NewObjects
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import ApiError
from tests.unit.conftest import Clock

NEW, OTHER = "new-id", "other-id"
MISSING = ApiError("not found", status=404)


def pauses(new_objects: NewObjects, path: str, error: ApiError = MISSING) -> list[float]:
    """How long a request waits that is answered so again and again."""
    waits: list[float] = []
    while (pause := new_objects.pause(error, path, sum(waits))) is not None:
        waits.append(pause)
    return waits


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def new_objects(clock: Clock) -> NewObjects:
    new_objects = NewObjects(clock)
    new_objects.sent("POST", "/v1/projects", {"id": NEW})
    return new_objects


@pytest.mark.parametrize(
    ("path", "error", "passes"),
    [
        (f"/v1/projects/{NEW}/folders", MISSING, True),
        (f"/v1/projects/{NEW}", MISSING, True),
        (f"/v1/projects/{NEW}/folders", ApiError("not found", status=400, code=400404), True),
        (f"/v1/projects/{NEW}/folders", ApiError("no", status=403), False),
        (f"/v1/projects/{OTHER}/folders", MISSING, False),
        (f"/v1/drm/auth/{NEW}", MISSING, False),  # settings of its own, that it may not have
        ("/v1/projects", MISSING, False),
    ],
)
def test_which_errors_pass(new_objects: NewObjects, path: str, error: ApiError, passes: bool) -> None:
    waits = pauses(new_objects, path, error)
    assert sum(waits) == (LAG if passes else 0)
    assert len(waits) <= 6


def test_after_a_while_it_is_true(new_objects: NewObjects, clock: Clock) -> None:
    clock.now += LAG
    assert pauses(new_objects, f"/v1/projects/{NEW}/folders") == []


def test_what_was_deleted_is_gone(new_objects: NewObjects) -> None:
    new_objects.sent("DELETE", f"/v1/projects/{NEW}", {"success": True})
    assert pauses(new_objects, f"/v1/projects/{NEW}") == []


@pytest.mark.parametrize("data", [None, [], {"success": True}, {"id": None}, {"id": 7}])
def test_a_response_that_shows_no_object(data: object) -> None:
    new_objects = NewObjects()
    new_objects.sent("POST", "/v1/projects", data)
    assert pauses(new_objects, "/v1/projects/7") == []


def test_what_was_found_after_a_lost_response(new_objects: NewObjects) -> None:
    new_objects.created(OTHER)
    assert sum(pauses(new_objects, f"/v1/videos/{OTHER}")) == LAG


def test_a_client_waits(sim, client_of, clock: Clock) -> None:
    """For real: the route below a new project is there after two attempts."""
    client = client_of(sim.url, sim.token)
    id = client.send("POST", "/v1/projects", {"name": "A", "privacy_type": "anywhere"}, repeatable=False).data["id"]
    sim.fault("status", method="POST", path="*/folders", status=404, times=2)
    client.send("POST", f"/v1/projects/{id}/folders", {"name": "F"}, repeatable=False)
    assert [row["name"] for row in sim.objects("folder")] == ["F"]
    assert clock.waits == [0.5, 1.0]
    sim.fault("status", path="*/folders", status=404, times=None)
    with pytest.raises(ApiError) as caught:
        client.get(f"/v1/projects/{id}/folders")
    assert caught.value.not_found
    assert sum(clock.waits) == 1.5 + LAG
