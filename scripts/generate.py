# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Write the files that are derived from the modules and kinds; with --check, list those that are outdated.

These are the action group, the actions that let modules run in Ansible's worker, the schema of documents, and the files
in derived.py. docs/endpoints.md needs a playbook run: see write_endpoints.py.
"""

from __future__ import annotations

import pathlib
import re
import sys

import derived
import write_schema

ROOT = pathlib.Path(__file__).resolve().parent.parent
HEAD = "".join(pathlib.Path(__file__).read_text(encoding="utf-8").splitlines(keepends=True)[:3])
ACTION = '''
"""Runs {module} in Ansible's worker where that is possible."""

from __future__ import annotations

from ansible_collections.kinescope.kinescope.plugins.modules import {module}
from ansible_collections.kinescope.kinescope.plugins.plugin_utils.{file} import {base}


class ActionModule({base}):
    """See {file}.py."""

    module = {module}
'''


def action(module: str) -> str:
    """The action plugin of a module; for modules with the option report_dir, one that also writes reports."""
    documented = (ROOT / f"plugins/modules/{module}.py").read_text(encoding="utf-8")
    file, base = ("_reporting", "Reporting") if "\n  report_dir:\n" in documented else ("_in_worker", "InWorker")
    if "\n    default: preflight\n" in documented:
        file, base = "_rundown", "Rundown"
    return HEAD + ACTION.format(module=module, file=file, base=base)


def generated() -> dict[pathlib.Path, str]:
    """The expected content of each generated file."""
    modules = sorted(path.stem for path in (ROOT / "plugins/modules").glob("kinescope_*.py"))
    runtime = ROOT / "meta/runtime.yml"
    group = "  kinescope:\n" + "".join(f"    - {module}\n" for module in modules)
    files = {ROOT / f"plugins/action/{module}.py": action(module) for module in modules}
    files[runtime] = re.sub(r"  kinescope:\n(    - \w+\n)*", group, runtime.read_text(encoding="utf-8"))
    files[write_schema.FILE] = write_schema.text()
    for name, derive in {
        "extensions/audit/event_query.yml": derived.audit_queries,
        "README.md": derived.readme,
        "plugins/modules/kinescope_info.py": derived.info_choices,
    }.items():
        files[ROOT / name] = derive((ROOT / name).read_text(encoding="utf-8"))
    return {**files, **derived.simulated(HEAD)}


if __name__ == "__main__":
    stale = {
        path: text
        for path, text in generated().items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    }
    if "--check" in sys.argv[1:]:
        sys.exit("".join(f"{path.relative_to(ROOT)} is stale: run make generate\n" for path in stale) or None)
    for path, text in stale.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"wrote {path.relative_to(ROOT)}")
