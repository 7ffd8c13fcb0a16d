# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check a built site for pages that load resources from other hosts, and for broken links."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: attributes that make a browser load a resource; links in the head of a page are loaded, too
LOADED = {"src", "srcset", "poster", "data", "background"}
STYLE = re.compile(r"""(?:url\(|@import)\s*["']?\s*((?:https?:)?//[^"')\s]+)""")
REMOTE = re.compile(r"\s*(?:https?:)?//")


class Page(HTMLParser):
    """One page: the external resources it loads, its links, and its anchors."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = STYLE.findall(text)
        self.links: list[str] = []
        self.places: set[str] = {""}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" or (tag == "a" and name == "name"):
                self.places.add(value or "")
            elif name in LOADED or (tag == "link" and name == "href"):
                self.links.append(value or "")
                if REMOTE.match(value or ""):
                    self.loads.append(value or "")
            elif tag == "a" and name == "href":
                self.links.append(value or "")


def faults(folder: Path) -> list[str]:
    """One line for each fault of the site in ``folder``."""
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.html"))}
    found = [] if pages else [f"{folder}: no pages"]
    for path, page in pages.items():
        name = path.relative_to(folder)
        found += [f"{name}: loads {address} from another host" for address in page.loads]
        found += [f"{name}: the link {link} leads nowhere" for link in page.links if not _leads(pages, path, link)]
    for path in sorted(folder.rglob("*.css")):
        remote = STYLE.findall(path.read_text(encoding="utf-8"))
        found += [f"{path.relative_to(folder)}: loads {address} from another host" for address in remote]
    return found


def _leads(pages: dict[Path, Page], origin: Path, link: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return True
    target = (origin.parent / unquote(parts.path)).resolve() if parts.path else origin
    if target not in pages:
        return target.is_file()
    return unquote(parts.fragment) in pages[target].places
