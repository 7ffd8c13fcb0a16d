# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""(a live event and what it depends on, as read) -> problems that could affect its broadcast. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .clocks import time_text
from .display import masked_address
from .fields.base import Raw
from .on_air import ENDED, ON_AIR, WAITING, airing
from .preflight_facts import (
    EventFacts,
    MaybePlace,
    Place,
    Unread,
    Window,
    at_once,
    is_encrypted,
    is_over,
    start_of,
    status_of,
)
from .preflight_rules import SEVERITIES, Finding, finding
from .values import at, domain_key, domain_text, object_id

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://[^/\s]", re.IGNORECASE)
#: the API's status of a restream that receives nothing, and presumably of one that does
_DISCONNECTED, _CONNECTED = "disconnected", "connected"
#: the catalog_type of the locations' projects: undocumented, but all working clients use these
_CATALOGS = {"location": "live", "record_to": "vod"}


def findings(
    facts: EventFacts, window: Window, others: Iterable[Raw] = (), ignore: Sequence[str] = ()
) -> list[Finding]:
    """The findings of all rules about an event; ``others`` are the other events, with their restreams."""
    found = [
        *_start(facts.event, window),
        *_auto_start(facts.event),
        *_streamkey(facts.event),
        *_restreams(facts.event, others, window),
        *_place("location", facts.event.get("parent_id"), facts.location),
        *_place("record_to", at(facts.event, ("record", "parent_id")), facts.record_to),
        *_player(facts),
        *_privacy(facts),
        *_drm_auth(facts),
    ]
    return [one for one in found if one.rule not in ignore]


def worst(found: Iterable[Finding]) -> str:
    """The worst severity among the findings."""
    return min((one.severity for one in found), key=SEVERITIES.index, default=SEVERITIES[-1])


def counted(found: Iterable[Finding]) -> dict[str, int]:
    """The number of findings for each severity."""
    words = [one.severity for one in found]
    return {word: words.count(word) for word in SEVERITIES}


def _start(event: Raw, window: Window) -> Iterator[Finding]:
    """Whether an event is on air at the right time."""
    start, word = start_of(event), status_of(event)
    start_text = time_text(start) if start else ""
    if word == ON_AIR:
        state = airing(event, window.now, window.margin)
        early = start is not None and start - window.now > window.margin
        status = state.status if state else ""
        yield finding("starts_at", "early" if early else "on_air", airing=status, start=start_text)
    elif word not in WAITING and word != ENDED:
        yield finding("starts_at", "unknown", word=word)
    elif is_over(event, window):
        yield finding("starts_at", "over" if event.get("type") == "recurring" else "ended")
    elif start is None:
        yield finding("starts_at", "unscheduled")
    else:
        yield finding("starts_at", "coming" if start > window.now else "late", start=start_text)


def _auto_start(event: Raw) -> Iterator[Finding]:
    flag = event.get("auto_start")
    if status_of(event) == ON_AIR:
        yield finding("auto_start", "open")
    elif isinstance(flag, bool):
        yield finding("auto_start", "on" if flag else "off")
    else:
        yield finding("auto_start", "unread", why=_NOT_SHOWN)


_NOT_SHOWN = "the API does not show it"


def _streamkey(event: Raw) -> Iterator[Finding]:
    if "streamkey" in event:
        yield finding("streamkey", "set" if event["streamkey"] else "empty")
    else:
        yield finding("streamkey", "unread", why=_NOT_SHOWN)


def _restreams(event: Raw, others: Iterable[Raw], window: Window) -> Iterator[Finding]:
    """A finding for each fault of a restream, or one that there is none."""
    listed = event.get("restreams")
    if listed is None:
        yield finding("restreams", "unread", why=_NOT_SHOWN)
        return
    if not listed:
        yield finding("restreams", "none")
    simultaneous = [other for other in others if other is not event and at_once(event, other, window)]
    for restream in listed:
        name = restream.get("name")
        found = [
            finding("restreams", code, name=name, word=restream.get("status")) for code in _faults(restream, event)
        ]
        sharing = [other for other in simultaneous if _target(restream) in map(_target, other.get("restreams") or ())]
        found += [
            finding("restreams", "shared", name=name, other=other.get("name"))
            for other in sharing
            if restream.get("enabled")
        ]
        yield from found or [finding("restreams", "fine", name=name)]


