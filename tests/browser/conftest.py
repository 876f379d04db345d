"""Headless Chromium: found once, and driven through its own debugging pipe, so that real keys and clicks arrive."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
DARK = "--blink-settings=preferredColorScheme=0"
_KEYS = {"ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40, "PageUp": 33, "PageDown": 34, "End": 35,
         "Home": 36, "Enter": 13, "Tab": 9, " ": 32}  # fmt: skip
_PATIENCE_S = 60


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and os.environ.get("KERNEL_MAGIC_REQUIRE_BROWSER") == "1":
        pytest.fail("KERNEL_MAGIC_REQUIRE_BROWSER=1, and there is no Chromium on the PATH")
    if found is None:
        pytest.skip("no Chromium on the PATH; KERNEL_MAGIC_REQUIRE_BROWSER=1 makes this a failure")
    return found


class Tab:
    """One page of a browser of its own."""

    def __init__(self, chromium: str, folder: Path, *options: str) -> None:
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        # Chromium expects its commands on descriptor 3 and answers on descriptor 4.
        launch = f'exec "$0" "$@" 3<&{to_read} 4>&{to_write}'
        arguments = [*QUIET, "--remote-debugging-pipe", f"--user-data-dir={folder / 'profile'}", *options]
        self._process = subprocess.Popen(
            ["bash", "-c", launch, chromium, *arguments, "about:blank"],
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._number, self._buffer, self._session = 0, b"", ""
        targets = self.command("Target.getTargets")["targetInfos"]
        page = next(each["targetId"] for each in targets if each["type"] == "page")
        self._session = self.command("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        self.command("Page.enable")

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._read)
        os.close(self._write)

    def command(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; events are passed over."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def _message(self) -> dict[str, Any]:
        end = time.monotonic() + _PATIENCE_S
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(end - time.monotonic(), 0))
            assert ready, "Chromium does not answer"
            more = os.read(self._read, 1 << 20)
            assert more, "Chromium has ended"
            self._buffer += more
        first, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(first)
        return message

    def open(self, url: str) -> None:
        self.command("Page.navigate", url=url)
        self.until("document.readyState === 'complete'")

    def evaluate(self, expression: str) -> Any:
        answer = self.command("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, expression: str) -> Any:
        """Wait until an expression is true."""
        end = time.monotonic() + _PATIENCE_S
        while time.monotonic() < end:
            if found := self.evaluate(expression):
                return found
            time.sleep(0.05)
        pytest.fail(f"never true: {expression}")

    def press(self, key: str, *, shift: bool = False, times: int = 1) -> None:
        """Press a key as a person does, `times` times."""
        told = {"key": key, "code": key, "windowsVirtualKeyCode": _KEYS[key], "modifiers": 8 if shift else 0}
        text = {"text": "\r"} if key == "Enter" else {"text": " "} if key == " " else {}
        for _ in range(times):
            self.command("Input.dispatchKeyEvent", type="keyDown", **told, **text)
            self.command("Input.dispatchKeyEvent", type="keyUp", **told)

    def click(self, expression: str, *, shift: bool = False) -> None:
        """Click the middle of an element."""
        x, y = self.evaluate(
            f"(() => {{ const e = {expression}; e.scrollIntoView({{block: 'center'}});"
            "const r = e.getBoundingClientRect(); return [r.left + r.width / 2, r.top + r.height / 2]; })()"
        )
        told = {"x": x, "y": y, "button": "left", "clickCount": 1, "modifiers": 8 if shift else 0}
        self.command("Input.dispatchMouseEvent", type="mousePressed", **told)
        self.command("Input.dispatchMouseEvent", type="mouseReleased", **told)

    def screenshot(self, path: Path) -> Path:
        path.write_bytes(base64.b64decode(self.command("Page.captureScreenshot", format="png")["data"]))
        return path


@pytest.fixture
def tab(chromium: str, tmp_path: Path) -> Iterator[Callable[..., Tab]]:
    """Opens a browser: `tab(*options)`."""
    opened: list[Tab] = []

    def start(*options: str) -> Tab:
        folder = tmp_path / f"browser{len(opened)}"
        folder.mkdir()
        opened.append(Tab(chromium, folder, *options))
        return opened[-1]

    yield start
    for each in opened:
        each.close()
