"""Executed notebooks and chapters to a report; knows nothing of what they are about."""

from mcneval.book.engines import Engine, find_engine
from mcneval.book.problems import BookError, Problem
from mcneval.book.render import RenderOutcome, render_book

__all__ = ["BookError", "Engine", "Problem", "RenderOutcome", "find_engine", "render_book"]
