# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""check_package.py BIN...: build the archive that users install, and try it with the ansible-core in every folder BIN.

The archive has exactly the expected files, and galaxy-importer reports nothing. Installed into an empty folder, its
playbooks run by name against the simulator. ansible-builder finds its requirements, even where a distribution ships
only the folders that Ansible reads. galaxy-importer and ansible-builder are those of the running Python's environment.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from stage import ROOT, working_files

sys.path.insert(0, str(ROOT))
from tests.simulator import Simulator

NAME = "kinescope.kinescope"
TOOLS = Path(sys.executable).parent
FOLDER = ROOT / "build/package"
#: the paths that belong in the archive; of the tests, only what users may run
SHIPPED = re.compile(
    r"(CHANGELOG\.rst|CODE_OF_CONDUCT\.md|CONTRIBUTING\.md|COPYING|MAINTAINERS\.md|README\.md|SECURITY\.md|requirements\.txt)"
    r"|docs/(?!site/).*|(LICENSES|extensions|meta|playbooks|plugins|roles|schemas|tests/simulator)/.*"
    r"|changelogs/(changelog|config)\.yaml"
)
#: files that must be found, so that an empty archive does not pass
CERTAIN = frozenset(
    {
        "CHANGELOG.rst",
        "LICENSES/GPL-3.0-or-later.txt",
        "README.md",
        "docs/workspace.md",
        "extensions/audit/event_query.yml",
        "meta/ee-requirements.txt",
        "meta/execution-environment.yml",
        "meta/extensions.yml",
        "meta/runtime.yml",
        "playbooks/apply.yml",
        "plugins/modules/kinescope_project.py",
        "requirements.txt",
        "roles/workspace/tasks/main.yml",
        "schemas/workspace.json",
        "tests/simulator/__main__.py",
    }
)
#: the folders to which a distribution may reduce the collection
BARE = ("meta", "playbooks", "plugins", "roles")
#: the folders of plugins/ that collections in the Ansible package may have, as far as this one uses them
PLUGINS = frozenset(
    {"action", "callback", "doc_fragments", "filter", "lookup", "module_utils", "modules", "plugin_utils"}
)
#: required in the README: where to get help, how versions are numbered, and so on
SAID = ("https://forum.ansible.com/c/help/6", "https://semver.org", "/code_of_conduct.html", "Python 3.9 or newer")
#: maximum size for Galaxy in megabytes
LARGEST = 20
PASSED = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")


