# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The option that says when to write secrets that cannot be read back."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  update_secrets:
    description:
      - When to send secrets that the API masks or leaves out. For such a secret it is unknown whether the stored value
        is the one in the task, so the secret is listed in RV(unverified).
      - If the API returns the value of a secret, the secret is compared like any other option, whatever this option is
        set to.
      - V(on_create) sends the secrets in the task when the object is created, and along with any other change of the
        object. If the object stores a secret that the task does not set, an update is refused. The API receives the
        whole object, so such an update could erase the secret.
      - V(always) sends the secrets in every run, and reports a change every time. Use it for the run that rotates a
        secret.
      - V(leave_out) is the same as V(on_create), but updates are not refused. A stored secret that the task does not
        set is left out of the request and may be lost.
    type: str
    choices: [on_create, always, leave_out]
    default: on_create
attributes:
  idempotent:
    details:
      - With O(update_secrets=always), every run sends the secrets that cannot be read back, and reports a change.
notes:
  - Secrets never appear in results, diffs, warnings, errors or logs, at any verbosity. A mask is never sent back to
    the API.
"""
