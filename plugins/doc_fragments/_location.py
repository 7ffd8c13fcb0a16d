# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The location of media: a project, or a folder in it."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  location:
    description:
      - Project, or a folder in it.
    type: dict
    suboptions:
      project:
        description:
          - Name or ID of the project.
        type: str
      folder:
        description:
          - Path of the folder as a list of folder names or IDs, starting at the project root.
          - If omitted or V([]), this is the project itself.
        type: list
        elements: str
      id:
        description:
          - ID of a project or folder, as a UUID or in the 22-character short form. Mutually exclusive with
            O(location.project) and O(location.folder).
        type: str
"""
