# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Check the playbooks and tasks in READMEs and guides with ansible-lint and the collection's rules."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import Any

import yaml
from stage import ROOT

FOLDER = ROOT / "build/examples"
PAGES = ("README.md", "roles/*/README.md", "docs/*.md")
BLOCK = re.compile(r"^```ya?ml[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: modules of collections that need not be installed for the check
ELSEWHERE = ("awx.awx.job_template", "awx.awx.workflow_job_template")


def place(content: Any) -> str:
    """The folder by which ansible-lint recognizes the type of a file; '' if it is neither a playbook nor tasks."""
    if not (isinstance(content, list) and content and isinstance(content[0], dict)):
        return ""
    first = content[0]
    if "rules" in first or {"name", "run"} & first.keys() == {"run"}:  # a rulebook, or steps of a pipeline
        return ""
    return "playbooks" if {"hosts", "ansible.builtin.import_playbook"} & first.keys() else "tasks"


def write() -> int:
    """Write one file for each example, named after its page and line; returns their number."""
    count = 0
    for page in sorted(path for pattern in PAGES for path in ROOT.glob(pattern)):
        text = page.read_text(encoding="utf-8")
        for block in BLOCK.finditer(text):
            folder = place(yaml.load(block[1], Loader=_Loader))  # noqa: S506 - a SafeLoader  # nosec B506
            if folder:
                line = text.count("\n", 0, block.start()) + 2
                name = re.sub(r"\W+", "_", str(page.relative_to(ROOT).with_suffix(""))).lower()
                file = FOLDER / folder / f"{name}_{line}.yml"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text("---\n" + block[1], encoding="utf-8")
                count += 1
    return count


class _Loader(yaml.SafeLoader):
    """Reads values with Ansible's tags as text."""


for tag in ("!vault", "!unsafe"):
    _Loader.add_constructor(tag, lambda _loader, node: str(node.value))


def main() -> int:
    """Write and check the examples."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    count = write()
    rules = yaml.safe_load((ROOT / ".ansible-lint").read_text(encoding="utf-8"))
    rules["mock_modules"] = list(ELSEWHERE)
    (FOLDER / ".ansible-lint").write_text(yaml.safe_dump(rules), encoding="utf-8")
    command = ["ansible-lint", "--offline", "--strict", "--nocolor", "-q", "--project-dir", ".", "playbooks", "tasks"]
    done = subprocess.run(command, cwd=FOLDER, env={**os.environ, "HOME": str(ROOT / "build/home")}, check=False)
    if done.returncode:
        print("lint_examples: the number in the name of a file is the line of the example in its page", file=sys.stderr)
    else:
        print(f"lint_examples: {count} playbooks and lists of tasks in READMEs and guides")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
