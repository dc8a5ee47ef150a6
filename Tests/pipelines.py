"""Checks ci/ with the platforms' schemas and linters, runs every shell block as its platform would, against the served example
cluster, and holds what comes out against the platform's limits with 60,000 findings (not with --quick).

A runner here does what a block can see of the real one: expressions and inputs are filled in, environment files and logging commands
are read, a step's condition decides, and the job ends as the last failed step says. SNAPCTL names the program.
"""

import gzip
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

import yaml

HERE = pathlib.Path(__file__).resolve().parent.parent
EXAMPLE = HERE / "golden/example"
SNAPCTL = pathlib.Path(os.environ["SNAPCTL"]).resolve()
failures = []


def expect(claim, holds, more=""):
    print(("ok    " if holds else "FAILED") + f" {claim}")
    if not holds:
        failures.append(claim)
        print(more)


class Ending:
    def __init__(self, status, output, values, used):
        self.status, self.output, self.values, self.used = status, output, values, used


def shell(script, folder, environment):
    """As the platforms run bash: an error ends it."""
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=folder, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def base(home):
    environment = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ}
    return environment | {"HOME": str(home)} | machine


# MARK: GitHub


def github(inputs, folder):
    action = yaml.safe_load((HERE / "ci/github/action.yml").read_text())
    given = {name: str(inputs.get(name, each.get("default", ""))) for name, each in action["inputs"].items()}
    temporary = folder / "runner"
    temporary.mkdir()
    steps, output, failed, used = {}, "", 0, []

    def look(name):
        parts = name.split(".")
        if parts[0] == "inputs":
            return given[parts[1]]
        if parts[0] == "steps":
            return steps.get(parts[1], {}).get(parts[3], "")
        if name == "runner.temp":
            return str(temporary)
        raise ValueError(f"an expression that this runner does not know: {name}")

    def value(expression):
        for part in expression.split("||"):
            part = part.strip()
            found = part[1:-1] if part.startswith("'") else look(part)
            if found:
                return found
        return ""

    def fill(text):
        return re.sub(r"\$\{\{ *(.*?) *\}\}", lambda match: value(match[1]), str(text))

    def holds(condition):
        parts = [part.strip() for part in condition.split("&&") if part.strip()]
        if "always()" not in parts and failed:
            return False
        for part in parts:
            if part == "always()":
                continue
            left, how, right = re.fullmatch(r"(\S+) (==|!=) '(.*)'", part).groups()
            if (look(left) == right) != (how == "=="):
                return False
        return True

    summary = folder / "summary.md"
    for number, step in enumerate(action["runs"]["steps"]):
        if not holds(step.get("if", "")):
            continue
        if "uses" in step:
            used.append((step["uses"].split("@")[0], {key: fill(each) for key, each in step["with"].items()}))
            continue
        out = folder / f"output-{number}"
        out.touch()
        environment = base(folder) | {key: fill(each) for key, each in step.get("env", {}).items()}
        environment |= {"GITHUB_OUTPUT": str(out), "GITHUB_STEP_SUMMARY": str(summary), "GITHUB_ACTIONS": "true"}
        status, said = shell(step["run"], folder, environment)
        output += said
        failed = failed or status
        if "id" in step:
            steps[step["id"]] = dict(line.split("=", 1) for line in out.read_text().splitlines())
    values = {name: fill(each["value"]) for name, each in action["outputs"].items()}
    return Ending(failed, output, values, used)


# MARK: Azure


