# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every kind, whatever is wanted and whatever is there, under every reading of the API.

The states are made from the declarations of the fields. "The API" is a small model of its own: it keeps one object,
reads PUT as a merge or as a replacement, and shows secrets in one of four ways.
"""

from __future__ import annotations

import base64
import copy
import json
import uuid
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.module_utils._core import guards, planner
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.change import (
    Change,
    Create,
    EditMembers,
    MoveMember,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.comparison import Rules
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import GuardError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.base import Field, never
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.file import TextFile
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.free import FreeItems
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.items import ListOfParts
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.location import Location, ParentFolders
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.parts import Parts
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.reference import Pointer, Reference
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.scalar import Address, Scalar, Secret
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.texts import Texts
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.kind import Kind
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.plan import Plan
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.planner import (
    plan_object,
    plan_object_in_bulk,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.result import changes_of, resource_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import (
    at,
    digest,
    domain_key,
    instant,
    object_id,
    uuid_of,
    with_at,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import Content, Target, Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS

MASK = "<REDACTED>"
CREATED = "2026-03-01T09:00:00.5Z"
PUT = ("merge", "replace")
SHOWING = ("echoed", "masked", "emptied", "omitted")
IDS = {
    "je7WZBZhdMFQKPHHHmMr2m": "One",
    "f236071b-dad9-43c3-a9c3-a3a98f631f86": "Two",
    "019c71e0-18ce-7ad0-6d31-7f6d026d6564": "Three",
}
TARGETS = [Target(object_id(id), label) for id, label in IDS.items()]
NAMES = ["A", "b/c", 'd "e"', "{{ x }}", " "]
TEXTS = ["", *NAMES]
DOMAINS = ["example.com", "пример.рф", "*.a.example.com", "Label"]
MOMENTS = ["2026-12-01T10:00:00Z", "2026-12-01T10:00:00.25Z", "2027-01-01T00:00:00Z"]
FILES = [b"one", b"two"]

# what is made from files has data cases, and tests against the simulator
MODELLED = {name: kind for name, kind in KINDS.items() if not kind.sources}
#: three that look the same when what may be secret is masked
ADDRESSES = ["", "https://a.example.com/k", *(f"https://u:s3cret-{n}@a.example.com/k?t=s3cret-{n}" for n in (1, 2, 3))]
every_kind = pytest.mark.parametrize("kind", MODELLED.values(), ids=MODELLED)


# ---- what people want, and what the API stores, from the declarations


def scalars(field: Field) -> st.SearchStrategy[Any]:
    if field.never_empty:
        return st.sampled_from(["custom", "created_at", "duration"])
    if getattr(field, "choices", ()):
        return st.sampled_from(getattr(field, "choices", ()))
    if getattr(field, "canonical", None) is instant:
        return st.sampled_from(["", *MOMENTS])
    if getattr(field, "canonical", None) is uuid_of:
        return st.sampled_from([*IDS, *(target.id for target in TARGETS)])
    if getattr(field, "canonical", None) is domain_key:
        return st.sampled_from(DOMAINS)
    return {"bool": st.booleans(), "int": st.integers(0, 3)}.get(field.type, st.sampled_from(TEXTS))


def texts(field: Field) -> st.SearchStrategy[Any]:
    """Items of a list of texts."""
    if getattr(field, "choices", ()):
        return st.sampled_from(field.choices)
    return st.sampled_from(
        DOMAINS if field.canonical is domain_key else [*IDS] if field.canonical is uuid_of else NAMES
    )


def free_dictionaries() -> st.SearchStrategy[Any]:
    return st.dictionaries(st.sampled_from("pqr"), st.sampled_from([0, 1, False, True, "", "x"]), max_size=3)


def parts(fields: tuple[Field, ...], one: Any, needed: tuple[str, ...]) -> st.SearchStrategy[Any]:
    made = {part.name: one(part) for part in fields}
    return st.fixed_dictionaries(
        {name: made[name] for name in needed}, optional={name: s for name, s in made.items() if name not in needed}
    )


def compound(field: Field, one: Any, min_size: int, full: bool) -> st.SearchStrategy[Any]:
    """Values with parts, each part made by ONE."""
    fields = field.parts
    identity = getattr(field, "match", "")
    if field.type == "dict":
        return parts(fields, one, ()).filter(lambda value: len(value) >= min_size) if fields else free_dictionaries()
    if not isinstance(field, (ListOfParts, FreeItems)):
        items = texts(field) if getattr(field, "canonical", None) else st.sampled_from(NAMES)
        return st.lists(items, max_size=3, unique_by=domain_key if full and getattr(field, "canonical", None) else None)
    if fields:
        needed = [part.name for part in fields if part.needed is True and (full or field.child_kind)]
        items = parts(fields, one, tuple({identity: 0, **dict.fromkeys(needed)}))
        return st.lists(items, max_size=3, unique_by=lambda item: told_apart(item[identity]))
    urls = st.sampled_from(NAMES)
    items = st.fixed_dictionaries({"url": urls}, optional={"trigger": free_dictionaries(), "countries": urls})
    return st.lists(items, max_size=3)


def told_apart(identity: str) -> str:
    return object_id(identity) or identity


def named(field: Field) -> st.SearchStrategy[Any]:
    return st.sampled_from(DOMAINS if getattr(field, "canonical", None) else NAMES)


def members() -> st.SearchStrategy[Any]:
    return st.lists(st.sampled_from([*IDS]), max_size=3, unique=True)


def wanted_value(field: Field, key: tuple[str, ...] = ()) -> st.SearchStrategy[Any]:
    if isinstance(field, Address):
        return st.sampled_from(ADDRESSES)
    if field.members:
        return members()
    if isinstance(field, Pointer):
        return st.sampled_from(
            [*TARGETS, *([nowhere(field)] if getattr(field, "clear", None) or field.type == "list" else [])]
        )
    if field.name in (*key, "name", "addr"):
        return named(field)
    if field.ranking:
        return st.integers(1, 3)
    if field.file:
        return st.sampled_from(
            [*([] if field.replaces else [Content()]), *(Content(data, "image/png", digest(data)) for data in FILES)]
        )
    if isinstance(field, Secret):
        return st.sampled_from(["s3cret-1", "s3cret-2", ""])
    if field.type in ("dict", "list"):
        return compound(field, wanted_value, 1, False)
    return scalars(field)


def nowhere(field: Field) -> Target:
    return Target(None, [] if field.type == "list" else {}, cleared=True)


def as_it_is(field: Field, stored: Any) -> Any:
    """A stored value, as planning gets it when just that is wanted."""
    if not isinstance(field, (Location, ParentFolders)):
        return stored
    return Target(object_id(stored), IDS[stored]) if stored else nowhere(field)


def stored_value(field: Field, key: tuple[str, ...] = ()) -> st.SearchStrategy[Any]:
    if isinstance(field, Address):
        return st.sampled_from(ADDRESSES)
    if field.members:
        return members()
    if isinstance(field, Pointer):
        return st.sampled_from([*IDS, None])
    if field.name in (*key, "name", "addr"):
        return named(field)
    if field.ranking:
        return st.just(1)
    if isinstance(field, TextFile):
        return st.sampled_from([*({"sha256": digest(data)} for data in FILES), None])
    if field.file:
        uris = [f"data:image/png;base64,{base64.b64encode(data).decode()}" for data in FILES]
        return st.sampled_from([*uris, "", None])
    if isinstance(field, Secret):
        return st.sampled_from(["s3cret-1", "s3cret-3", ""])
    if field.type in ("dict", "list"):
        beside = st.sampled_from([{}, {"x_inner": 1}])
        made = compound(field, stored_value, 0, True)
        inner = field.parts
        if inner:
            made = made.map(lambda value: placed(inner, value))
        if field.type == "dict":
            return st.none() | st.tuples(beside, made).map(lambda pair: {**pair[0], **pair[1]})
        if isinstance(field, (ListOfParts, FreeItems)):
            spread = st.tuples(beside, made).map(lambda pair: [{**pair[0], **item} for item in pair[1]])
            return st.none() | spread
        return st.none() | made
    never_null = getattr(field, "choices", ()) or getattr(field, "canonical", None) is uuid_of
    return scalars(field) if never_null else st.none() | scalars(field)


def placed(fields: tuple[Field, ...], value: Any) -> Any:
    """A value with its parts where the API has them."""
    if isinstance(value, list):
        return [placed(fields, item) for item in value if not isinstance(fields[0], Reference) or item[fields[0].name]]
    raw: dict[str, Any] = {}
    for part in fields:
        if part.name in value:
            raw = with_at(raw, part.where, value[part.name])
    return raw


def id_for(name: Any) -> str:
    """An id that is always the same for a name."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, str(name)))


