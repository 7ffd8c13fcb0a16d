# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The only script in drift.html: it copies the ID of the plan. The page is complete without it, too."""

from __future__ import annotations

# A page opened from a disk or over plain HTTP may have no clipboard API; selecting and copying works everywhere.
SCRIPT = """
for (const button of document.querySelectorAll("button.copy")) {
  const copied = button.previousElementSibling;
  button.hidden = false;
  button.addEventListener("click", async () => {
    getSelection().selectAllChildren(copied);
    try {
      await navigator.clipboard.writeText(copied.textContent);
    } catch {
      document.execCommand("copy");
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
}
"""