def azure(parameters, folder):
    text = (HERE / "ci/azure/snapctl.yml").read_text()
    template = yaml.safe_load(text)
    given = {each["name"]: each.get("default") for each in template["parameters"]} | parameters
    temporary = folder / "agent"
    temporary.mkdir()
    variables = {"Agent.TempDirectory": str(temporary)}
    output, failed, used, path = "", 0, [], ""

    def fill(text):
        def expression(match):
            inner = re.fullmatch(r"convertToJson\((.*)\)", match[1])
            name = (inner[1] if inner else match[1]).removeprefix("parameters.")
            return json.dumps(given[name], indent=2) if inner else str(given[name])

        text = re.sub(r"\$\{\{ *(.*?) *\}\}", expression, str(text))
        # A variable that is not set stays as it is written.
        return re.sub(r"\$\(([\w.]+)\)", lambda match: variables.get(match[1], match[0]), text)

    def holds(condition):
        if condition is None:
            return not failed
        state, left, right = re.fullmatch(r"and\((succeeded|succeededOrFailed)\(\), ne\((.*), '(.*)'\)\)", fill(condition)).groups()
        named = re.fullmatch(r"variables\['(.*)'\]", left)
        actual = variables.get(named[1], "") if named else left.strip("'")
        return (state == "succeededOrFailed" or not failed) and actual != right

    for step in template["steps"]:
        if not holds(step.get("condition")):
            continue
        if "bash" not in step:
            inputs = step.get("inputs", {}) | {key: step[key] for key in ("publish", "artifact") if key in step}
            used.append((step.get("task", "publish"), {key: fill(each) for key, each in inputs.items()}))
            continue
        environment = base(folder) | {key: fill(each) for key, each in step.get("env", {}).items()}
        environment |= {name.upper().replace(".", "_"): each for name, each in variables.items()}
        environment["PATH"] = path + environment["PATH"]
        status, said = shell(step["bash"], folder, environment)
        output += said
        failed = failed or status
        for line in said.splitlines():
            if match := re.fullmatch(r"##vso\[task\.setvariable variable=(\w+)\](.*)", line):
                variables[match[1]] = match[2]
            elif match := re.fullmatch(r"##vso\[task\.prependpath\](.*)", line):
                path = match[1] + ":" + path
            elif match := re.fullmatch(r"##vso\[task\.uploadsummary\](.*)", line):
                used.append(("summary", {"path": match[1]}))
    return Ending(failed, output, variables, used)


# MARK: GitLab


def gitlab(inputs, folder):
    spec, jobs = yaml.safe_load_all((HERE / "ci/gitlab/templates/snapctl.yml").read_text())
    given = {name: inputs.get(name, (each or {}).get("default")) for name, each in spec["spec"]["inputs"].items()}
    assert None not in given.values()

    def fill(node):
        if isinstance(node, dict):
            return {fill(key): fill(each) for key, each in node.items()}
        if isinstance(node, list):
            return [fill(each) for each in node]
        return re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda match: given[match[1]], node) if isinstance(node, str) else node

    jobs = fill(jobs)
    (folder / "filled.yml").write_text(yaml.safe_dump(jobs))
    job = jobs[given["job"]]
    environment = base(folder) | job["variables"] | {"CI": "true", "CI_PROJECT_DIR": str(folder)}
    status, output = shell("\n".join(job["before_script"] + job["script"]), folder, environment)
    return Ending(status, output, {}, [("artifacts", job["artifacts"])])


# MARK: Linters


