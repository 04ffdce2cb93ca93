"""Files that some store has already: the gateway must find out which, and change nothing."""

from question import Question, get


def again(world, rng):
    """Uploads of what is there; whoever gives such a file to another store answers `Success`.

    Half of them are of patients whose identifier's bytes depend on a character set.
    """
    foreign = [file for file in world.files if not _patient(world, file).isascii()]
    others = [file for file in world.files if file not in foreign]
    for id, content in [*_some(world, rng, foreign, 16), *_some(world, rng, others, 14)]:
        yield Question("uploads", "POST", "/instances", content,
                       at_stores=get("uploads", f"/instances/{id}"))


def _patient(world, file):
    return world.tags[file[0]].get("PatientID", "")


def _some(world, rng, files, count):
    """One file a patient, then more."""
    files = rng.sample(files, len(files))
    first = {_patient(world, file): file for file in files}
    rest = [file for file in files if file not in first.values()]
    return [*first.values(), *rest][:count]
