# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The minimum that a custom script does to compare a workspace with a document. A part of bench.py.

It reads the YAML with the C loader, lists webhooks and privacy domains concurrently with a connection for each thread,
and compares the values in the document. It does not validate, pace, handle errors or write. It prints the
processor seconds that it took to read the file.
"""

from __future__ import annotations

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import requests
import yaml

LISTS = {"webhooks": ("webhooks", "name"), "privacy_domains": ("privacy-domains", "domain")}
PAGE = 100


def main(file: str, url: str, token: str) -> None:
    """Compare, and print the time it took to read the file. Raises SystemExit if something differs."""
    began = time.process_time()
    document = yaml.load(Path(file).read_bytes(), Loader=yaml.CSafeLoader)  # nosec B506 - a safe loader
    read = time.process_time() - began
    local = threading.local()

    def page(route: str, number: int) -> Any:
        if not hasattr(local, "session"):
            local.session = requests.Session()
            local.session.headers["Authorization"] = f"Bearer {token}"
        return local.session.get(f"{url}/v1/{route}", params={"page": number, "per_page": PAGE}, timeout=30).json()

    differing = 0
    with ThreadPoolExecutor(8) as pool:
        for section, (route, key) in LISTS.items():
            first = page(route, 1)
            meta = first["meta"]  # two of the API's families of lists
            last = -(-meta.get("pagination", meta)["total"] // PAGE)
            rest = pool.map(lambda number, route=route: page(route, number), range(2, last + 1))
            there = {row[key]: row for answer in (first, *rest) for row in answer["data"]}
            for entry in document[section]:
                row = there.get(entry[key], {})
                differing += any(row.get(name) != value for name, value in entry.items())
    print(read)
    if differing:
        sys.exit(f"{differing} objects differ")


if __name__ == "__main__":
    main(*sys.argv[1:])
