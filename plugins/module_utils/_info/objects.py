# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Objects of any kind as the API returns them, except for secrets and signed links."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from .._api.gateway import Gateway
from .._api.list_cache import object_in_list, typed_object
from .._api.paging import PER_PAGE, page_of, page_query
from .._core.errors import DocumentError, KinescopeError, PlanError
from .._core.fields.base import Raw
from .._core.fields.location import OPTIONS
from .._core.identity import id_of
from .._core.kind import Kind, collection_path, object_path
from .._core.result import resource_of
from .._core.values import at, object_id, without_none
from .._core.wanted import Target
from .._kinds.folder import FOLDER
from .._kinds.live_event import LIVE_EVENT
from .._kinds.project import PROJECT
from .._kinds.video import VIDEO
from .._reconcile.lookup import object_called
from .._reconcile.places import Places
from .info import Reader, ReadTask
from .kinds import READABLE, Readable
from .query import in_order, query_of, refuse_faults


def _info(task: ReadTask) -> Mapping[str, Any]:
    options = task.options
    readable = READABLE[options["kind"]]
    key = options["key"] or (None if readable.secret_ids else options["id"])
    try:
        found, total = find_objects(readable, task)
    except KinescopeError as error:
        error.about(readable.kind.name, key, "read")
        raise
    listed = options["id"] is None
    return {"resources": [_shown(readable, raw, listed) for raw in found], "total": total}


def find_objects(readable: Readable, task: ReadTask) -> tuple[list[dict[str, Any]], int]:
    """The requested objects, and how many there are without the limit. Raises KinescopeError."""
    options, gateway, kind = task.options, task.gateway, readable.kind
    refuse_faults(readable, options)
    place, owner = _place(task), _owner(readable, task)
    if kind.parent_field and place:
        owner = _project_of(place, gateway)
    if any(target is not None and target.id is None for target in (place, owner)):
        return [], 0  # their parent will be created by an earlier task
    if kind.routes.singleton:
        one = gateway.read(kind, "", owner.id if owner else None)
        return ([one], 1) if one else ([], 0)
    base = object_path(kind.parent, "", owner.id) if kind.parent and owner else ""
    if options["id"] is not None:
        one = _one(kind, str(object_id(options["id"])), base, gateway)
        found, total = ([one], 1) if one else ([], 0)
    else:
        found, total = _several(readable, task, base, place)
    path = collection_path(kind, base)
    return [typed_object(kind, raw, path) for raw in found], total


def id_of_object(gateway: Gateway, kind: str, key: str, asked: Mapping[str, Any]) -> str:
    """The ID of the only object with this key. Raises KinescopeError if there is none or more than one."""
    readable = READABLE.get(kind)
    try:
        if readable is None or readable.secret_ids or not (readable.has_ids and readable.has_key):
            valid = [name for name, one in READABLE.items() if one.has_ids and one.has_key and not one.secret_ids]
            raise DocumentError(
                f"'{kind}' is not a kind whose IDs can be looked up; valid kinds are {', '.join(valid)}"
            )
        options = {**dict.fromkeys(INFO.options), **asked, "kind": kind, "key": key}
        found, total = find_objects(readable, ReadTask(options, False, gateway, []))
        ids = [str(id_of(readable.kind, raw)) for raw in found]
        if total > 1:
            raise PlanError(f"{total} objects have this key (IDs {', '.join(sorted(ids))})")
        if not ids:
            raise PlanError("it does not exist")
    except KinescopeError as error:
        error.about(kind, key, "look up")
        raise
    return ids[0]


def _one(kind: Kind, id: str, base: str, gateway: Gateway) -> dict[str, Any] | None:
    if kind.routes.reads_one and not kind.routes.listed_by:
        return gateway.read(kind, base, id)
    return gateway.with_id(kind, id, base)


def _several(readable: Readable, task: ReadTask, base: str, place: Target | None) -> tuple[list[dict[str, Any]], int]:
    """The objects of a kind that the options select: by key, by location, by filters, or all."""
    options, gateway, kind = task.options, task.gateway, readable.kind
    query = query_of(readable, options)
    # such a value is only known from the list that contains the object: the API may ignore the filter
    marks = {mark: query.pop(mark) for mark in dict(kind.routes.listed_by) if mark in query}
    asked = place if "project_id" in readable.filters else None  # the API narrows the list, or ignores the filter
    if asked is not None:
        query["folder_id" if _is_folder(asked) else "project_id"] = asked.id
        place = None
    limit, order = options["limit"], () if readable.order else options["order"] or ()
    in_parts = kind.routes.lists and not (
        order or place or kind.routes.listed_by or (kind.routes.additional_lists and not query)
    )
    if limit and options["key"] is None and in_parts:
        some, total = _some(gateway, kind, base, query, limit)
        if asked is None or _within(readable, some, asked, gateway) == some:
            return some, total
    if query:
        found = list(gateway.pages(kind, base, query))
    else:
        found = gateway.objects(kind, base) if base else gateway.all_objects(kind)
    found = [raw for raw in found if all(raw[mark] in (None, value) for mark, value in marks.items())]
    if options["key"] is not None:
        found = [raw for raw in found if _has_key(kind, raw, options["key"])]
    if place:
        found = _inside(readable, found, place, gateway)
    if asked:
        found = _within(readable, found, asked, gateway)
    if order:  # whether the API sorts is not documented, and it ignores what it does not know
        found = in_order(kind.name, [(_shown(readable, raw, True), raw) for raw in found], order)
    return found[:limit], len(found)