def run(*command: str | Path, cwd: Path = FOLDER, more: Mapping[str, str] | None = None) -> str:
    """Run a tool with its own HOME; returns its output. The check ends if the tool fails."""
    environment = {name: os.environ[name] for name in PASSED if name in os.environ}
    # galaxy-importer calls its own tools by name
    path = os.pathsep.join((str(Path(command[0]).parent), environment["PATH"]))
    environment |= {
        "PATH": path,
        "HOME": str(FOLDER / "home"),
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_LOCALHOST_WARNING": "0",
    }
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**environment, "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0", **(more or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    require(done.returncode == 0, f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise SystemExit(f"check_package: {otherwise}")


def build() -> Path:
    """The archive, built from the checkout as for a release."""
    run(TOOLS / "ansible-galaxy", "collection", "build", "--output-path", FOLDER, ROOT)
    archives = list(FOLDER.glob("*.tar.gz"))
    require(len(archives) == 1, f"{len(archives)} archives were built, not one")
    return archives[0]


def check_contents(archive: Path) -> int:
    """Check that the archive has all expected files and no others; returns their number."""
    with tarfile.open(archive) as opened:
        inside = {member.name for member in opened if member.isfile()} - {"MANIFEST.json", "FILES.json"}
    expected = {name for name in working_files() if SHIPPED.fullmatch(name)}
    require(expected >= CERTAIN, f"the checkout lacks {sorted(CERTAIN - expected)}")
    require(inside <= expected, f"files of development are in the archive: {sorted(inside - expected)}")
    require(inside >= expected, f"files are missing in the archive: {sorted(expected - inside)}")
    return len(inside)


def check_lists(archive: Path) -> None:
    """Check requirements of the Ansible package and Automation Hub that no other check covers (see docs/support.md)."""
    require(archive.stat().st_size < LARGEST * 2**20, f"the archive has more than {LARGEST} MB")
    folders = {name.split("/")[1] for name in working_files() if name.startswith("plugins/")}
    require(folders <= PLUGINS, f"folders of plugins that Ansible does not know: {sorted(folders - PLUGINS)}")
    require(not list(ROOT.glob("tests/sanity/ignore*")), "sanity tests are ignored")
    require("offline" not in yaml.safe_load((ROOT / ".ansible-lint").read_text()), ".ansible-lint is always offline")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    require(all(words in readme for words in SAID), f"README.md lacks one of {SAID}")


def is_complete(texts: Mapping[str, Any]) -> bool:
    """Whether the documentation of a module is complete, including the minimum version of Python."""
    complete = all(texts.get(part) for part in ("doc", "examples", "return"))
    return complete and "python >= 3.9" in texts["doc"].get("requirements", ()) and bool(texts["doc"]["version_added"])


def check_import(archive: Path) -> int:
    """Check that galaxy-importer has read every module without a complaint; returns their number.

    Its exit status is not reliable.
    """
    hub = {f"GALAXY_IMPORTER_{name}": "true" for name in ("CHECK_REQUIRED_TAGS", "REQUIRE_V1_OR_GREATER")}
    log = run(TOOLS / "python", "-m", "galaxy_importer.main", archive, more=hub)
    require("ansible-lint run complete" in log, f"galaxy-importer did not run ansible-lint:\n{log}")
    complaints = re.findall(r"^(?:WARNING|ERROR).*", log, re.MULTILINE)
    require(not complaints, "galaxy-importer:\n" + "\n".join(complaints))
    result = json.loads((FOLDER / "importer_result.json").read_text(encoding="utf-8"))
    documented = {
        entry["content_name"]
        for entry in result["docs_blob"]["contents"]
        if entry["content_type"] == "module" and is_complete(entry["doc_strings"] or {})
    }
    modules = {path.stem for path in (ROOT / "plugins/modules").glob("*.py")}
    require(documented == modules, f"galaxy-importer read other modules: {sorted(documented ^ modules)}")
    listed = {entry["name"] for entry in result["contents"] if entry["content_type"] == "eda/plugins/event_source"}
    sources = {path.stem for path in (ROOT / "extensions/eda/plugins/event_source").glob("*.py")}
    require(listed == sources, f"galaxy-importer read other event sources: {sorted(listed ^ sources)}")
    return len(documented)


def check_installed(archive: Path, binaries: Path) -> str:
    """Install the archive into an empty folder, verify it, run its playbooks; returns ansible-core's version."""
    core = str(re.findall(r"core ([0-9.]+)", run(binaries / "ansible", "--version"))[0])
    place, elsewhere = FOLDER / f"installed-{core}", FOLDER / f"elsewhere-{core}"
    elsewhere.mkdir()
    galaxy = (binaries / "ansible-galaxy", "collection")
    search = {"ANSIBLE_COLLECTIONS_PATH": str(place)}
    run(*galaxy, "install", "--offline", "-p", place, archive, more=search)
    run(*galaxy, "verify", "--offline", NAME, more=search)
    check_playbooks(Where(binaries, elsewhere, place))
    # documented: users can start it from an installed collection
    simulator = "ansible_collections.kinescope.kinescope.tests.simulator"
    run(TOOLS / "python", "-m", simulator, "--help", cwd=elsewhere, more={"PYTHONPATH": str(place)})
    return core


class Where(NamedTuple):
    """Where playbooks are run: the folder of the tools, the working directory, and the folder of the collections."""

    binaries: Path
    folder: Path
    collections: Path

    def play(self, simulator: Simulator, name: str, *options: str) -> None:
        """Run a playbook of the collection by its full name against a simulator."""
        command = (self.binaries / "ansible-playbook", f"{NAME}.{name}", "-i", "localhost,", "-c", "local")
        python = ("-e", f"ansible_python_interpreter={self.binaries / 'python'}")
        point = {"KINESCOPE_API_TOKEN": simulator.token, "KINESCOPE_API_URL": simulator.url}
        surroundings = {"ANSIBLE_COLLECTIONS_PATH": str(self.collections), "KINESCOPE_API_PACE": "off"}
        run(*command, *python, *options, cwd=self.folder, more={**point, **surroundings})


def check_playbooks(where: Where) -> None:
    """Check playbooks: demo sets up a workspace; export, drift and apply work on it as documented."""
    with Simulator() as simulator:
        where.play(simulator, "demo")
        require(simulator.object("project", "Courses")["privacy_type"] == "custom", "demo made another project")
    document = ("-e", "kinescope_workspace_src=workspace.yml")
    with Simulator() as simulator:
        simulator.seed("project", name="Archive")
        where.play(simulator, "export", "-e", "kinescope_export_dest=workspace.yml")
        require("Archive" in (where.folder / "workspace.yml").read_text(encoding="utf-8"), "export left out a project")
        where.play(simulator, "drift", *document)
        require(not simulator.writes, "export or drift wrote to the workspace")
        simulator.remove("project", "Archive")
        where.play(simulator, "apply", *document)
        require(len(simulator.objects("project")) == 1, "apply did not make the project that the document has")


def check_bare(binaries: Path) -> Path:
    """Set up a workspace with only the folders that Ansible reads; returns their location."""
    inside = "ansible_collections/kinescope/kinescope"
    installed, place, elsewhere = next(FOLDER.glob("installed-*")) / inside, FOLDER / "bare", FOLDER / "elsewhere-bare"
    elsewhere.mkdir()
    for name in BARE:
        shutil.copytree(installed / name, place / inside / name)
    shutil.copy(installed / "MANIFEST.json", place / inside)  # ansible-builder needs it to see a collection
    where = Where(binaries, elsewhere, place)
    with Simulator() as simulator:
        where.play(simulator, "init")
        secrets = '{"kinescope_workspace_secrets": {"webhooks/lms/password": "of-no-value"}}'
        where.play(simulator, "apply", "-e", "kinescope_workspace_src=workspace.yml", "-e", secrets)
        require(len(simulator.objects("project")) == 2, "init and apply made no school")
    return place


def check_builder(place: Path) -> None:
    """Check that ansible-builder creates a context from the guide's file for AWX, with all Python packages."""
    needed = (ROOT / "meta/ee-requirements.txt").read_text(encoding="utf-8")
    # ansible-builder leaves out packages that ansible-core requires anyway
    wanted = {line for line in needed.splitlines() if line and not line.startswith(("#", "PyYAML"))}
    found = yaml.safe_load(run(TOOLS / "ansible-builder", "introspect", place))
    named = {line.split("#")[0].strip() for line in found["python"]}  # the comment says which collection requires it
    require(named == wanted and len(wanted) >= 2, f"ansible-builder found {found}")
    shown = re.search(r"# execution-environment\.yml\n(.*?)```", (ROOT / "docs/awx.md").read_text(), re.DOTALL)
    environment = yaml.safe_load(shown[1] if shown else "")
    archive = next(FOLDER.glob("*.tar.gz"))
    environment["dependencies"]["galaxy"]["collections"] = [{"name": str(archive), "type": "file"}]
    (FOLDER / "execution-environment.yml").write_text(yaml.safe_dump(environment), encoding="utf-8")
    files = ("-f", FOLDER / "execution-environment.yml", "-c", FOLDER / "context", "--output-filename", "Containerfile")
    said = run(TOOLS / "ansible-builder", "create", "-v", "3", *files)
    require(not re.search("warn|outdated|deprecated", said, re.IGNORECASE), f"ansible-builder warns:\n{said}")
    image = environment["images"]["base_image"]["name"]
    made = (FOLDER / "context/Containerfile").read_text(encoding="utf-8")
    require(image in made, f"the Containerfile is not built on {image}")


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    archive = build()
    print(f"package: {archive.name} with {check_contents(archive)} files", flush=True)
    check_lists(archive)
    print(f"package: galaxy-importer has no complaint about {check_import(archive)} modules", flush=True)
    for binaries in sys.argv[1:]:
        core = check_installed(archive, Path(binaries).absolute())
        print(f"package: installed, and run by name with ansible-core {core}", flush=True)
    check_builder(check_bare(Path(sys.argv[1]).absolute()))
    print("package: ansible-builder finds what it needs")


if __name__ == "__main__":
    main()
