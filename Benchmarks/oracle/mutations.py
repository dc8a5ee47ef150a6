"""Seeded changes of one object: each function changes it in place and returns the paths that it touched, or None where it cannot."""

from bookkeeping import bookkeeping, labels, lifecycle, other_version, owners, status, writers_only
from people import pointed
from spellings import default_dropped, default_filled, default_missed, duration_spelling, number_spelling, quantity_spelling, time_spelling
from structure import (add_field, change_type, change_value, copy_value, empty_or_null, list_add, list_duplicate, list_move,
                       list_move_and_change, list_remove, list_shuffle, null_field, remove_field, table_path)
from texts import inner_document, planted, secret, text_line


def nothing(o, r, kinds):
    return []


def member_order(o, r, kinds):
    def shuffled(value):
        if isinstance(value, dict):
            keys = list(value)
            r.shuffle(keys)
            return {k: shuffled(value[k]) for k in keys}
        return [shuffled(v) for v in value] if isinstance(value, list) else value
    made = shuffled(o)
    o.clear()
    o.update(made)
    return []


# How often each is chosen; the name is what the summary counts by.
MUTATIONS = {
    add_field: 8, remove_field: 8, change_value: 10, change_type: 6, empty_or_null: 5, null_field: 4, copy_value: 3, table_path: 5,
    list_add: 4, list_remove: 4, list_move: 4, list_shuffle: 3, list_move_and_change: 3, list_duplicate: 3,
    number_spelling: 2, quantity_spelling: 4, duration_spelling: 4, time_spelling: 1, default_filled: 6, default_missed: 6,
    default_dropped: 6, labels: 6, bookkeeping: 4, status: 4, owners: 3, lifecycle: 2, writers_only: 3, other_version: 1, secret: 8,
    planted: 5, inner_document: 4, text_line: 3, pointed: 8, nothing: 1, member_order: 2}


def name(mutation):
    return mutation.__name__.replace("_", " ")


def mutate(o, r, kinds):
    """Some mutations of one object; the names of those that happened and every path that they touched."""
    names, touched = [], []
    wanted = r.choice([1, 1, 1, 1, 1, 2, 2, 3])
    for _ in range(30):
        if len(names) == wanted:
            break
        # Few kinds have two versions.
        mutation = other_version if r.random() < 0.05 else r.choices(list(MUTATIONS), list(MUTATIONS.values()))[0]
        paths = mutation(o, r, kinds)
        if paths is not None:
            names.append(name(mutation))
            touched += paths
    return names, touched
