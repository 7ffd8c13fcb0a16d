# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One object of every kind on the simulator, and its answers played back with something else in them.

All of it follows from the declarations of the simulator's kinds and the collection's, so that a new kind is in it too.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._api.client import Client
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.responses import ApiResponse
from tests.simulator import Simulator
from tests.simulator.fields import Field, Row
from tests.simulator.kinds import KINDS as STORED
from tests.unit.conftest import World

Path = tuple[Any, ...]
GONE: Any = object()  # in the place of a value: its key is left out
#: By type of a field of the simulator's: a value that is not empty.
SAMPLES: dict[str, Any] = {
    "bool": True,
    "int": 60,
    "number": 1.5,
    "time": "2026-12-01T10:00:00Z",
    "map": {"autoplay": True, "inner": {"size": 1}},
    "maps": [{"url": "https://ads.example.com/a", "trigger": {"type": "preroll"}}],
    "strings": ["a.example.com"],
    "any": None,
}
#: Texts that have to be of a form.
FORMS = {"endpoint": "https://hooks.example.com/a", "url": "https://a.example.com/a", "addr": "https://o.example.com"}


#: What else an object needs to have a value everywhere.
BESIDES: dict[str, Row] = {
    "video": {
        "chapters": {"items": [{"time": 1000, "title": "One"}], "enabled": True},
        "assets": [{"quality": "original", "md5": "0" * 32, "file_size": 1, "url": "https://a.example.com/a"}],
    },
    "annotation": {"annotation_type": "video"},
    "subtitle": {"language": "en"},
    "playlist": {"settings": {"sort_field": "custom", "sort_order": "asc"}},
    "drm_auth": {"project_id": None},
    "live_event": {"scheduled": {"time": "2027-12-01T10:00:00Z"}},
}
SOMEBODY = "93997264-97ac-4091-b48e-559614c2817a"


def one_of_each(sim: Simulator) -> dict[str, Row]:
    """Fill the simulator with an object of every kind that it stores, parents first; the objects by kind."""
    made: dict[str, Row] = {}
    waiting = [kind for kind in STORED if kind.name not in ("upload", "avatar")]
    while waiting:
        kind = next(k for k in waiting if all(name in made for name in _needed(k)))
        waiting.remove(kind)
        if sim.objects(kind.name):  # within its parent
            made[kind.name] = sim.objects(kind.name)[0]
            continue
        values = {f.name: sample(f, made) for f in kind.fields if f.on or f.type == "uuid" or f.name == kind.key}
        values.update(BESIDES.get(kind.name, {}))
        place = kind.parent[1] if kind.parent else kind.grouped
        if place:
            values[place] = made[kind.parent[0] if kind.parent else "video"]["id"]
        known = {name: value for name, value in values.items() if value is not None}
        made[kind.name] = sim.seed(kind.name, **known)
    event = made["live_event"]
    sim.edit("video", made["video"]["id"], meta={"event_id": event["id"], "stream_id": event["stream"]["id"]})
    sim.seed("chat_message", stream_id=event["stream"]["id"], message="Hello")
    return made


def _needed(kind: Any) -> list[str]:
    """The kinds of which an object must be there before one of this kind, but for its own."""
    names = {name for field in kind.fields for name in field.ref[:1]}
    names |= {kind.parent[0]} if kind.parent else {"video"} if kind.grouped else set()
    names |= {"project"} if kind.name in ("access_token", "video", "live_event") else set()
    return [name for name in names if name != kind.name]


def sample(field: Field, made: dict[str, Row]) -> Any:
    """A value of a field that is not empty; None where only the simulator knows one."""
    if field.type == "uuid" and field.name != "id":
        kind = field.ref[0] if field.ref else "project" if field.name == "parent_id" else field.name[: -len("_id")]
        return made[kind]["id"] if kind in made else SOMEBODY if field.on or field.required else None
    if field.type == "uuids":
        return [made[name]["id"] for name in field.ref if name in made]
    if field.name == "permissions":
        return ["read"]
    if field.choices:
        return [field.choices[0]] if field.type == "strings" else field.choices[0]
    if field.type in ("object", "objects") and field.fields:
        inner = {part.name: sample(part, made) for part in field.fields}
        if field.name == "entities":
            inner["id"] = made["project"]["id"]
        inner = {name: value for name, value in inner.items() if value is not None}
        return [inner] if field.type == "objects" else inner
    if field.type == "string":
        return FORMS.get(field.name, f"a {field.name}")
    return copy.deepcopy(SAMPLES.get(field.type))


class Recorded(Client):
    """A client that asks the simulator once for each answer, and plays back what it remembers.

    ``edit`` returns another payload in the place of a remembered one, for a path.
    """

    def __init__(self, world: World) -> None:
        client = world.gateway().client
        self.__dict__.update(client.__dict__)
        self._memory: dict[Any, tuple[Any, float | None]] = {}
        self.edit = lambda path, payload: payload

    def attempt(self, method: str, address: str, interpreter: Any = None, **arguments: Any) -> tuple[Any, float | None]:
        assert method == "GET", f"{method} {address}"
        key = (address, repr(arguments.get("params")))
        if key not in self._memory:
            self._memory[key] = super().attempt(method, address, interpreter, **arguments)
        answer, wait = self._memory[key]
        if not isinstance(answer, ApiResponse):
            answer = copy.copy(answer)
            return answer, wait
        path = address.removeprefix(self.connection.api_url)
        return ApiResponse(answer.status, self.edit(path, answer.payload), answer.request_id, answer.headers), wait


def places(value: Any, above: Path = ()) -> Iterator[Path]:
    """The path of every value in an object, at any depth; of a list, the first item stands for all."""
    items = value.items() if isinstance(value, dict) else [(0, value[0])] if isinstance(value, list) and value else ()
    for name, item in items:
        yield (*above, name)
        yield from places(item, (*above, name))


def value_at(value: Any, path: Path) -> Any:
    """What stands at a path."""
    for name in path:
        value = value[name]
    return value


def with_value(value: Any, path: Path, other: Any) -> Any:
    """A copy of a value with another one at a path."""
    if not path:
        return other
    try:
        inner = value[path[0]]
    except (LookupError, TypeError):
        return value
    changed = copy.copy(value)
    if len(path) == 1 and other is GONE:
        del changed[path[0]]
    else:
        changed[path[0]] = with_value(inner, path[1:], other)
    return changed
