# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of kinescope_workspace -> a document, and what to do with it."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from .._api.gateway import Gateway
from .._api.progress import Progress
from .._core.errors import DocumentError
from .._core.kind import SECRETS_SENT, Kind
from .._media.event_poster import EventPoster
from .._media.video_files import VideoFiles
from .._reconcile.effects import Effects, FolderOf, working_directory
from .._reconcile.on_air import on_air_of
from .._reconcile.option_files import OptionFiles
from .._reconcile.places import InPlaces
from .._workspace.document import Entry, Path
from .._workspace.freeze import freeze_of
from .._workspace.loader import YAML_IMPORT_ERROR
from .._workspace.narrowing import checked_only, checked_prune
from .._workspace.plan import ReconcileOptions
from .._workspace.reconcile import new_result, reconcile
from .._workspace.schema import JSONSCHEMA_IMPORT_ERROR
from .._workspace.secrets import Secrets
from .._workspace.source import Source, read_source
from .._workspace.undo import destination
from .._workspace.workspace_document import compared, refuse_faults
from .argspec import ON_AIR, connection_spec
from .module import LIBRARIES, Module, carry_out, refuse_missing

WORKSPACE_LIBRARIES = {**LIBRARIES, "jsonschema": JSONSCHEMA_IMPORT_ERROR, "PyYAML": YAML_IMPORT_ERROR}

NEW_OBJECTS = 500_000  # new objects between two garbage collections

RARE: Mapping[str, type[Effects]] = {
    **dict.fromkeys(("file_request", "folder", "playlist"), InPlaces),
    "live_event": EventPoster,
    "player": OptionFiles,
    "video": VideoFiles,
}


#: a freeze window
FROZEN = {
    "from": {"type": "str", "required": True},
    "to": {"type": "str", "required": True},
    "reason": {"type": "str"},
}


def effects_of(kind: Kind, options: Mapping[str, Any], folder_of: FolderOf = working_directory) -> Effects:
    """The effects for an entry of a document."""
    return RARE.get(kind.name, Effects)(kind, options, folder_of)


#: used by the action plugin, which writes the reports on the controller (see plugin_utils/_reporting.py)
REPORT_OPTIONS: Mapping[str, Any] = {
    "report_dir": {"type": "path"},
    "report_name": {"type": "str", "default": "drift"},
    "report_title": {"type": "str", "default": "Kinescope drift"},
}


class WorkspaceModule(Module):
    """The module that accepts a document."""

    large_options = ("config", "base")


def workspace_spec() -> dict[str, Any]:
    """The arguments for AnsibleModule."""
    options = {
        **connection_spec(),
        "config": {"type": "dict"},
        "src": {"type": "list", "elements": "path"},
        "base": {"type": "dict"},
        "base_src": {"type": "list", "elements": "path"},
        "on_drift": {"type": "str", "choices": ["repair", "keep", "fail"], "default": "repair"},
        "prune": {"type": "raw", "default": []},
        "only": {"type": "list", "elements": "str", "default": []},
        "base_dir": {"type": "path"},
        "prune_empty": {"type": "bool", "default": False},
        "max_deletions": {"type": "int", "default": 10},
        "force": {"type": "bool", "default": False},
        "update_secrets": {"type": "raw", "default": "on_create", "no_log": False},
        "secrets": {"type": "dict", "default": {}, "no_log": True},
        "expected_plan_id": {"type": "str"},
        "allow_similar": {"type": "bool", "default": False},
        "lock_timeout": {"type": "float", "default": 600},
        **ON_AIR,
        "freeze": {"type": "list", "elements": "dict", "default": [], "options": FROZEN},
        "undo_dest": {"type": "path"},
        **REPORT_OPTIONS,
    }
    return {"argument_spec": options, "supports_check_mode": True}


def manage_workspace() -> None:
    """Run the module that reconciles a workspace: exits with the task's result."""
    module = WorkspaceModule(**workspace_spec())
    result = new_result()
    refuse_missing(module, WORKSPACE_LIBRARIES)

    def work(gateway: Gateway) -> None:
        """Fill the result. Raises KinescopeError."""
        options = module.params
        folder = options["base_dir"] or ""
        source = source_of(module.taken["config"], options["src"], folder)
        base = base_of(module.taken["base"], options["base_src"], folder, result.warnings)
        settings = _settings(options, base)
        progress = Progress(Module.say)
        expected, client = options["expected_plan_id"], gateway.client
        reconcile(source, settings, expected, module.check_mode, client, effects_of, result, progress)

    with _rare_collections():
        carry_out(work, module, result, ("workspace", None, "reconcile"))


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Collect garbage less often: nearly everything made from a document and lists lives as long as the task."""
    thresholds = gc.get_threshold()
    gc.set_threshold(NEW_OBJECTS, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


def _settings(options: Mapping[str, Any], base: tuple[Entry, ...] | None) -> ReconcileOptions:
    """What to do beyond the document. Raises DocumentError."""
    if options["on_drift"] != "repair" and base is None:
        raise DocumentError(f"on_drift: {options['on_drift']} requires base or base_src")
    for name in ("max_deletions", "lock_timeout"):
        if not options[name] >= 0:  # refuses NaN, too
            raise DocumentError(f"{name} must be at least 0")
    only = checked_only(options["only"])
    sent, rotated = _update_secrets(options["update_secrets"])
    return ReconcileOptions(
        sent,
        Secrets(options["secrets"], rotated),
        checked_prune(options["prune"], only),
        only,
        options["prune_empty"],
        options["max_deletions"],
        options["force"],
        options["allow_similar"],
        options["lock_timeout"],
        base,
        options["on_drift"],
        on_air_of(options),
        freeze_of(options["freeze"]),
        destination(options["undo_dest"]),
    )


def base_of(base: Any, src: Sequence[str] | None, folder: str, warnings: list[str]) -> tuple[Entry, ...] | None:
    """The entries of the last applied document, if that is given. Raises DocumentError.

    Faults in it are only warnings because it is not going to be applied.
    """
    if base is None and not src:
        return None
    if not (base is None or isinstance(base, Mapping)):
        raise DocumentError("base must be a dictionary of sections")
    found, told = compared(*_layers(base, src, folder, "base_src"), effects_of)
    warnings += told
    return tuple(found)


def _update_secrets(value: Any) -> tuple[str, list[str]]:
    """When stored secrets are sent again, and the names of those to send now. Raises DocumentError."""
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return SECRETS_SENT[0], value
    if value not in SECRETS_SENT:
        raise DocumentError(f"update_secrets must be one of {', '.join(SECRETS_SENT)}, or a list of names of secrets")
    return value, []


def source_of(config: Any, src: Sequence[str] | None, base: str) -> Source:
    """The document, whose layers are those of ``src`` and then ``config``. Raises DocumentError.

    ``base`` is the folder for relative paths, also in messages; '' for the working directory.
    """
    if config is None and not src:
        raise DocumentError(
            "set src (in roles, kinescope_workspace_src) to the file or directory with the document, or config to the "
            "document itself"
        )
    source, contradictions = _layers(config, src, base, "src")
    refuse_faults(source, contradictions)
    return source


def _layers(config: Any, src: Sequence[str] | None, folder: str, option: str) -> tuple[Source, list[tuple[Path, str]]]:
    """The merged document of the files in ``option`` and ``config``, and contradictions between files of a layer."""
    paths = [os.path.join(folder, each) for each in src or ()]
    source, faults = read_source(paths, config, option) if paths else (Source(config), [])
    source.base = folder
    return source, faults
