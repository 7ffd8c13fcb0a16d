# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The outcome of an import: one line for each video, and the number of videos for each outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible

OUTCOMES = ("imported", "updated", "unchanged", "failed")
#: what the role has for options that messages of kinescope_video advise to set
VARIABLES = {
    "replace: true": "kinescope_import_replace",
    "wait_timeout": "kinescope_import_wait_timeout",
    "wait: false": "kinescope_import_wait",
    "force: true": "no variable for force, so use kinescope_video for this video",
}


def outcome_of(
    videos: Sequence[Mapping[str, Any]], started: Sequence[Mapping[str, Any]], waited: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """{imported, updated, unchanged, failed, videos, faults} for planned videos and the results of their tasks.

    ``waited`` is empty if no task waited for processing. A video is {title, folder, where, outcome}, with its ``id`` if
    it exists, and with ``msg`` if it failed. ``faults`` has a sentence for each that failed.
    """
    outcomes = []
    for number, video in enumerate(videos):
        results = [results[number] for results in (started, waited) if number < len(results)]
        outcomes.append(_outcome_of_one(video, [result for result in results if not result.get("skipped")]))
    counts = {outcome: sum(one["outcome"] == outcome for one in outcomes) for outcome in OUTCOMES}
    failed = [one for one in outcomes if one["outcome"] == "failed"]
    faults = [f"{one['where']}, '{one['title']}': {one['msg']}{_in_the_role(one['msg'])}" for one in failed]
    return {**counts, "videos": outcomes, "faults": list(map(visible, faults))}


def _in_the_role(message: str) -> str:
    """What the options of kinescope_video that a message advises to set are in the role."""
    advice = [text for option, text in VARIABLES.items() if option in message]
    return f" (in the role: {'; '.join(advice)})" if advice else ""


def _outcome_of_one(video: Mapping[str, Any], results: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    shown = {name: video[name] for name in ("title", "folder", "where")}
    for result in results:
        id = (result.get("resource") or {}).get("id")
        if id:
            shown["id"] = id
    failed = [result for result in results if result.get("failed")]
    if failed or not results:
        return {**shown, "outcome": "failed", "msg": str(failed[0].get("msg", "")) if failed else "was not attempted"}
    changes = [change for result in results for change in result.get("changes") or ()]
    if any(change.get("action") == "create" for change in changes):
        return {**shown, "outcome": "imported"}
    return {**shown, "outcome": "updated" if any(result.get("changed") for result in results) else "unchanged"}
