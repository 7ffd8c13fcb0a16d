# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules of planning, as data: each file in cases/<kind>/ has a task's options, the API's object, and what follows.

A case file holds:

about       one sentence: the rule that the case is about
wanted      the task's options
observed    the object as the API shows it, or null
state       present (the default) or absent
rules       update_secrets, force, reveal_secrets, recreate, as a task gives them
references  option name -> {name: id}; null stands for an object that an earlier task will create
places      [[location, id], ...], the same for locations; of what lies in a tree, the way to it is a list of names
within      {name: id} of the object that it is in; null stands for one that an earlier task will create
missing     the ways to the places that have to be created before it
files       file name -> content, for options that name a file
stored      field of the API's object -> content of the file that its link leads to
order       the ids of the list that the object is in, where its place counts
settles     false when the same task would change something again; ``because`` says why
expect      changes, diff, unverified, resource; or refused, the texts that the error must contain

Of a change, what is not said has its usual value: the kind, key and id of the object itself, no route, no base.
"""

from __future__ import annotations

import copy
import hashlib
import json
import pathlib
from dataclasses import dataclass
from typing import Any

import pytest

from ansible_collections.kinescope.kinescope.plugins.module_utils._core import guards
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.change import Change, Create, Delete, Update
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.comparison import Rules
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import secret_parts
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import KinescopeError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.base import Field
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.file import Picture
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.location import Location, ParentFolders
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.reference import Reference
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.scalar import Address, Secret
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.fields.upload import UploadFile, UploadUrl
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.kind import Kind
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.options import given_id, given_values
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.plan import Plan
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.planner import plan_object
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.result import changes_of, resource_of
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import (
    at,
    digest,
    given_only,
    is_mask,
    object_id,
)
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import Content, Target, Upload, Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._reconcile.one_time_secret import OneTimeSecret

CASES = pathlib.Path(__file__).parent / "cases"
FILES = sorted(CASES.glob("*/*.json"))
KINDS_OF_FOLDERS = {**KINDS, "restream": KINDS["live_event"]}
KEYS = set(
    "about wanted observed state rules references places within missing files begun settles because expect".split()  # noqa: SIM905
)
KEYS |= {"stored", "order"}
EXPECT = {"changes", "diff", "unverified", "resource", "refused"}


@dataclass
class Case:
    """A case file, ready to be planned."""

    kind: Kind
    data: dict[str, Any]

    @property
    def observed(self) -> Any:
        raw = self.data["observed"]
        raw = self.kind.shape.normalize(raw) if raw is not None and self.kind.shape.normalize else raw
        shown = (
            {**raw, **{name: {"sha256": digest(text.encode())} for name, text in self.data.get("stored", {}).items()}}
            if raw
            else raw
        )
        return {**shown, "position": self.data["order"].index(raw["id"]) + 1} if raw and "order" in self.data else shown

    @property
    def rules(self) -> dict[str, Any]:
        usual = {"update_secrets": "on_create", "force": False, "reveal_secrets": False, "recreate": False}
        return {**usual, **self.data.get("rules", {})}

    def labels(self) -> dict[tuple[bool, str], Any]:
        names = [entry for known in self.data.get("references", {}).values() for entry in known.items()]
        return {
            **{(False, id): name for name, id in names if id},
            **{
                (True, id): place if isinstance(place, dict) else {"folder": place}
                for place, id in self.data.get("places", ())
                if id
            },
        }

    def resolved(self, field: Field, value: Any) -> Any:
        """A value with names looked up and files read, as it is when planning begins."""
        if isinstance(field, Reference):
            known = self.data["references"][field.name]
            name = next((name for name, id in known.items() if object_id(value) == id or name == value))
            return Target(known[name], name)
        if isinstance(field, (Location, ParentFolders)):
            if not value:
                return Target(None, value, cleared=True)
            if field is self.kind.parent_field:
                id = next(id for place, id in self.data["places"] if place == value)
                return Target(id, value, address=None if id else tuple(value))
            places = self.data["places"]
            here = object_id(value.get("id"))
            id, place = next((id, place) for place, id in places if value == place or (here and here == id))
            project = {"project": place["project"]} if "folder" in place else None
            within = next((Target(id, place) for place, id in places if place == project), None)
            return Target(id, place, project=within)
        if isinstance(field, Picture):
            if "://" in value:
                return Content(url=value)
            data = self.data["files"][value].encode()
            return Content(data, "image/png", digest(data))
        if isinstance(field, UploadFile):
            data = self.data["files"][value].encode()
            given = {name: self.rules[name] for name in ("replace", "force") if name in self.rules}
            md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
            return Upload(value, value, len(data), md5, **given, **self.data.get("begun", {}))
        if field.file:
            if isinstance(value, dict) and value["state"] == "absent":
                return Content()
            data = self.data["files"][value["src"] if isinstance(value, dict) else value].encode()
            return Content(data, "image/png", digest(data))
        if field.parts and isinstance(value, list):
            return [self.parts(field, item) for item in value]
        return self.parts(field, value) if field.parts else value

    def parts(self, field: Field, value: dict[str, Any]) -> dict[str, Any]:
        return {part.name: self.resolved(part, value[part.name]) for part in field.parts if part.name in value}

    def within(self) -> Target | None:
        return next((Target(id, name) for name, id in self.data.get("within", {}).items()), None)

    def missing(self) -> tuple[Wanted, ...]:
        """What is to be created first."""
        found = []
        for way in self.data.get("missing", ()):
            parent = {"parent": self.resolved(self.kind.field("parent"), way[:-1])} if way[1:] else {}
            values = {"name": way[-1], **parent}
            found.append(Wanted(self.kind, self.called(way), values, within=self.within(), address=tuple(way)))
        return tuple(found)

    def with_all_made(self) -> tuple[Case, dict[Any, str]]:
        """The case when what was missing is there, and the ids that it has then by address."""
        made = {tuple(way): f"99999999-9999-9999-9999-{n:012}" for n, way in enumerate(self.data.get("missing", ()))}
        places = [[place, id or made.get(tuple(place))] for place, id in self.data.get("places", ())]
        return Case(self.kind, {**self.data, **({"places": places, "missing": []} if made else {})}), made

    def called(self, way: list[str]) -> str:
        return "/".join([*self.data["within"], *way])

    def key(self, options: dict[str, Any], owner: Target | None) -> str:
        """What the object is called."""
        kind, observed = self.kind, self.observed
        if kind.routes.singleton:
            return owner.label if owner else "workspace"
        name = options[kind.key[0]] if observed is None else at(observed, kind.key_fields[0].where)
        if kind.parent is None:
            return name
        where = object_id(observed.get("parent_id")) if observed else None
        known = next((place for place, id in self.data.get("places", ()) if where and id == where), [])
        return self.called([*(known if observed else options.get("parent", [])), name])

    def wanted(self) -> Wanted:
        kind = self.kind
        options, _null_items = given_only(self.data["wanted"])
        given_id(options)
        given = given_values(kind, given_only(options)[0])
        present = self.data.get("state", "present") == "present"
        values = {
            name: self.resolved(kind.field(name), value)
            for name, value in given.items()
            if present or name in (*kind.key, kind.routes.owner)
        }
        owner = values.get(kind.routes.owner)
        within, recreate = owner or self.within(), self.rules["recreate"]
        key = self.key(options, owner)
        wanted = Wanted(kind, key, values, present, within, self.missing(), recreate=recreate)
        if kind.ranked is None:
            return wanted
        return kind.ranked.within_list(wanted, self.data.get("order", ()), self.observed is not None)

    def plan(self, observed: Any) -> Plan:
        rules = Rules(self.rules["update_secrets"], self.labels())
        plan = plan_object(self.wanted(), observed, rules)
        guards.check(plan, self.rules["update_secrets"], self.rules["force"])
        if self.kind.one_time_secret:
            OneTimeSecret(self.kind, self.rules).check(plan, check_mode=True)
        return plan


def load(path: pathlib.Path) -> Case:
    return Case(KINDS_OF_FOLDERS[path.parent.name], json.loads(path.read_text(encoding="utf-8")))


def plain_body(body: Any) -> Any:
    """A request's body as a case file writes it: what does not exist yet, and files, by name."""
    if isinstance(body, Target):
        return {"pending": body.label}
    if isinstance(body, Upload):
        return {"upload": body.name}
    if isinstance(body, Content):
        return None if body.data is None else {"file": body.data.decode()}
    if isinstance(body, dict):
        return {name: plain_body(value) for name, value in body.items()}
    if isinstance(body, (list, tuple)):
        return [plain_body(item) for item in body]
    return body


