"""PyOrthanc's asynchronous client."""

import asyncio
import io
import zipfile

import httpx
import pydicom
import pyorthanc
from checks import check, equal, holds, main
from pyorthanc import AsyncOrthanc, async_upload


def with_client(function):
    """Runs a coroutine function over a client, as an async program would."""
    def run(scene):
        async def body():
            async with AsyncOrthanc(scene.url, username=scene.user, password=scene.password,
                                    timeout=30) as orthanc:
                await function(scene, orthanc)
        asyncio.run(body())
    return run


@check("lists, resources and files, many at once")
@with_client
async def reads(scene, orthanc):
    own = scene.split
    ids = await orthanc.get_instances()
    holds(set(own.instances) <= set(ids), "instances")
    found = await asyncio.gather(*(orthanc.get_instances_id(id) for id in ids))
    equal([one["ID"] for one in found], ids, "instances")
    files = await asyncio.gather(*(orthanc.get_instances_id_file(id) for id in own.instances))
    equal([pydicom.dcmread(io.BytesIO(f)).SOPInstanceUID for f in files],
          [own.sop_uids.__dict__[id] for id in own.instances], "files")


@check("find, page by page")
@with_client
async def find(scene, orthanc):
    found, since = [], 0
    while True:
        page = await orthanc.post_tools_find({
            "Level": "Instance", "Query": {}, "Limit": 10, "Since": since})
        if not page:
            break
        found, since = found + page, since + 10
    equal(len(found), len(set(found)), "found twice")
    equal(sorted(found), sorted(await orthanc.get_instances()), "found")


@check("the recursive find builds its trees")
@with_client
async def recursive(scene, orthanc):
    patients = await asyncio.to_thread(
        pyorthanc.find, AsyncOrthanc(scene.url, scene.user, scene.password),
        patient_filter=lambda p: p.patient_id == scene.split.patient_id)
    patients = pyorthanc.trim_patients(patients)
    equal([p.patient_id for p in patients], [scene.split.patient_id], "patients")
    equal(len(patients[0].studies[0].series[0].instances), len(scene.split.instances))


@check("uploads beside one another")
@with_client
async def upload(scene, orthanc):
    studies = [scene.unsent() for _ in range(2)]
    paths = [path for study in studies for path in scene.files(study)]
    said = await asyncio.gather(*(async_upload(orthanc, path) for path in paths))
    equal([one["Status"] for one in said], ["Success"] * len(paths), "Status")
    for study in studies:
        shown = await orthanc.get_series_id(study.series)
        equal(sorted(shown["Instances"]), sorted(study.instances), "instances")


@check("labels, modify, anonymize and jobs")
@with_client
async def changes(scene, orthanc):
    own = scene.take()
    await orthanc.put_studies_id_labels_label(own.study, "async-label")
    equal(await orthanc.get_studies_id_labels(own.study), ["async-label"], "labels")
    made = await orthanc.post_studies_id_modify(own.study, json={
        "Replace": {"StudyDescription": "async"}})
    equal(len(await orthanc.get_studies_id_instances(made["ID"])), 3, "modified")
    job = await orthanc.post_studies_id_anonymize(own.study, json={"Asynchronous": True})
    while (said := await orthanc.get_jobs_id(job["ID"]))["State"] in ("Pending", "Running"):
        await asyncio.sleep(0.05)
    equal(said["State"], "Success", "State")
    equal(len(await orthanc.get_studies_id_instances(said["Content"]["ID"])), 3, "anonymized")


@check("archives and modalities")
@with_client
async def others(scene, orthanc):
    content = await orthanc.get_studies_id_archive(scene.split.study)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        equal(len(archive.namelist()), len(scene.split.instances), "files")
    await orthanc.post_modalities_id_echo("pacs")
    await orthanc.post_modalities_id_query("pacs", json={
        "Level": "Study", "Query": {"PatientID": scene.remote.patient_id}})
    await pyorthanc.async_delete_queries(orthanc)
    equal(await orthanc.get_queries(), [], "queries")


@check("an unknown resource is a 404")
@with_client
async def unknown(scene, orthanc):
    try:
        await orthanc.get_studies_id("nothing")
    except httpx.HTTPError as cause:
        holds("HTTP code: 404" in str(cause), f"{cause}")
    else:
        raise AssertionError("no exception")


if __name__ == "__main__":
    main()