@st.composite
def states(draw: Any, kind: Kind) -> dict[str, Any]:
    """An object as the API stores it."""
    state: dict[str, Any] = (
        {} if kind.routes.singleton else {kind.routes.id_key: "11111111-1111-1111-1111-111111111111"}
    )
    state["created_at"] = CREATED
    for field in kind.fields:
        if field.name == kind.routes.owner:
            continue
        if field.needed is True or field.create_only or draw(st.integers(0, 4)):
            state = with_at(state, field.where, draw(stored_value(field, kind.key)))
    for child_field in (field for field in kind.fields if field.child_kind):
        for index, item in enumerate(state.get(child_field.name) or []):
            item.update(id=id_for(index), status="disconnected")
    for name in kind.generated_secrets:
        state[name] = id_for("s3cret-made") if name == kind.routes.id_key else "s3cret-made"
    if kind.name == "live_event":
        state["status"] = draw(st.sampled_from(["pending", "pending", "connected"]))
    unknown = st.sampled_from([None, 0, "x", [1, {"a": "b"}], {"a": {"b": False}}, [{"a": MASK}], {"a": MASK}])
    return {**state, "x_unknown": draw(unknown)}


@st.composite
def wanted_values(draw: Any, kind: Kind, state: dict[str, Any] | None) -> dict[str, Any]:
    """The options of a task, as planning gets them."""
    given_values = {}
    for field in kind.fields:
        if field.name == kind.routes.owner:
            continue
        if field.create_only and state is not None:
            if draw(st.booleans()):
                given_values[field.name] = as_it_is(field, at(state, field.where))
        elif (state is None and field.needed is True) or draw(st.booleans()):
            given_values[field.name] = draw(wanted_value(field, kind.key))
    return {name: value for name, value in given_values.items() if value is not None}


