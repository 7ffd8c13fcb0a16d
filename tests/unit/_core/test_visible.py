# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Other people's text on its way to eyes, and that it has no way around."""

from __future__ import annotations

import ast
import pathlib
import re
import unicodedata
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from ansible.errors import AnsibleError
from hypothesis import example, given
from hypothesis import strategies as st

from ansible_collections.kinescope.kinescope.plugins.action.kinescope_tag import ActionModule
from ansible_collections.kinescope.kinescope.plugins.callback.drift import CallbackModule
from ansible_collections.kinescope.kinescope.plugins.filter.drift_report import drift_report
from ansible_collections.kinescope.kinescope.plugins.filter.import_list import import_list
from ansible_collections.kinescope.kinescope.plugins.filter.import_outcome import import_outcome
from ansible_collections.kinescope.kinescope.plugins.filter.poster_url import poster_url
from ansible_collections.kinescope.kinescope.plugins.filter.visible import FilterModule
from ansible_collections.kinescope.kinescope.plugins.lookup import id as id_lookup
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.change import Change
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible, yaml_text
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.errors import PlanError
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.plan import Plan
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.wanted import Wanted
from ansible_collections.kinescope.kinescope.plugins.module_utils._kinds.catalog import KINDS
from ansible_collections.kinescope.kinescope.plugins.module_utils._workspace.result import (
    changes_with_outcomes,
)

ROOT = pathlib.Path(__file__).resolve().parents[3]
HOSTILE = "Ку\x1b[2J\r\n::error::a\x9b1m\u202e##[error]b \u2028##vso[task.complete]c\x07"

people = pytest.mark.parametrize(
    "text",
    [
        "Школа: курс «Алгебра» № 1 — ещё раз",
        "Ё е\u0301 n\u0303 \u0915\u094d\u0937",  # combining marks
        "数学 ☎ ∑ \u00a0 ½ 100 %",
        "👩‍👧 👨🏽‍🚀 ❤️‍🔥 🏳️‍🌈 1️⃣ 🇷🇺",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f England",
        "می\u200cخواهم",  # Persian needs the joiner
        "\u0dc1\u0dca\u200d\u0dbb\u0dd3",  # and so does Sinhala
        "שלום עולם",
        "std::vector::iterator и Foo::Bar, C++ :: :: ::warnings::",
        "Chapter ## [draft] #[x] # 1",
        r"C:\new\u0041 \x1b",
        "[[attachment]] [[1, 2], [ATTACHMENT|x]]",
        "section_start:0:a",  # GitLab's commands have an escape in them
    ],
)


