# Copyright (c) 2026, the kinescope.kinescope contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""As much of GitHub Actions and of GitLab CI as the workflows in docs/gitops need: their jobs run here, for real.

Conditions, variables, outputs and artifacts are kept as the services keep them. What installs packages is not run.
"""

from __future__ import annotations

import json
import os
import pathlib
import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import yaml

from tests.integration.console import Console, Done
from tests.integration.play import ROOT

VAULT_PASSWORD = "password-of-the-vault"
INSTALLERS = ("pip", "ansible-galaxy")
GIT = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "A"), ("EMAIL", "a@example.com"))
}
TAG = "kinescope-applied"
#: gh as far as the workflow calls it; what it knows is in the folder GH_STATE.
GH = r"""#!/usr/bin/env python3
import json, os, pathlib, shutil, subprocess, sys

state = pathlib.Path(os.environ["GH_STATE"])
assert os.environ["GH_TOKEN"] == "the token of the job"
words, options, fields = [], {}, {}
arguments = iter(sys.argv[1:])
for word in arguments:
    if word in ("--silent", "--paginate"):
        options[word] = True
    elif word == "--field":
        name, _equals, value = next(arguments).partition("=")
        fields[name] = value
    elif word.startswith("--"):
        options[word] = next(arguments)
    else:
        words.append(word)


def tell(answer):
    if "--silent" in options:
        return
    text = json.dumps(answer)
    if "--jq" in options:
        text = subprocess.run(["jq", "-r", options["--jq"]], input=text, check=True, text=True, stdout=-1).stdout
    print(text.rstrip("\n"), end="\n" if text.strip() else "")


known = json.loads((state / "known.json").read_text())
if words[:2] == ["run", "download"]:
    source = state / "artifacts" / words[2] / options["--name"]
    if not source.is_dir():
        sys.exit("no valid artifacts found to download")
    shutil.copytree(source, options["--dir"])
elif words[:2] == ["run", "list"]:
    assert options["--workflow"] == "Kinescope"
    tell([
        {"databaseId": run["id"]}
        for run in reversed(known["runs"])
        if (run["event"], run["head"], run["conclusion"])
        == (options["--event"], options["--commit"], options["--status"])
    ][: int(options["--limit"])])
else:
    assert words[0] == "api"
    _repos, _owner, _name, *path = words[1].split("/")
    method = options.get("--method", "GET")
    if path[0] == "commits" and path[2] == "pulls":
        tell(known["pulls"].get(path[1], []))
    elif path[0] == "issues":
        if method == "GET":
            tell(known["comments"])
        else:
            assert set(fields) == {"body"}
            assert fields["body"].startswith("@")
            body = pathlib.Path(fields["body"][1:]).read_text()
            if method == "POST":
                known["comments"].append({"id": len(known["comments"]), "user": {"login": "github-actions[bot]"}})
            number = int(path[2]) if method == "PATCH" else -1
            known["comments"][number]["body"] = body
            (state / "known.json").write_text(json.dumps(known))
    elif path[:2] == ["git", "refs"]:
        if method == "PATCH" and (fields.pop("force") != "true" or path[2:] != ["tags", "kinescope-applied"]):
            sys.exit("not known")
        if (method == "PATCH") != bool(known["applied"]):
            sys.exit("Reference does not exist" if method == "PATCH" else "Reference already exists")
        if method == "POST":
            assert fields.pop("ref") == "refs/tags/kinescope-applied"
        assert set(fields) == {"sha"}
        known["applied"] = fields["sha"]
        (state / "known.json").write_text(json.dumps(known))
    else:
        sys.exit(f"not known: {words}")
