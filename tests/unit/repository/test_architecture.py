# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pure core stays pure: none of its files reaches Ansible, a third party or the network, however indirectly.

Which files are the pure core is said once, in pyproject.toml under tool.kinescope.
"""

from __future__ import annotations

import ast
import pathlib
import subprocess
import sys

import pytest

tomllib = pytest.importorskip("tomllib", reason="the list stands in a TOML file; Python 3.11 reads it")

ROOT = pathlib.Path(__file__).resolve().parents[3]
OWN = "ansible_collections.kinescope.kinescope."
#: Of the standard library, what would bring the network, other processes or Ansible's world in.
IMPURE = frozenset(("asyncio", "http", "multiprocessing", "socket", "ssl", "subprocess", "urllib.request"))
PATTERNS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["kinescope"]["pure"]


def imported(source: str, package: str) -> set[str]:
    """Absolute dotted names of everything that SOURCE, a file of PACKAGE, imports, wherever in the file it stands."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")
            base = parents[: len(parents) - node.level + 1] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return names


def own_file(name: str) -> pathlib.Path | None:
    """The file of a module of this collection; None for any other name, such as that of a class in a module."""
    if not name.startswith(OWN):
        return None
    stem = ROOT.joinpath(*name[len(OWN) :].split("."))
    return next((path for path in (stem.with_suffix(".py"), stem / "__init__.py") if path.is_file()), None)


def reached(path: pathlib.Path) -> dict[str, str]:
    """Names outside the collection that PATH imports, itself or through other files of it, and the file that does."""
    outside: dict[str, str] = {}
    seen: set[pathlib.Path] = set()
    waiting = [path]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        place = path.relative_to(ROOT)
        for name in imported(path.read_text(encoding="utf-8"), OWN + ".".join(place.parent.parts)):
            file = own_file(name)
            if file:
                waiting.append(file)
            elif not name.startswith(OWN):
                outside.setdefault(name, place.as_posix())
    return outside


def impure(name: str) -> bool:
    return name.split(".")[0] not in sys.stdlib_module_names or any(
        name == module or name.startswith(module + ".") for module in IMPURE
    )


@pytest.mark.parametrize("pattern", PATTERNS)
def test_pure_core_imports_nothing_impure(pattern: str) -> None:
    files = sorted(ROOT.glob(pattern))
    assert files, f"{pattern} is listed as pure in pyproject.toml, but there is no such file"
    faults = {
        f"{file.relative_to(ROOT)} imports {name} (in {place})"
        for file in files
        for name, place in reached(file).items()
        if impure(name)
    }
    assert not faults


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import requests", {"requests"}),
        ("def f():\n    from ansible.utils import x", {"ansible.utils", "ansible.utils.x"}),
        ("from .kind import Field", {"pkg.utils.kind", "pkg.utils.kind.Field"}),
        ("from . import kind", {"pkg.utils", "pkg.utils.kind"}),
        ("from ..other import x", {"pkg.other", "pkg.other.x"}),
        ("import urllib.request as r", {"urllib.request"}),
    ],
)
def test_every_form_of_import_is_seen(source: str, expected: set[str]) -> None:
    assert imported(source, "pkg.utils") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("requests", True),
        ("ansible.module_utils.basic", True),
        ("urllib.request", True),
        ("urllib.request.urlopen", True),
        ("urllib.parse", False),
        ("dataclasses.field", False),
        ("httpx", True),
    ],
)
def test_which_imports_are_impure(name: str, expected: bool) -> None:
    assert impure(name) is expected


#: What Ansible has imported when it loads an action, and what counts: files of module_utils, dataclasses in them, and
#: modules of others.
COUNT = """
import sys
import ansible.cli.playbook, ansible.module_utils.basic, ansible.playbook.handler, ansible.plugins.action, requests

before = set(sys.modules)
import {module}

new = set(sys.modules) - before
files = {{name: sys.modules[name] for name in new if name.startswith("{utils}")}}
files = {{name: module for name, module in files.items() if not hasattr(module, "__path__")}}
classes = {{one for module in files.values() for one in vars(module).values() if isinstance(one, type)}}
print(len({{one for one in classes if "__dataclass_fields__" in vars(one)}}))
print(*(name for name in new if not name.startswith("ansible") and "." not in name and not name.startswith("_")))
print(*(name[len("{utils}"):] for name in files))
"""
#: What every task takes besides its kind; a plain kind takes nothing else. To import is most of what a
#: no-op costs: each playbook reads and runs all of these files.
ALWAYS = {
    "_api": "addresses bounded client connection create_once faults gateway halt inherited list_cache lock"
    " pacing paging responses",
    "_core": "bodies change comparison declaration display errors fields.base fields.scalar guards identity kind"
    " options plan planner result secrecy undeclared values wanted",
    "_edge": "argspec manage module",
    "_files": "safe_open",
    "_reconcile": "effects execute find lookup member_lists observe reconcile send",
}
DATACLASSES = 10  # Python writes and compiles the methods of each anew, too
#: By module: the most files, and dataclasses, that its task may import besides.
MORE = {
    "tag": (2, 0),
    "moderator": (1, 0),
    "webhook": (2, 0),
    "project": (19, 2),
    "player": (20, 2),
    "folder": (19, 2),
    "live_event": (28, 3),
}


