# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A document -> YAML in the same order, readable for people and for any YAML loader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.display import visible
from .document import reads_like_template
from .loader import YAML_IMPORT_ERROR

if YAML_IMPORT_ERROR is None:
    import yaml


def yaml_document(document: Mapping[str, Any]) -> str:
    """The document as text, which ends with a line break."""
    return str(yaml.dump(_plain(document), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000))


def _can_be_seen(text: str) -> bool:
    """Whether a text can be written to a file without escapes; line breaks and tabs are fine."""
    rest = text.replace("\n", "").replace("\t", "")
    return visible(rest) == rest


def _plain(value: Any) -> Any:
    """The value with plain types that a dumper can write."""
    if isinstance(value, Mapping):
        return {str.__str__(name): _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return str.__str__(value) if type(value) is not str else value  # pylint: disable=unidiomatic-typecheck
    if isinstance(value, bool) or value is None:
        return value
    return float(value) if isinstance(value, float) else int(value)


if YAML_IMPORT_ERROR is None:

    class _Dumper(yaml.SafeDumper):
        """YAML as people write it: indented lists, no aliases, marked templates, no invisible characters."""

        def write_double_quoted(self, text: str, split: bool = True) -> None:
            """Quote a text; if it contains invisible characters, all non-ASCII characters are escaped."""
            self.allow_unicode = _can_be_seen(text)
            super().write_double_quoted(text, split)
            self.allow_unicode = True

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
            """Indent lists below their keys."""
            return super().increase_indent(flow, False)

        def ignore_aliases(self, data: Any) -> bool:
            """Write equal values repeatedly: an alias would couple independent values."""
            return True

    def _text(dumper: Any, text: str) -> Any:
        if reads_like_template(text):
            return dumper.represent_scalar("!unsafe", text, style='"')
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if _can_be_seen(text) else '"')

    _Dumper.add_representer(str, _text)