# ---- the model of the API


def hidden(fields: tuple[Field, ...], value: Any, showing: str) -> Any:
    """A value as a read shows it."""
    if isinstance(value, list):
        return [hidden(fields, item, showing) for item in value]
    for field in fields:
        inner = field.parts
        stands = at(value, field.where)
        if isinstance(field, Secret) and showing == "omitted":
            value = without_name(value, field.where)
        elif isinstance(field, Secret) and stands is not None:
            value = with_at(value, field.where, {"masked": stands and MASK, "emptied": ""}.get(showing, stands))
        elif field.readable is never:
            value = with_at(value, field.where, None) if field.path else without_name(value, field.where)
        elif inner and stands:
            value = with_at(value, field.where, hidden(inner, stands, showing))
    return value


def without_name(value: Any, path: tuple[str, ...]) -> Any:
    return {name: item for name, item in value.items() if name != path[-1]} if isinstance(value, dict) else value


def merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{name: merged(old.get(name), item) for name, item in new.items()}}
    return new


def sent(body: Any) -> Any:
    """A body as it travels, files by their digests."""
    return json.loads(json.dumps(body, ensure_ascii=False, default=lambda content: {"sha256": content.sha256}))


@dataclass
class Api:
    """One object of a kind, and what writes do to it."""

    kind: Kind
    put: str
    showing: str
    state: dict[str, Any] | None

    def show(self, showing: str = "") -> Any:
        if self.state is None:
            return None
        raw = hidden(self.kind.fields, copy.deepcopy(self.state), showing or self.showing)
        for field in self.kind.member_fields:
            items = raw.get(field.where[0]) or []
            by_hand = field.members and at(raw, field.ordered[0]) == field.ordered[1]
            raw[field.where[0]] = items if by_hand else sorted(items)
        if "archived" in [field.name for field in self.kind.fields]:
            raw["archived_at"] = CREATED if raw.pop("archived", None) else None
        if self.kind.name == "live_event":
            started = at(raw, ("scheduled", "time")) or CREATED
            raw["stream"] = {"status": raw.pop("status"), "started_at": started, "finished_at": None}
        shown = self.kind.shape.normalize(raw) if self.kind.shape.normalize else raw
        linked = {field.where[0]: raw.get(field.where[0]) for field in self.kind.fields if isinstance(field, TextFile)}
        return {**shown, **linked, **({self.kind.ranked.where[0]: 1} if self.kind.ranked else {})}

    def run(self, plan: Plan) -> None:
        created = False
        for change in plan.changes:
            if created and change.id is None and not isinstance(change, Create):
                change = change.following(self.show())
            created = created or change.action == "create"
            self.apply(change)

    def apply(self, change: Change) -> None:
        if change.kind is not self.kind:
            self.apply_child(change)
        elif isinstance(change, (EditMembers, MoveMember)):
            self.apply_to_members(change)
        elif change.action == "delete":
            stays = (
                change.id == "11111111-1111-1111-1111-111111111111" != (self.state or {}).get(self.kind.routes.id_key)
            )
            self.state = self.state if stays and not self.kind.routes.singleton else None
        elif change.action == "create":
            state = {
                self.kind.routes.id_key: id_for("new"),
                "created_at": CREATED,
                "status": "pending",
                **sent(change.body),
            }
            for field in (field for field in self.kind.fields if field.child_kind):
                state[field.name] = [{**item, "id": id_for(item[field.match])} for item in state.get(field.name) or []]
            self.state = state
        elif isinstance(change.body, Content):
            data = change.body.data
            uri = data and f"data:image/png;base64,{base64.b64encode(data).decode()}"
            self.state = {**(self.state or {}), change.route: uri}
        elif change.action == "move":
            self.state = {**(self.state or {}), **sent(change.body)}
        else:
            self.update(sent(change.body))

    def update(self, body: dict[str, Any]) -> None:
        kind, state = self.kind, self.state or {}
        own = {**dict.fromkeys(kind.read_only), "status": 0, "id": 0}
        kept = [*own, *kind.generated_secrets, *(field.where[0] for field in kind.fields if field.create_only)]
        children = {field.name: state.get(field.name) for field in (field for field in kind.fields if field.child_kind)}
        if kind.routes.update == "PATCH":
            assert set(body) <= {field.where[0] for field in kind.fields if not field.route}
        if self.put == "merge" or kind.routes.update == "PATCH":
            self.state = {**merged(state, body), **children}
            return
        for name, items in children.items():  # made anew from the body, those with an id in their place
            own_values = {item["id"]: item for item in items or []}
            carried = body.get(name, items)
            children[name] = [{"status": own_values.get(i["id"], {}).get("status"), **i} for i in carried or []]
        self.state = {**{name: state[name] for name in kept if name in state}, **body, **children}

    def apply_to_members(self, change: Change) -> None:
        field = self.kind.field(change.fields[0])
        assert field.members
        state = self.state or {}
        now = [object_id(id) for id in state.get(field.where[0]) or []]
        if change.method == "PUT":
            id = change.route.split("/")[1]
            now.remove(id)
            now.insert(change.body["position"] - 1, id)
        else:
            ids = [object_id(id) for id in change.body[field.body]]
            assert ids
            assert all((id in now) is (change.method == "DELETE") for id in ids)
            now = [id for id in now if id not in ids] if change.method == "DELETE" else [*now, *ids]
        self.state = {**state, field.where[0]: now}

    def apply_child(self, change: Change) -> None:
        state = self.state or {}
        name = next(field.name for field in self.kind.fields if field.child_kind is change.kind)
        assert change.base == f"{self.kind.routes.path}/{state['id']}"
        items = list(state.get(name) or [])
        if change.action == "create":
            items.append({**sent(change.body), "id": id_for(f"new-{len(items)}")})
        index = next((i for i, item in enumerate(items) if item["id"] == change.id), None)
        if change.action == "update":
            assert index is not None, "a change of a child that is not there"
        if change.action == "delete" and index is not None:  # else it is gone already, which is as good
            del items[index]
        elif change.action == "update":
            merges = self.put == "merge" or change.kind.routes.update == "PATCH"
            old = items[index] if merges else {"id": change.id, "status": items[index].get("status")}
            items[index] = {**old, **sent(change.body)}
        self.state = {**state, name: items}


