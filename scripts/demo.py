# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Show the collection at work on the included simulator: from an empty workspace to drift, repair, undo and a copy.

Every sentence that it prints is verified with what the simulator received; the script fails if one is not true. The
files are kept in build/demo, or in the given folder, with the complete output of each command.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import webbrowser
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.simulator import Simulator  # noqa: E402

FOLDER = Path(sys.argv[1]) if sys.argv[1:] else ROOT / "build/demo"
COLOURS = {"+": "32", "-": "31", "~": "33", ">": "35", "$": "1", "=": "1"} if sys.stdout.isatty() else {}
DOCUMENT = """\
version: 1
players:
  - name: Main
    settings: {autoplay: false, volume: 60}
privacy_domains:
  - domain: школа.рф
projects:
  - name: Курсы
    privacy_type: custom
    privacy_domains: [школа.рф]
    player: Main
    folders: [{name: Алгебра}, {name: Физика}]
webhooks:
  - name: lms
    endpoint: https://lms.example.com/kinescope
    login: kinescope
    password: {secret: webhooks/lms/password}
"""
SOURCE = "-e kinescope_workspace_src="
SECRETS = "-e @secrets.yml"


class Done(NamedTuple):
    """The outcome of a playbook: its status, the lines of its plan, and the writes that the API received."""

    status: int
    plan: list[str]
    writes: int