"""


class Repository:
    """A Git repository with the document in the folder workspace."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.git("init", "-q", "-b", "main")
        self.git("commit", "-q", "--allow-empty", "-m", "Begin")
        self.commit(
            {
                "kinescope.yml": "kinescope_workspace_src: workspace\n"
                "kinescope_workspace_base_src: applied/workspace\nkinescope_workspace_prune: [webhooks]\n",
                "requirements.txt": "ansible-core\nrequests\njsonschema\n",
                "requirements.yml": "collections: [kinescope.kinescope]\n",
            }
        )

    @property
    def folder(self) -> pathlib.Path:
        """Where it is."""
        return self._console.folder

    def git(self, *arguments: str) -> str:
        done = self._console.run("git", *arguments, env={**GIT, "GIT_CONFIG_GLOBAL": os.devnull})
        assert done, done.output
        return done.output.strip()

    def commit(self, files: Mapping[str, str], branch: str = "main") -> str:
        """Commit files on a branch, which begins at main when it is new; returns the commit."""
        known = self.git("branch", "--list", branch) or branch == "main"
        self.git("checkout", "-q", *(() if known else ("-b",)), branch, *(() if known else ("main",)))
        for name, text in files.items():
            self._console.write(name, text)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "Change the workspace")
        head = self.git("rev-parse", "HEAD")
        self.git("checkout", "-q", "main")
        return head

    def merge(self, branch: str) -> str:
        """Squash a branch into main; returns the commit."""
        self.git("merge", "-q", "--squash", branch)
        self.git("commit", "-q", "-m", "Merge")
        return self.git("rev-parse", "HEAD")

    def tag(self, commit: str) -> None:
        """Move the tag of what was applied last."""
        self.git("tag", "--force", TAG, commit)

    @property
    def applied(self) -> str:
        """The commit that has the tag; '' for none."""
        return self.git("rev-list", "-n", "1", TAG) if self.git("tag", "--list", TAG) else ""

    def check_out(self, commit: str, folder: pathlib.Path, tags: bool) -> None:
        """Check a commit out, as services do: tags come only with the whole history."""
        self.git("clone", "-q", "--no-checkout", *(() if tags else ("--no-tags",)), ".", str(folder))
        self.git("-C", str(folder), "checkout", "-q", commit)


@dataclass
class Job:
    """What became of a job."""

    ok: bool = True
    output: str = ""
    summary: str = ""
    variables: set[str] = field(default_factory=set)  # the secrets that it was given


class Runner:
    """A machine that runs scripts of jobs, one folder for each job."""

    def __init__(self, folder: pathlib.Path, console: Console, stubs: Mapping[str, str]) -> None:
        self.folder = folder
        self.console = console
        self.environment: dict[str, str | None] = {**console.environment}
        del self.environment["KINESCOPE_API_TOKEN"]
        tools = folder / "bin"
        tools.mkdir(parents=True)
        for name, text in {**dict.fromkeys(INSTALLERS, "#!/bin/sh\nexit 0\n"), **stubs}.items():
            (tools / name).write_text(text, encoding="utf-8")
            (tools / name).chmod(0o755)
        self.environment["PATH"] = f"{tools}{os.pathsep}{console.environment['PATH']}"
        self._jobs = 0

    def place(self) -> Console:
        """A new folder for a job, not there yet."""
        self._jobs += 1
        place = Console(self.folder / f"jobs/{self._jobs}/work", None, "worker")
        place.folder.rmdir()
        place.environment = {name: value for name, value in self.environment.items() if value is not None}
        return place

    @staticmethod
    def bash(place: Console, script: str, variables: Mapping[str, str | None]) -> Done:
        file = place.home / "script.sh"
        file.write_text(script, encoding="utf-8")
        return place.run("bash", "--noprofile", "--norc", "-eo", "pipefail", str(file), env=variables)


def keep(place: Console, path: str, where: pathlib.Path) -> bool:
    """Keep an artifact. False when there is none."""
    source = place.folder / path
    if not source.is_dir() or not any(source.iterdir()):
        return False
    shutil.rmtree(where, ignore_errors=True)
    shutil.copytree(source, where)
    return True