# ---- one task in one world


@dataclass(repr=False)
class World:
    """What is wanted, the API, and how to compare."""

    wanted: Wanted
    api: Api
    rules: Rules

    def __repr__(self) -> str:
        api = self.api
        return f"wanted={self.wanted.values} state={api.state} {api.put}, {api.showing}, {self.rules.update_secrets}"

    def plan(self, update_secrets: str = "", checked: bool = True) -> Plan:
        rules = self.rules._replace(update_secrets=update_secrets or self.rules.update_secrets)
        there = self.api.show()
        wanted, ranked = self.wanted, self.api.kind.ranked
        if ranked:
            wanted = ranked.within_list(wanted, [there[self.api.kind.routes.id_key]] if there else [], bool(there))
        plan = plan_object(wanted, there, rules)
        if checked:
            assume(not refusal(plan, rules.update_secrets))
        return plan


def refusal(plan: Plan, update_secrets: str) -> str:
    try:
        guards.check(plan, update_secrets, False)
    except GuardError as error:
        return error.sentence()
    return ""


@st.composite
def worlds(draw: Any, kind: Kind, existing: bool | None = None) -> World:
    there = draw(st.sampled_from([True, True, False])) if existing is None else existing
    state = draw(states(kind)) if there else None
    values = draw(wanted_values(kind, state))
    rules = Rules(draw(st.sampled_from(["on_create", "always", "leave_out", "leave_out"])))
    api = Api(kind, draw(st.sampled_from(PUT)), draw(st.sampled_from(SHOWING)), state)
    wanted = Wanted(kind, "Object", values)
    if kind.ranked:
        wanted = kind.ranked.within_list(wanted, ["an id"] if state else [], state is not None)
    return World(wanted, api, rules)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> dict[tuple[Any, ...], Any]:
    """Everything in a value that is not empty, by its path; items of lists by their name, where they have one."""
    if isinstance(value, dict):
        return {p: leaf for name, item in value.items() for p, leaf in leaves(item, (*path, name)).items()}
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        found = {}
        for index, item in enumerate(value):
            keys = ("user_id", "addr", "name")
            names = [told_apart(item[key]) for key in keys if key in item] if isinstance(item, dict) else []
            found.update(leaves(item, (*path, *(names[:1] or [index]))))
        return found
    return {} if value in (None, "", [], {}) or value is False or value == 0 else {path: value}


