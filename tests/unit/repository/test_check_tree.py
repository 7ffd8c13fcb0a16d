# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guard over committed files finds what it is there for."""

from __future__ import annotations

import importlib
import pathlib

import pytest

OURS = "https://github.com/kinescope/ansible-collection-kinescope/blob/main/"
RAW = "https://raw.githubusercontent.com/kinescope/ansible-collection-kinescope/main/"


@pytest.mark.parametrize(
    ("name", "line", "found"),
    [
        ("README.md", f"[a guide]({OURS}docs/start.md#install) [here](#modules) <docs/start.md>", None),
        ("README.md", "[a guide](docs/start.md)", "a link that is no full address: docs/start.md"),
        ("README.md", f"[a guide]({OURS}docs/gone.md)", "a link to a file that is not here"),
        ("README.md", "[![an image](docs/images/drift.png)](https://example.com)", "a link that is no full address"),
        ("README.md", f"![it]({RAW}docs/gone.png)", "a link to a file that is not here"),
        ("roles/drift/README.md", "[a guide](../../docs/media.md)", "a link that is no full address"),
        ("roles/drift/README.md", "[plain](http://example.com)", "a link that is no full address"),
        ("docs/start.md", "[a guide](bootstrap.md) `bootstrap.md`", None),
        ("docs/start.md", "[`gitops/ci.yml`](gitops/ci.yml)", "the text of a link is the name of a file"),
        ("docs/start.md", "[COPYING](../COPYING)", "the text of a link is the name of a file"),
        ("docs/start.md", "[issues](https://github.com/x/y/issues) [start](start.md)", None),
        ("docs/start.md", "cd /" + "work/here", "a path of one machine"),
        ("scripts/new.py", "# Copyright" + ": (c) 2026, somebody", "a copyright that REUSE does not read"),
        ("scripts/new.py", "# Copyright (c) 2026, somebody", None),
        ("requirements/dev.txt", "--index-url x", "a lock file must not say where packages come from"),
        ("requirements/dev.in", "--index-url x", None),
    ],
)  # fmt: skip
def test_lines(monkeypatch: pytest.MonkeyPatch, name: str, line: str, found: str | None) -> None:
    """A line is faultless, or the fault is named with its place."""
    monkeypatch.syspath_prepend(str(pathlib.Path(__file__).resolve().parents[3] / "scripts"))
    faults = importlib.import_module("check_tree").faults(name, f"first\n{line}")
    assert [fault.startswith(f"{name}:2: {found}") for fault in faults] == ([True] if found else [])