def holds(expression: str, names: Mapping[str, Any], variable: str) -> Any:
    """The value of a condition of a workflow; ``variable`` matches its variables."""

    def known(match: re.Match[str]) -> str:
        return match[0] if match[0].startswith(("'", '"')) else f"names[{match[0]!r}]"

    text = re.sub(rf"\"[^\"]*\"|'[^']*'|{variable}", known, expression)
    text = text.replace("&&", " and ").replace("||", " or ").replace("!=", "<>").replace("!", " not ")
    return eval(text.replace("<>", "!=").strip(), {"names": names})  # noqa: S307 - our own workflows


class GitHub:
    """GitHub with one repository, whose workflow is docs/gitops/github-actions.yml."""

    workflow = ROOT / "docs/gitops/github-actions.yml"

    def __init__(self, folder: pathlib.Path, console: Console, token: str) -> None:
        self.repository = Repository(console)
        self.state = folder / "github"
        self.state.mkdir(parents=True)
        self.known: dict[str, Any] = {"runs": [], "pulls": {}, "comments": [], "applied": ""}
        self._runner = Runner(folder / "runner", console, {"gh": GH})
        self._token = token
        self._text = yaml.safe_load(self.workflow.read_text(encoding="utf-8"))

    def run(
        self, event: str, commit: str, head: str = "", fork: bool = False, inputs: Mapping[str, str] | None = None
    ) -> dict[str, Job]:
        """Run the workflow for an event on a commit; ``head`` is the last commit of the pull request."""
        number = str(len(self.known["runs"]) + 1)
        names = {
            "github.event_name": event,
            "github.repository": "school/video",
            "github.ref_name": "main",
            "github.event.repository.default_branch": "main",
            "github.event.pull_request.head.repo.full_name": "someone/video" if fork else "school/video",
            "github.event.pull_request.number": "7" if event == "pull_request" else "",
            "github.token": "the token of the job",
            "inputs.plan_id": (inputs or {}).get("plan_id", ""),
            "secrets.KINESCOPE_API_TOKEN": self._token,
            "secrets.KINESCOPE_PLAN_TOKEN": self._token,
            "secrets.KINESCOPE_VAULT_PASSWORD": VAULT_PASSWORD,
        }
        done: dict[str, Job] = {}
        for name, job in self._text["jobs"].items():
            states = {f"needs.{before}.result": "success" if done[before].ok else "failure" for before in done}
            needs = job.get("needs")
            missing = bool(needs) and needs not in done
            states.setdefault(f"needs.{needs}.result", "skipped")
            context = {**names, **states, "cancelled()": False}
            if holds(_bare(job["if"]), context, _NAME) and not missing:
                self._write()
                done[name] = self._job(job, context, number, commit)
                self.known.update({key: self._read()[key] for key in ("comments", "applied")})
                if self.known["applied"]:
                    self.repository.tag(self.known["applied"])
        conclusion = ("success" if all(one.ok for one in done.values()) else "failure") if done else "skipped"
        self.known["runs"].append({"id": number, "event": event, "head": head or commit, "conclusion": conclusion})
        return done

    def merged(self, commit: str, head: str, fork: bool = False) -> None:
        """Let it be known that a commit is from a pull request."""
        source = {"sha": head, "repo": {"full_name": "someone/video" if fork else "school/video"}}
        pull = {"merged_at": "2026-01-01T00:00:00Z", "base": {"ref": "main"}, "head": source}
        self.known["pulls"][commit] = [{**pull, "merged_at": None}, pull]

    def artifact(self, name: str, file: str) -> str:
        """A file of an artifact of the last run."""
        return (self.state / "artifacts" / self.known["runs"][-1]["id"] / name / file).read_text(encoding="utf-8")

    def forget(self) -> None:
        """Let all artifacts expire."""
        shutil.rmtree(self.state / "artifacts")

    def _job(self, job: Mapping[str, Any], names: dict[str, Any], number: str, commit: str) -> Job:
        place, result = self._runner.place(), Job()
        place.home.mkdir(exist_ok=True)
        for name in _FILES:
            (place.home / name).write_text("", encoding="utf-8")
        names = {**names, "steps.reviewed.outputs.plan_id": ""}
        about = {"GITHUB_RUN_ID": number, "GITHUB_SHA": commit, "GITHUB_WORKFLOW": self._text["name"]}
        for step in job["steps"]:
            context = {**names, "failure()": not result.ok, "success()": result.ok}
            if not holds(_bare(step.get("if", "success()")), context, _NAME):
                continue
            action = step.get("uses", "").partition("@")[0]
            options = step.get("with", {})
            if action == "actions/checkout":
                shutil.rmtree(place.folder, ignore_errors=True)
                self.repository.check_out(commit, place.folder, options.get("fetch-depth") == 0)
            elif action == "actions/upload-artifact":
                where = self.state / "artifacts" / number / options["name"]
                result.ok &= keep(place, options["path"], where) or options.get("if-no-files-found") != "error"
            elif not action:
                self._script(step, place, names, about, result)
            else:
                assert action == "actions/setup-python"
        result.summary = (place.home / "GITHUB_STEP_SUMMARY").read_text(encoding="utf-8")
        return result

    def _script(
        self, step: Mapping[str, Any], place: Console, names: dict[str, Any], about: Mapping[str, str], result: Job
    ) -> None:
        given = {**self._text["env"], **step.get("env", {})}
        result.variables |= set(re.findall(r"secrets\.(\w+)", str(given)))
        place.folder.mkdir(exist_ok=True)
        ran = self._runner.bash(
            place,
            step["run"],
            {
                **{name: re.sub(_EXPRESSION, lambda found: str(names[found[1]]), str(v)) for name, v in given.items()},
                **{name: str(place.home / name) for name in _FILES},
                **about,
                "GH_STATE": str(self.state),
                "GITHUB_REPOSITORY": "school/video",
                "GITHUB_REF_NAME": "main",
                "RUNNER_TEMP": str(place.home),
            },
        )
        result.output += ran.output
        result.ok &= ran.code == 0
        if "id" in step:
            for line in (place.home / "GITHUB_OUTPUT").read_text(encoding="utf-8").splitlines():
                output, _equals, value = line.partition("=")
                names[f"steps.{step['id']}.outputs.{output}"] = value

    def _read(self) -> Any:
        return json.loads((self.state / "known.json").read_text(encoding="utf-8"))

    def _write(self) -> None:
        (self.state / "known.json").write_text(json.dumps(self.known), encoding="utf-8")


