# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Videos to import, from a list of their options."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.video import VIDEO

from .csv_text import LINK
from .plan import Entry, Found
from .tree import title_of

#: the options that an entry may have besides title, folder, and either src or url
OPTIONS = tuple(field.name for field in VIDEO.fields if not (field.name in VIDEO.identifying or field.source))


def read_list(entries: Sequence[Any], base: str = "") -> Found:
    """The videos in a list of {url or src, title, ...}. Relative paths of files are relative to ``base``."""
    found = Found()
    for number, given in enumerate(entries, 1):
        faults = _faults(given)
        if faults:
            found.faults += [f"video {number}: {fault}" for fault in faults]
            continue
        given = {name: value for name, value in given.items() if value is not None}
        options = {name: given[name] for name in OPTIONS if name in given}
        if "src" in given:
            src = given["src"]
            options["src"] = src if src.startswith("~") else posixpath.join(base, src)
        else:
            options["url"] = given["url"].strip()
        title = str(given["title"]).strip() if "title" in given else title_of(posixpath.basename(given["src"]))
        found.entries.append(Entry(f"video {number}", title, options, tuple(map(str, given.get("folder", ())))))
    return found


def _faults(given: Any) -> list[str]:
    """What is wrong with one entry of a list, a sentence each."""
    if not isinstance(given, Mapping):
        return ["must be a dictionary with url or src, and title"]
    has = {str(name): value for name, value in given.items() if value is not None}
    unknown = sorted(set(has) - {"title", "folder", "url", "src", *OPTIONS})
    faults = [f"unknown option {name}" for name in unknown]
    if ("url" in has) == ("src" in has):
        faults.append("must have either url or src")
    elif "src" in has and not (isinstance(has["src"], str) and has["src"].strip()):
        faults.append("src is not the path of a file")
    faults += [
        f"{name} must be an http or https URL without a user name and without a backslash"
        for name in ("url", "poster_url")
        if name in has and not (isinstance(has[name], str) and LINK.fullmatch(has[name].strip()))
    ]
    title = has.get("title", "" if "url" in has else "the name of the file")
    if isinstance(title, bool) or not isinstance(title, (str, int, float)) or not str(title).strip():
        faults.append("has no title")
    folder = has.get("folder", [])
    if not isinstance(folder, (list, tuple)) or not all(
        isinstance(name, (str, int, float)) and str(name).strip() for name in folder
    ):
        faults.append("folder must be a list of names")
    return faults
