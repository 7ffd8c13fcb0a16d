# Copyright: (c) 2026, the kinescope.kinescope contributors
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
      - No write request is sent. C(changed), C(changes) and C(diff) are those that the run without check mode then
        reports.
  diff_mode:
    description:
      - Will return details on what has changed (or possibly needs changing in C(check_mode)), when in diff mode.
    support: full
    details:
      - The diff shows the options that the task gives and no others, but of an object that is deleted all that is
        known of it. Secrets are masked.
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
  - A task with a local connection runs in the worker that Ansible forked for it, which saves starting a process.
    C(requests) must then be installed for the Python that runs C(ansible-playbook), and C(ansible_python_interpreter)
    plays no part. Tasks with another connection, C(async), C(become) or C(environment), and all tasks before
    ansible-core 2.19.1, ship the module to the target, as the environment variable E(KINESCOPE_FORCE_MODULE=1) of the
    controller makes every task do. Results are the same.
"""
