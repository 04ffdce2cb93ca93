"""All questions of a duel, by class. Each generator takes the world and its own seeded source."""

import random

from . import errors, hierarchy, owner, paging, searches, system

CATEGORIES = {
    "wildcards": searches.wildcards, "lists": searches.lists, "ranges": searches.ranges,
    "charsets": searches.charsets, "empty values": searches.empty_values,
    "case": searches.case, "computed tags": searches.computed_tags,
    "non-indexed tags": searches.non_indexed, "combinations": searches.combinations,
    "paging": paging.walks, "lookup": hierarchy.lookups, "statistics": hierarchy.statistics,
    "hierarchy": hierarchy.hierarchy, "shared reads": hierarchy.shared_reads,
    "owner routes": owner.routes, "errors": errors.errors, "system": system.system,
}


def generate(world, seed):
    """{class: questions}"""
    return {name: list(make(world, random.Random(f"{name} {seed}")))
            for name, make in CATEGORIES.items()}
