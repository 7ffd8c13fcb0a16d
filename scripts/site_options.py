# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The order of options on the pages of the site: those of the module first, those of the connection at the end.

antsibull-docs sorts all options by name, which mixes a module's own options with those that all modules have.
"""

from __future__ import annotations

import re
import runpy
from html.parser import HTMLParser
from pathlib import Path

import yaml

#: the head of a generated table of options, and its rows, one for each option or suboption
TABLE = re.compile(
    r"^(\.\. list-table::\n(?: .*\n|\n)*?  \* - Parameter\n    - Comments\n)((?:\n|  \* - .*\n| {4}.*\n)+)",
    re.MULTILINE,
)
ROW = re.compile(r"^(?=  \* - )", re.MULTILINE)
OPTION = re.compile(r'id="parameter-([\w-]+)')
SHARED = "Options of the connection, which all modules have:\n\n"


def connection_options(root: Path) -> frozenset[str]:
    """The names of the options in the documentation fragment for connections."""
    fragment = runpy.run_path(str(root / "plugins/doc_fragments/_connection.py"))["ModuleDocFragment"]
    return frozenset(yaml.safe_load(fragment.DOCUMENTATION)["options"])


def own_first(page: str, connection: frozenset[str]) -> str:
    """The reStructuredText of a page, with the options of the connection in a second table."""

    def split(table: re.Match[str]) -> str:
        head = table[1]
        rows = [row.rstrip() + "\n\n" for row in ROW.split(table[2]) if row.strip()]
        shared = [row for row in rows if _option(row) in connection]
        own = [row for row in rows if _option(row) not in connection]
        if not (own and shared):
            return table[0]
        return "".join([head, "\n", *own, SHARED, head, "\n", *shared])

    return TABLE.sub(split, page)


def _option(row: str) -> str:
    found = OPTION.search(row)
    return found[1] if found else ""


class _Options(HTMLParser):
    """The options of a built page, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        identity = dict(attrs).get("id") or ""
        if identity.startswith("parameter-"):
            self.names.append(identity.removeprefix("parameter-").partition("/")[0])


def faults(folder: Path, connection: frozenset[str]) -> list[str]:
    """One line for each page in ``folder`` where an option of the connection precedes one of the module."""
    found, seen = [], 0
    for path in sorted(folder.rglob("*_module.html")):
        shared = [name in connection for name in _Options(path.read_text(encoding="utf-8")).names]
        seen += any(shared)
        if shared != sorted(shared):
            found.append(f"{path.relative_to(folder)}: options of the connection come before those of the module")
    return found if seen else [f"{folder}: no page of a module with the options of the connection"]
