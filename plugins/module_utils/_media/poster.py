# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Posters: read, compared with what a task wants, made of frames, files and links, made active, deleted."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Callable

from .._api.addresses import link_fault
from .._api.create_once import create_once, find_created
from .._api.gateway import Gateway
from .._core.change import Change, Delete, Transition
from .._core.errors import ApiError, DocumentError
from .._core.fields.base import Raw
from .._core.identity import id_of
from .._core.kind import collection_path, object_path
from .._core.plan import Plan
from .._core.result import TaskResult
from .._core.signed_links import unsigned_link
from .._core.values import object_id
from .._core.wanted import Content, Wanted
from .._kinds.poster import POSTER
from .._reconcile.action import Action
from .._reconcile.option_files import picture_of
from .attached import Attached, attend, sought
from .poster_match import of_files, origin_of, plan_poster
from .remote_files import file_at
from .uploader import send_picture

UNSURE = "was uploaded, because the video has a poster that may come from it; replace: true uploads it"
COMPARED = 20  # posters of a video at most whose content is read


def _given(options: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """What a task asks for, the file read, and the name of the poster in messages. Raises DocumentError."""
    values = sought(options, ("from_time", "src", "url", "active"))
    if options["state"] == "absent":
        values.pop("active", None)
    if options["replace"] and not ("src" in values or "url" in values):
        raise DocumentError("replace is only supported with src and url")
    if values.get("from_time", 0.0) < 0:
        raise DocumentError("from_time must be 0 or greater")
    if "src" in values:
        if not values["src"]:
            raise DocumentError("src must not be empty")
        return {**values, "src": picture_of("src", values["src"], values["src"])}, os.path.basename(values["src"])
    if "url" in values:
        fault = link_fault("url", values["url"])
        if fault:
            raise DocumentError(fault)
        bare = unsigned_link(values["url"]).rstrip("/")
        return {**values, "url": Content(url=values["url"])}, os.path.basename(bare)
    return values, f"{values['from_time']:g}" if "from_time" in values else str(options["id"])


def _plan(wanted: Wanted, options: Mapping[str, Any], gateway: Gateway, result: TaskResult) -> Plan:
    posters = _posters(wanted, gateway) if wanted.base else []
    if not wanted.base and not wanted.present:
        return Plan(wanted, None, (), {}, {}, {})
    plan = plan_poster(wanted, posters, _same(wanted, posters, gateway), options["replace"])
    if plan.unverified and plan.observed and origin_of(wanted) != "from_time":
        result.warnings.append(f"nothing {UNSURE}")
    return plan


def _posters(wanted: Wanted, gateway: Gateway) -> list[dict[str, Any]]:
    return list(gateway.pages(POSTER, wanted.base))


def _same(wanted: Wanted, posters: Sequence[Raw], gateway: Gateway) -> set[Any]:
    """The ids of the posters that are known to be the file."""
    content = wanted.values.get("src")
    if content is None:
        return set()
    alike = sorted(of_files(posters), key=lambda raw: raw.get("active") is not True)
    found = set()
    for raw in alike[:COMPARED]:
        if file_at(gateway.client, raw.get("original")) == content.data:
            found.add(id_of(POSTER, raw))
            if wanted.present:
                break
    return found


def _write(change: Change, plan: Plan, current: Raw, gateway: Gateway) -> Raw:
    """Carry out one change; the poster as it is then. Raises KinescopeError."""
    if isinstance(change, Delete):
        gateway.delete(change)
        return {}
    if isinstance(change, Transition):
        return _activated(current, change.base, gateway)
    others = _posters(plan.wanted, gateway)
    made = _made(plan.wanted, {id_of(POSTER, raw) for raw in others}, gateway)
    active = plan.wanted.values.get("active")
    if active and not made.get("active"):
        return _activated(made, change.base, gateway)
    if active is False and made.get("active"):
        before = next((raw for raw in others if raw.get("active")), None)
        if before is not None:
            _activated(before, change.base, gateway)
            return {**made, "active": False}
    return made


def _activated(raw: Raw, base: str, gateway: Gateway) -> Raw:
    gateway.client.send("POST", f"{object_path(POSTER, base, raw['id'])}/active")
    return gateway.read(POSTER, base, raw["id"]) or {**raw, "active": True}


def _made(wanted: Wanted, known: set[Any], gateway: Gateway) -> Raw:
    """Make one poster, also when an answer is lost: no second request without a look for what the first one made."""
    send = _sender(wanted, gateway)

    def sent() -> tuple[Raw, bool] | None:
        data = send()
        return (data, False) if isinstance(data, Mapping) and object_id(data.get("id")) else None

    def new() -> list[dict[str, Any]]:
        return [raw for raw in _posters(wanted, gateway) if id_of(POSTER, raw) not in known]

    def found(failure: ApiError) -> tuple[Raw, bool] | None:
        raw = find_created(gateway.client, POSTER, failure, new, "there are {} new posters")
        return None if raw is None else (raw, True)

    unseen = "the API's response does not contain the new poster, and neither does any list"
    made, is_listed = create_once(gateway.client, unseen, sent, found)
    return made if is_listed else gateway.read(POSTER, wanted.base, made["id"]) or made


def _sender(wanted: Wanted, gateway: Gateway) -> Callable[[], Any]:
    """What sends the request that makes a poster."""
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
        "from_time": {"type": "float"},
        "src": {"type": "path"},
        "url": {"type": "str", "no_log": True},
        "id": {"type": "str"},
        "active": {"type": "bool"},
        "replace": {"type": "bool", "default": False},
        "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    },
    do=partial(attend, Attached(POSTER, _given, _plan, _write)),
    rules={
        "required_one_of": [["from_time", "src", "url", "id"]],
        "mutually_exclusive": [["from_time", "src", "url", "id"]],
    },
    keys=("video",),
)
