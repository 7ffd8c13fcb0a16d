# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The possible findings of a preflight check, by rule: severity, message and advice. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .display import visible

ERROR, WARNING, OK = "error", "warning", "ok"
#: the worst comes first
SEVERITIES = (ERROR, WARNING, OK)


class FindingTemplate(NamedTuple):
    """One possible finding of a rule. ``message`` and ``advice`` may have placeholders for observed values."""

    severity: str
    message: str
    advice: str = ""


class Finding(NamedTuple):
    """A finding about one live event."""

    rule: str
    severity: str
    message: str
    advice: str = ""


_UNREAD = FindingTemplate(
    WARNING, "could not be checked: {why}", "allow the token to read it, or check it in the dashboard"
)
_GONE = FindingTemplate(ERROR, "no project or folder has the ID {id}", "set {option} to one that exists")

#: rule -> its possible findings; a rule is named after the module option that it is about, if there is one
RULES: Mapping[str, Mapping[str, FindingTemplate]] = {
    "starts_at": {
        "coming": FindingTemplate(OK, "starts at {start}"),
        "on_air": FindingTemplate(OK, "{airing}"),
        "early": FindingTemplate(
            WARNING,
            "{airing}, but starts only at {start}",
            "check whether the encoder sends by mistake, or still sends an earlier broadcast",
        ),
        "unknown": FindingTemplate(
            WARNING,
            "the API calls its stream '{word}', so it is unknown whether it is on air",
            "look at the live event in the dashboard",
        ),
        "ended": FindingTemplate(
            ERROR, "has already ended", "create another live event; one that has ended cannot be used again"
        ),
        "over": FindingTemplate(
            WARNING,
            "its last stream has ended, and the next one is not scheduled",
            "schedule it with the action schedule of kinescope_live_stream",
        ),
        "late": FindingTemplate(
            WARNING,
            "was to start at {start}, and has not started",
            "start the encoder, or reschedule or delete the live event",
        ),
        "unscheduled": FindingTemplate(WARNING, "has no start time", "set starts_at"),
    },
    "auto_start": {
        "on": FindingTemplate(OK, "viewers see it as soon as the encoder sends"),
        "open": FindingTemplate(OK, "viewers see it already"),
        "off": FindingTemplate(
            WARNING,
            "viewers only see it after somebody has started it",
            "set auto_start, or start it with the action enable of kinescope_live_stream",
        ),
        "unread": _UNREAD,
    },
    "streamkey": {
        "set": FindingTemplate(OK, "has a stream key"),
        "empty": FindingTemplate(ERROR, "has no stream key", "create another live event, and send to that"),
        "unread": _UNREAD,
    },
    "restreams": {
        "none": FindingTemplate(OK, "is not restreamed"),
        "fine": FindingTemplate(OK, "'{name}' is enabled"),
        "disabled": FindingTemplate(WARNING, "'{name}' is disabled", "enable it, or remove it"),
        "no_url": FindingTemplate(
            ERROR, "the URL of '{name}' has no scheme and host", "set its url, such as rtmp://host/app"
        ),
        "odd_url": FindingTemplate(WARNING, "the URL of '{name}' is neither rtmp:// nor rtmps://", "check its url"),
        "no_key": FindingTemplate(ERROR, "'{name}' has no stream key", "set its key"),
        "key_unread": FindingTemplate(
            WARNING, "the API does not show whether '{name}' has a stream key", "check its key"
        ),
        "disconnected": FindingTemplate(
            WARNING, "'{name}' is not connected, although the event is on air", "check its url and key"
        ),
        "odd_state": FindingTemplate(
            WARNING,
            "the API calls the state of '{name}' '{word}', so it is unknown whether it is connected",
            "look at the other platform",
        ),
        "shared": FindingTemplate(
            WARNING,
            "'{name}' sends to the same place as live event '{other}' at the same time",
            "give one of them another url or key",
        ),
        "unread": _UNREAD,
    },
    "location": {
        "fine": FindingTemplate(OK, "is in {place}"),
        "other": FindingTemplate(
            WARNING, "is in {place}, a project with catalog_type vod", "move it to a project with catalog_type live"
        ),
        "odd": FindingTemplate(WARNING, "is in {place}; the API does not show whether its project is for live events"),
        "none": FindingTemplate(WARNING, "is in no project", "set location"),
        "gone": _GONE,
        "unread": _UNREAD,
    },
    "record_to": {
        "fine": FindingTemplate(OK, "is recorded to {place}; the API does not show how much room is left"),
        "other": FindingTemplate(
            WARNING,
            "is recorded to {place}, a project with catalog_type live",
            "set record_to to a project with catalog_type vod",
        ),
        "odd": FindingTemplate(
            WARNING, "is recorded to {place}; the API does not show whether its project is for recordings"
        ),
        "none": FindingTemplate(WARNING, "is not recorded", "set record_to"),
        "gone": _GONE,
        "unread": _UNREAD,
    },
    "player": {
        "fine": FindingTemplate(OK, "is shown in player '{name}'"),
        "default": FindingTemplate(OK, "is shown in the default player"),
        "gone": FindingTemplate(ERROR, "the player of project '{project}' does not exist", "set the project's player"),
        "unread": _UNREAD,
    },
    "privacy": {
        "anywhere": FindingTemplate(OK, "any site can show it"),
        "fine": FindingTemplate(OK, "can be shown on {domains}"),
        "nowhere": FindingTemplate(
            WARNING, "privacy_type of project '{project}' is nowhere, so no site can show it", "set privacy_type"
        ),
        "empty": FindingTemplate(
            WARNING,
            "project '{project}' allows only its privacy_domains, but has none, so no site can show it",
            "set privacy_domains",
        ),
        "archived": FindingTemplate(
            ERROR, "the domain {domain} is archived, so its viewers may be locked out", "restore the domain"
        ),
        "missing": FindingTemplate(
            WARNING,
            "the workspace has no domain {domain}, although project '{project}' allows it",
            "create the domain, or take it out of the project's privacy_domains",
        ),
        "odd": FindingTemplate(
            WARNING, "privacy_type of project '{project}' is '{word}', which is unknown", "check who may watch"
        ),
        "unread": _UNREAD,
    },
    "drm_auth": {
        "unused": FindingTemplate(OK, "is not encrypted, so viewers need no license"),
        "none": FindingTemplate(OK, "is encrypted; no callback decides who gets a license"),
        "fine": FindingTemplate(OK, "the DRM callback is {url}; whether it answers was not tried"),
        "plain": FindingTemplate(WARNING, "the DRM callback {url} is not encrypted (http://)", "set an https:// URL"),
        "no_url": FindingTemplate(
            ERROR, "the DRM callback is not an http:// or https:// URL, so viewers may get no license", "set its url"
        ),
        "unread": _UNREAD,
    },
}


def finding(rule: str, code: str, **observed: object) -> Finding:
    """A finding in words. Observed values in it are made visible, and kept on one line."""
    shown = {name: visible(str(value)) for name, value in observed.items()}
    severity, message, advice = RULES[rule][code]
    return Finding(rule, severity, message.format(**shown), advice.format(**shown))
