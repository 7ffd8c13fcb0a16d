# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Videos to import from a directory tree: its directories become folders, its files videos."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .plan import Entry, Found

#: the extensions of files that count as videos
SUFFIXES = (
    *("3g2", "3gp", "asf", "avi", "divx", "dv", "f4v", "flv", "m2t", "m2ts", "m2v", "m4v", "mkv", "mov", "mp4"),
    *("mpe", "mpeg", "mpg", "mts", "mxf", "ogv", "qt", "rm", "rmvb", "ts", "vob", "webm", "wmv"),
)
#: files that operating systems leave in directories, hidden by them
LEFT_BEHIND = ("thumbs.db", "desktop.ini")


def read_tree(files: Iterable[Any], root: str, suffixes: Sequence[str] = SUFFIXES) -> Found:
    """The videos among the files below ``root``.

    ``files`` are paths, or results of ansible.builtin.find. Hidden files and directories are left out. Links are not
    followed; they are listed as skipped, like all other files that are not videos.
    """
    known = {suffix.lower().lstrip(".") for suffix in suffixes}
    found = Found()
    for path, is_file in sorted(_paths(files)):
        names = posixpath.relpath(path, root).split("/")
        if any(part.startswith(".") for part in names) or names[-1].lower() in LEFT_BEHIND:
            continue
        shown = "/".join(names)
        if not is_file or posixpath.splitext(names[-1])[1][1:].lower() not in known:
            found.skipped.append(shown)
        elif not title_of(names[-1]):
            found.faults.append(f"{shown}: its file name does not contain a title")
        else:
            folder = tuple(unicodedata.normalize("NFC", part) for part in names[:-1])
            found.entries.append(Entry(shown, title_of(names[-1]), {"src": path}, folder))
    return found


def title_of(name: str) -> str:
    """The title of a file: its name without the extension, in composed Unicode (file systems may decompose it)."""
    return unicodedata.normalize("NFC", posixpath.splitext(name)[0]).strip()


def _paths(files: Iterable[Any]) -> Iterable[tuple[str, bool]]:
    """(path, whether it is a file) of each entry; directories are left out."""
    for one in files:
        if not isinstance(one, Mapping):
            yield str(one), True
        elif not one.get("isdir"):
            yield str(one["path"]), bool(one.get("isreg", True))
