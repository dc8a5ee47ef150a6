#!/usr/bin/env python3
"""Opens a page in headless Chromium and asks it questions.

usage: browser.py PAGE [--width N] [--height N] [--dark] [--screenshot FILE] [--pdf FILE] EXPRESSION...

Each EXPRESSION is JavaScript; a promise is awaited. Writes one JSON object to stdout: `values` of the expressions in
their order, `console` with every message, exception and violated policy, `requests` with every address that was asked for.
Talks the DevTools protocol over pipes, with nothing but the standard library.
"""
import argparse
import base64
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile


class Browser:
    def __init__(self, program, folder, width, height):
        to_read, self.to = os.pipe()
        self.back, to_write = os.pipe()

        def adopt():
            # The protocol's file descriptors: 3 to read from, 4 to write to.
            a, b = os.dup(to_read), os.dup(to_write)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={folder}", "--no-first-run",
             "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--disable-extensions",
             "--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio",
             f"--window-size={width},{height}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False,
            preexec_fn=adopt, start_new_session=True)
        os.close(to_read)
        os.close(to_write)
        self.rest = b""
        self.number = 0
        self.events = []

    def read(self):
        while b"\0" not in self.rest:
            part = os.read(self.back, 1 << 16)
            if not part:
                raise SystemExit("the browser went away")
            self.rest += part
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, session=None, **params):
        self.number += 1
        request = {"id": self.number, "method": method, "params": params}
        if session:
            request["sessionId"] = session
        os.write(self.to, json.dumps(request).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer.get("result", {})
            self.events.append(answer)

    def until(self, method):
        while True:
            for event in self.events:
                if event.get("method") == method:
                    return event
            self.events.append(self.read())

    def close(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("page")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--screenshot")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--pdf")
    parser.add_argument("expressions", nargs="*")
    options = parser.parse_intermixed_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        raise SystemExit("no Chromium in PATH")
    folder = tempfile.mkdtemp(prefix="snapctl-browser-")
    browser = Browser(program, folder, options.width, options.height)
    signal.signal(signal.SIGALRM, lambda *_: (browser.close(), os._exit(3)))
    signal.alarm(90)
    try:
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            browser.ask(f"{domain}.enable", session)
        browser.ask("Emulation.setDeviceMetricsOverride", session, width=options.width, height=options.height,
                    deviceScaleFactor=1, mobile=False)
        if options.dark:
            browser.ask("Emulation.setEmulatedMedia", session,
                        features=[{"name": "prefers-color-scheme", "value": "dark"}])
        browser.ask("Page.navigate", session, url=pathlib.Path(options.page).resolve().as_uri())
        browser.until("Page.loadEventFired")
        values = []
        for expression in options.expressions:
            answer = browser.ask("Runtime.evaluate", session, expression=expression, awaitPromise=True,
                                 returnByValue=True)
            if "exceptionDetails" in answer:
                raise SystemExit(f"{expression}: {answer['exceptionDetails']}")
            values.append(answer["result"].get("value"))
        if options.screenshot:
            picture = browser.ask("Page.captureScreenshot", session, format="png", captureBeyondViewport=options.full)
            pathlib.Path(options.screenshot).write_bytes(base64.b64decode(picture["data"]))
        if options.pdf:
            paper = browser.ask("Page.printToPDF", session, printBackground=True, preferCSSPageSize=True)
            pathlib.Path(options.pdf).write_bytes(base64.b64decode(paper["data"]))
        console, requests = [], []
        for event in browser.events:
            params = event.get("params", {})
            if event.get("method") == "Runtime.consoleAPICalled":
                console.append(" ".join(str(a.get("value", a.get("description"))) for a in params["args"]))
            elif event.get("method") == "Runtime.exceptionThrown":
                console.append(params["exceptionDetails"]["text"])
            elif event.get("method") == "Log.entryAdded":
                console.append(params["entry"]["text"])
            elif event.get("method") == "Network.requestWillBeSent":
                requests.append(params["request"]["url"])
        json.dump({"values": values, "console": console, "requests": requests}, sys.stdout)
    finally:
        signal.alarm(0)
        browser.close()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
