"""Small studies in memory for the tests of the analysis."""

from tests.small_studies import (
    PEOPLE,
    SMALL,
    change_small,
    declare,
    lay_out,
    make_study,
    small_study,
)

__all__ = [
    "PEOPLE",
    "SMALL",
    "change_small",
    "declare",
    "lay_out",
    "make_study",
    "small_study",
]
