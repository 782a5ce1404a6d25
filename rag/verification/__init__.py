"""Verification: a model's words and the passages it was offered in, what may be shown out.

``units`` cuts the text into sentences while it is written, ``markup`` takes a sentence apart into
quotes, markers and words, ``evidence`` holds what was offered, ``quotes`` looks up the words
quoted, ``claims`` checks what is told around them, and ``verifier`` decides what is shown.
"""

from __future__ import annotations

from rag.verification.evidence import Offered, nearest_sentence
from rag.verification.folding import folded
from rag.verification.units import Cutter, Unit
from rag.verification.verifier import Cited, Verified, Verifier, verify

__all__ = [
    "Cited",
    "Cutter",
    "Offered",
    "Unit",
    "Verified",
    "Verifier",
    "folded",
    "nearest_sentence",
    "verify",
]
