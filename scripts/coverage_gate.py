# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""coverage_gate.py: reports the coverage of the last unit tests; fails below the limits.

The limits are in pyproject.toml under tool.kinescope: every file of the pure core must be covered completely, the other
plugin files together to a given percentage. Branches count like lines if they were measured.
"""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
from typing import Any

import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
REPORT = ROOT / "build/coverage/coverage.json"


def measured() -> dict[str, Any]:
    """The "files" of coverage's JSON report."""
    subprocess.run([sys.executable, "-m", "coverage", "json", "--quiet", "-o", str(REPORT)], cwd=ROOT, check=True)
    files: dict[str, Any] = json.loads(REPORT.read_text())["files"]
    return files


def per_cent(summaries: list[dict[str, int]]) -> float:
    """The percentage of lines and branches that are covered; 100 if there are none."""
    covered = sum(summary["covered_lines"] + summary.get("covered_branches", 0) for summary in summaries)
    total = sum(summary["num_statements"] + summary.get("num_branches", 0) for summary in summaries)
    return 100.0 * covered / total if total else 100.0


def missing(report: dict[str, Any]) -> str:
    branches = [f"{start}->{'exit' if end < 0 else end}" for start, end in report.get("missing_branches", ())]
    return ", ".join([*map(str, report["missing_lines"]), *branches])


def main() -> int:
    limits = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["kinescope"]
    files = measured()
    faults = []
    pure: set[str] = set()
    for pattern in limits["pure"]:
        names = {path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern)}
        if not names:
            faults.append(f"{pattern}: listed as pure in pyproject.toml, but there is no such file")
        pure |= names
    wanted = pure | {
        path.relative_to(ROOT).as_posix()
        for folder_ in ("plugins", "extensions/eda/plugins")
        for path in (ROOT / folder_).rglob("*.py")
    }
    faults += [f"{name}: not measured at all" for name in sorted(wanted - set(files)) if (ROOT / name).stat().st_size]
    for name in sorted(pure & set(files)):
        share = per_cent([files[name]["summary"]])
        if share < 100:
            faults.append(f"{name}: {share:.1f} % of 100 %; missing: {missing(files[name])}")
    others = {name: report for name, report in files.items() if name not in pure}
    share = per_cent([report["summary"] for report in others.values()])
    if share < limits["coverage"]:
        for name, report in sorted(others.items()):
            own = per_cent([report["summary"]])
            if own < limits["coverage"]:
                faults.append(f"{name}: {own:.1f} %; missing: {missing(report)}")
        faults.append(f"all files outside the pure core: {share:.1f} % of {limits['coverage']} %")
    for fault in faults:
        print(f"coverage: {fault}", file=sys.stderr)
    print(f"coverage: {len(pure)} pure files, {len(others)} others at {share:.1f} %; {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