def plain_change(change: Change) -> dict[str, Any]:
    tries = [
        {"field": field.name, **({"path": other.path} if other.path else {"body": other.body})}
        for field, _given, other in (change.second_tries if isinstance(change, Update) else ())
    ]
    makes, besides = (change.makes, change.ignored_ids) if isinstance(change, Create) else (None, ())
    return {
        "kind": change.kind.name,
        "key": change.key,
        "action": change.action,
        "fields": list(change.fields),
        "id": change.id,
        "body": plain_body(change.body),
        "route": change.route,
        "base": change.base,
        "second_tries": tries,
        "makes": None if makes is None else list(makes),
        "method": change.method,
        "besides": list(besides),
        "natural_key": change.natural_key if isinstance(change, Delete) else None,
    }


def usual(case: Case, wanted: Wanted) -> dict[str, Any]:
    """What a change says unless the case says otherwise."""
    owner = wanted.within.id if wanted.within else None
    here = owner if case.kind.routes.singleton else (case.observed or {}).get(case.kind.routes.id_key)
    return {
        "kind": case.kind.name,
        "key": wanted.key,
        "fields": [],
        "id": here,
        "body": None,
        "route": "",
        "base": wanted.base,
        "second_tries": [],
        "makes": None,
        "method": "",
        "besides": [],
        "natural_key": None,
    }


