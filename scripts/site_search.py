# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Search the built site like a user without a network, in a browser if one is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
#: no network; timers of the page's scripts run without delay
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    *("--proxy-server=127.0.0.1:9", "--virtual-time-budget=9000"),
)
#: search words, and the page that has to be the first result
SEARCHES = {
    "kinescope_player": "reference/kinescope_player_module.html",
    "rotate": "rotation.html",
}
#: a result in the page after its scripts have run
RESULT = re.compile(r'<a href="([^"#?]+)[^"]*" data-score=')


def faults(folder: Path) -> list[str]:
    """One line for each search whose first result is not the expected page."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print("SKIPPED: the search of the site, for want of a browser")
        return []
    found = []
    for words, page in SEARCHES.items():
        results = search(browser, folder, words)
        if results[:1] != [page]:
            found.append(f"search.html: the first result for {words} is not {page}: {', '.join(results[:3]) or 'none'}")
    return found


def search(browser: str, folder: Path, words: str) -> list[str]:
    """The pages that the search finds, best first, as URLs relative to ``folder``."""
    with tempfile.TemporaryDirectory() as profile:
        page = f"{(folder / 'search.html').as_uri()}?q={quote(words)}"
        command = [browser, *FLAGS, f"--user-data-dir={profile}", "--dump-dom", page]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=120)
    return RESULT.findall(done.stdout.decode())
