# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Posters: found by their frames or contents, and created from frames, files and links exactly once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Callable

from .._api.create_once import create_once, find_created
from .._api.gateway import Gateway
from .._api.list_cache import typed_object
from .._core.change import Change, Create, Transition
from .._core.errors import ApiError, DocumentError
from .._core.fields.base import Raw
from .._core.guards import refusal
from .._core.identity import id_of
from .._core.kind import Kind, collection_path
from .._core.plan import Plan
from .._core.values import object_id
from .._core.wanted import Content, Wanted
from .._kinds.poster import POSTER, may_be_file
from .._reconcile.action import Action
from .._reconcile.effects import Effects, FolderOf, working_directory
from .._reconcile.option_files import checked_link, picture_of
from .._reconcile.reconcile import reconcile
from .._reconcile.send import send
from .poster_match import active_of, match
from .remote_files import file_at
from .uploader import send_picture

UNSURE = "nothing was uploaded, because the video has a poster that may come from it; replace: true uploads it"
FIRST_IS_ACTIVE = "the first poster of a video becomes active; activate another poster first"
COMPARED = 20  # posters of a video whose contents are read, at most


class Posters(Effects):
    """The effects of posters, which have no natural key."""

    def __init__(self, kind: Kind, options: Mapping[str, Any], folder_of: FolderOf = working_directory) -> None:
        super().__init__(kind, options, folder_of)
        self._posters: list[dict[str, Any]] = []  # of the video, as last seen
        self._same = ""  # the digest of the file, if the poster is known to have been made from it

    def read_options(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The given fields, with files read. Raises DocumentError."""
        values = dict(given)
        if self.options["replace"] and not ("src" in values or "url" in values):
            raise DocumentError("replace is only supported with src and url")
        if "src" in values:
            values["src"] = picture_of("src", values["src"], values["src"])
        if "url" in values:
            values["url"] = Content(url=checked_link("url", values["url"]))
        return values

    def find(self, wanted: Wanted, id: str | None, gateway: Gateway) -> Raw | None:
        """The poster identified by its ID, its frame or its content."""
        listed = gateway.objects(POSTER, wanted.base) if wanted.base else []
        self._posters = [typed_object(POSTER, raw, collection_path(POSTER, wanted.base)) for raw in listed]
        self._same = ""
        if id is not None:
            return next((raw for raw in self._posters if id_of(POSTER, raw) == id), None)
        same = self._copies(wanted, gateway)
        found = match(wanted, self._posters, same, self.options["replace"])
        if found is not None and id_of(POSTER, found) in same:
            self._same = wanted.values["src"].sha256
        return None if found is None else self.read_files(wanted, dict(found), gateway)

    def _copies(self, wanted: Wanted, gateway: Gateway) -> set[Any]:
        """The IDs of the posters that were certainly made from the file."""
        content, found = wanted.values.get("src", Content()), set()
        alike = [raw for raw in self._posters if may_be_file(raw) and content.exists]
        for raw in sorted(alike, key=lambda raw: raw.get("active") is not True)[:COMPARED]:
            if file_at(gateway.client, raw.get("original")) == content.data:
                found.add(id_of(POSTER, raw))
                if wanted.present:
                    break
        return found

    def observe(self, wanted: Wanted, observed: Raw | None, gateway: Gateway) -> Wanted:
        """What is wanted, with the existing posters, so that a new one can be recognized."""
        return wanted._replace(order=tuple(id_of(POSTER, raw) for raw in self._posters))

    def read_files(self, wanted: Wanted, observed: dict[str, Any], gateway: Gateway) -> dict[str, Any]:
        """The poster, with what is known about its file."""
        return {**observed, "src": {"sha256": self._same}} if self._same else observed

    def check(self, plan: Plan, check_mode: bool) -> list[str]:
        """Refuse a first poster that is not to be active; warn if a poster is only assumed to be the wanted one."""
        values = plan.wanted.values
        if plan.observed is None:
            if plan.changes and values.get("active") is False and not active_of(self._posters):
                raise refusal(plan, FIRST_IS_ACTIVE)
            return []
        return [UNSURE] if plan.unverified and "from_time" not in values else []

    def send(self, change: Change, plan: Plan, gateway: Gateway) -> dict[str, Any] | None:
        """Create a poster, or activate one, which changes two posters; send any other change as usual."""
        if isinstance(change, Create):
            return dict(self._created(change, plan.wanted, gateway))
        done = super().send(change, plan, gateway)
        gateway.forget(POSTER, change.base)
        return done

    def _created(self, change: Create, wanted: Wanted, gateway: Gateway) -> Raw:
        """Create a poster, and activate the one that the task wants active."""
        others = list(gateway.pages(POSTER, change.base))
        made = _made(wanted, {id_of(POSTER, raw) for raw in others}, gateway)
        gateway.forget(POSTER, change.base)
        active, before = wanted.values.get("active"), active_of(others)
        if active and not made.get("active"):
            return _activated(change, made, gateway)
        if active is False and made.get("active") and before is not None:
            _activated(change, before, gateway)
            return gateway.read(POSTER, change.base, made["id"]) or made
        return made


def _activated(change: Create, raw: Raw, gateway: Gateway) -> Raw:
    step = Transition(POSTER, change.key, ("active",), raw["id"], change.base, None, "active", "POST")
    return send(step, gateway) or raw


def _made(wanted: Wanted, known: set[Any], gateway: Gateway) -> Raw:
    """Create exactly one poster. If a response is lost, the request is only repeated after a search for the poster."""
    post = _sender(wanted, gateway)

    def sent() -> tuple[Raw, bool] | None:
        data = post()
        return (data, False) if isinstance(data, Mapping) and object_id(data.get("id")) else None

    def new() -> list[dict[str, Any]]:
        return [raw for raw in gateway.pages(POSTER, wanted.base) if id_of(POSTER, raw) not in known]

    def found(failure: ApiError) -> tuple[Raw, bool] | None:
        raw = find_created(gateway.client, POSTER, failure, new, "there are {} new posters")
        return None if raw is None else (raw, True)

    unseen = "the API's response does not contain the new poster, and neither does any list"
    made, is_listed = create_once(gateway.client, unseen, sent, found)
    return made if is_listed else gateway.read(POSTER, wanted.base, made["id"]) or made


def _sender(wanted: Wanted, gateway: Gateway) -> Callable[[], Any]:
    """A function that sends the request to create a poster."""
    if "from_time" in wanted.values:
        path, body = collection_path(POSTER, wanted.base), {"from_time": wanted.values["from_time"]}
        return lambda: gateway.client.send("POST", path, body=body, repeatable=False).data
    video = str(wanted.within.id if wanted.within else "")
    return partial(
        send_picture, gateway.client, {"X-Video-ID": video}, wanted.values.get("src") or wanted.values["url"]
    )


POSTERS = Action(
    name=POSTER.name,
    options={
        "video": {"type": "str", "required": True},
        **{field.name: field.spec() for field in POSTER.fields},
        "id": {"type": "str"},
        "replace": {"type": "bool", "default": False},
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    },
    run=partial(reconcile, POSTER, effects_of=Posters),
    rules={
        "required_one_of": [["from_time", "src", "url", "id"]],
        "mutually_exclusive": [["from_time", "src", "url", "id"]],
    },
    keys=("video",),
)
