"""The commands of evaluation: ``python -m rag evaluate …`` and ``python -m rag benchmark``."""

from rag.evaluation.commands import asking, collections, parts, saved  # each adds its commands
from rag.evaluation.commands.app import evaluate_app
from rag.evaluation.commands.benchmark import benchmark

__all__ = ["asking", "benchmark", "collections", "evaluate_app", "parts", "saved"]
