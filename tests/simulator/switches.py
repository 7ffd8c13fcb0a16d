# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The switches: one for each question about the API that the known facts leave open.

This table is the only source: values are validated with it, and the table in docs/simulator.md is generated from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Switch:
    """One switch: its values, the default first; `free` describes other accepted values."""

    name: str
    values: tuple[str, ...]
    about: str
    free: str = ""

    @property
    def default(self) -> str:
        """The value of a new simulator."""
        return self.values[0]


def _s(name: str, values: str, about: str, free: str = "") -> Switch:
    return Switch(name, tuple(values.split(" ")) if values else ("",), about, free)


SWITCHES: tuple[Switch, ...] = (
    # Bodies of writes
    _s(
        "put",
        "merge replace",
        "whether PUT changes only the keys in the body, or all writable fields (missing keys are reset to defaults)",
    ),
    _s("create_requires", "observed documented", "documented: creating a project also requires privacy_domains"),
    _s(
        "names",
        "unique free",
        "unique: a second project, player, webhook, zone, domain or tag of the same name is rejected (400203, 400201)",
    ),
    _s(
        "stored_names",
        "as_sent trimmed folded escaped nfc cut",
        "how names are stored: trimmed, in lower case, HTML-escaped, in NFC, or cut at 100 characters",
    ),
    _s("stored_texts", "as_sent trimmed", "trimmed: other texts are stored without spaces and newlines at their ends"),
    _s(
        "ignored",
        "",
        "the name of a field, or of a route that changes a state (active, enable, complete, stream), that is ignored",
        free="text",
    ),
    _s(
        "domains_from_lists",
        "off on",
        "whether privacy_domains of projects, playlists and videos create missing domains",
    ),
    _s(
        "unknown_fields",
        "none extra",
        "extra: projects, players, webhooks, zones and events have an undocumented writable field x_dashboard",
    ),
    _s(
        "record_off",
        "either null_only object_only",
        'what turns recording off: {"record": null}, {"record": {"parent": null}}',
    ),
    _s("moderator_put", "partial full", "full: PUT of a moderator requires username, email and password"),
    _s("video_patch", "documented all", "all: PATCH of a video also accepts subtitle, player_id and subtitles_enabled"),
    _s("tags_from_videos", "on off", "whether tags of a video create missing tags"),
    _s(
        "new_posters",
        "active inactive",
        "whether a poster from a file, and the first poster of a video, becomes active",
    ),
    _s("attachment_title", "kept ignored", "whether init stores the title of an additional material"),
    _s("event_poster", "default none", "the poster of a new event: Kinescope's default image, or none"),
    _s("replace_title", "overwritten kept", "the title of a replaced video if the upload has a different title"),
    _s(
        "replaced_file",
        "shown late",
        "what a video shows after its file has been replaced: the new file, which is being processed, or the old one "
        "as done until the new one has been processed",
    ),
    _s(
        "trimmed_original",
        "cut kept",
        "whether the original of a trimmed upload is what was kept of it, or the whole file",
    ),
    _s(
        "entities_replace",
        "honoured ignored doubled refused",
        "replace when videos are added to a playlist: honoured, ignored (videos that are in it are left out, or added "
        "again), or rejected (400400)",
    ),
    _s(
        "room_participants",
        "taken unseen late ignored",
        "participants in a request that creates a room: taken, taken but not in the response, taken after the room has "
        "been shown three times without them, or ignored",
    ),
    # Secrets and hidden fields
    _s(
        "secrets",
        "echoed masked omitted empty",
        "passwords and CDN secrets in responses; a stored empty value is always shown as empty",
    ),
    _s("restream_keys", "echoed masked omitted", "stream keys of restreams in responses"),
    _s("mask", "<REDACTED>", "the mask that replaces a secret", free="text"),
    _s(
        "token_secret",
        "id token value access_token",
        "the field of the create response that contains the secret of a new access token",
    ),
    _s("strict_in_drm", "hidden shown", "whether DRM settings show strict"),
    _s("presets", "hidden echoed", "whether responses contain video.presets of an event"),
    _s(
        "schedule",
        "both stream scheduled",
        "where the start time of an event is stored: in both places, only in the stream, or separately in each",
    ),
    _s(
        "enable_shows",
        "nothing status",
        "whether an enabled event shows it in stream.status before an encoder connects",
    ),
    _s(
        "stream_words",
        "on-air connected",
        "stream.status once an encoder has connected: on-air until the end, or connected and disconnected",
    ),
    _s("idn", "as_given punycode unicode", "the form of international domain names in responses"),
    _s("domain_case", "kept lowered", "the case of domain names in responses"),
    _s("empty_lists", "as_is null", "null: empty lists inside objects are shown as null"),
    _s(
        "absent_fields", "shown dropped", 'dropped: fields that are null, "", false, 0 or [] are omitted from responses'
    ),
    _s("id_form", "uuid short", "the form of IDs in responses"),
    _s("root_folder_parent", "project null zero", "parent_id of a folder at the project root; zero: the zero UUID"),
    _s("logo_shape", "data_uri object url", "the form of a player's logo in get"),
    _s(
        "files",
        "local vendor",
        "whether links to subtitles, posters and materials point to the simulator or to Kinescope's CDN",
    ),
    # Lists
    _s("families", "documented page offset", "page, offset: every paged list uses this family"),
    _s(
        "offset_keys",
        "both page offset none",
        "parameters that offset lists support: page/per_page, limit/offset, both; none: always the first ten",
    ),
    _s(
        "totals",
        "number text float missing zero page",
        "the total of paged lists: page counts only the rows of the page itself",
    ),
    _s("deleted_rows", "gone listed", "listed: deleted folders and webhooks stay in responses, with deleted_at"),
    _s("video_lists", "whole short", "short: the list of videos omits subtitle, tags, player_id and privacy_share"),
    _s(
        "page_limit",
        "clamp refuse honour",
        "whether a page size over 100 becomes 100, is rejected (400400), or is accepted",
    ),
    _s(
        "catalog_filter",
        "strict all_by_default ignored",
        "whether the project list without catalog_type returns vod only, or all; ignored: always all",
    ),
    _s(
        "place_filters",
        "honoured ignored",
        "whether the lists of videos and events can be narrowed to a project or folder",
    ),
    _s(
        "archived_lists",
        "all active",
        "whether lists without ?archived= include archived tags, domains and file requests",
    ),
    # Responses to writes
    _s(
        "created_answer",
        "object id success no_data",
        "the response to creating players, projects, domains, tags and zones; id: the ID of the new object only",
    ),
    _s(
        "updated_answer",
        "object id success no_data no_content",
        "the response to updating these and DRM settings",
    ),
    _s("created_status", "200 201", "the status of a successful create"),
    _s(
        "delete_answer",
        "success no_content object",
        "the response to a delete; for folders, the folder itself unless no_content",
    ),
    # Refusals
    _s(
        "player_delete",
        "allowed refused missing no_route",
        "the response to DELETE of a player: success, 400, 405/400405 or 404/400404",
    ),
    _s("logo_upload", "either raw multipart", "the accepted form of a logo; the other one is rejected with 400400"),
    _s(
        "delete_body",
        "ignored needed",
        "needed: DELETE of players, file requests, domains and tags without a JSON body is rejected (400, code 1)",
    ),
    _s("logo_delete", "allowed refused", "refused: 405/400405 on DELETE of a logo"),
    _s("enable_again", "ok refused", "enabling an event twice"),
    _s("complete_again", "refused ok", "completing an event twice"),
    _s("running_delete", "allowed refused", "deleting an event that is enabled and not finished"),
    _s(
        "usage_without_dates",
        "not_found invalid",
        "the response to analytics without from and to: 404/400404, or 400/400400",
    ),
    # The workspace
    _s("default_player", "on off", "on: a default player exists from the start, and new projects use it"),
    _s("playlist_sort", "created_at custom", "settings.sort_field of a new playlist"),
    _s(
        "edited_answer",
        "object id success",
        "the response to copying, joining and cutting videos; id: the ID of the result",
    ),
    _s("cut_result", "new same", "whether cutting creates a new video or changes the video itself"),
    _s("import_polls", "3", "how many reads a video takes from pending to done (0: done at once)", free="whole number"),
    _s("tus_head", "200 204", "the status of HEAD on an upload"),
    _s(
        "tus_patch",
        "offset 200 no_offset",
        "the response to a part of an upload: 204 or 200 with the new offset, or 200 without it",
    ),
    _s("tus_complete", "kept gone", "gone: the endpoint of an upload responds with 404 after the upload is complete"),
    # Rate limits
    _s("limits", "off on", "on: 10 requests a second and 300 a minute per token, then 429"),
    _s("retry_after", "seconds date none", "the form of Retry-After on 429"),
)
BY_NAME = {switch.name: switch for switch in SWITCHES}


