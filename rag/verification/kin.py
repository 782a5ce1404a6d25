"""Kindred names: a place and what belongs to it, "Turkey" and "Turkish"."""

from __future__ import annotations

KIN = (
    *(("", ending) for ending in ("n", "an", "ian", "ese", "i", "ish", "ic", "s", "er", "is")),
    *(("y", ending) for ending in ("", "ian", "ies")),
    *(("a", ending) for ending in ("an", "ese")),
    *(("ey", "ish"), ("ain", "ish"), ("and", "ish"), ("ium", "ian"), ("e", "ian")),
)
"""Endings by which the name of a place and of what belongs to it differ: Turkey, Turkish."""

LEAST_STEM = 4


def is_kin(one: str, other: str) -> bool:
    """Return whether two folded names differ by such endings only, or not at all."""
    if one == other:
        return True
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    ends = (one[shared:], other[shared:])
    if shared < LEAST_STEM:
        return False
    return ends in KIN or ends[::-1] in KIN
