# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""extensions/audit/event_query.yml has every module that manages something. tests/package runs the queries."""

from __future__ import annotations

import pathlib
import re

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
QUERIES = yaml.safe_load((ROOT / "extensions/audit/event_query.yml").read_text(encoding="utf-8"))
MODULES = {
    f"kinescope.kinescope.{path.stem}"
    for path in (ROOT / "plugins/modules").glob("kinescope_*.py")
    if not path.stem.endswith("_info")
}


def test_every_module_that_manages_something_is_there_and_no_other() -> None:
    assert len(MODULES) > 20
    assert set(QUERIES) == MODULES


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_query_makes_what_the_platform_reads(name: str) -> None:
    assert set(QUERIES[name]) == {"query"}
    query = QUERIES[name]["query"]
    assert re.search(r"\{name: .+, canonical_facts: \{type: .+\}, facts: \{device_type: \"resource\", .+\}\}$", query)
    assert query.count("{") == query.count("}")
