# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A place for media: a project, or a folder in it."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  location:
    description:
      - A project, or a folder in it.
    type: dict
    suboptions:
      project:
        description:
          - The project, by its name or id.
        type: str
      folder:
        description:
          - The names of the folders on the way from the root of the project to the one that is meant, or their ids.
          - Not given or V([]), the project itself is meant.
        type: list
        elements: str
      id:
        description:
          - The id of a project or a folder, in either of its forms. Instead of O(location.project) and
            O(location.folder), never together with them.
        type: str
"""
