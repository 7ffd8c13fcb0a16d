# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guard over the built documentation site finds what it is there for."""

from __future__ import annotations

import importlib.util
import pathlib

import pytest

SCRIPT = pathlib.Path(__file__).resolve().parents[3] / "scripts/site_check.py"
SPEC = importlib.util.spec_from_file_location("site_check", SCRIPT)
assert SPEC
assert SPEC.loader
site_check = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(site_check)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ('<a href="https://example.com/">a link is not loaded</a> <a href="#here" id="here">', None),
        ('<script src="https://example.com/x.js"></script>', "loads https://example.com/x.js"),
        ('<img src="//example.com/x.png">', "loads //example.com/x.png"),
        ('<img srcset="https://example.com/x.png 2x">', "loads https://example.com/x.png 2x"),
        ('<link rel="stylesheet" href="http://example.com/x.css">', "loads http://example.com/x.css"),
        ('<style>@import "https://example.com/x.css";</style>', "loads https://example.com/x.css"),
        ('<p style="background: url(https://example.com/x.png)">', "loads https://example.com/x.png"),
        ('<a href="gone.html">', "the link gone.html leads nowhere"),
        ('<a href="#gone">', "the link #gone leads nowhere"),
        ('<a href="other.html#gone">', "the link other.html#gone leads nowhere"),
        ('<a href="other.html#a%20place">', None),
        ('<img src="gone.png">', "the link gone.png leads nowhere"),
    ],
)
def test_pages(tmp_path: pathlib.Path, page: str, found: str | None) -> None:
    """A page is faultless, or the fault is named."""
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    (tmp_path / "other.html").write_text('<p id="a place">', encoding="utf-8")
    faults = site_check.faults(tmp_path)
    assert len(faults) == bool(found)
    assert all(fault.startswith(f"index.html: {found}") for fault in faults)


def test_styles(tmp_path: pathlib.Path) -> None:
    """Fonts that style sheets load, and a site that is not there."""
    (tmp_path / "x.css").write_text("@font-face { src: url('https://example.com/x.woff') }", encoding="utf-8")
    assert site_check.faults(tmp_path) == [
        f"{tmp_path}: no pages",
        "x.css: loads https://example.com/x.woff from another host",
    ]
