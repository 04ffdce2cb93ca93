"""The page of a report in a browser: light, dark, on paper, without script."""

import json
import os
import re
import subprocess

import smoke
from clients import python_of
from tester import ends, equal, holds, refused, say

HERE = os.path.dirname(os.path.abspath(__file__))
LARGEST = 2 * 1000**2
FIGURE = re.compile(r"<figure>(.*?)</figure>", re.DOTALL)


def play(world):
    out = smoke.results(world)
    again = world.stage.make_folder("made-again")
    done = world.tester.ask("report", os.path.join(out, "smoke.json"), "--out", again)
    ends(done, 0, "report")
    for name in ("smoke.html", "smoke.json", "smoke.md", "smoke.xml", "smoke.hlog"):
        equal(_bytes(again, name), _bytes(out, name), f"{name}, made again")
    page = _bytes(again, "smoke.html").decode()
    see_page(page)
    refused(see_page, page.replace("<table", "<div", 1000).replace("</table", "</div", 1000))
    refused(see_page, page.replace("</body>", '<img src="http://elsewhere/x.png"></body>'))
    browse(world, os.path.join(again, "smoke.html"))
    plant(world, page)


def _bytes(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def see_page(page):
    """Small, whole in itself, every plot with its table."""
    holds(len(page.encode()) < LARGEST, f"a page of {len(page)} bytes")
    figures = [figure for figure in FIGURE.findall(page) if "<svg" in figure]
    holds(len(figures) >= 3, f"{len(figures)} plots")
    for figure in figures:
        title = re.search(r"<b>(.*?)</b>", figure)
        holds(figure.count("<td") >= 2 and "<table" in figure,
              f"the plot {title and title[1]!r} has no table")
    outside = re.findall(r'(?:src|href)="(?!#)[^"]*"|url\((?!#)[^)]*\)|@import', page)
    outside = [link for link in outside if "data:" not in link]
    equal(outside, [], "what the page fetches from elsewhere")
    say(f"  {len(page.encode())} bytes, {len(figures)} plots")


def browse(world, page):
    told = {"page": page, "screenshots": os.path.join(world.root, ".build", "screenshots")}
    os.makedirs(told["screenshots"], exist_ok=True)
    done = _browser(world, told)
    equal(done.returncode, 0, f"the page in Chromium: {done.stdout} {done.stderr[-2000:]}")
    say("  " + done.stdout.strip().replace("\n", "\n  "))


def plant(world, page):
    """A page that shows nothing without a script, and one whose script fails. The page's policy
    forbids scripts: the first is empty on paper too."""
    hidden = page.replace("<body", '<body style="visibility:hidden" id="b"', 1).replace(
        "</body>", "<script>document.getElementById('b').style=''</script></body>")
    failing = page.replace("</body>", "<script>nothing.at.all()</script></body>")
    for name, text, parts in (("hidden", hidden, ("nothing to read", "bytes of PDF")),
                              ("failing", failing, ("errors on the console",))):
        path = world.stage.path(f"{name}.html")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        done = _browser(world, {"page": path, "screenshots": ""})
        holds(done.returncode == 1 and any(part in done.stdout for part in parts),
              f"Chromium on a page planted as {name}: {done.stdout} {done.stderr[-1000:]}")


def _browser(world, told):
    return subprocess.run([python_of(world, "selenium"), os.path.join(HERE, "browser.py"),
                           json.dumps(told)], capture_output=True, text=True, timeout=120,
                          check=False)
