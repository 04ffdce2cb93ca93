"""curl, as the Orthanc Book uses it."""

import json
import os
import subprocess
import tempfile
import zipfile

from checks import check, equal, holds, main


def curl(scene, path, *arguments, status=200):
    """The body of an answer that has this status."""
    with tempfile.NamedTemporaryFile() as file:
        done = subprocess.run(
            ["curl", "-s", "-u", f"{scene.user}:{scene.password}", "-o", file.name,
             "-w", "%{http_code}", *arguments, scene.url + path],
            capture_output=True, text=True, check=True)
        equal(int(done.stdout), status, f"status of {path}")
        return file.read()


def value(scene, path, *arguments):
    return json.loads(curl(scene, path, *arguments))


@check("lists and resources")
def lists(scene):
    holds(scene.split.patient in value(scene, "/patients"), "patients")
    holds(scene.split.study in value(scene, "//studies/"), "a path that is not clean")
    equal(len(value(scene, "/instances?limit=5&since=2")), 5, "page")
    equal(value(scene, f"/studies/{scene.split.study}")["Series"], [scene.split.series])


@check("uploads: --data-binary, a form, standard input in chunks, gzip")
def uploads(scene):
    own = scene.unsent()
    first, second, third = scene.files(own)
    said = value(scene, "/instances", "-X", "POST", "--data-binary", f"@{first}")
    equal((said["ID"], said["Status"]), (own.instances[0], "Success"), "data")
    equal(curl(scene, "/instances", "-F", f"upload=@{second}"), b"", "form")
    said = value(scene, "/instances", "-X", "POST", "-H", "Expect:", "-T", third)
    equal(said["ID"], own.instances[2], "-T")
    equal(sorted(value(scene, f"/series/{own.series}")["Instances"]), sorted(own.instances))
    zipped = scene.unsent()
    packed = scene.files(zipped)[0] + ".gz"
    with open(packed, "wb") as file:
        subprocess.run(["gzip", "-c", scene.files(zipped)[0]], stdout=file, check=True)
    said = value(scene, "/instances", "-H", "Content-Encoding: gzip", "--data-binary",
                 f"@{packed}")
    equal(said["ID"], zipped.instances[0], "gzip")


@check("a ZIP is uploaded whole")
def zips(scene):
    own = scene.unsent()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.zip")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in scene.files(own):
                archive.write(file, os.path.basename(file))
        said = value(scene, "/instances", "--data-binary", f"@{path}")
    equal([one["ID"] for one in said], own.instances, "ids in the ZIP's order")


@check("find and lookup")
def find(scene):
    body = json.dumps({"Level": "Study", "Query": {"PatientID": scene.split.patient_id}})
    equal(value(scene, "/tools/find", "-d", body), [scene.split.study], "find")
    equal(value(scene, "/tools/lookup", "--data", scene.split.study_uid)[0]["ID"],
          scene.split.study, "lookup")


@check("files, pictures and archives are downloaded")
def downloads(scene):
    own = scene.split
    with open(scene.files(own)[1], "rb") as file:
        equal(curl(scene, f"/instances/{own.instances[1]}/file"), file.read(), "file")
    holds(curl(scene, f"/instances/{own.instances[1]}/preview", "-H", "Accept: image/jpeg")
          .startswith(b"\xff\xd8"), "JPEG")
    with tempfile.NamedTemporaryFile() as file:
        file.write(curl(scene, f"/studies/{own.study}/archive"))
        file.flush()
        with zipfile.ZipFile(file.name) as archive:
            equal((archive.testzip(), len(archive.namelist())), (None, len(own.instances)))


@check("labels, metadata and attachments with PUT and DELETE")
def puts(scene):
    own = scene.take()
    for path, content in [("metadata/1024", "curl"), ("attachments/1025", "curl")]:
        whole = f"/series/{own.series}/{path}"
        read = whole + ("/data" if "attachments" in path else "")
        curl(scene, whole, "-X", "PUT", "-d", content)
        equal(curl(scene, read), content.encode(), path)
        curl(scene, whole, "-X", "DELETE")
        curl(scene, read, status=404)
    curl(scene, f"/series/{own.series}/labels/curl", "-X", "PUT", "-d", "")
    equal(value(scene, f"/series/{own.series}/labels"), ["curl"], "labels")


@check("anonymize, modify and an asynchronous archive")
def jobs(scene):
    own = scene.take()
    made = value(scene, f"/studies/{own.study}/anonymize", "-d", "{}")
    equal(len(value(scene, f"/studies/{made['ID']}/instances")), 3, "instances")
    job = value(scene, f"/studies/{own.study}/archive", "-d", '{"Asynchronous":true}')
    while (said := value(scene, job["Path"]))["State"] in ("Pending", "Running"):
        pass
    equal(said["State"], "Success", "State")
    holds(curl(scene, job["Path"] + "/archive").startswith(b"PK"), "archive")


@check("modalities: echo and store")
def modalities(scene):
    equal(value(scene, "/modalities/pacs/echo", "-d", "{}"), {}, "echo")
    said = value(scene, "/modalities/pacs/store", "-d", scene.split.study)
    equal(said["InstancesCount"], len(scene.split.instances), "store")


@check("a method in other clothes, and methods that Orthanc does not know")
def methods(scene):
    own = scene.take()
    curl(scene, f"/instances/{own.instances[0]}", "-X", "POST", "-d", "",
         "-H", "X-HTTP-Method-Override: DELETE")
    curl(scene, f"/instances/{own.instances[0]}", status=404)
    curl(scene, f"/instances/{own.instances[1]}?_method=delete")
    curl(scene, f"/instances/{own.instances[1]}", status=404)
    curl(scene, "/studies", "-I", status=404)
    curl(scene, "/studies", "-X", "PATCH", status=400)
    curl(scene, "/studies", "-X", "PUT", "-d", "", status=405)


@check("what is wrong is refused as Orthanc refuses it", beyond=True)
def refusals(scene):
    said = json.loads(curl(scene, "/instances", "-d", "not DICOM", status=400))
    equal((said["OrthancStatus"], said["Method"]), (15, "POST"), "refusal")
    equal(curl(scene, "/studies/unknown", status=404), b"", "unknown")
    curl(scene, "/tools/reset", "-X", "POST", "-d", "", status=403)


if __name__ == "__main__":
    main()