def touched(kind: Kind, values: dict[str, Any], state: Any) -> list[tuple[Any, ...]]:
    """The paths that a task manages, and those that the API derives of them."""
    found: list[tuple[Any, ...]] = [("stream",), ("archived_at",)]
    found += [f.where for f in kind.member_fields if f.ordered[0][0] in values]  # sorts them
    for field in kind.fields:
        if field.name in values:
            found += touched_at(field, values[field.name], field.where, at(state, field.where))
    return found


def touched_at(field: Field, value: Any, path: tuple[Any, ...], stands: Any) -> list[tuple[Any, ...]]:
    fields = field.parts
    if isinstance(value, Target) and value.cleared:
        return [path[:1]]
    if isinstance(value, dict):
        inner = {part.name: part for part in fields}
        pairs = [(inner.get(name), name, item) for name, item in value.items()]
        return [
            p
            for part, name, item in pairs
            for p in (touched_at(part, item, (*path, name), at(stands, (name,))) if part else [(*path, name)])
        ]
    if isinstance(value, list) and fields:
        identity = getattr(field, "match", "")
        given_items = {told_apart(item[identity]): item for item in value}
        found = []
        for item in stands or []:
            name = told_apart(item[identity])
            if name in given_items:
                found += touched_at(Parts(field.name, fields=fields), given_items[name], (*path, name), item)
            else:
                found.append((*path, name))
        return found + [
            (*path, name) for name in given_items if name not in {told_apart(i[identity]) for i in stands or []}
        ]
    return [path]


