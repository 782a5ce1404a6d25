"""What is asked: taken apart, and understood from what was asked before."""

from rag.question.followups import followed
from rag.question.understanding import Day, Question, checked_date, understood

__all__ = ["Day", "Question", "checked_date", "followed", "understood"]
