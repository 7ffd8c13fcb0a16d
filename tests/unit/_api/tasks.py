# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tasks in check mode about one object of a kind, as they follow from its declaration: all that may be asked of it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.kinescope.kinescope.plugins.module_utils._actions.live_stream import LIVE_STREAM
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.gateway import Gateway
from ansible_collections.kinescope.kinescope.plugins.module_utils._api.progress import Progress
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.identity import id_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.kind import Kind, object_path
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.result import TaskResult
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.act import arguments
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.argspec import spec
from ansible_collections.kinescope.kinescope.plugins.module_utils._edge.workspace import effects_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.info import Reader, ReadTask
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.kinds import READABLE
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.live_event import LIVE
from ansible_collections.kinescope.kinescope.plugins.module_utils._info.objects import INFO
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS, SECTIONS
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.folder import FOLDER
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.project import PROJECT
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.material import MATERIALS
from ansible_collections.kinescope.kinescope.plugins.module_utils._media.poster import POSTERS
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.action import Action
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.effects import Effects
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.reconcile import reconcile
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace import reconcile as bulk
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.export import Names, exported_one
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.narrowing import checked_prune
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.plan import ReconcileOptions
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.read import live_document
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.source import Source
from tests.unit._api.recorded import Recorded, one_of_each
from tests.unit.conftest import EFFECTS, World

Options = dict[str, Any]
Ask = Callable[[], Any]
#: Actions on one object of a kind, which are not made from its declaration.
ACTIONS: dict[str, list[tuple[Action, Options]]] = {
    "material": [(MATERIALS, {"filename": "a filename", "title": "other", "position": 1})],
    "poster": [(POSTERS, {"from_time": 1.5, "active": True}), (POSTERS, {"from_time": 1.5, "state": "absent"})],
    "live_event": [(LIVE_STREAM, {"action": action}) for action in ("enable", "complete")],
}


class Tasks:
    """Tasks on a workspace that holds one of everything."""

    def __init__(self, world: World) -> None:
        self.made = one_of_each(world.sim)
        self.client = Recorded(world)
        self._token = world.sim.token
        self._document = self._export(list(SECTIONS))
        self._names = self._learned()

    def answers(self, ask: Ask) -> dict[str, Any]:
        """The answers that a task gets, by path, when nothing in them is replaced; it must succeed then."""
        seen: dict[str, Any] = {}

        def note(path: str, payload: Any) -> Any:
            seen.setdefault(path, payload)
            return payload

        self.client.edit = note
        ask()
        return seen

    def about(self, kind: Kind) -> dict[str, Ask]:
        """What may be asked of a kind, each under a name."""
        self.client.edit = lambda path, payload: payload
        return dict(self._asked(kind))

    def _asked(self, kind: Kind) -> Iterator[tuple[str, Ask]]:
        above = {kind.parent.name: self.made[kind.parent.name]["id"]} if kind.parent else {}
        if kind.name in KINDS:
            given = {**self._as_it_is(kind), **above}
            key = {name: given[name] for name in (*kind.key[:1], *above) if name in given}
            yield "present", lambda: self._task(kind, given)
            yield "absent", lambda: self._task(kind, {**key, "state": "absent", "force": True})
            change = _change(kind, given)
            if change:
                yield "update", lambda: self._task(kind, {**key, **change, "update_secrets": "leave_out"})
        below = dict(zip([READABLE[kind.name].below], above.values()))
        yield "info", lambda: self.read(INFO, {"kind": kind.name, **below})
        if READABLE[kind.name].has_ids and not kind.one_time_secret and kind.name in self.made:
            yield "info by id", lambda: self.read(INFO, {"kind": kind.name, "id": self._id(kind), **below})
        if kind.section in SECTIONS:
            section = self._document[kind.section]
            yield "export", lambda: self._export([kind.section])
            yield "plan", lambda: self._plan({kind.section: section}, ())
            if not kind.routes.singleton:
                yield "prune", lambda: self._plan({kind.section: []}, (kind.section,))
        for number, (action, options) in enumerate(ACTIONS.get(kind.name, ())):
            one = {**(above or {"id": self._id(kind)}), **options}
            yield f"{action.name} {number}", lambda action=action, one=one: self._act(action, one)
        if kind.name == LIVE.name:
            include = ["restreams", "qos", "videos", "chat"]
            yield "live info", lambda: self.read(LIVE, {"event": self._id(kind), "include": include})

    def _id(self, kind: Kind) -> str:
        return str(id_of(kind, self.made[kind.name]))

    def _as_it_is(self, kind: Kind) -> Options:
        """The options that ask for an object as it is."""
        gateway = Gateway(self.client)
        base = object_path(kind.parent, "", self.made[kind.parent.name]["id"]) if kind.parent else ""
        id = None if kind.routes.singleton else self._id(kind)
        own = kind.routes.singleton or kind.routes.reads_one
        raw = gateway.read(kind, base, id) if own else gateway.with_id(kind, id, base)
        assert raw is not None
        return exported_one(kind, raw, self._names)

    def _learned(self) -> Names:
        gateway, names = Gateway(self.client), Names()
        for kind in (PROJECT, KINDS["player"], KINDS["video"]):
            names.learn(kind, gateway.objects(kind))
        for project in gateway.objects(PROJECT):
            names.learn_folders(project, gateway.objects(FOLDER, object_path(PROJECT, "", project["id"])))
        return names

    def _valid(self, arguments: Mapping[str, Any], options: Options) -> Options:
        known = {name: value for name, value in options.items() if name in arguments["argument_spec"]}
        valid = ArgumentSpecValidator(arguments["argument_spec"]).validate({"api_token": self._token, **known})
        assert valid.error_messages == []
        return dict(valid.validated_parameters)

    def _task(self, kind: Kind, options: Options) -> Any:
        result, effects = TaskResult(), EFFECTS.get(kind.name, Effects)
        reconcile(kind, self._valid(spec(kind), options), True, Gateway(self.client), result, effects)
        return result.values

    def _act(self, action: Action, options: Options) -> Any:
        result = TaskResult()
        action.run(self._valid(arguments(action), options), True, Gateway(self.client), result)
        return result.values

    def read(self, reading: Reader, options: Options) -> Any:
        """What a reading module returns."""
        options = {**{name: spec.get("default") for name, spec in reading.options.items()}, **options}
        return reading.run(ReadTask(options, False, Gateway(self.client), []))

    def _export(self, sections: list[str]) -> Any:
        with ThreadPoolExecutor(1) as pool:
            return live_document(Gateway(self.client), pool, sections)

    def _plan(self, document: Options, prune: tuple[str, ...]) -> Any:
        result, source = TaskResult(), Source({"version": 1, **copy.deepcopy(document)})
        wishes = ReconcileOptions(prune=checked_prune(prune), prune_empty=True, force=True)
        bulk.reconcile(source, wishes, None, True, self.client, effects_of, result, Progress())
        return result.values


def _change(kind: Kind, given: Options) -> Options:
    """Another value for one of the options, so that the whole object would be written; {} where nothing can be."""
    for field in kind.fields:
        value = given.get(field.name)
        if field.name in kind.key or field.create_only or field.needs or field.source or value is None:
            continue
        if isinstance(value, bool):
            return {field.name: not value}
        if field.own_data and isinstance(value, dict):
            return {field.name: {"other": True}}
        if isinstance(value, str):
            choices = getattr(field, "choices", ())
            return {field.name: choices[-1] if choices else "https://other.example.com"}
    return {}