def below(path: tuple[Any, ...], prefixes: list[tuple[Any, ...]]) -> bool:
    return any(path[: len(prefix)] == prefix for prefix in prefixes)


@every_kind
@given(st.data())
def test_a_plan_in_bulk_decides_the_same(kind: Kind, data: st.DataObject) -> None:
    """Only the sides of an object that needs no change may be left out. Values that are there are wanted often."""
    world = data.draw(worlds(kind))
    there = world.api.show()
    plain = [field for field in kind.fields if isinstance(field, (Scalar, Texts))]
    stands = {field.name: at(there, field.where) for field in plain if data.draw(st.integers(0, 3))}
    values = world.wanted.values if data.draw(st.booleans()) else {}
    values = {**values, **{name: value for name, value in stands.items() if value is not None}}
    wanted = world.wanted._replace(values=values, present=bool(data.draw(st.integers(0, 3))))
    whole, bulk = plan_object(wanted, there, world.rules), plan_object_in_bulk(wanted, there, world.rules)
    if bulk != whole:
        assert bulk == replace(whole, changes=(), before={}, after={})
        assert whole.before == whole.after


def test_an_object_that_is_as_wanted_is_not_planned_in_detail(monkeypatch: pytest.MonkeyPatch) -> None:
    hook = {"name": "LMS", "endpoint": "https://lms.example.com", "events": ["a", "b"]}
    monkeypatch.setattr(planner, "plan_object", lambda *arguments: "in detail")

    def planned(**more: Any) -> Any:
        return plan_object_in_bulk(Wanted(KINDS["webhook"], "LMS", {**hook, **more}), {**hook, "id": "1"}, Rules())

    assert planned().changes == ()
    for other in ({"name": "lms"}, {"events": ["b", "a"]}, {"login": ""}, {"password": "s3cret"}):
        assert planned(**other) == "in detail", other


# ---- the properties


@every_kind
@given(data=st.data())
def test_what_was_applied_needs_no_more(kind: Kind, data: Any) -> None:
    world = data.draw(worlds(kind))
    world.api.run(world.plan())
    again = world.plan("on_create", checked=False)
    assert again.changes == ()
    assert again.before == again.after


@every_kind
@given(data=st.data())
def test_what_is_not_wanted_survives(kind: Kind, data: Any) -> None:
    world = data.draw(worlds(kind, existing=True))
    if world.api.showing in ("emptied", "omitted"):
        showing = "omitted"  # what no read shows cannot be kept
    else:
        showing = "omitted" if world.rules.update_secrets == "leave_out" else "echoed"
    before = leaves(world.api.show(showing))
    managed = touched(kind, dict(world.wanted.values), world.api.state)
    plan = world.plan()
    assume(not any(change.kind is kind and change.action == "create" for change in plan.changes))  # made anew
    world.api.run(plan)
    after = leaves(world.api.show(showing))
    others = {path: leaf for path, leaf in before.items() if not below(path, managed) and leaf != MASK}
    assert {path: after.get(path) for path in others} == others
    assert [path for path in after if path not in before and not below(path, managed)] == []


@every_kind
@given(data=st.data())
def test_a_change_is_a_difference_that_shows(kind: Kind, data: Any) -> None:
    world = data.draw(worlds(kind, existing=True))
    plan = world.plan(checked=False)
    diff = plan.diff
    assert (plan.changes == () and plan.locked == ()) == (diff["before"] == diff["after"])


