"""What is asked: taken apart, and understood from what was asked before."""

from rag.question.followups import followed
from rag.question.understanding import Question, checked_date, understood

__all__ = ["Question", "checked_date", "followed", "understood"]
