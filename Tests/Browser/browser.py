"""Chromium without a window, driven through a pipe by its DevTools protocol."""

import json
import os
import selectors
import shutil
import subprocess
import tempfile
import time

PROGRAMS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
PATIENCE = 60


def find():
    """The browser's program; None where there is none."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


class BrowserError(Exception):
    pass


class Browser:
    """A browser with one page. Names cannot be resolved, so that no request could succeed."""

    def __init__(self, program):
        self.profile = tempfile.mkdtemp(prefix="lmmm-browser-")
        self.log = open(os.path.join(self.profile, "log"), "wb")
        commands, self.writer = os.pipe()
        self.reader, answers = os.pipe()
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", f'exec 3<&{commands} 4>&{answers}; exec "$0" "$@"', program]
            + ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
            + ["--remote-debugging-pipe", "--no-first-run", "--disable-extensions"]
            + ["--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND"]
            + [f"--user-data-dir={self.profile}/data", "about:blank"],
            pass_fds=[commands, answers], stdin=subprocess.DEVNULL, stdout=self.log,
            stderr=self.log)
        os.close(commands)
        os.close(answers)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.reader, selectors.EVENT_READ)
        self.buffer = b""
        self.number = 0
        self.session = None
        self.events = []
        target = self.page_target()
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Network", "Log"]:
            self.send(f"{domain}.enable")

    def page_target(self):
        targets = self.send("Target.getTargets")["targetInfos"]
        page = next((target for target in targets if target["type"] == "page"), None)
        return (page or self.send("Target.createTarget", url="about:blank"))["targetId"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.writer)
        os.close(self.reader)
        self.log.close()
        shutil.rmtree(self.profile, ignore_errors=True)

    def send(self, method, **parameters):
        """Sends a command and waits for its result; events that come meanwhile are kept."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.writer, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def receive(self):
        deadline = time.monotonic() + PATIENCE
        while b"\0" not in self.buffer:
            if not self.selector.select(max(0, deadline - time.monotonic())):
                raise BrowserError(f"the browser said nothing for {PATIENCE} seconds")
            chunk = os.read(self.reader, 1 << 20)
            if not chunk:
                raise BrowserError("the browser ended")
            self.buffer += chunk
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def wait(self, method):
        """Waits for an event."""
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.receive())

    def evaluate(self, script):
        """The value of an expression within the page, whatever policy the page has."""
        answer = self.send("Runtime.evaluate", expression=script, returnByValue=True)
        if "exceptionDetails" in answer:
            raise BrowserError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def show(self, width, scheme, media="screen"):
        """Sets the width in pixels, the preferred colours and the medium."""
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1,
            mobile=width < 600)
        self.send(
            "Emulation.setEmulatedMedia", media=media,
            features=[{"name": "prefers-color-scheme", "value": scheme}])