def checked(name: str, value: object) -> str:
    """A switch's value as text. Raises ValueError that lists the known switches or values."""
    switch = BY_NAME.get(name)
    if switch is None:
        raise ValueError(f"unknown switch {name!r}; known: {', '.join(sorted(BY_NAME))}")
    text = ("on" if value else "off") if isinstance(value, bool) else "null" if value is None else str(value)
    if not switch.free and text not in switch.values:
        raise ValueError(f"switch {name} must be one of {', '.join(switch.values)}, not {text!r}")
    if switch.free == "whole number" and not text.isdecimal():
        raise ValueError(f"switch {name} must be a whole number, not {text!r}")
    return text


def defaults() -> dict[str, str]:
    """Every switch at its default."""
    return {switch.name: switch.default for switch in SWITCHES}


def changed(current: Mapping[str, str], wanted: Mapping[str, object]) -> dict[str, str]:
    """The current switches with the wanted ones applied; all are validated first."""
    return {**current, **{name: checked(name, value) for name, value in wanted.items()}}


def table() -> str:
    """The table for the documentation."""
    rows = ["| Switch | Values, default first | What it decides |", "|---|---|---|"]
    for switch in SWITCHES:
        values = ", ".join(f"`{value}`" for value in switch.values) + (f", any {switch.free}" if switch.free else "")
        rows.append(f"| `{switch.name}` | {values} | {switch.about} |")
    return "\n".join(rows) + "\n"
