# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The guard over the built documentation site finds what it is there for."""

from __future__ import annotations

import importlib
import pathlib
from types import ModuleType

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
TABLE = ".. list-table::\n  :width: 100%\n\n  * - Parameter\n    - Comments\n\n"


def script(monkeypatch: pytest.MonkeyPatch, name: str) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module(name)


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
def test_pages(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path, page: str, found: str | None) -> None:
    """A page is faultless, or the fault is named."""
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    (tmp_path / "other.html").write_text('<p id="a place">', encoding="utf-8")
    faults = script(monkeypatch, "site_check").faults(tmp_path)
    assert len(faults) == bool(found)
    assert all(fault.startswith(f"index.html: {found}") for fault in faults)


def test_styles(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    """Fonts that style sheets load, and a site that is not there."""
    (tmp_path / "x.css").write_text("@font-face { src: url('https://example.com/x.woff') }", encoding="utf-8")
    assert script(monkeypatch, "site_check").faults(tmp_path) == [
        f"{tmp_path}: no pages",
        "x.css: loads https://example.com/x.woff from another host",
    ]


def row(name: str) -> str:
    """A row of a generated table of options, which is what antsibull-docs writes, without the texts."""
    return f'  * - .. raw:: html\n\n        <div id="parameter-{name}"></div>\n\n    - A text\n\n'


def test_the_options_of_the_connection_move_to_a_table_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order that they have; suboptions stay with their option, and what follows the table stays there."""
    site_options = script(monkeypatch, "site_options")
    options = ["ads", "api_url", "logo", "logo/src", "validate_certs", "zone"]
    page = f"Parameters\n\n{TABLE}{''.join(map(row, options))}.. Attributes\n"
    own, shared = (["ads", "logo", "logo/src", "zone"], ["api_url", "validate_certs"])
    wanted = f"Parameters\n\n{TABLE}{''.join(map(row, own))}{site_options.SHARED}{TABLE}{''.join(map(row, shared))}"
    connection = site_options.connection_options(ROOT)
    assert {"api_token", *shared} <= connection
    assert site_options.own_first(page, connection) == f"{wanted}.. Attributes\n"
    other = f"{TABLE}{''.join(map(row, own))}"
    assert site_options.own_first(other, connection) == other


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["ads", "ads/url", "api_url"], "[]"),
        (["ads", "api_url", "zone"], "kinescope_x_module.html: options of the connection come before"),
        (["ads"], "no page of a module with the options of the connection"),
    ],
)
def test_order(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path, names: list[str], found: str) -> None:
    """A built page, on which the options are in the order that is wanted or not."""
    page = "".join(f'<div class="anchor" id="parameter-{name}"></div>' for name in names)
    (tmp_path / "kinescope_x_module.html").write_text(page, encoding="utf-8")
    assert found in str(script(monkeypatch, "site_options").faults(tmp_path, frozenset({"api_url"})))


def test_searches(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    """What the browser shows decides; the first result is the one that counts."""
    site_search = script(monkeypatch, "site_search")
    browser = tmp_path / "browser"
    links = '<a href="{}" data-score="15">x</a>'
    pages = ["reference/kinescope_player_module.html", "rotation.html"]
    browser.write_text(
        f"#!/bin/sh\ncat <<'END'\n{''.join(map(links.format, [pages[0] + '#id', pages[1]]))}\nEND\n", encoding="utf-8"
    )
    browser.chmod(0o755)
    monkeypatch.setattr(site_search.shutil, "which", lambda _name: str(browser))
    assert site_search.search(str(browser), tmp_path, "any") == pages
    assert site_search.faults(tmp_path) == [
        "search.html: the first result for rotate is not rotation.html: "
        + pages[0].partition("#")[0]
        + ", rotation.html"
    ]
