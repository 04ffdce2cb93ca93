"""All questions of a duel, by class. Each generator takes the world and its own seeded source."""

import random
from dataclasses import replace

from . import (
    errors, hierarchy, newer, owner, paging, records, remotes, results, searches, shared, system,
    uploads, writes)

CATEGORIES = {
    "wildcards": searches.wildcards, "lists": searches.lists, "ranges": searches.ranges,
    "charsets": searches.charsets, "empty values": searches.empty_values,
    "case": searches.case, "computed tags": searches.computed_tags,
    "non-indexed tags": searches.non_indexed, "combinations": searches.combinations,
    "paging": paging.walks, "lookup": hierarchy.lookups, "statistics": hierarchy.statistics,
    "hierarchy": hierarchy.hierarchy, "shared reads": shared.shared_reads,
    "owner routes": owner.routes, "errors": errors.errors, "newer fields": newer.fields,
    "system": system.system, "records": records.records, "archives": shared.archives,
    "uploads": uploads.again,  # what they change would be a fault
    # From here on the data changes; each class leaves behind what it found, but for the last one.
    "writes": writes.writes, "modalities": remotes.modalities, "peers": remotes.peers,
    "modifications": results.modifications, "single results": results.single,
    "deletions": results.deletions,
}


def generate(world, seed):
    """{class: questions}"""
    return {name: [_spelled(question, world) for question in make(
        world, random.Random(f"{name} {seed}"))] for name, make in CATEGORIES.items()}


def _spelled(question, world):
    """Older references know one keyword by DCMTK's name only."""
    keyword = b'"OtherPatientIDs"'
    if world.newer or question.path != "/tools/find" or keyword not in (question.body or b""):
        return question
    older = replace(question, body=question.body.replace(keyword, b'"RETIRED_OtherPatientIDs"'))
    return replace(question, instead=older)
