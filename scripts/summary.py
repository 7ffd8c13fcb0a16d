# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""summary.py SANITY_LOG JUNIT_XML...: the last line of "make test", counted from the tools' output."""

from __future__ import annotations

import collections
import pathlib
import sys
from xml.etree import ElementTree  # only parses our own reports  # nosec B405

total: collections.Counter[str] = collections.Counter()
for name in sys.argv[2:]:
    for suite in ElementTree.parse(name).getroot().iter("testsuite"):  # noqa: S314 - written by pytest a moment ago  # nosec B314
        count = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
        total["failed"] += count["failures"] + count["errors"]
        total["skipped"] += count["skipped"]
        total["passed"] += count["tests"] - count["failures"] - count["errors"] - count["skipped"]
sanity = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").count("Running sanity test")
print(f"\nlint, types, docs-lint, docs, package, scan and {sanity} sanity runs passed")
print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
