"""Small studies in memory for the tests of disclosure."""

from tests.small_studies import change_small, make_study, small_study

__all__ = ["change_small", "make_study", "small_study"]