def secrets_of(fields: tuple[Field, ...], value: Any) -> set[str]:
    """Every secret text in an object or in options."""
    found: set[str] = set()
    for field in fields:
        inner = value.get(field.name) if isinstance(value, dict) else None
        parts = field.parts
        if (isinstance(field, (Secret, UploadUrl))) and inner and not is_mask(inner):
            found.add(inner)
        if isinstance(field, Address) and inner:
            found |= secret_parts(inner)
        for item in inner if isinstance(inner, list) else [inner]:
            found |= secrets_of(parts, item)
    return found


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def predicts(case: Case) -> bool:
    return "refused" not in case.data["expect"] and case.data.get("state") != "absent"


def cases(paths: list[pathlib.Path]) -> Any:
    return pytest.mark.parametrize("path", paths, ids=[f"{path.parent.name}/{path.stem}" for path in paths])


every_case = cases(FILES)
every_prediction = cases([path for path in FILES if predicts(load(path))])


@every_case
def test_the_plan_is_as_the_case_expects(path: pathlib.Path) -> None:
    case = load(path)
    expect = case.data["expect"]
    assert set(case.data) <= KEYS, "a key that no test reads"
    assert set(expect) <= EXPECT, "a key that no test reads"
    if "refused" in expect:
        with pytest.raises(KinescopeError) as caught:
            case.plan(case.observed)
        missing = [text for text in expect["refused"] if text not in caught.value.sentence()]
        assert not missing, caught.value.sentence()
        assert not secrets_of(case.kind.fields, case.data["wanted"]) & set(caught.value.sentence().split("'"))
        return
    plan = case.plan(case.observed)
    base = usual(case, plan.wanted)
    assert [plain_change(change) for change in plan.changes] == [{**base, **change} for change in expect["changes"]]
    assert {"before": plan.before, "after": plan.after} == expect["diff"]
    assert list(plan.unverified) == expect.get("unverified", [])
    if "resource" in expect:
        assert resource_of(case.kind, plan.predicted, case.rules["reveal_secrets"]) == expect["resource"]


@every_prediction
def test_an_applied_plan_leaves_nothing_to_do(path: pathlib.Path) -> None:
    case = load(path)
    plan = case.plan(case.observed)
    case, made = case.with_all_made()
    shown = {} if case.kind.routes.singleton else {case.kind.routes.id_key: "eeeeeeee-eeee-eeee-eeee-eeeeeeeeeeee"}
    again = case.plan({**shown, **plan.predicted, **(plan.changes[-1].bound(made).body if made else {})})
    settles = case.data.get("settles", True)
    assert (again.changes == ()) is settles
    assert settles or case.data["because"]


@every_case
def test_inputs_stay_as_they_are_and_secrets_stay_inside(path: pathlib.Path) -> None:
    case = load(path)
    before = copy.deepcopy(case.data)
    secrets = secrets_of(case.kind.fields, case.data["wanted"]) | secrets_of(case.kind.fields, case.data["observed"])
    try:
        plan = case.plan(case.observed)
    except KinescopeError as error:
        reported: Any = [error.sentence(), error.details()]
    else:
        sent = [plain_body(change.body) for change in plan.changes]
        assert not [text for text in texts(sent) if is_mask(text) and text not in texts(case.data["wanted"])]
        outcomes = ["planned"] * len(plan.changes)
        reported = [
            changes_of(plan, outcomes),
            [one.diff for one in plan.objects],
            [plan.before, plan.after, plan.diff_text],
            resource_of(case.kind, plan.predicted, False),
        ]
    assert case.data == before
    assert not [secret for secret in secrets if len(secret) > 2 and secret in json.dumps(reported, ensure_ascii=False)]