def lint(work):
    """The schemas and linters of the platforms; what is not installed is named."""
    tools = pathlib.Path(sys.executable).parent

    def tool(name, *arguments):
        path = shutil.which(name, path=f"{tools}:{os.environ['PATH']}")
        if path is None:
            expect(f"{name} is installed: bash Tests/setup.sh consumers", False)
            return
        done = subprocess.run([path, *map(str, arguments)], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        expect(f"{name} accepts {pathlib.Path(arguments[-1]).name}", done.returncode == 0, done.stdout)

    actions, steps, component = HERE / "ci/github/action.yml", HERE / "ci/azure/snapctl.yml", HERE / "ci/gitlab/templates/snapctl.yml"
    tool("check-jsonschema", "--builtin-schema", "vendor.github-actions", actions)
    tool("check-jsonschema", "--builtin-schema", "vendor.azure-pipelines", "--data-transform", "azure-pipelines", "--regex-variant", "nonunicode", steps)
    jobs = work / "gitlab-jobs.yml"
    jobs.write_text(component.read_text().split("\n---\n")[1].replace("$[[ inputs.stage ]]", "test"))
    tool("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", jobs)
    for workflow in sorted((HERE / "ci/examples/github").glob("*.yml")):
        tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", workflow)
        tool("zizmor", "--offline", "--no-progress", "--quiet", workflow)
    tool("check-jsonschema", "--builtin-schema", "vendor.azure-pipelines", "--data-transform", "azure-pipelines", "--regex-variant", "nonunicode", HERE / "ci/examples/azure-pipelines.yml")
    tool("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", HERE / "ci/examples/gitlab-ci.yml")
    tool("zizmor", "--offline", "--no-progress", "--quiet", actions)
    blocks = [(f"github-{number}", step["run"]) for number, step in enumerate(yaml.safe_load(actions.read_text())["runs"]["steps"]) if "run" in step]
    blocks += [(f"azure-{number}", step["bash"]) for number, step in enumerate(yaml.safe_load(steps.read_text())["steps"]) if "bash" in step]
    job = list(yaml.safe_load_all(component.read_text()))[1]["$[[ inputs.job ]]"]
    blocks += [("gitlab", "\n".join(job["before_script"] + job["script"]))]
    for name, script in blocks:
        file = work / f"{name}.sh"
        file.write_text("#!/usr/bin/env bash\n" + script)
        tool("shellcheck", "--external-sources", file)


# MARK: The example cluster


def overlay(live, layer):
    deleted = EXAMPLE / layer / "deleted.txt"
    for line in deleted.read_text().split() if deleted.exists() else []:
        (live / line).unlink()
    for file in (EXAMPLE / layer).rglob("*.yaml"):
        target = live / file.relative_to(EXAMPLE / layer)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)


