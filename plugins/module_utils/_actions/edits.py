# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Planned edits of videos (copy, concat, cut): options are checked and references resolved, but nothing is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Callable

from .._api.gateway import Gateway
from .._core.change import Create, Update
from .._core.errors import DocumentError, PlanError
from .._core.identity import id_of
from .._core.options import option_faults
from .._core.values import object_id
from .._core.wanted import Target
from .._kinds.video import LOCATION, VIDEO
from .._reconcile.observe import similar_object_error
from .._reconcile.places import Places

FRAME = {"width": "w", "height": "h", "x": "x", "y": "y", "quality": "quality"}  # the API's names for crop's options


@dataclass(frozen=True)
class Edit:
    """One planned request: what it sends and changes, and how the resulting video is expected to look.

    ``wanted`` are the options that can be checked in the resulting video. ``existing`` are the IDs of the videos that
    had the same or a similar title in the target location before a copy was made; it is empty for other edits.
    """

    source: Target
    change_of: type[Create] | type[Update]
    shown: Mapping[str, Any]
    body: Mapping[str, Any]
    predicted: Mapping[str, Any]
    wanted: Mapping[str, Any] = field(default_factory=dict)
    place: Target | None = None
    existing: frozenset[Any] = frozenset()

    def change(self, title: Any) -> Create | Update:
        """The request as a Create or an Update."""
        names, body = tuple(self.shown), {"title": title}
        if self.place is None:
            return self.change_of(VIDEO, title, names, body=body)
        return Create(
            VIDEO, title, names, body={**body, **LOCATION.as_raw(self.place)}, ignored_ids=tuple(self.existing)
        )


def _copy(options: Mapping[str, Any], lookup: Places, gateway: Gateway) -> Edit | dict[str, Any]:
    """The planned copy, or the video if it has already been copied.

    A copy keeps the title of its original. So a title is first looked for in the target location, where it means the
    copy.
    """
    place = lookup.place(options["location"])
    title = options["video"]
    source = lookup.reference(VIDEO, title) if object_id(title) else None
    found = _titled(source.label if source else title, place, gateway)
    copies = [raw for raw in found if source is None or id_of(VIDEO, raw) != source.id]
    if len(copies) > 1:
        ids = ", ".join(sorted(str(id_of(VIDEO, raw)) for raw in copies))
        raise PlanError(f"{len(copies)} videos with this title are in the target location (IDs {ids}); keep only one")
    if copies:
        return copies[0]
    source = source or lookup.reference(VIDEO, title)
    alike = gateway.similar(VIDEO, (source.label,), "", LOCATION.as_raw(place)) if place.id else []
    if alike and not options["allow_similar"]:
        raise similar_object_error(VIDEO, alike[0], source.label)
    existing = frozenset(id_of(VIDEO, raw) for raw in (*found, *alike))
    predicted, wanted = {"title": source.label}, {"title": source.label, "location": place}
    return Edit(
        source, Create, {"location": place.label}, {"parent_id": place.value}, predicted, wanted, place, existing
    )


def _titled(title: Any, place: Target, gateway: Gateway) -> list[dict[str, Any]]:
    """The videos with this title in the given location."""
    return gateway.with_key(VIDEO, (title,), "", LOCATION.as_raw(place)) if place.id else []


def _concat(options: Mapping[str, Any], lookup: Places, gateway: Gateway) -> Edit:
    source = lookup.reference(VIDEO, options["video"])
    given = [name for name in ("prepend", "append") if options.get(name)]
    pieces = {name: [lookup.reference(VIDEO, text) for text in options[name]] for name in given}
    replace = bool(options.get("replace"))
    shown = {**{name: [piece.label for piece in pieces[name]] for name in given}, "replace": replace}
    body = {**{name: [{"video_id": piece.value} for piece in pieces[name]] for name in given}, "replace": replace}
    predicted = {"id": source.id, "title": source.label} if replace and source.id else {}
    return Edit(source, Update if replace else Create, shown, body, predicted)


def _cut(options: Mapping[str, Any], lookup: Places, gateway: Gateway) -> Edit:
    source = lookup.reference(VIDEO, options["video"])
    shown = {name: options[name] for name in ("trim", "crop", "title", "description") if name in options}
    body: dict[str, Any] = dict(shown)
    wanted = {name: options[name] for name in ("title", "description") if name in options}
    if "crop" in body:
        body["crop"] = {FRAME[name]: value for name, value in body["crop"].items()}
    if "location" in options:
        place = lookup.place(options["location"])
        shown["location"], wanted["location"] = place.label, place
        body.update({name: id for name, id in LOCATION.ids(place).items() if id is not None})
    return Edit(source, Update, shown, body, {"title": options.get("title", source.label)}, wanted)


ACTIONS: dict[str, Callable[[Mapping[str, Any], Places, Gateway], Edit | dict[str, Any]]] = {
    "copy": _copy,
    "concat": _concat,
    "cut": _cut,
}
TAKEN = {
    "copy": ("location",),
    "concat": ("prepend", "append", "replace"),
    "cut": ("trim", "crop", "title", "description", "location"),
}


def refuse_faults(action: str, given: Mapping[str, Any]) -> None:
    """Refuse invalid or contradictory options before any request, all of them at once. Raises DocumentError."""
    of_others = {name for names in TAKEN.values() for name in names} - {*TAKEN[action]}
    faults = [f"{name} is not supported with action {action}" for name in sorted(of_others & {*given})]
    faults += [f"{name} must not be empty" for name in ("video", "title") if given.get(name) == ""]
    if "location" in given:
        faults += option_faults(VIDEO, {"location": given["location"]})
    if action == "concat" and not (given.get("prepend") or given.get("append")):
        faults.append("action concat requires prepend or append")
    if action == "cut" and not (given.get("trim") or given.get("crop")):
        faults.append("action cut requires trim or crop")
    for index, part in enumerate(given.get("trim", ())):
        if part["start"] < 0 or part["length"] <= 0:
            faults.append(f"trim[{index}] requires a start of at least 0 and a length greater than 0")
    frame = given.get("crop") or {"width": 1, "height": 1, "x": 0, "y": 0}
    if min(frame["width"], frame["height"]) < 1 or min(frame["x"], frame["y"]) < 0:
        faults.append("crop requires a width and a height greater than 0, and x and y of at least 0")
    if faults:
        raise DocumentError("; ".join(faults))