@people
def test_what_people_write_stays(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\tc\r\x00\x1b[31m\x7f\x85\x9b", r"a\u000ab\u0009c\u000d\u0000\u001b[31m\u007f\u0085\u009b"),
        ("a\u2028b\u2029", r"a\u2028b\u2029"),
        ("\u202eabc\u202c \u2066x\u2069 \u200e\u200f\u061c", r"\u202eabc\u202c \u2066x\u2069 \u200e\u200f\u061c"),
        ("pay\u200bpal \ufeff\u00ad\u2060\u3164\u034f", r"pay\u200bpal \ufeff\u00ad\u2060\u3164\u034f"),
        ("pay\u200dpal и\u200cт", r"pay\u200dpal и\u200cт"),
        ("👩\u200d\u200d👧", "👩\u200d\\u200d👧"),
        ("a\U000e0041\U000e0042", r"a\U000e0041\U000e0042"),  # a text in a text
        ("\U0001f3f4\U000e0041\U000e0042\U000e0043", "\U0001f3f4\\U000e0041\\U000e0042\\U000e0043"),
        ("\ud800 \ufdd0 \ufffe \U0001ffff", r"\ud800 \ufdd0 \ufffe \U0001ffff"),
        ("::error::x", r"\u003a:error::x"),
        ("a ::Set-Output name=x::y", r"a \u003a:Set-Output name=x::y"),
        (":::stop-commands::x::warning::", r":\u003a:stop-commands::x\u003a:warning::"),
        ("x ##[error]y", r"x \u0023#[error]y"),
        ("###[group]", r"#\u0023#[group]"),
        ("##vso[task.setvariable variable=a]b", r"\u0023#vso[task.setvariable variable=a]b"),
        ("##TeamCity[x]", r"\u0023#TeamCity[x]"),
        ("section_start:0:a\r\x1b[0Kb", r"section_start:0:a\u000d\u001b[0Kb"),
        ("a [[ATTACHMENT|/etc/x]] [[[attachment|y", r"a \u005b[ATTACHMENT|/etc/x]] [\u005b[attachment|y"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_harms_is_shown_by_its_number(text: str, shown: str) -> None:
    assert visible(text) == shown


pieces = st.sampled_from([":", "::", "#", "##", "[", "error", "vso", " ", "\u200d", "\u200c", "👩", "\U0001f3f4", "\n"])
anything = st.one_of(st.text(), st.lists(st.one_of(pieces, st.characters())).map("".join))


@given(anything)
@example("\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e007f")
@example("#" * 50 + "[")
def test_any_text(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert len(shown.splitlines()) <= 1
    assert shown.isprintable() or {unicodedata.category(one) for one in shown if not one.isprintable()} <= {
        "Cf",  # joiners, flags, marks of Arabic that can be seen
        "Cn",
        "Co",
        "Zs",
    }
    assert not harmful(shown)


def harmful(output: str) -> list[str]:
    """What in an output could act on a terminal or a CI system."""
    acts = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
    orders = r"(?im)^\s*::[a-z-]+(?: [^\n]*?)?::|##\w*\["
    return re.findall(acts, output) + re.findall(orders, output)


def test_a_test_that_sees_something() -> None:
    assert len(harmful(HOSTILE)) >= 8
    assert harmful(visible(HOSTILE)) == []


def test_it_takes_no_time() -> None:
    for text in ("\u200d" * 100_000, ":" * 100_000, "#" * 100_000, "::error " * 20_000, "##" + "a" * 100_000):
        assert visible(visible(text))


def test_the_filter() -> None:
    (shown,) = FilterModule().filters().values()
    assert shown(f"a{HOSTILE}") == visible(f"a{HOSTILE}")
    assert shown(12) == "12"


# ---- nobody says anything to people but by way of it; data stays what it is


class Said(list[str]):
    """A display that remembers."""

    def display(self, text: str, **more: Any) -> None:
        self.append(text)

    warning = display


def of_progress() -> str:
    said = Said()
    ActionModule._say(SimpleNamespace(_display=said, _task=SimpleNamespace(action="kinescope_tag")), f"last {HOSTILE}")
    return said[0]


def of_the_callback(told: Any, task_name: str = "T") -> str:
    plugin = CallbackModule()
    said = plugin._display = Said()  # type: ignore[assignment]
    task = SimpleNamespace(action="kinescope.kinescope.kinescope_tag", get_name=lambda: task_name)
    host = SimpleNamespace(get_name=lambda: "h")
    plugin.v2_runner_on_ok(SimpleNamespace(task=task, result=told, host=host))
    return said[0]


def of_a_place() -> str:
    class Elsewhere(CallbackModule):
        def _collect(self, result: Any, failed: bool = False, ignored: bool = False) -> None:
            raise FileNotFoundError(2, "No such file", f"/{HOSTILE}")

    plugin = Elsewhere()
    said = plugin._display = Said()  # type: ignore[assignment]
    plugin.v2_runner_on_ok(None)
    return said[0]


def refused(work: Any, *arguments: Any, **more: Any) -> str:
    with pytest.raises(AnsibleError) as caught:
        work(*arguments, **more)
    assert caught.value.__cause__ is None, "Ansible shows causes too"
    return str(caught.value)


def of_the_lookup() -> str:
    def fail(*arguments: Any) -> str:
        raise PlanError(f"{HOSTILE} is not there")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(id_lookup, "id_of_object", fail)
        patch.setattr(id_lookup.LookupModule, "set_options", lambda self, **more: None)
        values = {"api_token": "0190aa11-2222-4333-8444-555566667777", "validate_certs": True, "api_timeout": 1.0,
                  "api_retries": 0, "api_rate_deadline": 1.0}  # fmt: skip
        patch.setattr(id_lookup.LookupModule, "get_option", lambda self, name: values.get(name))
        return refused(id_lookup.LookupModule().run, ["player", HOSTILE])


TAG = KINDS["tag"]
PLAN = Plan(
    Wanted(TAG, HOSTILE, {}), None, (Change(TAG, HOSTILE, "update"), Change(TAG, HOSTILE, "update")), {}, {}, {}
)
VIDEO = {"title": HOSTILE, "folder": [], "where": f"{HOSTILE}.mp4"}


def of_reasons() -> str:
    error = PlanError(HOSTILE).about("tag", HOSTILE, "update")
    reasons = []
    for word in ("failed", "not_attempted"):
        (told,) = changes_with_outcomes(PLAN, [word] * 2, error, f"it needs {HOSTILE}", {})
        assert told["key"] == HOSTILE, "data is what it is"
        reasons.append(told["reason"])
    return "\n".join(reasons)


WAYS = {
    "progress": of_progress,
    "task in the background": lambda: of_the_callback({"ansible_job_id": "1"}, HOSTILE),
    "report that fails": of_a_place,
    "lookup": of_the_lookup,
    "diff headers": lambda: "\n".join(PLAN.objects[0].diff[f"{side}_header"] for side in ("before", "after")),
    "diffs": lambda: yaml_text({HOSTILE: HOSTILE, "list": [HOSTILE]}).replace("\n", " "),
    "reasons": of_reasons,
    "poster_url id": lambda: refused(poster_url, HOSTILE),
    "poster_url size": lambda: refused(poster_url, "je7WZBZhdMFQKPHHHmMr2m", size=HOSTILE),
    "poster_url format": lambda: refused(poster_url, "je7WZBZhdMFQKPHHHmMr2m", format=HOSTILE),
    "drift_report format": lambda: refused(drift_report, {}, HOSTILE),
    "drift_report result": lambda: refused(
        drift_report, {"changes": [], "sections": {HOSTILE: 1}, "summary": {}}, "json"
    ),
    "import of a tree": lambda: "\n".join(
        import_list([f"/m/{HOSTILE}/ .mp4", f"/m/{HOSTILE}.mp4", f"/m/{HOSTILE}.mov"], {"project": "P"}, root="/m")[
            "faults"
        ]
    ),
    "import of a list": lambda: import_list([{"title": "a", "url": "https://a", HOSTILE: 1}], {"project": "P"})[
        "faults"
    ][0],
    "import to a place": lambda: import_list([], {HOSTILE: 1})["faults"][0],
    "outcome of an import": lambda: import_outcome([VIDEO], [{"failed": True, "msg": HOSTILE}])["faults"][0],
}


@pytest.mark.parametrize("way", WAYS)
def test_every_output_is_made_visible(way: str) -> None:
    said = WAYS[way]()
    assert said
    assert "\\u202e" in said, "the text is not in it at all"
    assert harmful(said) == []
    if way.startswith(("import of", "outcome")):
        return  # items of a list, which Ansible prints in quotes
    for line in said.split("\n"):
        assert not visible(HOSTILE).startswith(line[:2]), "a line begins with another's text"


SPEAKS = {"display", "warning", "system_warning", "error", "v", "vv", "vvv", "vvvv"}
PLUGINS = [path for path in sorted((ROOT / "plugins").rglob("*.py")) if path.parent.name not in ("modules", "kinds")]


def spoken(tree: ast.AST) -> Iterator[ast.expr]:
    """What a file says to people: to Ansible's display, and as an error of a plugin."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and isinstance(node.exc.func, ast.Name):
            if node.exc.func.id.startswith("Ansible"):
                yield node.exc.args[0]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SPEAKS:
            if "display" in ast.unparse(node.func.value):
                yield node.args[0]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "sys.stdout.write", "sys.stderr.write"):
            yield node.args[0]


def test_nobody_speaks_past_it() -> None:
    found = {}
    for path in PLUGINS:
        for said in spoken(ast.parse(path.read_text(encoding="utf-8"))):
            ours = isinstance(said, ast.Constant) or (
                isinstance(said, ast.Call) and ast.unparse(said.func) == "visible"
            )
            found[f"{path.name}: {ast.unparse(said)}"] = ours
    assert len(found) > 10
    assert [said for said, ours in found.items() if not ours] == []


#: What of ours Ansible prints as it is, and what cannot hold another's text: counts, paths that the user gave.
OURS = re.compile(
    r"kinescope_(?:init_said|drift_(?:said|variable|report_name|result\.(?:summary\['\w+'\]|plan_id)|report_dir"
    r"|result\.summary)|workspace_result\.summary|base_dir|schedule_(?:path|name|plan\.faults)"
    r"|preflight_(?:said|dir|result\.lines|report_dir)"
    r"|recording_(?:from|hint|found\.(?:faults|notes)|plan\.said)"
    r"|import_(?:path|name|files\.skipped_paths|said|plan\.faults|result\.\w+))"
    r"|item\.(?:value|resource\.id)"
)


def printed(tasks: Any) -> Iterator[str]:
    """The names and labels of tasks, and the messages of those that have any."""
    for task in tasks or ():
        for inner in ("tasks", "pre_tasks", "post_tasks", "block", "rescue", "always"):
            yield from printed(task.get(inner))
        yield str(task.get("name", ""))
        yield task.get("loop_control", {}).get("label", "")
        for module in ("ansible.builtin.debug", "ansible.builtin.assert", "ansible.builtin.fail"):
            for key in ("msg", "fail_msg", "success_msg"):
                said = task.get(module, {}).get(key, "")
                yield from [said] if isinstance(said, str) else said
        yield from task.get("vars", {}).values() if "_said" in str(task.get("vars")) else ()


@pytest.mark.parametrize("path", [*ROOT.glob("roles/*/tasks/*.yml"), *ROOT.glob("playbooks/*.yml")],
                         ids=lambda path: "/".join(path.parts[-3:]))  # fmt: skip
def test_what_roles_and_playbooks_print(path: pathlib.Path) -> None:
    for text in printed(yaml.safe_load(path.read_text(encoding="utf-8"))):
        for expression in re.findall(r"{{(.*?)}}", text, re.DOTALL):
            expression = re.sub(r" if .*? else |[\w.]+ \| length", "", expression, flags=re.DOTALL)  # print no names
            names = set(
                re.findall(
                    r"\b(?:kinescope_[\w.]+(?:\['\w+'\])?|item[\w.]*)", expression.replace("kinescope.kinescope.", "")
                )
            )
            safe = any(f"kinescope.kinescope.{filter}" in expression for filter in ("visible", "plan_lines"))
            assert safe or all(map(OURS.match, names)), text