class Served:
    """The example cluster over HTTP, and a kubeconfig for it."""

    def __init__(self, folder, kubeconfig):
        kubeconfig.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [SNAPCTL, "serve", folder, "--kubeconfig-out", kubeconfig], stderr=subprocess.DEVNULL, env=base(folder))
        for _ in range(600):
            if kubeconfig.exists() and kubeconfig.stat().st_size:
                return
            time.sleep(0.1)
        raise SystemExit("the example cluster was not served in a minute")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def many(count):
    """A cluster with that many objects that the baseline does not have; every third grants everything."""
    items = []
    for number in range(count):
        name = f"item-{number:05}"
        meta = {"name": name, "namespace": "payments-i"}
        if number % 3:
            items.append({"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": {"key": "value " * 10}})
        else:
            items.append({
                "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": meta,
                "rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]})
    return {"apiVersion": "v1", "kind": "List", "items": items}


def workspace(work, name):
    folder = work / name
    folder.mkdir()
    (folder / "golden").symlink_to(HERE / "golden")
    return folder


RUNNERS = {"github": github, "azure": azure, "gitlab": gitlab}
# What each platform calls the options that differ.
NAMES = {
    "github": {"sign-key": "sign-key"}, "azure": {"sign-key": "signKey"}, "gitlab": {"sign-key": "sign-key"},
}


def ordinary(platform, work, live, kubeconfig, release):
    """The same cluster: 0. Drift: 1. No baseline: 2. Installed by its digest, or not at all with another one."""
    run = RUNNERS[platform]
    baseline = {"baseline": "golden/aks-regulated"}
    key = {NAMES[platform]["sign-key"]: str(work / "sign.pem")}
    folder = workspace(work, f"{platform}-same")
    with Served(live, kubeconfig):
        ending = run(baseline | key | {"download": release.as_uri(), "sha256": digest(release)}, folder)
    expect(f"{platform}: a cluster as it was reviewed ends with 0", ending.status == 0, ending.output)
    evidence = next(folder.rglob("snapshot.tar.zst")).parent
    for name in ("snapshot.tar.zst", "report.json"):
        done = subprocess.run([SNAPCTL, "verify", evidence / name, "--trust-key", work / "ops.pub"], capture_output=True, text=True)
        expect(f"{platform}: {name} is signed", done.returncode == 0, done.stdout + done.stderr)
    kept = ending.used
    expect(f"{platform}: what is published is there", kept and all(published(each, folder) for each in kept), str(kept))

    folder = workspace(work, f"{platform}-drift")
    drifted = work / f"{platform}-live"
    shutil.copytree(live, drifted)
    overlay(drifted, "churned")
    overlay(drifted, "drifted")
    with Served(drifted, kubeconfig):
        ending = run(baseline, folder)
    expect(f"{platform}: drift ends with 1", ending.status == 1, ending.output)
    if platform == "github":
        expect("github: outputs say drift", ending.values["verdict"] == "drift" and ending.values["status"] == "1", str(ending.values))
        expect("github: drift is annotated", "::error " in ending.output, ending.output)
        expect("github: the summary is written", "DRIFT" in (folder / "summary.md").read_text())
    if platform == "azure":
        expect("azure: drift is an issue of the run", "##vso[task.logissue type=error" in ending.output, ending.output)

    ending = run({"baseline": "no/such/folder", "state": str(EXAMPLE / "cluster")}, workspace(work, f"{platform}-none"))
    expect(f"{platform}: without a baseline it ends with 2", ending.status == 2, ending.output)
    ending = run(
        baseline | {"download": release.as_uri(), "sha256": "0" * 64, "state": str(EXAMPLE / "cluster")},
        workspace(work, f"{platform}-digest"))
    expect(f"{platform}: another program than agreed does not run", ending.status != 0 and "OK" not in ending.output, ending.output)


def published(use, folder):
    """Whether the files that a step names exist, and are what its task reads."""
    name, values = use
    if name == "artifacts":
        for path in [*values["paths"], *values["reports"].values()]:
            if not (folder / path).exists():
                return False
        return True
    paths = [values[key] for key in ("path", "sarif_file", "testResultsFiles", "publish") if key in values]
    return bool(paths) and all((folder / path).exists() for path in paths)


def digest(path):
    return subprocess.run(["sha256sum", path], check=True, capture_output=True, text=True).stdout.split()[0]


def limits(work):
    """What 60,000 findings become, with each platform's own numbers."""
    count = 60_000
    manifests = work / "many"
    shutil.copytree(EXAMPLE / "cluster", manifests)
    (manifests / "many.json").write_text(json.dumps(many(count)))
    state = work / "many.tar.zst"
    subprocess.run([SNAPCTL, "capture", "--quiet", "--from", manifests, "--file", state], check=True, env=base(work), stderr=subprocess.DEVNULL)
    folder = workspace(work, "github-many")
    ending = github({"baseline": "golden/aks-regulated", "state": str(state), "code-scanning": "true"}, folder)
    expect("60,000 findings are drift", ending.status == 1, ending.output[-2000:])
    evidence = folder / "snapctl-evidence"

    lines = ending.output.splitlines()
    for level in ("error", "warning", "notice"):
        shown = [line for line in lines if line.startswith(f"::{level} ")]
        expect(f"GitHub shows 10 annotations of a level and step: {len(shown)} {level}", len(shown) <= 10)
    errors = [line for line in lines if line.startswith("::error ")]
    expect("the most severe are annotated", all("critical" in line for line in errors[1:]), "\n".join(errors))
    expect("what is not annotated is counted", any(re.search(r"59,9\d\d more", line) for line in lines if line.startswith("::notice")))
    expect("a step's log stays readable", len(lines) < 600, str(len(lines)))
    summary = (folder / "summary.md").read_bytes()
    expect(f"GitHub takes summaries of 1 MiB: {len(summary)} bytes", len(summary) <= 1 << 20)
    expect("the summary counts what it leaves out", b"more objects that differ" in summary)
    uploaded = dict(ending.used)["github/codeql-action/upload-sarif"]["sarif_file"]
    packed = len(gzip.compress((folder / uploaded).read_bytes()))
    expect(f"GitHub takes SARIF of 10 MB, compressed: {packed} bytes", packed <= 10_000_000)
    run = json.loads((folder / uploaded).read_text())["runs"][0]
    levels = [result["level"] for result in run["results"]]
    expect(f"GitHub takes 25,000 results of a run: {len(levels)}", len(levels) == 25_000)
    order = {"error": 0, "warning": 1, "note": 2}
    expect("the most severe results come first", levels == sorted(levels, key=order.get))
    expect("no critical result is left out", sum(result["ruleId"].endswith("-critical") for result in run["results"]) >= 20_000)
    notes = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    expect("SARIF counts what it leaves out", any("35,0" in note and "more" in note for note in notes), str(notes))
    expect("the whole report is in the artifact", len(json.loads((evidence / "report.json").read_text())["violations"]) >= count)

    report = subprocess.run(
        [SNAPCTL, "check", state, "--baseline", HERE / "golden/aks-regulated", "-o", f"junit={work}/many.xml",
         "-o", f"codequality={work}/many.json", "-o", f"azure={work}/many.txt"], env=base(work), capture_output=True, text=True)
    expect("and in the forms of the others", report.returncode == 1, report.stderr)
    size = (work / "many.xml").stat().st_size
    expect(f"GitLab takes JUnit files below 30 MB: {size} bytes", size < 30_000_000)
    tree = xml.etree.ElementTree.parse(work / "many.xml").getroot()
    nodes = sum(1 + len(each.attrib) for each in tree.iter())
    expect(f"GitLab takes XML of 250,000 objects: {nodes}", nodes < 250_000)
    longest = max(len((each.text or "").encode()) for each in tree.iter())
    expect(f"libxml2 takes texts of 10,000,000 bytes: {longest}", longest < 10_000_000)
    cases = list(tree.iter("testcase"))
    expect("JUnit counts what it leaves out", any(re.fullmatch(r"50,\d{3} more objects and none more severe.*", case.get("name")) for case in cases))
    types = [case.find("failure").get("type") for case in cases if case.find("failure") is not None]
    expect("the most severe cases come first", types[0] == "critical" and "low" not in types[:9_000])
    entries = json.loads((work / "many.json").read_text())
    expect(f"Code Quality stays at 10,000 entries and their number: {len(entries)}", len(entries) <= 10_001)
    expect("Code Quality counts what it leaves out", re.search(r"50,\d{3} more results", entries[0]["description"]), str(entries[0]))
    expect("its severities are GitLab's, the most severe first", entries[1]["severity"] == "blocker")
    expect("its fingerprints are unique", len({entry["fingerprint"] for entry in entries}) == len(entries))
    expect("its paths are relative", all(not entry["location"]["path"].startswith(("/", "./")) for entry in entries))
    issues = [line for line in (work / "many.txt").read_text().splitlines() if "task.logissue" in line]
    expect(f"Azure gets 10 issues of a type: {len(issues)}", len(issues) <= 20)


def main():
    global machine
    work = pathlib.Path(tempfile.mkdtemp())
    try:
        shutil.copy(EXAMPLE / "public-demo.key", work / "redaction.key")
        (work / "redaction.key").chmod(0o600)
        os.umask(0o077)
        subprocess.run(
            ["openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", work / "sign.pem"],
            check=True, stderr=subprocess.DEVNULL)
        subprocess.run(["openssl", "pkey", "-in", work / "sign.pem", "-pubout", "-out", work / "ops.pub"], check=True)
        tools = work / "bin"
        tools.mkdir()
        (tools / "snapctl").symlink_to(SNAPCTL)
        machine = {
            "PATH": f"{tools}:{os.environ['PATH']}", "KUBECONFIG": str(work / "kubeconfig"),
            "SNAPCTL_REDACTION_KEY_FILE": str(work / "redaction.key"),
        }
        lint(work)
        live = work / "live"
        shutil.copytree(EXAMPLE / "cluster", live)
        # A release as the blocks expect it: only its shape counts here.
        release = work / "snapctl-0-linux-amd64"
        (release / "bin").mkdir(parents=True)
        shutil.copy(SNAPCTL, release / "bin/snapctl")
        archive = work / "snapctl-0-linux-amd64.tar.zst"
        subprocess.run(["tar", "--zstd", "-cf", archive, "-C", work, release.name], check=True)
        for platform in RUNNERS:
            ordinary(platform, work, live, work / "kubeconfig", archive)
        if "--quick" not in sys.argv:
            limits(work)
    finally:
        shutil.rmtree(work)
    if failures:
        sys.exit(f"{len(failures)} claims about ci/ do not hold")


machine = {}
main()
