"""Orthanc Explorer in headless Chromium, as a person clicks through it; with screenshots."""

import os

from checks import check, equal, holds, main, until
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By

BROWSER = None


def browser(scene):
    """The one browser, logged in."""
    global BROWSER
    if BROWSER is None:
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu",
                         "--disable-dev-shm-usage", "--window-size=1400,1000"):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        BROWSER = webdriver.Chrome(
            options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
        BROWSER.set_page_load_timeout(30)
        scheme, _, rest = scene.url.partition("//")
        BROWSER.get(f"{scheme}//{scene.user}:{scene.password.replace(' ', '%20')}@{rest}/")
        BROWSER.get(scene.url + "/")
        BROWSER.get_log("browser")  # a page whose address holds a password may not do everything
    return BROWSER


def go(scene, page):
    chromium = browser(scene)
    chromium.get("about:blank")
    chromium.get(f"{scene.url}/app/explorer.html#{page}")
    name = page.partition("?")[0]
    until(lambda: shown(scene, f"#{name}"))
    return chromium


def shown(scene, selector):
    """The first visible element; None if there is none."""
    try:
        return next((e for e in browser(scene).find_elements(By.CSS_SELECTOR, selector)
                     if e.is_displayed()), None)
    except WebDriverException:  # the page is just being made anew
        return None


def click(scene, selector):
    """Clicks as soon as the element is there and nothing lies on it."""
    def attempt():
        element = shown(scene, selector)
        try:
            return element and (element.click() or True)
        except WebDriverException:
            return False
    until(attempt)


def text(scene, selector):
    element = shown(scene, selector)
    return element.text if element else ""


def picture(scene, name):
    path = os.path.join(scene.screenshots, f"{name}.png")
    holds(browser(scene).save_screenshot(path), path)


def no_errors(scene):
    """Nothing on the console but a missing help and what is no error."""
    found = [e["message"] for e in browser(scene).get_log("browser") if e["level"] == "SEVERE"]
    equal([m for m in found if "/pdf" not in m and "404" not in m], [], "errors on the console")


@check("the root leads to Orthanc Explorer, which shows whom it speaks with")
def front(scene):
    chromium = browser(scene)
    until(lambda: "/app/explorer.html" in chromium.current_url)
    until(lambda: shown(scene, "#lookup"))
    name = "BARE" if scene.bare else "ISENGARD"
    until(lambda: name in chromium.page_source.upper())
    picture(scene, "1-front")
    no_errors(scene)


@check("a search by name finds the study that three stores share")
def search(scene):
    go(scene, "lookup")
    shown(scene, "#lookup-patient-name").send_keys(scene.split.name)
    click(scene, "#lookup-form button[type=submit]" if shown(
        scene, "#lookup-form button[type=submit]") else "#lookup-form .ui-btn")
    until(lambda: scene.split.patient_id in text(scene, "#lookup-result"))
    picture(scene, "2-search")
    no_errors(scene)


@check("a patient over two stores shows both studies")
def two_stores(scene):
    first, second = scene.pair
    go(scene, f"patient?uuid={first.patient}")
    links = until(lambda: len(_links(scene, "#list-studies", "#study?uuid=")) >= 2
                  and _links(scene, "#list-studies", "#study?uuid="))
    equal({link.rpartition("=")[2] for link in links}, {first.study, second.study}, "studies")
    holds(first.patient_id in text(scene, "#patient-info"), "the patient's identifier")
    picture(scene, "3-patient-over-two-stores")
    no_errors(scene)


def _links(scene, selector, part):
    try:
        return [a.get_attribute("href") for a in browser(scene).find_elements(
            By.CSS_SELECTOR, f"{selector} a") if part in (a.get_attribute("href") or "")]
    except WebDriverException:
        return []


@check("a series shows the instances of all stores, and its pictures")
def series(scene):
    go(scene, f"series?uuid={scene.split.series}")
    until(lambda: len(_links(scene, "#list-instances", "#instance?uuid=")) == len(
        scene.split.instances))
    click(scene, "#series-preview")
    until(lambda: _preview(scene))
    picture(scene, "4-preview")


def _preview(scene):
    """Whether the box over the page shows a picture that was loaded."""
    style = browser(scene).execute_script(
        "var e = document.getElementById('lbImage');"
        "return e ? getComputedStyle(e).backgroundImage : ''")
    box = shown(scene, "#lbImage")
    return box and "/instances/" in style and box.size["width"] >= 16


@check("an instance shows its tags")
def instance(scene):
    go(scene, f"instance?uuid={scene.split.instances[1]}")
    until(lambda: scene.split.name in text(scene, "#dicom-tree"))
    picture(scene, "5-instance")
    no_errors(scene)


@check("files are uploaded")
def upload(scene):
    own = scene.unsent()
    chromium = go(scene, "upload")
    entry = chromium.find_element(By.ID, "fileupload")
    chromium.execute_script("arguments[0].style.display = 'block'", entry)
    entry.send_keys("\n".join(scene.files(own)))
    until(lambda: len(chromium.find_elements(By.CSS_SELECTOR, ".pending-file")) == 3)
    click(scene, "#upload-button")
    until(lambda: "Done" in chromium.find_element(By.CSS_SELECTOR, "#progress .label").text)
    picture(scene, "6-upload")
    go(scene, f"series?uuid={own.series}")
    until(lambda: len(_links(scene, "#list-instances", "#instance?uuid=")) == 3)


@check("deleting an instance leads to its series, deleting the patient to the front")
def delete(scene):
    own = scene.take()
    chromium = go(scene, f"instance?uuid={own.instances[0]}")
    _delete(scene, "instance")
    until(lambda: f"#series?uuid={own.series}" in chromium.current_url)
    until(lambda: len(_links(scene, "#list-instances", "#instance?uuid=")) == 2)
    picture(scene, "7-after-deletion")
    go(scene, f"patient?uuid={own.patient}")
    _delete(scene, "patient")
    until(lambda: "#lookup" in chromium.current_url or chromium.current_url.endswith(".html"))


def _delete(scene, level):
    click(scene, f"#{level}-delete")
    click(scene, ".ui-simpledialog-controls a[id^=OK]")


@check("the page of plugins")
def plugins(scene):
    go(scene, "plugins")
    until(lambda: shown(scene, "#all-plugins") is not None
          or "plugins" in browser(scene).current_url)
    picture(scene, "8-plugins")
    no_errors(scene)


@check("the page of jobs")
def jobs(scene):
    go(scene, "jobs")
    until(lambda: shown(scene, "#all-jobs li, #jobs"))
    picture(scene, "9-jobs")
    no_errors(scene)


if __name__ == "__main__":
    try:
        main()
    finally:
        if BROWSER:
            BROWSER.quit()
