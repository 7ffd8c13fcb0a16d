# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each value in each answer replaced by others: what comes of it is right, or one sentence that says where it stands.

Kinds, objects and tasks all follow from declarations, so that a new kind is swept without a word here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.list_cache import typed_object
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import (
    ApiError,
    DocumentError,
    KinescopeError,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.kind import Kind
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.analytics import ANALYTICS
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.info import Reader
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.kinds import READABLE
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.usage import USAGE
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from tests.simulator import Simulator
from tests.unit._api.recorded import GONE, Path, places, value_at, with_value
from tests.unit._api.tasks import Tasks
from tests.unit.conftest import World

ID = "93997264-97ac-4091-b48e-559614c2817a"
OTHERS: dict[str, Any] = {
    "null": None,
    "text": "text",
    "number": 7,
    "list": [7],
    "dictionary": {"inner": 7},
    "infinity": float("inf"),
    "big": 10**400,
    "gone": GONE,
}
REPORTS: dict[str, tuple[Reader, dict[str, Any]]] = {
    "overview": (ANALYTICS, {"report": "overview"}),
    "custom": (ANALYTICS, {"report": "custom", "group_entities": ["video_id"]}),
    "usage": (USAGE, {"group_by": "project_id"}),
}
NOTHING = ("null", "gone")
EVERY = 1 if os.environ.get("TESTS") == "long" else 4  # so many of the others are left to the next place


@pytest.fixture(scope="module")
def tasks() -> Iterator[Tasks]:
    """Tasks on a workspace that holds one of everything."""
    with Simulator(default_player="off") as simulator:
        yield Tasks(World(simulator))


def objects_in(payload: Any) -> list[tuple[Path, Any]]:
    """The objects of an answer, each with its path; of a list, the first stands for all."""
    data = payload.get("data")
    if isinstance(data, list):
        return [(("data", 0), data[0])] if data else []
    return [(("data",), data)] if isinstance(data, dict) else []


def untold(kind: Kind, path: str, raw: Any, place: Path, error: KinescopeError) -> list[str]:
    """What a sentence about a value leaves out: the list or route, the object, the field."""
    said, names = error.sentence(), [name for name in place if isinstance(name, str)]
    around, ids = raw, [raw.get(kind.routes.id_key)]
    for name in place[:-1]:
        around = around[name]
        ids += [around.get("id")] if isinstance(around, dict) else []
    hidden = kind.one_time_secret is not None or names[-1] in ("id", kind.routes.id_key) or not any(ids)
    return [
        *([] if path.rpartition("/")[0] in said or "the API returned" in said else [path]),
        *([] if hidden or any(str(id) in said for id in ids if id) else ["id"]),
        *([] if any(name.rstrip("s") in said for name in names) else [names[-1]]),
    ]


@pytest.mark.parametrize("name", READABLE)
def test_other_types_in_responses(tasks: Tasks, name: str) -> None:
    kind, turn, wrong = READABLE[name].kind, 0, []
    for task, ask in tasks.about(kind).items():
        answers = tasks.answers(ask)
        for path, payload in answers.items():
            for root, raw in objects_in(payload):
                for place in places(raw):
                    turn += 1
                    for label in list(OTHERS)[turn % EVERY :: EVERY]:
                        if label == "number" and isinstance(value_at(raw, place), (int, float)):
                            continue  # of the right type
                        tasks.client.edit = lambda at, whole, path=path, full=(*root, *place), other=OTHERS[label]: (
                            with_value(whole, full, other) if at == path else whole
                        )
                        fault = judged(kind, ask, path, raw, place, label)
                        if fault:
                            wrong.append((task, path, place, label, fault))
    assert wrong == []


@pytest.mark.parametrize("name", REPORTS)
def test_other_types_in_reports(tasks: Tasks, name: str) -> None:
    """Of what is no object of a kind, every value is replaced by every other."""
    wrong = []
    reading, options = REPORTS[name]

    def ask() -> Any:
        return tasks.read(reading, {**options, "from": "2026-11-02", "to": "2026-11-09"})

    for path, payload in tasks.answers(ask).items():
        for place in places(payload):
            for label, other in OTHERS.items():
                tasks.client.edit = lambda at, whole, path=path, place=place, other=other: (
                    with_value(whole, place, other) if at == path else whole
                )
                try:
                    json.dumps(ask())
                except ApiError as error:
                    wrong += [] if path in error.sentence() else [(path, place, label, error.sentence())]
                except Exception as error:
                    wrong.append((path, place, label, repr(error)))
    assert wrong == []


def test_a_number_that_no_request_could_carry_back() -> None:
    raw = {"id": ID, "name": "W", "x": {"y": [1.5, {"z": float("inf")}]}}
    with pytest.raises(ApiError) as caught:
        typed_object(KINDS["webhook"], raw, "/v1/webhooks")
    where = f"the API's response for /v1/webhooks contains a webhook (id {ID}) whose x.y[1].z is infinity"
    assert caught.value.sentence() == f"{where}, not a number"


@pytest.mark.parametrize("answer", [{"name": 7}, {"events": "all"}, {"deleted_at": []}, {}])
def test_what_a_write_shows_and_nobody_understands(world: World, answer: Any) -> None:
    """The object is there all the same: it is not created again, and the lists show what it is."""
    gateway = world.gateway()
    send = gateway.client.send

    def odd(method: str, path: str, *arguments: Any, **options: Any) -> Any:
        real = send(method, path, *arguments, **options)
        return real._replace(payload={"data": {**real.data, **answer}}) if method == "POST" else real

    gateway.client.send = odd  # type: ignore[method-assign]
    world.gateway = lambda: gateway  # type: ignore[method-assign]
    told = world.ok("webhook", name="W", endpoint="https://hooks.example.com")
    assert len(told.writes) == len(world.sim.objects("webhook")) == 1
    assert told.result["resource"]["name"] == "W"


def judged(kind: Kind, ask: Any, path: str, raw: Any, place: Path, label: str) -> Any:
    """What is wrong with the outcome of a task; None for nothing."""
    try:
        json.dumps(ask())
    except ApiError as error:
        return untold(kind, path, raw, place, error) or None
    except KinescopeError as error:
        before = value_at(raw, place)
        # there is none, or another one, or it has been deleted
        may_be_right = label in NOTHING or type(before) is type(OTHERS[label]) or place[-1] == "deleted_at"
        return None if may_be_right and not isinstance(error, DocumentError) else error.sentence()
    except Exception as error:
        return repr(error)
    return None
