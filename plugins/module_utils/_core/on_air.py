# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""(plan, events) -> the parts of the plan that can hurt a broadcast that is on air or about to start. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from .change import Update
from .clocks import time_text
from .declaration import Declaration
from .fields.base import Raw
from .identity import id_of
from .plan import Plan
from .values import at, domain_key, moment, object_id

#: kind -> field, "create" or "delete" -> why changing it can hurt a broadcast; anything not listed is harmless
HURTS: Mapping[str, Mapping[str, str]] = {
    "live_event": {
        "delete": "ends the broadcast for everybody",
        "location": "puts the broadcast under the privacy, DRM and player of another project",
        "restreams": "can interrupt what other platforms receive",
        "auto_start": "can start the broadcast too early, or keep it from starting",
        "reconnect_window": "can end the broadcast when the encoder loses its connection",
        "latency_mode": "can interrupt playback",
        "record_to": "can lose the recording, or a part of it",
        "starts_at": "can close the stream that the encoder sends to",
    },
    "project": {
        "delete": "deletes the broadcast or the place of its recording",
        "privacy_type": "can lock viewers out",
        "privacy_domains": "can lock out the viewers of a site",
        "apply_to_videos": "can lock viewers out",
        "encrypted": "can stop playback of viewers without a license",
        "player": "changes the player that viewers are watching in",
    },
    "folder": {"delete": "deletes the broadcast or the place of its recording"},
    "player": {
        "delete": "takes away the player that viewers are watching in",
        "settings": "changes the player that viewers are watching in",
        "ads": "can interrupt playback with other ads",
        "logo": "changes the player that viewers are watching in",
    },
    "privacy_domain": {
        "delete": "locks out the viewers of that site",
        "domain": "locks out the viewers of that site",
        "archived": "locks out the viewers of that site",
    },
    "drm_auth": {
        "create": "can refuse viewers their licenses",
        "url": "can refuse viewers their licenses",
        "username": "can refuse viewers their licenses",
        "password": "can refuse viewers their licenses",  # nosec B105
        "strict": "can refuse viewers their licenses",
        "delete": "can refuse viewers their licenses",
    },
}
#: values that are harmless although other changes of the field are not
HARMLESS = (("privacy_domain", "archived", False), ("project", "apply_to_videos", False))
#: the API's statuses of a stream before, while and after it is on air; the meaning of any other status is unknown
ON_AIR, WAITING, ENDED = "on-air", (None, "pending"), "finished"
#: how long a stream with an unknown status counts as on air
UNKNOWN_LASTS = timedelta(hours=24)


class Airing(NamedTuple):
    """A broadcast to protect: ``status`` says since when it is on air or when it starts, ``wait`` how long to wait."""

    status: str
    wait: str


class Broadcast(Declaration):
    """A live event to protect, and what it depends on.

    ``places`` are the IDs of the projects and folders that contain it and its recording, ``projects`` are those
    projects.
    """

    event: Raw
    airing: Airing
    places: frozenset[Any] = frozenset()
    projects: tuple[Raw, ...] = ()


def airing(event: Raw, now: datetime, margin: timedelta) -> Airing | None:
    """The event's broadcast if it is on air or starts within the margin from ``now`` (UTC); else None."""
    stream, word = event.get("stream"), at(event, ("stream", "status"))
    started = moment(at(stream, ("started_at",)))
    start = moment(at(event, ("scheduled", "time")))  # unlike a stream's start, only set if scheduled
    if word == ON_AIR:
        since = f" since {time_text(started)}" if started else ""
        return Airing(f"is on air{since}", "wait until it has ended")
    if word not in WAITING and word != ENDED and at(stream, ("finished_at",)) is None:
        seen = [one for one in (started, moment(event.get("updated_at"))) if one and one <= now + margin]
        until = max(seen) + UNKNOWN_LASTS if seen else now
        if until > now:
            since = f" since {time_text(started)}" if started in seen else ""
            return Airing(
                f"may be on air{since}: the API calls its stream '{word}'",
                f"wait until it has ended, at most until {time_text(until)}",
            )
    over = word == ENDED and (event.get("type") != "recurring" or (start is not None and start <= now))
    if start is None or over or abs(start - now) > margin:
        return None
    verb = "starts" if start > now else "was to start"
    wait = f"wait until it has ended or, if it does not start, until {time_text(start + margin)}"
    return Airing(f"{verb} at {time_text(start)}", wait)


def harms(plan: Plan) -> dict[str, str]:
    """The parts of a plan that could hurt a broadcast: field, "create" or "delete" -> reason."""
    kind = plan.wanted.kind
    reasons = HURTS.get(kind.name, {})
    if plan.observed is None and not kind.routes.singleton:
        return {}  # nothing depends on an object that does not exist yet
    return {
        name: reasons[name]
        for name in _changed(plan)
        if name in reasons and (kind.name, name, plan.after.get(name, plan.wanted.values.get(name))) not in HARMLESS
    }


def _changed(plan: Plan) -> Iterator[str]:
    """The fields that a plan changes or sends unread; "create" and "delete" for the object itself."""
    kind = plan.wanted.kind
    for change in plan.changes:
        if change.kind is not kind:
            yield from (field.name for field in kind.fields if field.route == change.kind.routes.path.strip("/"))
        elif change.action in ("create", "delete"):
            yield change.action
        else:
            yield from change.fields
            if isinstance(change, Update):  # it carries the fields that no read shows: they may be other values there
                yield from plan.unverified


def objections(plan: Plan, broadcasts: Sequence[Broadcast]) -> list[str]:
    """Why a plan should not be carried out now: one text for each broadcast that it can hurt."""
    harmful = harms(plan)
    found = []
    for broadcast in broadcasts if harmful else ():
        if _depends(broadcast, plan):
            does = "; ".join(f"{_doing(plan, name)} {reason}" for name, reason in harmful.items())
            status, wait = broadcast.airing
            found.append(f"live event '{broadcast.event.get('name')}' {status}, and {does}; {wait}")
    return found


def _doing(plan: Plan, name: str) -> str:
    unread = name in plan.unverified and all(name not in change.fields for change in plan.changes)
    verb = f"sending {name} along, which no read shows," if unread else f"changing {name}"
    return {"delete": "deleting this", "create": "creating this"}.get(name, verb)


def _depends(broadcast: Broadcast, plan: Plan) -> bool:
    """Whether a broadcast depends on the object of a plan."""
    wanted, observed = plan.wanted, plan.observed or {}
    kind, id = wanted.kind.name, id_of(wanted.kind, observed)
    if kind == "live_event":
        return bool(id == object_id(broadcast.event.get("id")))
    if kind == "drm_auth":  # without a project, the settings apply to the whole workspace
        return wanted.within is None or wanted.within.id in broadcast.places
    if kind == "player":
        usual = bool(observed.get("is_default") or observed.get("default"))
        players = [object_id(project.get("player_id")) for project in broadcast.projects]
        return id in players or (usual and None in players)
    if kind == "privacy_domain":
        return any(_needs(project, observed.get("domain")) for project in broadcast.projects)
    return id in broadcast.places


def _needs(project: Raw, domain: Any) -> bool:
    """Whether the videos of a project play on this domain only because it is on the project's own list."""
    return project.get("privacy_type") == "custom" and domain_key(domain) in map(
        domain_key, project.get("privacy_domains") or ()
    )
