# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The option that says when to write secrets which cannot be read back."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  update_secrets:
    description:
      - What to do about secrets whose value the API does not show, but masks or leaves out. Whether such a secret
        still has the value that the task gives cannot be known. It is listed in RV(unverified).
      - A secret whose value the API does show is compared like any other option, whatever is chosen here.
      - V(on_create) sends a given secret when the object is created, and along with any other change of it. An update
        of an object that stores a secret which the task does not give is refused, because the API is sent the whole
        object, and that could wipe the secret.
      - V(always) sends a given secret each time, and reports a change each time. Use it for the run that rotates it.
      - V(leave_out) is V(on_create) without the refusal. A stored secret that the task does not give is left out of
        the request, and may be lost.
    type: str
    choices: [on_create, always, leave_out]
    default: on_create
attributes:
  idempotent:
    details:
      - With O(update_secrets=always), a secret that cannot be read back is sent by every run, and every run reports a
        change.
notes:
  - Secrets never appear in results, diffs, warnings, errors or logs, at any verbosity. A mask is never sent back.
"""
