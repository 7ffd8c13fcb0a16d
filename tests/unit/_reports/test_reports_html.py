# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page: nothing in it that we did not write, all of what was told, and how a real browser shows it."""

from __future__ import annotations

import base64
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
from collections import Counter
from html import escape
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.as_html import as_html
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.differences import lines_of, rows_of
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.drift import Drift
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.html_script import SCRIPT
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.html_style import STYLE
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.results import Ledger, drift_of
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._reports.words import badge, titled
from tests.unit._reports.samples.samples import HOSTILE, change, large, results, texts, workspace

#: Every element that the page may have, with its attributes.
ELEMENTS = {
    line.split()[0]: frozenset(line.split()[1:])
    for line in """
        html lang
        head
        meta charset content http-equiv name
        title
        style
        script
        strong class
        button type class title aria-live hidden
        body class
        header
        main
        footer
        section class id
        div class id tabindex
        h1 dir
        h2 class dir
        p class
        a class href
        dl class
        dt
        dd
        ul class aria-hidden
        li class
        b
        small
        span class dir
        bdi class
        svg width height aria-hidden
        defs
        pattern id width height patternunits patterntransform
        path d
        rect class x width height
        fieldset class
        legend
        label
        input type name id checked
        details class open
        summary
        table
        thead
        tbody
        tr
        th scope
        td
        code class
        del class
        ins class
    """.strip().splitlines()
}
CLASSES = frozenset(
    """
    skip verdict badge state-clean state-drift state-applied state-failed state-refused facts id copy counts none create
    update move delete other unchanged unmanaged error failed not_attempted applied planned hidden alarm errors key task
    message picture legend bars name numbers show part origin group family of below has-create has-update has-move
    has-delete has-other has-failed has-not_attempted pile entry flat action lost outcome names host reason scroll path
    note value absent remarks remark aside kept dropped
    """.split()  # noqa: SIM905
)
#: Elements without an end, in HTML; those of SVG are closed in their start tag.
VOID = frozenset(("meta", "input", "path", "rect"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine to show the page in")


class Page(HTMLParser):
    """A page taken apart: the texts of its elements by class, and a check of everything else."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {}
        self.hrefs: list[str] = []
        self.ids: list[str] = []
        self.policy = ""
        self._open: list[tuple[str, list[str], list[str]]] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_ones = dict(attrs)
        assert tag in ELEMENTS, tag
        assert set(given_ones) <= ELEMENTS[tag], (tag, attrs)
        classes = (given_ones.get("class") or "").split()
        assert set(classes) <= CLASSES, classes
        if given_ones.get("http-equiv"):
            self.policy = given_ones["content"] or ""
        self.hrefs += [given_ones["href"] or ""] if "href" in given_ones else []
        self.ids += [given_ones["id"] or ""] if "id" in given_ones else []
        if tag not in VOID:
            self._open.append((tag, [tag, *classes], []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        opened, names, pieces = self._open.pop()
        assert opened == tag
        for name in names:
            self.texts.setdefault(name, []).append("".join(pieces))
        if self._open:
            self._open[-1][2].extend(pieces)

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1][2].append(data)
        else:
            assert not data.strip()

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        assert decl == "DOCTYPE html"

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")


def page_of(drift: Drift, title: str = "t", generated_at: str | None = None) -> Page:
    """The page, after checks that hold for every one: it is ours, and it says all that was told."""
    html = as_html(drift, title, generated_at)
    assert "\r" not in html
    page = Page(html)
    assert page.texts["style"] == [STYLE]
    assert page.texts["script"] == [SCRIPT]
    assert page.texts["h1"] == [visible(titled(title, drift))]
    assert page.texts["title"] == [f"{badge(drift)}: {visible(titled(title, drift))}"]
    assert len(page.ids) == len(set(page.ids))
    assert all(href[0] == "#" and href[1:] in page.ids for href in page.hrefs)
    rows = [row for entry in drift.entries for row in rows_of(entry.fields)]
    assert Counter(page.texts.get("path", [])) == Counter(row.path for row in rows)
    told = ["\n".join(lines) for row in rows for lines in (row.before, row.after) if lines]
    told += ["\n".join(lines_of(value)) for one in drift.unsettled for value in (one.wanted, one.stored)]
    assert Counter(page.texts.get("value", [])) == Counter(told)
    keys = Counter(visible(entry.key) for entry in drift.entries)
    assert not keys - Counter(page.texts.get("key", []))
    assert Counter(page.texts.get("reason", [])) == Counter(visible(one.reason) for one in drift.entries if one.reason)
    assert page.texts.get("message", []) == ["\n".join(failure.lines) for failure in drift.failures]
    assert len(page.texts.get("entry", [])) == len(drift.entries)
    return page


@given(results(), texts)
def test_the_page_has_what_was_told_and_nothing_else(result: dict[str, Any], title: str) -> None:
    page_of(drift_of(result), title, title)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_on_the_page(text: str) -> None:
    ledger = Ledger()
    told = (change(text, text, text, text, reason=text), {text: text}, {text: [text, {text: text}]})
    for host in ("one", text + "two"):
        ledger.add(workspace(told, plan_id=text, sections={text: {"unchanged": 3}}), "", host, text)
        ledger.add({"failed": True, "msg": text}, "", host, text)
    page_of(ledger.drift(), text, text)


def test_the_policy_allows_the_style_the_script_and_nothing_else() -> None:
    style, script = (base64.b64encode(hashlib.sha256(it.encode()).digest()).decode() for it in (STYLE, SCRIPT))
    policy = f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'"
    assert page_of(drift_of(workspace())).policy == f"{policy}; base-uri 'none'; form-action 'none'"
    assert not re.search(r"@import|https?:|url\((?!#hatch\))|expression", STYLE)


def test_numbers_and_alarms() -> None:
    delete = change("project", "Old", "delete", takes_along={"items": 1_204, "bytes": 12_345_678_901})
    ledger = Ledger()
    sections = {"projects": {"unchanged": 9, "unmanaged": 2}}
    ledger.add(workspace((delete, {"name": "Old"}, {}), sections=sections, summary={"unchanged": 9}), "workspace", "a")
    ledger.add({"failed": True, "msg": "refused"}, "player", "b", "Make a player")
    page = page_of(ledger.drift())
    assert page.texts["counts"] == ["0create0update0move1delete9unchanged2unmanaged1error"]
    assert page.texts["lost"] == ["with 1,204 items (12.3 GB) inside"]
    assert "1 delete with 1,204 items (12.3 GB) inside" in page.texts["alarm"][1]
    assert "Make a player on b: refused" in page.texts["errors"][0]
    assert page.texts["numbers"] == ["9\u00a0unchanged, 1\u00a0delete, 2\u00a0unmanaged"]


@pytest.mark.parametrize(("number", "opened", "piles"), [(0, 0, 0), (1, 1, 0), (20, 20, 0), (30, 0, 0), (2_000, 0, 22)])
def test_a_few_changes_are_open_and_many_are_put_away(number: int, opened: int, piles: int) -> None:
    html = as_html(drift_of(large(number)), "t")
    assert html.count("open><summary>") == opened
    assert html.count('<details class="pile') == piles
    assert ("show-all" in html) == (number > 1)


def test_the_parts_of_a_bar_are_as_wide_as_the_bar() -> None:
    html = as_html(drift_of(large(500)), "t")
    bars = re.findall(r'<svg aria-hidden="true">(.*?)</svg>', html)
    assert len(bars) == 8
    for drawn in bars:
        parts = [(float(x), float(width)) for x, width in re.findall(r'x="([\d.]+)%" width="([\d.]+)%"', drawn)]
        assert parts[0][0] == 0
        assert sum(width for _x, width in parts) == pytest.approx(100, abs=0.05)
        assert min(width for _x, width in parts) > 1


def colours(block: str) -> dict[str, str]:
    """The variables of a part of the style sheet."""
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))


def light_of(colour: str) -> float:
    """How light a colour is, as the WCAG reckons it."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_text_can_be_read(mode: str) -> None:
    """A contrast of 4.5 for text, of 3 for what is only coloured."""
    light, dark = STYLE.split("@media (prefers-color-scheme: dark)")
    variables = {**colours(light), **(colours(dark.split("@media")[0]) if mode == "dark" else {})}

    def contrast(one: str, other: str) -> float:
        first, second = sorted((light_of(variables[one]), light_of(variables[other])))
        return (second + 0.05) / (first + 0.05)

    texts_on = {
        "card": "ink soft link create update move delete other",
        "ground": "ink soft link",
        "gone": "ink soft",
        "new": "ink soft",
        "alarm": "ink delete",
    }
    for ground, inks in texts_on.items():
        for ink in inks.split():
            assert contrast(ink, ground) >= 4.5, (mode, ink, ground, contrast(ink, ground))
    for colour in ("create", "update", "move", "delete", "other", "unmanaged"):
        assert contrast(colour, "track") >= 3, (mode, colour, contrast(colour, "track"))


def browse(folder: pathlib.Path, html: str, *options: str) -> tuple[str, list[str]]:
    """The document as the browser holds it after it has shown the page, and what it wrote to its console."""
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        f"--user-data-dir={folder / 'profile'}",
    ]
    command += ["--enable-logging=stderr", "--dump-dom", *options, file.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True)
    return done.stdout, [line for line in done.stderr.splitlines() if ":CONSOLE" in line]


#: Shows a page in a frame of a given width and measures it there: the page itself can run no script.
FRAME = """<!DOCTYPE html><meta charset="utf-8"><iframe id="frame" style="width: {width}px; height: 900px; border: 0"
srcdoc="{page}"></iframe><pre id="told"></pre><script>
frame.onload = () => {{
  const page = frame.contentDocument, told = {{}}, look = element => frame.contentWindow.getComputedStyle(element);
  const seen = selector => [...page.querySelectorAll(selector)].filter(one => one.checkVisibility());
  told.overflow = page.documentElement.scrollWidth - page.documentElement.clientWidth;
  told.ground = look(page.body).backgroundColor;
  told.entries = page.querySelectorAll(".entry").length;
  told.open = page.querySelectorAll(".entry[open]").length;
  told.scripts = page.scripts.length;
  told.images = page.images.length;
  told.bars = [...page.querySelectorAll(".bars rect")].every(one => one.getBoundingClientRect().width > 1);
  told.hatch = page.querySelector("rect.unmanaged") && look(page.querySelector("rect.unmanaged")).fill;
  page.querySelectorAll("details").forEach(one => one.open = true);
  told.values = seen(".value").length;
  told.widest = Math.max(0, ...seen("*").map(one => one.getBoundingClientRect().right));
  told.reached = seen("summary, input, a").filter(one => (one.focus(), page.activeElement === one)).length;
  told.reachable = seen("summary, input, a").length;
  const copy = page.querySelector("button.copy");
  told.copy = copy && !copy.hidden && (copy.click(), page.getSelection().toString());
  told.filtered = {{}};
  for (const choice of page.querySelectorAll(".show input")) {{
    choice.click();
    told.filtered[choice.id] = seen(".entry").length;
  }}
  document.getElementById("told").textContent = JSON.stringify(told);
}};
</script>"""


def measured(folder: pathlib.Path, html: str, width: int, *options: str) -> tuple[dict[str, Any], list[str]]:
    """What the page looks like in a window of that width, and the console."""
    document, console = browse(folder, FRAME.format(width=width, page=escape(html)), *options)
    found = re.search(r'<pre id="told">(.+?)</pre>', document)
    assert found, console
    told: dict[str, Any] = json.loads(found.group(1).replace("&amp;", "&"))
    return told, console


def hostile_drift() -> Drift:
    """One change for each hostile text, and one for each hostile name of a field."""
    told = [
        (change("project", text, "update", reason=text), {"name": text, text: 1}, {"name": "x"}) for text in HOSTILE
    ]
    return drift_of([workspace(*told), {"failed": True, "msg": "".join(HOSTILE)}])


@needs_browser
@pytest.mark.parametrize("number", [0, 1, 30])
def test_a_browser_shows_every_row(number: int, tmp_path: pathlib.Path) -> None:
    drift = drift_of(large(number))
    document, console = browse(tmp_path, as_html(drift, "A title", "2026-01-02"))
    assert console == []
    rows = [row for entry in drift.entries for row in rows_of(entry.fields)]
    assert document.count('class="path"') == len(rows)
    assert len(re.findall(r"<(?:details|div) class=\"entry ", document)) == number
    assert "A title" in document


@needs_browser
def test_a_browser_would_say_so_if_the_policy_were_broken(tmp_path: pathlib.Path) -> None:
    """Else the tests of an empty console would prove nothing."""
    html = (
        as_html(drift_of(large(1)), "t").replace(":root {", ":root  {").replace("</main>", "<script>1</script></main>")
    )
    console = browse(tmp_path, html)[1]
    assert len([line for line in console if "Content Security Policy" in line]) == 2


@needs_browser
@pytest.mark.parametrize("width", [1200, 360])
def test_how_the_page_looks(width: int, tmp_path: pathlib.Path) -> None:
    drift = drift_of(large(40))
    told, console = measured(tmp_path, as_html(drift, "A title"), width)
    assert console == []
    rows = [row for entry in drift.entries for row in rows_of(entry.fields)]
    assert told["overflow"] <= 0
    assert told["widest"] <= width
    assert told["entries"] == 40
    assert told["values"] == sum(bool(row.before) + bool(row.after) for row in rows)
    assert told["bars"] is True
    assert "hatch" in told["hatch"]
    assert told["reached"] == told["reachable"] > 40
    assert told["copy"] == drift.plan_id, "the script runs, in spite of the policy"
    shown = {f"show-{action}": number for action, number in drift.counts.items() if number}
    assert told["filtered"] == {"show-all": 40, **shown}


@needs_browser
@pytest.mark.parametrize(("setting", "ground"), [("1", "#f6f7f9"), ("0", "#11151b")])
def test_light_and_dark(setting: str, ground: str, tmp_path: pathlib.Path) -> None:
    option = f"--blink-settings=preferredColorScheme={setting}"
    told, _console = measured(tmp_path, as_html(drift_of(large(2)), "t"), 900, option)
    assert told["ground"] == "rgb({}, {}, {})".format(*bytes.fromhex(ground[1:]))


@needs_browser
@pytest.mark.parametrize("width", [1200, 360])
def test_hostile_texts_in_a_browser(width: int, tmp_path: pathlib.Path) -> None:
    told, console = measured(tmp_path, as_html(hostile_drift(), HOSTILE[0], HOSTILE[5]), width)
    assert console == []
    assert (told["scripts"], told["images"]) == (1, 0), "no script but ours"
    assert told["entries"] == len(HOSTILE)
    assert told["overflow"] <= 0
    assert told["widest"] <= width


@needs_browser
def test_ten_thousand_changes_in_a_browser(tmp_path: pathlib.Path) -> None:
    document, console = browse(tmp_path, as_html(drift_of(large(10_000)), "t"))
    assert console == []
    assert len(re.findall(r"<(?:details|div) class=\"entry ", document)) == 10_000
