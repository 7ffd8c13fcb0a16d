# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check the functions of shipped code: length and docstrings. (ruff's C901 checks their complexity.)"""

from __future__ import annotations

import ast
import pathlib
import sys
from collections.abc import Iterable, Iterator

ROOT = pathlib.Path(__file__).resolve().parent.parent
LONGEST = 40  # lines, not counting the docstring
UNDOCUMENTED = 15  # lines from which on private functions need a docstring, too


def inherited(trees: Iterable[ast.Module]) -> set[ast.AST]:
    """The methods that override a documented method of a base class, whose docstring applies to them, too."""
    classes = {node.name: node for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)}

    def bases(node: ast.ClassDef) -> Iterator[ast.ClassDef]:
        for base in node.bases:
            if isinstance(base, ast.Name) and base.id in classes:
                yield classes[base.id]
                yield from bases(classes[base.id])

    def methods(node: ast.ClassDef) -> dict[str, ast.FunctionDef]:
        return {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}

    said = {
        node: {name for base in bases(node) for name, method in methods(base).items() if ast.get_docstring(method)}
        for node in classes.values()
    }
    return {method for node in classes.values() for name, method in methods(node).items() if name in said[node]}


def faults(path: pathlib.Path, tree: ast.Module, inheriting: set[ast.AST]) -> Iterator[str]:
    """The faults of the functions in a file, a line each."""
    public = {node for top in [tree, *tree.body] for node in ast.iter_child_nodes(top) if _is_public(top)}
    for node in ast.walk(tree):
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        text = ast.get_docstring(node, clean=False)
        lines = (node.end_lineno or node.lineno) - node.lineno + 1 - (text.count("\n") + 1 if text else 0)
        where = f"{path.relative_to(ROOT)}:{node.lineno}: {node.name}"
        if lines > LONGEST:
            yield f"{where} has {lines} lines; {LONGEST} are the most"
        listed = node in public and not node.name.startswith("_") and node not in inheriting
        needs_text = lines >= UNDOCUMENTED or listed
        if needs_text and not text and not _overrides(node):
            yield f"{where} has no docstring"


def _is_public(top: ast.AST) -> bool:
    return isinstance(top, ast.Module) or (isinstance(top, ast.ClassDef) and not top.name.startswith("_"))


def _overrides(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether Python or Ansible calls functions with this name, so that the docstring of the class suffices."""
    return node.name in {"main", "run", "filters"} or node.name.startswith(("v2_", "__"))


if __name__ == "__main__":
    paths = [path for folder in ("plugins", "extensions") for path in sorted((ROOT / folder).rglob("*.py"))]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}
    inheriting = inherited(trees.values())
    found = [fault for path, tree in trees.items() for fault in faults(path, tree, inheriting)]
    sys.exit("\n".join(found) or None)
