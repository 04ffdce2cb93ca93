"""Looks at one page in headless Chromium; runs in the environment `selenium` of Tests/Clients.

  browser.py JSON     {"page": PATH, "screenshots": FOLDER or ""}
"""

import base64
import json
import os
import sys

from selenium import webdriver

COLOURS = ("light", "dark")
WHAT_IS_SEEN = """
const body = getComputedStyle(document.body);
const plots = [...document.querySelectorAll('figure svg')].map(e => e.getBoundingClientRect());
return {words: document.body.innerText.split(/\\s+/).length,
        head: document.querySelector('h1').innerText,
        isHidden: body.visibility !== 'visible' || body.display === 'none',
        ground: getComputedStyle(document.documentElement).backgroundColor + body.backgroundColor,
        ink: body.color, plots: plots.filter(b => b.width > 50 && b.height > 20).length,
        wide: document.documentElement.scrollWidth - innerWidth,
        closed: document.querySelectorAll('figure details').length};
"""


def main():
    told = json.loads(sys.argv[1])
    seen = {}
    for script in (True, False):
        browser = chromium(script)
        try:
            for colour in COLOURS:
                seen[script, colour] = look(browser, told, colour, script)
            if script:
                see_print(browser)
            see_console(browser)
        finally:
            browser.quit()
    compare(seen)
    one = seen[True, "light"]
    print(f"{one['plots']} plots, {one['words']} words, {one['closed']} tables behind plots; "
          "light, dark, paper, without script")


def chromium(script):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu",
                     "--disable-dev-shm-usage", "--window-size=1200,1000"):
        options.add_argument(argument)
    if not script:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(
        options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    browser.set_page_load_timeout(30)
    return browser


def look(browser, told, colour, script):
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "features": [{"name": "prefers-color-scheme", "value": colour}]})
    browser.get("file://" + told["page"])
    seen = browser.execute_script(WHAT_IS_SEEN)
    if told["screenshots"]:
        name = f"load-report-{colour}{'' if script else '-without-script'}.png"
        picture(browser, os.path.join(told["screenshots"], name))
    return seen


def picture(browser, path):
    """The whole page, not only the window."""
    taken = browser.execute_cdp_cmd("Page.captureScreenshot", {
        "captureBeyondViewport": True, "format": "png"})
    with open(path, "wb") as file:
        file.write(base64.b64decode(taken["data"]))


def see_print(browser):
    paper = base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", {})["data"])
    holds(paper.startswith(b"%PDF-") and len(paper) > 20_000, f"{len(paper)} bytes of PDF")


def see_console(browser):
    found = [entry["message"] for entry in browser.get_log("browser")
             if entry["level"] == "SEVERE"]
    holds(not found, f"errors on the console: {found}")


def compare(seen):
    for (script, colour), page in seen.items():
        what = f"{colour}, {'with' if script else 'without'} script: {page}"
        holds(not page["isHidden"] and page["words"] > 100, f"nothing to read: {what}")
        holds(page["plots"] >= 3, f"plots don't show: {what}")
        holds(page["wide"] <= 0, f"wider than its window: {what}")
        holds(page["words"] == seen[True, "light"]["words"], f"other words: {what}")
    for key in ("ground", "ink"):
        holds(seen[True, "light"][key] != seen[True, "dark"][key], f"dark is light: {seen}")


def holds(condition, what):
    if not condition:
        print(what)
        sys.exit(1)


if __name__ == "__main__":
    main()
