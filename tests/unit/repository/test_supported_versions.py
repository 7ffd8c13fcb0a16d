# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is supported is the same wherever it is said: Makefile, workflow, metadata, locks and documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet
from packaging.version import Version

ROOT = Path(__file__).parents[3]


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


def pairs(variable):
    """The ansible-cores of a variable of the Makefile, each with the oldest Python of its controllers."""
    (value,) = re.findall(rf"^{variable} := (.*)$", text("Makefile"), re.MULTILINE)
    return dict(pair.split(":") for pair in value.split())


SUPPORTED, UPCOMING = pairs("SUPPORTED"), pairs("UPCOMING")


def matrix(upcoming):
    """The ansible-cores that the workflow tests, each with its Pythons."""
    found = {}
    for job in yaml.safe_load(text(".github/workflows/ci.yml"))["jobs"]["core"]["strategy"]["matrix"]["include"]:
        if job.get("upcoming", False) is upcoming:
            found.setdefault(job["core"], []).append(job["python"])
    return found


def test_the_workflow_tests_what_is_documented():
    rows = re.findall(r"^\| (2\.\d+) \| (3\.\d+) to 3\.(\d+) \| 3\.9 to", text("docs/support.md"), re.MULTILINE)
    documented = {core: [f"3.{n}" for n in range(int(first[2:]), int(last) + 1)] for core, first, last in rows}
    assert matrix(upcoming=False) == documented
    assert {core: pythons[0] for core, pythons in documented.items()} == SUPPORTED
    assert {core: pythons[0] for core, pythons in matrix(upcoming=True).items()} == UPCOMING


def test_each_has_its_lock():
    locks = {path.stem[len("core-") :]: path.read_text() for path in (ROOT / "requirements").glob("core-*.txt")}
    assert set(locks) == {*SUPPORTED, *UPCOMING}
    for core, lock in locks.items():
        assert f"\nansible-core=={core}." in lock


def test_ansible_core_is_reported():
    told = SpecifierSet(yaml.safe_load(text("meta/runtime.yml"))["requires_ansible"])
    minors = [int(core[2:]) for core in SUPPORTED]
    for minor in range(min(minors) - 2, max(minors) + 2):
        version = Version(f"2.{minor}.5")
        assert (version in told) is (f"2.{minor}" in SUPPORTED or minor > max(minors)), version
    for role in (ROOT / "roles").iterdir():
        oldest = yaml.safe_load((role / "meta/main.yml").read_text())["galaxy_info"]["min_ansible_version"]
        assert oldest == f"2.{min(minors)}"


@pytest.mark.parametrize("name", ["requests", "jsonschema", "PyYAML", "urllib3"])
def test_lower_bounds_are_what_is_tested_and_documented(name):
    lines = text("meta/ee-requirements.txt") + text("requirements/target.in")
    (bound,) = re.findall(rf"^{name}>=(\S+)$", lines, re.MULTILINE)
    assert re.search(rf"^{name.lower()}=={re.escape(bound)} \\$", text("requirements/target.txt"), re.MULTILINE)
    assert f"`{name}` {bound}" in text("docs/support.md")
    told = [p for p in (ROOT / "plugins").rglob("*.py") if f"\n  - {name} >" in p.read_text(encoding="utf-8")]
    assert told or name == "urllib3"
    assert all(f"\n  - {name} >= {bound}\n" in path.read_text(encoding="utf-8") for path in told)
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "plugins").rglob("*.py"))
    assert set(re.findall(rf"\b{name} ([0-9.]+) or newer", code)) <= {bound}  # in messages
