# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documentation of modules with its fragments merged in, and the values in their examples."""

from __future__ import annotations

import importlib
import pathlib
from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from antsibull_docs_parser import dom
from antsibull_docs_parser.ansible_doc_text import AnsibleDocTextFormatter, to_ansible_doc_text
from antsibull_docs_parser.parser import Context, parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
COLLECTION = "ansible_collections.kinescope.kinescope"
FQCN = "kinescope.kinescope.{module}"


class Loader(yaml.SafeLoader):
    """YAML with the only tag of Ansible that examples use."""


Loader.add_constructor("!unsafe", lambda loader, node: node.value)


def block(module: str, name: str) -> Any:
    """The content of a block of a module, such as DOCUMENTATION."""
    text = (ROOT / f"plugins/modules/{module}.py").read_text(encoding="utf-8")
    return yaml.load(text.split(f'{name} = r"""')[1].split('"""')[0], Loader)  # noqa: S506 - a SafeLoader  # nosec B506


def documentation(module: str) -> dict[str, Any]:
    """The documentation of a module, including the options from its fragments."""
    said: dict[str, Any] = block(module, "DOCUMENTATION")
    options: dict[str, Any] = {}
    for fragment in said.get("extends_documentation_fragment", ()):
        plugin, _dot, part = fragment.removeprefix("kinescope.kinescope.").partition(".")
        texts = importlib.import_module(f"{COLLECTION}.plugins.doc_fragments.{plugin}").ModuleDocFragment
        options = merged(options, yaml.safe_load(getattr(texts, (part or "DOCUMENTATION").upper())).get("options", {}))
    return {**said, "options": merged(options, said.get("options", {}))}


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Dictionaries merged key by key, at every depth; null removes a key."""
    result = dict(below)
    for key, value in above.items():
        both = isinstance(value, Mapping) and isinstance(result.get(key), Mapping)
        result[key] = merged(result[key], value) if both else value
    return {key: value for key, value in result.items() if value is not None}


def examples(module: str) -> list[dict[str, Any]]:
    """The arguments of the module's tasks in its examples."""
    tasks = (task.get(FQCN.format(module=module)) for task in _tasks(block(module, "EXAMPLES")))
    return [arguments for arguments in tasks if isinstance(arguments, dict)]


def _tasks(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _tasks(item)
    elif isinstance(value, dict):
        yield value
        for key in ("tasks", "block", "rescue", "always"):
            yield from _tasks(value.get(key))


class _Plain(AnsibleDocTextFormatter):
    """Text without markup, for tooltips."""

    @staticmethod
    def _format_option_like(part: dom.OptionNamePart | dom.ReturnValuePart) -> str:
        of = f" of {part.plugin.fqcn}" if part.plugin else ""
        return (part.name if part.value is None else f"{part.name}: {part.value}") + of

    def format_bold(self, part: dom.BoldPart) -> str:
        return part.text

    def format_italic(self, part: dom.ItalicPart) -> str:
        return part.text

    def format_code(self, part: dom.CodePart) -> str:
        return part.text

    def format_env_variable(self, part: dom.EnvVariablePart) -> str:
        return part.name

    def format_option_value(self, part: dom.OptionValuePart) -> str:
        return part.value

    def format_module(self, part: dom.ModulePart, url: str | None) -> str:
        return part.fqcn

    def format_plugin(self, part: dom.PluginPart, url: str | None) -> str:
        return part.plugin.fqcn


def plain(description: str | list[str]) -> str:
    """A description without markup, a line for each paragraph. Raises ValueError for invalid markup."""
    paragraphs = [description] if isinstance(description, str) else description
    parsed = [parse(text, Context(), errors="exception")[0] for text in paragraphs]
    return to_ansible_doc_text(parsed, formatter=_Plain(), par_sep="\n")