@pytest.mark.parametrize("name", MORE)
def test_what_a_task_imports_is_known(name: str) -> None:
    """Whatever is added here costs every task: move what only some kinds need to where only they import it."""
    utils = f"{OWN}plugins.module_utils."
    code = COUNT.format(module=f"{OWN}plugins.action.kinescope_{name}", utils=utils)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    dataclasses, others, files = done.stdout.splitlines()
    always = {f"{folder}.{file}" for folder, listed in ALWAYS.items() for file in listed.split()}
    assert always <= set(files.split())
    assert set(others.split()) <= {"difflib", "gc", "html", "mmap", "sysconfig"}
    more, most = set(files.split()) - always, MORE[name]
    assert len(more) <= most[0], sorted(more)
    assert int(dataclasses) <= DATACLASSES + most[1]


def test_a_valid_document_without_reports_takes_neither_jsonschema_nor_the_writers_of_reports() -> None:
    code = f"import sys, {OWN}plugins.action.kinescope_workspace\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    reports = f"{OWN}plugins.plugin_utils._reports."
    assert "jsonschema" not in done.stdout.split()
    assert [name for name in done.stdout.split() if name.startswith(reports)] == [f"{reports}terms"]


def test_a_plain_kind_is_shipped_in_few_files() -> None:
    """Ansible packs every file that an import names, for each task that is sent to a target."""
    shipped, waiting = set[pathlib.Path](), [ROOT / "plugins/modules/kinescope_tag.py"]
    while waiting:
        path = waiting.pop()
        if path not in shipped:
            shipped.add(path)
            package = OWN + ".".join(path.relative_to(ROOT).parent.parts)
            waiting += filter(None, map(own_file, imported(path.read_text(encoding="utf-8"), package)))
    assert len([path for path in shipped if "module_utils" in path.parts and path.name != "__init__.py"]) <= 46


UTILS = ROOT / "plugins/module_utils"
#: What a folder may import, besides itself: whole folders, or single files of one. From the bottom up.
ALLOWED = {
    "_core": set(),
    "_files": {"_core"},
    "_kinds": {"_core"},
    "_api": {"_core", "_files"},
    "_reconcile": {"_core", "_files", "_api", "_kinds.project", "_kinds.folder", "_kinds.live_event"},
    "_media": {"_core", "_files", "_api", "_reconcile", "_kinds"},
    "_workspace": {"_core", "_files", "_api", "_reconcile", "_kinds"},
    "_actions": {"_core", "_files", "_api", "_reconcile", "_kinds", "_media.uploader"},
    "_info": {"_core", "_files", "_api", "_reconcile", "_kinds", "_workspace"},
    "_edge": {"_core", "_api", "_reconcile", "_media", "_workspace", "_info.info"},
}


def own_imports(path: pathlib.Path) -> set[str]:
    """What a file of module_utils imports of other folders there, as ``_core.kind``."""
    prefix = f"{OWN}plugins.module_utils."
    names = imported(path.read_text(encoding="utf-8"), OWN + ".".join(path.relative_to(ROOT).parent.parts))
    files = {name[len(prefix) :] for name in names if name.startswith(prefix) and own_file(name)}
    return {name for name in files if not name.startswith(path.relative_to(UTILS).parts[0])}


def is_own(node: ast.ImportFrom) -> bool:
    return node.level > 0 or OWN[:-1] in (node.module or "")


@pytest.mark.parametrize("path", sorted(UTILS.glob("_*/*.py")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_folders_import_only_what_lies_below_them(path: pathlib.Path) -> None:
    allowed = ALLOWED[path.parent.name]
    assert {name for name in own_imports(path) if not {name, name.split(".")[0]} & allowed} == set()


def test_imports_inside_are_relative_and_stand_at_the_top() -> None:
    """A relative import cannot leave the collection, and a late one fails in a thread of a shipped module."""
    faults = []
    for path in UTILS.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        types = "if TYPE_CHECKING:" if path.parent.name == "fields" else ""  # fields and kinds know of each other
        inside = [
            node
            for top in tree.body
            if not isinstance(top, (ast.Import, ast.ImportFrom)) and not (types and ast.unparse(top).startswith(types))
            for node in ast.walk(top)
        ]
        late = [node for node in inside if isinstance(node, ast.ImportFrom) and node.level]
        absolute = [
            node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and OWN[:-1] in (node.module or "")
        ]
        faults += [f"{path.relative_to(ROOT)}, line {node.lineno}" for node in [*late, *absolute]]
    assert faults == []


def test_threads_are_started_in_one_place() -> None:
    makers = {path.name for path in UTILS.rglob("*.py") if "ThreadPoolExecutor(" in path.read_text(encoding="utf-8")}
    assert makers == {"threads.py"}