def _faults(restream: Raw, event: Raw) -> Iterator[str]:
    """The faults of a restream, as codes of the rule. A disabled one receives nothing, whatever its settings."""
    if not restream.get("enabled"):
        yield "disabled"
        return
    url = _SCHEME.match(str(restream.get("url") or ""))
    if url is None:
        yield "no_url"
    elif url[1].lower() not in ("rtmp", "rtmps"):
        yield "odd_url"
    if "key" not in restream:
        yield "key_unread"
    elif not restream["key"]:
        yield "no_key"
    if status_of(event) == ON_AIR and restream.get("status") != _CONNECTED:
        yield "disconnected" if restream.get("status") == _DISCONNECTED else "odd_state"


def _target(restream: Raw) -> tuple[Any, Any, bool]:
    """The target of a restream; without a key, it never equals another one."""
    key = restream.get("key")
    return restream.get("url"), key or object(), bool(restream.get("enabled"))


def _place(option: str, id: Any, place: MaybePlace) -> Iterator[Finding]:
    if not id:
        yield finding(option, "none")
    elif isinstance(place, Unread):
        yield finding(option, "unread", why=place.why)
    elif place is None:
        yield finding(option, "gone", id=id, option=option)
    else:
        catalog = place.project.get("catalog_type")
        code = "fine" if catalog == _CATALOGS[option] else "other" if catalog in _CATALOGS.values() else "odd"
        yield finding(option, code, place=place.label)


def _home(facts: EventFacts) -> Raw | Unread:
    """The project of an event, which determines how it is shown."""
    if isinstance(facts.location, Place):
        return facts.location.project
    return facts.location or Unread("the project that it is in is unknown")


def _player(facts: EventFacts) -> Iterator[Finding]:
    home, players = _home(facts), facts.players
    if isinstance(home, Unread):
        yield finding("player", "unread", why=home.why)
        return
    id = object_id(home.get("player_id"))
    if id is None:
        yield finding("player", "default")
    elif isinstance(players, Unread):
        yield finding("player", "unread", why=players.why)
    elif id in (players or {}):
        yield finding("player", "fine", name=(players or {})[id].get("name"))
    else:
        yield finding("player", "gone", project=home.get("name"))


def _privacy(facts: EventFacts) -> Iterator[Finding]:
    """Whether there is any site that can show the event."""
    home = _home(facts)
    if isinstance(home, Unread):
        yield finding("privacy", "unread", why=home.why)
        return
    word, names = home.get("privacy_type"), home.get("privacy_domains") or []
    if word in ("anywhere", "nowhere"):
        yield finding("privacy", word, project=home.get("name"))
    elif word != "custom":
        yield finding("privacy", "odd", project=home.get("name"), word=word)
    elif not names:
        yield finding("privacy", "empty", project=home.get("name"))
    elif isinstance(facts.domains, Unread):
        yield finding("privacy", "unread", why=facts.domains.why)
    else:
        yield from _domains(names, facts.domains or (), home)


def _domains(names: Sequence[str], domains: Sequence[Raw], home: Raw) -> Iterator[Finding]:
    """A finding for each domain that is not usable, or one that there is none."""
    active = {domain_key(raw["domain"]) for raw in domains if raw.get("archived_at") is None}
    archived = {domain_key(raw["domain"]) for raw in domains} - active
    found = [
        finding(
            "privacy",
            "archived" if key in archived else "missing",
            domain=domain_text(key),
            project=home.get("name"),
        )
        for key in map(domain_key, names)
        if key not in active
    ]
    shown = ", ".join(domain_text(domain_key(name)) for name in names)
    yield from found or [finding("privacy", "fine", domains=shown)]


def _drm_auth(facts: EventFacts) -> Iterator[Finding]:
    """Whether viewers of an encrypted event can get a license, as far as that can be read."""
    home, callback = _home(facts), facts.drm_auth
    if isinstance(home, Unread):
        yield finding("drm_auth", "unread", why=home.why)
    elif not is_encrypted(facts.event, home):
        yield finding("drm_auth", "unused")
    elif isinstance(callback, Unread):
        yield finding("drm_auth", "unread", why=callback.why)
    elif callback is None:
        yield finding("drm_auth", "none")
    else:
        url = str(callback.get("url") or "")
        scheme = _SCHEME.match(url)
        codes = {"https": "fine", "http": "plain"}
        code = codes.get(scheme[1].lower(), "no_url") if scheme else "no_url"
        yield finding("drm_auth", code, url=masked_address(url))
