# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What every module of the collection supports."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
attributes:
  action_group:
    description: Use C(group/kinescope.kinescope.kinescope) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - kinescope.kinescope.kinescope
  check_mode:
    description: Can run in C(check_mode) and return changed status prediction without modifying target.
    support: full
    details:
      - Sends no write requests. Returns the C(changed), C(changes) and C(diff) that a run without check mode would
        report.
  diff_mode:
    description:
      - Will return details on what has changed (or possibly needs changing in C(check_mode)), when in diff mode.
    support: full
    details:
      - The diff shows only the options that the task sets. When an object is deleted, it shows everything that is
        known about the object. Secrets are masked.
  idempotent:
    description:
      - When run twice in a row outside check mode, with the same arguments, the second invocation indicates no
        change.
      - This assumes that the system controlled/queried by the module has not changed in a relevant way.
    support: full
  platform:
    description: Target OS/families that can be operated against.
    support: full
    platforms: posix
notes:
  - With a local connection, the task runs in the worker process that Ansible has already forked, which avoids starting
    another process. C(ansible_python_interpreter) then has no effect. With any other connection, with C(async),
    C(become) or C(environment), with ansible-core before 2.19.1, and if the Python that runs C(ansible-playbook) lacks
    C(requests), Ansible ships the module to the target. Set the environment variable E(KINESCOPE_FORCE_MODULE=1) on the
    controller to ship the module in every task. The results are the same either way.
"""
