# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of kinescope_info, checked as far as possible without requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._core.errors import DocumentError
from .._core.fields.location import Location
from .._core.kind import Kind, Routes
from .._core.options import option_faults
from .._core.values import NO_ID, object_id, plain
from .kinds import OWNERS, Readable

_PLACED = Kind("placed", Routes(""), (Location("location"),), ())
Shown = tuple[Mapping[str, Any], Any]  # an object as it is shown, and as it was read
_NARROWING = ("key", "location", "filters", "order", "limit")


def refuse_faults(readable: Readable, options: Mapping[str, Any]) -> None:
    """Raise a DocumentError that lists all faults of the options."""
    given = {name: value for name, value in options.items() if value is not None}
    faults = [
        *_owner_faults(readable, given),
        *_place_faults(readable, given),
        *_identity_faults(readable, given),
        *[fault for name, value in given.get("filters", {}).items() for fault in _filter_faults(readable, name, value)],
        *[fault for text in given.get("order", ()) for fault in _order_faults(readable, text)],
        *([] if given.get("limit", 1) > 0 else ["limit must be at least 1"]),
    ]
    if faults:
        raise DocumentError("; ".join(faults))


def _kind(readable: Readable) -> str:
    return f"kind {readable.kind.name}"


def _owner_faults(readable: Readable, given: Mapping[str, Any]) -> list[str]:
    below, kind = readable.below, _kind(readable)
    faults = [f"{name} is not supported for {kind}" for name in OWNERS if name in given and name != below]
    if below in given and given[below] == "":
        faults.append(f"{below} must not be empty")
    by_location = readable.kind.parent_field is not None and "location" in given
    if readable.needs_owner and below not in given and not by_location:
        faults.append(f"{kind} requires {below}")
    return faults


def _place_faults(readable: Readable, given: Mapping[str, Any]) -> list[str]:
    if "location" not in given:
        return []
    if not readable.has_place:
        return [f"location is not supported for {_kind(readable)}"]
    if readable.below in given:
        return [f"{readable.below} and location are mutually exclusive"]
    if {"project_id", "folder_id"} & set(given.get("filters", ())):
        return ["location and filters both set a location; set only one of them"]
    return option_faults(_PLACED, given)


def _identity_faults(readable: Readable, given: Mapping[str, Any]) -> list[str]:
    """What is wrong with the options that name a single object."""
    faults = []
    if "key" in given and not readable.has_key:
        faults.append(f"{_kind(readable)} has no key")
    elif given.get("key") == "":
        faults.append("key must not be empty")
    if "id" not in given:
        return faults
    if readable.secret_ids:
        return [*faults, f"the ID of {_kind(readable)} may be its secret, so it is not accepted; set key"]
    if not readable.has_ids:
        return [*faults, f"{_kind(readable)} has no id"]
    if object_id(given["id"]) is None:
        faults.append(f"id '{given['id']}' {NO_ID}")
    return faults + [f"id already selects one object; remove {name}" for name in _NARROWING if name in given]


def _filter_faults(readable: Readable, name: str, value: Any) -> list[str]:
    """What is wrong with filters, order and limit."""
    plain = name[:-2] if name.endswith("[]") else name
    form = readable.filters.get(plain)
    if form is None or (name != plain and form not in ("texts", "ids")):
        known = ", ".join(readable.filters) or "none"
        return [f"filters contains '{name}', which the API would ignore for {_kind(readable)} (supported: {known})"]
    wrong = {
        "flag": f"filters.{name} must be true or false",
        "id": f"filters.{name} '{value}' {NO_ID}",
        "ids": f"filters.{name} must be a list of IDs",
        "texts": f"filters.{name} must be a string or a list of strings, which must not be empty",
        "text": f"filters.{name} must be a string that is not empty",
    }
    fault = wrong[form] if isinstance(form, str) else f"filters.{name} must be one of {', '.join(form)}"
    return [] if sent(form, value) else [fault]


def _order_faults(readable: Readable, text: str) -> list[str]:
    name, dot, direction = text.partition(".")
    if readable.kind.routes.singleton:
        return [f"order is not supported for {_kind(readable)}"]
    if readable.order and name not in readable.order:
        return [f"order '{text}': {_kind(readable)} can be sorted by {', '.join(readable.order)}"]
    if dot and direction not in ("asc", "desc"):
        return [f"order '{text}': the direction must be asc or desc"]
    return []


def sent(form: Any, value: Any) -> list[str]:
    """The values of a filter as the API expects them; [] if they do not have the right form."""
    if form == "flag":
        text = str(value).lower()
        return [{"yes": "true", "no": "false"}.get(text, text)] if text in ("true", "false", "yes", "no") else []
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(item, str) and item for item in items):
        return []
    if form in ("id", "ids"):
        ids = [object_id(item) for item in items]
        return [] if None in ids or (form == "id" and len(ids) > 1) else [str(id) for id in ids]
    if form != "texts" and (len(items) > 1 or (form != "text" and items[0] not in form)):
        return []
    return items


def query_of(readable: Readable, options: Mapping[str, Any]) -> dict[str, Any]:
    """The query for the given filters and order."""
    query: dict[str, Any] = {}
    for name, value in (options["filters"] or {}).items():
        plain = name[:-2] if name.endswith("[]") else name
        form = readable.filters[plain]
        values = sent(form, value)
        query[f"{plain}[]" if form in ("texts", "ids") else plain] = values if form in ("texts", "ids") else values[0]
    if options["order"] and readable.order:
        query["order"] = ",".join(options["order"])
    return query


def in_order(kind: str, found: Sequence[Shown], order: Sequence[str]) -> list[Any]:
    """Objects sorted as the API sorts, without regard to capitals; ``found`` has each as it is shown, and itself.

    Raises DocumentError for a field that none of them shows.
    """
    known = {name for shown, _raw in found for name, value in shown.items() if not isinstance(value, (list, dict))}
    ordered = list(found)
    for text in reversed(order):
        name, _dot, direction = text.partition(".")
        if found and name not in known:
            raise DocumentError(f"order '{text}': kind {kind} can be sorted by {', '.join(sorted(known))}")

        def rank(pair: Shown, name: str = name) -> tuple[Any, ...]:
            return _rank(pair[0].get(name))

        ordered.sort(key=rank, reverse=direction == "desc")
    return [raw for _shown, raw in ordered]


def _rank(value: Any) -> tuple[Any, ...]:
    if isinstance(value, (int, float)):
        return (1, value)
    text = "" if value is None else plain(value)
    return (0 if value is None else 2, text.casefold(), text)
