# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The filter import_list: CSV, a list or files -> the videos to import."""

from __future__ import annotations

DOCUMENTATION = r"""
name: import_list
author:
  - Kinescope collection contributors (@kinescope)
version_added: 1.0.0
short_description: Prepare an import of videos from CSV, a list or files
description:
  - Reads videos from a CSV text, a list or a directory tree, and returns options for
    M(kinescope.kinescope.kinescope_video) and M(kinescope.kinescope.kinescope_folder).
  - It neither calls the API nor opens files.
  - All problems are reported at once in RV(_value.faults), with the line numbers of the CSV text. Links are never
    shown, because they may be signed. If there are problems, the result contains no videos.
  - The role P(kinescope.kinescope.video_import#role) runs the whole import.
positional: location
options:
  _input:
    description:
      - A string is CSV as in the Kinescope guide. A header names the columns C(url) and C(title) in any order. Without
        a header, they are the first and the second column. With a header, a column C(description) is supported, and
        other columns are ignored. Columns are separated by commas. A value that contains a comma, a quote or a line
        break must be in double quotes, with each quote in it doubled. Spaces around a value are ignored. The encoding
        is UTF-8, with or without a byte order mark.
      - An empty line is an error, except at the end. The same applies to a line without a link or a title, or with a
        different number of columns.
      - A list contains dictionaries with C(url) or C(src), with C(title), which for C(src) defaults to the file name
        without its extension, optionally with C(folder), a list of folder names starting at O(location), and with the
        options C(poster_url), C(preview), C(trim), C(subtitle), C(description), C(privacy_type), C(privacy_domains),
        C(tags), C(chapters) and C(additional_materials_enabled) of the module.
      - With O(root), a list contains paths, or files as returned by C(ansible.builtin.find).
      - Two videos with the same title in the same location are an error, because they would be the same video.
    type: raw
    required: true
  location:
    description:
      - Location of the videos, as C(project) and C(folder), or as C(id).
      - Folders in a location that is set by C(id) are only possible if it is a project.
    type: dict
    required: true
  root:
    description:
      - Directory with a tree of files. Each file becomes a video with the name of the file without its extension, and
        each directory that contains a video becomes a folder with the same name.
      - Hidden files and directories, whose names start with a dot, and files that operating systems leave behind are
        ignored. Symbolic links are not followed.
    type: path
  suffixes:
    description:
      - With O(root), extensions of files that are videos. Other files are listed in RV(_value.skipped).
      - The default is common formats, such as V(mp4), V(mov), V(wmv), V(avi), V(flv), V(mkv) and V(webm).
    type: list
    elements: str
  base:
    description:
      - Directory that relative paths in C(src) are relative to. If omitted, they are not changed.
    type: path
    default: ""
  allow_similar:
    description:
      - Whether titles in the same location, and folders in the same folder, may differ only in spelling, see
        O(kinescope.kinescope.kinescope_video#module:allow_similar). Otherwise they are a problem.
    type: bool
    default: false
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

- name: Stop if there are problems
  ansible.builtin.assert:
    that: wanted.faults == []
    fail_msg: "{{ wanted.faults }}"

- name: Show what a directory with videos becomes
  ansible.builtin.debug:
    msg: "{{ ['/media/Week 1/Intro.mp4'] | kinescope.kinescope.import_list({'project': 'Courses'}, root='/media') }}"
"""

RETURN = r"""
_value:
  description: What to import.
  type: dict
  contains:
    videos:
      description:
        - The videos, each with C(where) (its position in the source), C(title), C(folder) and C(options), which are
          the options of the module, including C(title) and C(location).
        - In the order of the CSV text or the list, with files in the order of their paths.
      type: list
      elements: dict
    existing:
      description:
        - Locations that must exist before the import, which are the project, and folders that are given by their UUIDs.
      type: list
      elements: dict
    folders:
      description:
        - C(project), C(parent) and C(name) of the folders that contain the videos. Their parent folders are not
          listed, because the module creates them.
      type: list
      elements: dict
    skipped:
      description: Files that are not videos, by their paths relative to O(root).
      type: list
      elements: str
    faults:
      description: Problems, as sentences. Empty if there are none.
      type: list
      elements: str
"""

from collections.abc import Callable, Sequence
from typing import Any

from ansible.errors import AnsibleFilterError
from ansible.utils.unsafe_proxy import wrap_var

from ansible_collections.kinescope.kinescope.plugins.module_utils._core.display import visible
from ansible_collections.kinescope.kinescope.plugins.module_utils._core.values import type_in_words
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._containers import copied
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._video_import.csv_text import read_csv
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._video_import.listed import read_list
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._video_import.plan import plan_of
from ansible_collections.kinescope.kinescope.plugins.plugin_utils._video_import.tree import SUFFIXES, read_tree


def import_list(
    source: Any,
    location: Any,
    root: str | None = None,
    suffixes: Sequence[str] | None = None,
    base: str = "",
    allow_similar: bool = False,
) -> Any:
    """The videos to import. Raises AnsibleFilterError if the source is neither a text nor a list."""
    if isinstance(source, str) and root is None:
        found = read_csv(source)
    elif isinstance(source, (list, tuple)):
        found = read_list(source, base) if root is None else read_tree(source, root, suffixes or SUFFIXES)
    else:
        wanted = "a list of files" if root is not None else "a CSV text or a list of videos"
        raise AnsibleFilterError(visible(f"import_list: expected {wanted}, not {type_in_words(source)}"))
    return wrap_var(copied(plan_of(found, location, allow_similar)))


class FilterModule:
    """The filters that Ansible finds in this file."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        """The filter by name."""
        return {"import_list": import_list}