def respelled(field: Field, value: Any) -> Any:
    """What a read shows, in other words."""
    if isinstance(field, Pointer):
        return Target(object_id(value), f"label of {value}")
    if isinstance(field, TextFile):
        data = next(data for data in FILES if digest(data) == value["sha256"])
        return Content(data, "text/vtt", digest(data))
    if field.file:
        data = base64.b64decode(value.split(",")[1])
        return Content(data, "image/png", digest(data))
    if getattr(field, "canonical", None) is instant:
        return value.replace("T10:", "T13:").replace("Z", "+03:00") if "T10:" in value else value
    if getattr(field, "canonical", None) is domain_key and isinstance(value, str):
        return value.upper()
    if getattr(field, "canonical", None) is uuid_of and value:
        return object_id(value)
    if getattr(field, "unordered", False) and not field.parts:
        mapped = [item.upper() for item in value] if getattr(field, "canonical", None) else value
        return [*reversed(mapped), *mapped[:1]]
    if field.type == "int":
        return float(value)
    fields = field.parts
    if field.type == "dict" and fields:
        stands = [(part, at(value, part.where)) for part in fields]
        return {part.name: respelled(part, item) for part, item in stands if item is not None}
    if fields:
        items = reversed(value) if field.child_kind or getattr(field, "unordered", False) else value
        return [respelled(Parts(field.name, fields=fields), item) for item in items]
    return value


@every_kind
@given(data=st.data())
def test_what_is_there_needs_no_write(kind: Kind, data: Any) -> None:
    api = Api(kind, "replace", data.draw(st.sampled_from(SHOWING)), data.draw(states(kind)))
    shown = api.show()
    readable = [field for field in kind.fields if field.readable(shown) and at(shown, field.where) not in (None, "")]
    values = {
        field.name: respelled(field, at(shown, field.where)) for field in readable if not isinstance(field, Secret)
    }
    plan = plan_object(Wanted(kind, "Object", values), shown, Rules())
    assert plan.changes == ()
    assert plan.before == plan.after


@every_kind
@given(data=st.data())
def test_no_mask_is_sent_and_no_secret_is_shown(kind: Kind, data: Any) -> None:
    world = data.draw(worlds(kind))
    plan = world.plan(checked=False)
    refused = refusal(plan, world.rules.update_secrets)
    assert "s3cret" not in refused
    assume(not refused)
    bodies = [change.body for change in plan.changes if not isinstance(change.body, Content)]
    assert MASK not in json.dumps(bodies, default=repr)
    assert "****" not in json.dumps(bodies, default=repr)
    told = [changes_of(plan, ["planned"] * len(plan.changes)), plan.diff_text, plan.unverified]
    told += [resource_of(kind, plan.predicted, False)]
    world.api.run(plan)
    told += [resource_of(kind, world.api.show(), False)]
    assert "s3cret" not in json.dumps(told)


@every_kind
@given(data=st.data())
def test_inputs_stay_as_they_are(kind: Kind, data: Any) -> None:
    world = data.draw(worlds(kind))
    observed = world.api.show()
    before = copy.deepcopy((world.wanted.values, observed))
    plan = plan_object(world.wanted, observed, world.rules)
    resource_of(kind, plan.predicted, True)
    assert plan.diff
    assert (world.wanted.values, observed) == before


@every_kind
@given(data=st.data())
def test_the_prediction_comes_true(kind: Kind, data: Any) -> None:
    world = data.draw(worlds(kind))
    plan = world.plan()
    own = {name for field in kind.fields if field.child_kind for name in (*field.child_kind.read_only, "id")}
    predicted = leaves(resource_of(kind, plan.predicted, True))
    world.api.run(plan)
    shown = leaves(resource_of(kind, world.api.show(), True))
    fields = [kind.field(name) for name in world.wanted.values if name not in plan.unverified]
    managed = [field.where for field in fields if not field.file and field.readable is not never]
    for path in {*predicted, *shown}:
        if below(path, managed) and path[-1] not in own:
            assert predicted.get(path) == shown.get(path), path


@every_kind
@given(data=st.data())
def test_what_is_deleted_is_gone(kind: Kind, data: Any) -> None:
    world = data.draw(worlds(kind))
    world.wanted = world.wanted._replace(present=False)
    plan = world.plan(checked=False)
    assert len(plan.changes) == (world.api.state is not None)
    assert "s3cret" not in json.dumps(plan.diff)
    assert id_for("s3cret-made") not in json.dumps(plan.diff)
    world.api.run(plan)
    assert world.plan(checked=False).changes == ()