def _has_key(kind: Kind, raw: Raw, key: str) -> bool:
    field = kind.key_fields[0]
    value = at(raw, field.where)
    return bool(field.canonical_form(value) == field.canonical_form(key) if value else value == key)


def _some(
    gateway: Gateway, kind: Kind, base: str, query: Mapping[str, Any], limit: int
) -> tuple[list[dict[str, Any]], int]:
    """The first objects of a list, which is not read to its end."""
    path, size = collection_path(kind, base), min(limit, PER_PAGE)
    page = page_of(gateway.client.get(path, {**query, **page_query(1, 0, size)}), path, size)
    if page.is_whole_list or (page.total is not None and page.total > len(page.rows) == len(page.live) >= limit):
        found = [object_in_list(kind, raw, path, position) for position, raw in enumerate(page.live[:limit], 1)]
        return found, len(page.live) if page.is_whole_list else page.total or 0
    if page.total is not None and page.total > limit > len(page.rows) == len(page.live):
        return list(islice(gateway.pages(kind, base, query), limit)), page.total
    found = list(gateway.pages(kind, base, query))  # only the whole list shows its length
    return found[:limit], len(found)


def _owner(readable: Readable, task: ReadTask) -> Target | None:
    """The parent of the requested objects, resolved."""
    text = task.options[readable.below] if readable.below else None
    if text is None:
        return None
    if readable.below == VIDEO.name and object_id(text):
        return Target(object_id(text), text)
    if readable.kind.parent is LIVE_EVENT:
        event = object_called(LIVE_EVENT, task.gateway, text, task.check_mode, task.warnings)
        return Target(id_of(LIVE_EVENT, event) if event else None, text)
    lookup = Places(task.gateway, task.check_mode)
    target = lookup.reference(readable.kind.parent or PROJECT, text)
    task.warnings.extend(lookup.warnings)
    return target


def _place(task: ReadTask) -> Target | None:
    if task.options["location"] is None:
        return None
    lookup = Places(task.gateway, task.check_mode)
    target = lookup.place(without_none(task.options["location"]))
    task.warnings.extend(lookup.warnings)
    return target


def _is_folder(place: Target) -> bool:
    return "folder" in place.label or "id" in place.label


def _project_of(place: Target, gateway: Gateway) -> Target:
    """The project that contains a location, or is the location itself."""
    if not _is_folder(place):
        return place
    for raw in gateway.objects(PROJECT) if place.id else ():
        id = id_of(PROJECT, raw)
        if gateway.with_id(FOLDER, place.id, object_path(PROJECT, "", id)):
            return Target(id, {"project": raw.get("name")})
    return Target(None, {})


def _inside(readable: Readable, found: list[dict[str, Any]], place: Target, gateway: Gateway) -> list[dict[str, Any]]:
    """The objects found that are in a location: anywhere in a project, or directly in a folder."""
    field = readable.place or readable.kind.parent_field
    where = field.where if field else ()
    places = {place.id}
    if not _is_folder(place):
        if readable.kind.parent_field:
            return found
        places |= {id_of(FOLDER, raw) for raw in gateway.objects(FOLDER, object_path(PROJECT, "", place.id))}
    return [raw for raw in found if object_id(at(raw, where)) in places]


def _within(readable: Readable, found: list[dict[str, Any]], place: Target, gateway: Gateway) -> list[dict[str, Any]]:
    """The objects in a location of those that the API has selected by it: all of them, unless it ignores the filter."""
    where = readable.place.where if readable.place else ()
    key = "folder_id" if _is_folder(place) else "project_id"
    doubtful = [raw for raw in found if place.id not in (object_id(at(raw, where)), object_id(raw.get(key)))]
    inside = {id_of(readable.kind, raw) for raw in _inside(readable, doubtful, place, gateway)} if doubtful else set()
    outside = {id_of(readable.kind, raw) for raw in doubtful} - inside
    return [raw for raw in found if id_of(readable.kind, raw) not in outside]


def _shown(readable: Readable, raw: Raw, listed: bool) -> dict[str, Any]:
    # a list that omits a field claims that it is empty
    left_out = {field.where[0] for field in readable.kind.fields if listed and field.in_lists == "hidden"}
    shown = resource_of(readable.kind, raw, reveal=False)
    return {name: value for name, value in shown.items() if name not in left_out}


INFO = Reader(
    name="resource",
    options={
        "kind": {"type": "str", "required": True, "choices": list(READABLE)},
        "id": {"type": "str"},
        "key": {"type": "str", "aliases": ["name"], "no_log": False},
        "project": {"type": "str"},
        "video": {"type": "str"},
        "event": {"type": "str"},
        "location": {"type": "dict", "options": OPTIONS},
        "filters": {"type": "dict"},
        "order": {"type": "list", "elements": "str"},
        "limit": {"type": "int"},
    },
    run=_info,
    key="key",
    kind_key="kind",
)
