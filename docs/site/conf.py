# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Settings of Sphinx for the site that "make docs" builds. scripts/build_docs.py puts its sources together."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from pygments.lexers.special import TextLexer
from sphinx.highlighting import lexers

ANSIBLE = "https://docs.ansible.com/ansible/latest/"
#: Where Ansible's own pages are that the generated ones refer to. An inventory of them would have to be fetched.
ELSEWHERE = {
    "action_plugins": "plugins/action.html",
    "callback_plugins": "plugins/callback.html",
    "ansible_configuration_settings": "reference_appendices/config.html",
    "common_return_values": "reference_appendices/common_return_values.html",
}
BUILTIN = "ansible_collections.ansible.builtin."

project = "kinescope.kinescope"
project_copyright = "2026, the kinescope.kinescope contributors"
extensions = ["myst_parser", "sphinx_antsibull_ext"]
nitpicky = True
myst_heading_anchors = 3
# Pygments has no lexer for tables.
lexers["csv"] = TextLexer()

html_theme = "furo"
html_title = "Kinescope collection"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_use_index = False
# The colours of the tables are those of the theme, light or dark: see site.css.
antsibull_ext_color_scheme = "none"


def _find_elsewhere(_app: Any, _env: Any, node: Any, contents: Any) -> nodes.reference | None:
    """A link to Ansible's documentation, when that is what a reference means."""
    target = node.get("reftarget", "")
    page = ELSEWHERE.get(target)
    if target.startswith(BUILTIN):
        page = f"collections/ansible/builtin/{target[len(BUILTIN) :].partition('__')[0]}.html"
    return nodes.reference("", "", contents, refuri=ANSIBLE + page, internal=False) if page else None


def setup(app: Any) -> None:
    """Have Sphinx ask for what it does not find."""
    app.connect("missing-reference", _find_elsewhere)
