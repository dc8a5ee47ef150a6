"""Runs builds of snapctl on the same inputs: each in a folder of its own, under the same relative names, with the same environment."""
import concurrent.futures, json, os, shutil, subprocess, sys, time

import example, facts

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import bench

ENDS = {0, 1, 3, 4}


class Failed(Exception):
    """A build did not do what every build can do."""


class Build:
    """One binary, and the folder in which it works. Inputs are links to a shared folder."""

    def __init__(self, label, tool, work):
        self.label, self.tool, self.work = label, os.path.abspath(tool), work
        os.makedirs(work)

    def path(self, name):
        return os.path.join(self.work, name)

    def run(self, *arguments, timeout=1800):
        """Status, stdout, and the notes on stderr."""
        done = subprocess.run([self.tool, *arguments], cwd=self.work, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout)
        errors = done.stderr.decode("utf-8", "replace").replace(self.work + "/", "")
        return done.returncode, done.stdout.decode("utf-8", "replace"), errors.splitlines()

    def output(self, *arguments, ends=ENDS):
        status, text, notes = self.run(*arguments)
        if status not in ends:
            raise Failed(f"{self.label}: snapctl {' '.join(arguments)} ended with {status}: {' '.join(notes)[:2000]}")
        return status, text, notes

    def capture(self, source, name):
        """A snapshot of a file or folder; what the build says of it."""
        status, text, notes = self.output("capture", "-q", "--from", source, "-f", name, "-o", "json", ends={0, 3})
        told = json.loads(text)
        return facts.of_value({k: told[k] for k in ("objects", "complete", "gaps") if k in told}, status, notes)

    def capture_served(self, kubeconfig, name):
        status, text, notes = self.output("capture", "-q", "--kubeconfig", kubeconfig, "-f", name, "-o", "json", ends={0, 3})
        told = json.loads(text)
        return facts.of_value({k: told[k] for k in ("objects", "complete", "gaps") if k in told}, status, notes)

    def report(self, *arguments):
        """The report of `diff` or `check`: its facts, and the report itself."""
        status, text, notes = self.output(*arguments, "--show-ignored", "-o", "json") if arguments[0] == "diff" else self.output(
            *arguments, "-o", "json")
        if not text:
            return facts.of_value({}, status, notes), {}
        report = json.loads(text, parse_float=lambda t: "number " + t)
        return facts.of_report(report, status, notes), report

    def declared(self, name):
        status, text, notes = self.output("normalize", name, "-o", "json", ends={0, 3})
        return facts.of_objects(text)

    def compared(self, *arguments):
        status, text, notes = self.output(*arguments, "-o", "json")
        value = json.loads(text, parse_float=lambda t: "number " + t)
        return facts.of_value({k: value[k] for k in ("differences", "incomparable", "patterns", "contradictions", "mappings") if k in value},
                              status, notes)


class Served:
    """`snapctl serve` while a `with` lasts; writes a kubeconfig into the build's folder."""

    def __init__(self, build, state, kubeconfig):
        self.command = [build.tool, "serve", state, "--kubeconfig-out", kubeconfig]
        self.build, self.kubeconfig = build, build.path(kubeconfig)

    def __enter__(self):
        self.process = subprocess.Popen(self.command, cwd=self.build.work, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            if os.path.exists(self.kubeconfig) and os.path.getsize(self.kubeconfig):
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.__exit__()
        raise Failed(f"{self.build.label}: {' '.join(self.command[1:])} serves nothing")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        if os.path.exists(self.kubeconfig):
            os.remove(self.kubeconfig)


class Bench:
    """The builds side by side, and the folder that holds their inputs."""

    def __init__(self, tools, work):
        bench.prepare_environment(work)
        key = os.path.join(work, "public-demo.key")
        shutil.copy(os.path.join(example.EXAMPLE, "public-demo.key"), key)
        os.chmod(key, 0o600)
        os.environ["SNAPCTL_REDACTION_KEY_FILE"] = key
        self.work, self.inputs = work, os.path.join(work, "inputs")
        os.mkdir(self.inputs)
        self.builds = [Build(label, tool, os.path.join(work, label)) for label, tool in tools]
        for build in self.builds:
            os.symlink(self.inputs, build.path("in"))
            os.symlink(os.path.join(example.ROOT, "golden"), build.path("golden"))

    def both(self, job):
        """What the job gives for each build, at the same time."""
        with concurrent.futures.ThreadPoolExecutor(len(self.builds)) as pool:
            return list(pool.map(job, self.builds))

    def clear(self):
        """Forgets the inputs of one pair of states and what was made of them."""
        shutil.rmtree(self.inputs)
        os.mkdir(self.inputs)
        for build in self.builds:
            for name in os.listdir(build.work):
                path = build.path(name)
                if not os.path.islink(path):
                    shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
