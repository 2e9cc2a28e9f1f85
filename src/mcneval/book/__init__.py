"""A filled-in folder of chapters to a report; knows nothing of what it is about."""

from mcneval.book.engines import Engine, find_engine
from mcneval.book.problems import BookError, Problem, ProblemList
from mcneval.book.render import RenderOutcome, render_book

__all__ = [
    "BookError", "Engine", "Problem", "ProblemList", "RenderOutcome", "find_engine", "render_book",
]  # fmt: skip