class Demo:
    """Runs playbooks in the folder of the demo, and shows the relevant parts of their output."""

    def __init__(self, simulator: Simulator, home: str) -> None:
        self.simulator = simulator
        self.password = secrets.token_urlsafe(12)
        self.copy = simulator.add_workspace()
        self.output = ""
        self.environment = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "KINESCOPE_API_TOKEN": simulator.token,
            "KINESCOPE_API_URL": simulator.url,
            "ANSIBLE_HOME": str(Path(home) / "ansible"),
            "XDG_CACHE_HOME": str(Path(home) / "cache"),
            "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "build/link"),
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "ANSIBLE_NOCOWS": "1",
            "ANSIBLE_NOCOLOR": "1",
        }

    def play(self, name: str, options: str, token: str = "") -> Done:  # nosec B107
        """Run a playbook of the collection, in the first workspace or in that of ``token``."""
        self.simulator.clear_journal()
        command = f"ansible-playbook kinescope.kinescope.{name} {options}"
        say(f"$ {command}")
        environment = {**self.environment, **({"KINESCOPE_API_TOKEN": token} if token else {})}
        run = subprocess.run(
            shlex.split(command),
            cwd=FOLDER,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.output += f"$ {command}\n{run.stdout}"
        shown = re.search(r"\[.*?: Show the plan\].*?=> (\{.*?^\})", run.stdout, re.MULTILINE | re.DOTALL)
        plan = json.loads(shown[1])["msg"] if shown else []
        for line in [plan] if isinstance(plan, str) else plan:
            say(f"  {line}")
        say(f"  {' '.join(re.findall(r'(?:ok|changed|failed)=[0-9]+', run.stdout))}")
        return Done(run.returncode, plan, len(self.simulator.writes))


def say(text: str) -> None:
    """Print a line, colored by how it begins."""
    colour = COLOURS.get(text.lstrip()[:1])
    print(f"\033[{colour}m{text}\033[0m" if colour else text, flush=True)


def step(title: str, *sentences: str) -> None:
    """Print the heading of a step, and what it shows."""
    say(f"\n== {title}\n")
    for sentence in sentences:
        say(sentence)


def check(fact: bool, otherwise: object) -> None:
    """Fail if a statement would not be true."""
    if not fact:
        raise SystemExit(f"the demo failed: {otherwise}; {FOLDER}/output.log has the whole output")


def bootstrap(demo: Demo) -> None:
    """An empty workspace is set up from one document; a second run changes nothing."""
    step("1. One document describes the workspace: workspace.yml")
    print(DOCUMENT, end="")
    say("It names the password of the webhook. The value is in secrets.yml, in real life a vault of Ansible.")
    done = demo.play("apply", f"{SOURCE}workspace.yml {SECRETS}")
    check(done.status == 0 and done.writes == 6, done)
    say("The workspace was empty. It took one write request for each object.")

    step("2. Apply it again")
    done = demo.play("apply", f"{SOURCE}workspace.yml")
    check(done.status == 0 and done.writes == 0, done)
    say("Nothing differs, so nothing was written, and no password was needed.")


def drift(demo: Demo) -> None:
    """Edits in the dashboard are found, shown to people and pull requests, and repaired."""
    step("3. Somebody edits the player and the project in the dashboard, and deletes the webhook. Find the drift")
    settings = {"autoplay": True, "volume": 60, "brand_color": "#81BC3D"}
    demo.simulator.edit("player", "Main", settings=settings)
    demo.simulator.edit("project", "Курсы", privacy_domains=["школа.рф", "copycat.example"])
    demo.simulator.remove("webhook", "lms")
    done = demo.play("drift", f"{SOURCE}workspace.yml")
    check(done.status == 2 and done.writes == 0 and len(done.plan) == 4, done)
    report = FOLDER / "drift/drift.html"
    check("copycat.example" in report.read_text(encoding="utf-8"), "the report lacks a domain")
    say("Nothing was written. The exit status is 2, so that a pipeline notices. The report for people:")
    say(f"  {report}")
    show(report, os.environ)

    step("4. The same plan, as GitHub and GitLab show it in a pull request: drift/drift.md")
    text = (FOLDER / "drift/drift.md").read_text(encoding="utf-8")
    start = text.index("### Players")
    print("\n".join(line for line in text[start:].splitlines()[:22] if line))
    say("  ...")

    step("5. Repair it")
    done = demo.play("apply", f"{SOURCE}workspace.yml {SECRETS}")
    check(done.status == 0 and done.writes == 3, done)
    colour = demo.simulator.object("player", "Main")["settings"].get("brand_color")
    check(colour == "#81BC3D", "a setting that the document does not name was lost")
    say("The brand color, which the document does not name, was kept.")


def undo(demo: Demo) -> None:
    """A mistaken change of the document is undone."""
    step("6. Change the document: louder, and without a folder. Then change your mind")
    text = DOCUMENT.replace("volume: 60", "volume: 100").replace("{name: Физика}", "{name: Физика, state: absent}")
    (FOLDER / "workspace.yml").write_text(text, encoding="utf-8")
    done = demo.play("apply", f"{SOURCE}workspace.yml -e kinescope_workspace_report_dir=reports")
    check(done.status == 0 and done.writes == 2, done)
    say("Beside its reports, the run left a document that undoes it: reports/undo.yml")
    done = demo.play("apply", f"{SOURCE}reports/undo.yml")
    check(done.status == 0 and done.writes == 2, done)
    (FOLDER / "workspace.yml").write_text(DOCUMENT, encoding="utf-8")
    folders = [folder["name"] for folder in demo.simulator.objects("folder")]
    volume = demo.simulator.object("player", "Main")["settings"]["volume"]
    check(sorted(folders) == ["Алгебра", "Физика"] and volume == 60, (folders, volume))
    say("The workspace is again what the document described before.")


def export(demo: Demo) -> None:
    """A workspace is exported to a document, from which an equal workspace and then an equal document are made."""
    step("7. Export the workspace, and make an empty one a copy of it")
    check(demo.play("export", "-e kinescope_export_dest=exported.yml").status == 0, "the export failed")
    say("Secrets are in it by name, here webhooks/lms/password. In another workspace, with another token:")
    done = demo.play("apply", f"{SOURCE}exported.yml {SECRETS}", demo.copy)
    check(done.status == 0 and done.writes == 6, done)
    check(demo.play("export", "-e kinescope_export_dest=copy.yml", demo.copy).status == 0, "the export failed")
    exported, copy = ((FOLDER / name).read_bytes() for name in ("exported.yml", "copy.yml"))
    check(exported == copy, "the exported documents differ")
    check(demo.simulator.object("webhook", "lms", workspace=2)["password"] == demo.password, "another password")
    say("Both exported documents are equal, byte for byte.")


def show(report: Path, environment: Mapping[str, str]) -> None:
    """Open the report in a browser if there is a display."""
    if "CI" not in environment and (sys.platform == "darwin" or {"DISPLAY", "WAYLAND_DISPLAY"} & environment.keys()):
        webbrowser.open(report.as_uri())


def main() -> None:
    """Run the demo."""
    began = time.monotonic()
    if not sys.argv[1:]:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with Simulator() as simulator, tempfile.TemporaryDirectory() as home:
        demo = Demo(simulator, home)
        (FOLDER / "workspace.yml").write_text(DOCUMENT, encoding="utf-8")
        values = {"kinescope_workspace_secrets": {"webhooks/lms/password": demo.password}}
        (FOLDER / "secrets.yml").write_text(json.dumps(values), encoding="utf-8")
        print("A simulator of the Kinescope API runs on this machine, with two empty workspaces.")
        print("What follows are real playbooks, with the lines of their output that matter.")
        try:
            for part in (bootstrap, drift, undo, export):
                part(demo)
        finally:
            (FOLDER / "output.log").write_text(demo.output, encoding="utf-8")
        written = "".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.*") if path.stem != "secrets")
        for secret in (demo.password, simulator.token, demo.copy):
            check(secret not in written, "a secret was written")
    step("That was it", "No token or password is in any output, report or document. What it wrote:")
    for name in ("drift/drift.html", "reports/undo.yml", "exported.yml", "output.log"):
        say(f"  {FOLDER / name}")
    say(f"It took {time.monotonic() - began:.0f} seconds. Continue with docs/start.md, or with a document of your own:")
    say("  ansible-playbook kinescope.kinescope.init")


if __name__ == "__main__":
    main()
