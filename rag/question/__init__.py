"""What is asked: taken apart, and understood from what was asked before."""

from rag.question.days import Day, checked_date
from rag.question.followups import followed
from rag.question.understanding import Question, understood

__all__ = ["Day", "Question", "checked_date", "followed", "understood"]