_FILES = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
_EXPRESSION = r"\$\{\{ ([\w.]+) \}\}"
_NAME = r"\b(?:github|inputs|needs|secrets|steps)(?:\.\w+)+|\b(?:cancelled|failure|success)\(\)"


def _bare(condition: str) -> str:
    return condition.removeprefix("${{").removesuffix("}}")


class GitLab:
    """GitLab with one project, whose pipelines are docs/gitops/gitlab-ci.yml."""

    workflow = ROOT / "docs/gitops/gitlab-ci.yml"
    tokens = ("a token to read", "a token to comment")
    tag_token = "a-token-to-push"

    def __init__(self, folder: pathlib.Path, console: Console, token: str, url: str) -> None:
        self.repository = Repository(console)
        self.state = folder / "gitlab"
        self.requests: dict[str, list[dict[str, Any]]] = {}  # commit -> merge requests
        self.pipelines: list[dict[str, Any]] = []  # of merge request 7, the newest first
        self.notes: list[dict[str, Any]] = []
        self._runner = Runner(folder / "runner", console, {})
        self._secrets = {"KINESCOPE_PLAN_TOKEN": token, "KINESCOPE_COMMENT_TOKEN": self.tokens[1]}
        self._protected = {"KINESCOPE_APPLY_TOKEN": token, "KINESCOPE_READ_TOKEN": self.tokens[0]}
        self._protected["KINESCOPE_TAG_TOKEN"] = self.tag_token
        self._url = url
        self._text = yaml.safe_load(self.workflow.read_text(encoding="utf-8"))
        self._runs = 0

    def run(self, source: str, commit: str, fork: bool = False, **given: str) -> dict[str, Job]:
        """Run a pipeline, with the variables that are given for it."""
        request = source == "merge_request_event"
        self._runs += 1
        variables: dict[str, str] = {
            "CI_API_V4_URL": self._url,
            "CI_COMMIT_SHA": commit,
            "CI_DEFAULT_BRANCH": "main",
            "CI_PIPELINE_SOURCE": source,
            "CI_PROJECT_ID": "1",
            "CI_PROJECT_PATH": "school/video",
            "CI_SERVER_FQDN": "gitlab.example.com",
            "CI_SERVER_PROTOCOL": "https",
            **self._secrets,
            **(
                {
                    "CI_MERGE_REQUEST_IID": "7",
                    "CI_MERGE_REQUEST_PROJECT_ID": "1",
                    "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "2" if fork else "1",
                }
                if request
                else {"CI_COMMIT_BRANCH": "main", **self._protected}
            ),
            **given,
        }
        done: dict[str, Job] = {}
        if self._rule(self._text["workflow"]["rules"], variables) is None:
            return done
        jobs = {name: job for name, job in self._text.items() if isinstance(job, dict) and "script" in job}
        for stage in self._text["stages"]:
            fine = all(job.ok for job in done.values())
            for name, job in jobs.items():
                rule = self._rule(job["rules"], variables) if job["stage"] == stage else None
                if rule is not None and (fine or rule.get("when") == "always"):
                    done[name] = self._job(name, job, variables, commit)
        if request and done:
            status = "success" if all(job.ok for job in done.values()) else "failed"
            self.pipelines.insert(0, {"id": self._runs, "status": status, "jobs": list(done)})
        return done

    def merged(self, commit: str, fork: bool = False) -> None:
        """Let it be known that a commit is from merge request 7."""
        request = {"iid": 7, "merge_commit_sha": None, "squash_commit_sha": commit, "sha": "0", "state": "merged"}
        self.requests[commit] = [
            {**request, "iid": 8, "squash_commit_sha": None, "source_project_id": 1, "target_project_id": 1},
            {**request, "source_project_id": 2 if fork else 1, "target_project_id": 1},
        ]

    def artifact(self, name: str, file: str) -> str:
        """A file that a job of the last pipeline kept."""
        return (self.state / str(self._runs) / name / file).read_text(encoding="utf-8")

    def answer(self, method: str, path: str, query: Mapping[str, list[str]], body: Any, token: str) -> Any:
        """What the API answers: (status, what, headers)."""
        if token not in self.tokens:
            return 401, {"message": "401 Unauthorized"}, {}
        may_write = token == self.tokens[1]
        routes = (
            ("GET", "user", lambda: {"id": 42}),
            ("GET", "projects/1/repository/commits/(.+)/merge_requests", lambda commit: self.requests.get(commit, [])),
            ("GET", "projects/1/merge_requests/7/pipelines", lambda: self.pipelines),
            ("GET", "projects/1/pipelines/(.+)/jobs", self._jobs_of),
            ("GET", "projects/1/jobs/(.+?)/artifacts/(.+)", self._kept),
            ("GET", "projects/1/merge_requests/7/notes", lambda: self._page(int(query.get("page", ["1"])[0]))),
            ("POST", "projects/1/merge_requests/7/notes", lambda: may_write and self._note(len(self.notes), body)),
            ("PUT", "projects/1/merge_requests/7/notes/(.+)", lambda one: may_write and self._note(int(one), body)),
        )
        for wanted, pattern, route in routes:
            match = re.fullmatch(pattern, path)
            if match and wanted == method:
                found: Any = route(*match.groups())
                if found is None or found is False:
                    break
                return 200, *(found if isinstance(found, tuple) else (found, {}))
        return 404, {"message": "404 Not found"}, {}

    def _jobs_of(self, number: str) -> list[dict[str, str]]:
        jobs = next(one["jobs"] for one in self.pipelines if one["id"] == int(number))
        return [{"id": f"{number}-{name}", "name": name} for name in reversed(jobs)]

    def _kept(self, job: str, file: str) -> Any:
        kept = self.state.joinpath(*job.split("-", 1), file)
        return json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else None

    def _page(self, number: int) -> tuple[list[dict[str, Any]], dict[str, str]]:
        following = str(number + 1) if number < len(self.notes) else ""
        return self.notes[number - 1 : number], {"X-Next-Page": following}

    def _note(self, number: int, body: Mapping[str, str]) -> dict[str, Any]:
        self.notes[number:number] = [] if number < len(self.notes) else [{"id": number, "author": {"id": 42}}]
        self.notes[number]["body"] = body["body"]
        return self.notes[number]

    def _git(self) -> dict[str, str]:
        """Git's configuration, by which a push with the right token reaches the repository."""
        address = f"https://kinescope:{self.tag_token}@gitlab.example.com/school/video.git"
        instead = f"url.{self.repository.folder}.insteadOf"
        return {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": instead, "GIT_CONFIG_VALUE_0": address}

    def _rule(self, rules: list[dict[str, Any]], variables: Mapping[str, str]) -> dict[str, Any] | None:
        class Names(dict[str, Any]):
            def __missing__(self, name: str) -> Any:
                return None if name == "null" else variables.get(name[1:])

        return next((rule for rule in rules if holds(rule["if"], Names(), r"\$\w+|\bnull\b")), None)

    def _job(self, name: str, job: Mapping[str, Any], variables: Mapping[str, str], commit: str) -> Job:
        place, result = self._runner.place(), Job()
        own = {**self._text["variables"], **job.get("variables", {})}
        self.repository.check_out(commit, place.folder, own.get("GIT_DEPTH") == "0")
        for earlier in (self.state / str(self._runs)).glob("*/*"):  # artifacts of earlier stages
            shutil.copytree(earlier, place.folder / earlier.name, dirs_exist_ok=True)
        result.variables = set(re.findall(r"\$(\w+)", str(job.get("variables", {}))))
        known = {
            **{key: re.sub(r"\$(\w+)", lambda match: variables.get(match[1], ""), value) for key, value in own.items()},
            **variables,
            **self._git(),
        }
        first = job.get("before_script", self._text["default"]["before_script"])
        ran = self._runner.bash(place, "\n".join([*first, *job["script"]]), known)
        result.ok = ran.code == 0
        state = {**known, "CI_JOB_STATUS": "success" if result.ok else "failed"}
        after = self._runner.bash(place, "\n".join(job.get("after_script", [])), state)
        result.output = ran.output + after.output
        for path in job.get("artifacts", {}).get("paths", []):
            keep(place, path, self.state / str(self._runs) / name / path)
        return result


@contextmanager
def api_of(gitlab: list[GitLab]) -> Iterator[str]:
    """Serve the API of the GitLab that is in the list by then; its address."""

    class Handler(BaseHTTPRequestHandler):
        def respond(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(size)) if size else None
            parts = urlsplit(self.path)
            path = unquote(parts.path.removeprefix("/api/v4/"))
            token = self.headers.get("PRIVATE-TOKEN") or ""
            status, what, headers = gitlab[0].answer(self.command, path, parse_qs(parts.query), body, token)
            text = json.dumps(what).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", "Content-Length": len(text), **headers}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT = respond

        def log_message(self, format: str, *arguments: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/v4"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
