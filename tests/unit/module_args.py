# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""patch_module_args() of ansible-core, and the same for those that do not have it yet."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from typing import Any
from unittest import mock

from ansible.module_utils import basic
from ansible.module_utils.common.parameters import PASS_VARS

try:
    from ansible.module_utils.testing import patch_module_args
except ImportError:

    @contextlib.contextmanager
    def patch_module_args(module_args: Mapping[str, Any]) -> Iterator[None]:
        """Give an AnsibleModule its options."""
        given = json.dumps({"ANSIBLE_MODULE_ARGS": module_args}).encode()
        with mock.patch.object(basic, "_ANSIBLE_ARGS", given):
            yield


#: Asks for the options in the result; older versions of ansible-core always add them, and refuse to be asked.
WITH_INVOCATION = {"_ansible_inject_invocation": True} if "inject_invocation" in PASS_VARS else {}

__all__ = ["WITH_INVOCATION", "patch_module_args"]
