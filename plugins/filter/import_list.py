# Copyright: (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter import_list: CSV, a list or files -> the videos that are to be imported."""

from __future__ import annotations

DOCUMENTATION = r"""
name: import_list
author:
  - Kinescope collection contributors (@kinescope)
version_added: 1.0.0
short_description: What to import, from CSV, a list or files
description:
  - Reads what a CSV text, a list or a tree of files says of videos, and gives options of
    M(kinescope.kinescope.kinescope_video) and M(kinescope.kinescope.kinescope_folder).
  - Nothing is asked of the API, and no file is opened.
  - All that is wrong is told at once in RV(_value.faults), with the lines of the CSV text, and never by showing a link,
    which may be signed. Then there are no videos in the result.
  - The role P(kinescope.kinescope.video_import#role) does the whole import.
positional: location
options:
  _input:
    description:
      - A text is CSV as in the vendor's guide, with a header that names the columns C(url) and C(title) in any order,
        or without one, when they are the first and the second. With a header there may be a column C(description), and
        others, which are not used. The columns are separated by commas. A text with a comma, a quote or a line break in
        it stands in double quotes, and a quote in it is written twice. Spaces around a text do not count. The encoding
        is UTF-8, with or without a byte order mark.
      - An empty line is a fault, unless it is at the end. So is a line without a link or without a title, or with
        another number of columns.
      - A list is of dictionaries with C(url) or C(src), with C(title), which for C(src) is the name of the file without
        its ending unless given, and possibly with C(folder), the names of folders from O(location) on, and the options
        C(subtitle), C(description), C(privacy_type), C(privacy_domains), C(tags), C(chapters) and
        C(additional_materials_enabled) of the module.
      - With O(root), a list is of paths, or of files as C(ansible.builtin.find) finds them.
      - Two videos with the same title in one place are a fault, because they would be one video.
    type: raw
    required: true
  location:
    description:
      - Where the videos shall be, as C(project) and C(folder), or as C(id).
      - Folders below a place that is given by C(id) are only possible if it is a project.
    type: dict
    required: true
  root:
    description:
      - The folder of a tree of files. Each file in it becomes a video of the same name without its ending, and each
        folder in it that holds a video becomes a folder of the same name.
      - Hidden files and folders, which begin with a dot, and what operating systems leave behind are left out. Symbolic
        links are not followed.
    type: path
  suffixes:
    description:
      - With O(root), the endings of files that are videos. Other files are in RV(_value.skipped).
      - Those of common formats by default, such as V(mp4), V(mov), V(wmv), V(avi), V(flv), V(mkv) and V(webm).
    type: list
    elements: str
  base:
    description:
      - What relative paths in C(src) are relative to. By default, they are left as they are.
    type: path
    default: ""
seealso:
  - plugin: kinescope.kinescope.import_outcome
    plugin_type: filter
  - module: kinescope.kinescope.kinescope_video
  - module: kinescope.kinescope.kinescope_folder
"""

EXAMPLES = r"""
- name: Read a list of videos
  ansible.builtin.set_fact:
    wanted: "{{ 'https://example.com/intro.mp4,Intro' | kinescope.kinescope.import_list({'project': 'Courses'}) }}"
  # wanted.videos[0].options is
  #   {"url": "https://example.com/intro.mp4", "title": "Intro", "location": {"project": "Courses"}}

- name: Stop when something is wrong with it
  ansible.builtin.assert:
    that: wanted.faults == []
    fail_msg: "{{ wanted.faults }}"

- name: See what a folder with videos becomes
  ansible.builtin.debug:
    msg: "{{ ['/media/Week 1/Intro.mp4'] | kinescope.kinescope.import_list({'project': 'Courses'}, root='/media') }}"
"""

RETURN = r"""
_value:
  description: What is to be done.
  type: dict
  contains:
    videos:
      description:
        - The videos, each with C(where) it stands in the source, C(title), C(folder) and C(options), which are those of
          the module, C(title) and C(location) among them.
        - In the order of the CSV text or the list; files in the order of their paths.
      type: list
      elements: dict
    folders:
      description:
        - C(project), C(parent) and C(name) of the folders that the videos lie in. Those on the way to others are not
          named, because the module makes them.
      type: list
      elements: dict
    skipped:
      description: Files that are no videos, by their paths from O(root).
      type: list
      elements: str
    faults:
      description: What is wrong, in sentences. Empty when all is well.
      type: list
      elements: str
"""

from collections.abc import Callable, Sequence
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.kinescope.kinescope.plugins.module_utils.visible import visible
from ansible_collections.kinescope.kinescope.plugins.plugin_utils.video_import.csv_text import read_csv
from ansible_collections.kinescope.kinescope.plugins.plugin_utils.video_import.listed import read_list
from ansible_collections.kinescope.kinescope.plugins.plugin_utils.video_import.plan import copied, plan_of
from ansible_collections.kinescope.kinescope.plugins.plugin_utils.video_import.tree import SUFFIXES, read_tree


def import_list(
    source: Any, location: Any, root: str | None = None, suffixes: Sequence[str] | None = None, base: str = ""
) -> Any:
    """What is to be imported. Raises AnsibleFilterError for what is neither a text nor a list."""
    if isinstance(source, str) and root is None:
        found = read_csv(source)
    elif isinstance(source, (list, tuple)):
        found = read_list(source, base) if root is None else read_tree(source, root, suffixes or SUFFIXES)
    else:
        wanted = "a list of files" if root is not None else "a CSV text or a list of videos"
        said = f"import_list: takes {wanted}, not a value of the type {type(source).__name__}"
        raise AnsibleFilterError(visible(said))
    return wrap_var(copied(plan_of(found, location)))


class FilterModule:
    """Ansible's way to find the filter."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filter by its name."""
        return {"import_list": import_list}
