"""What a report tells of the people behind codes and themes, gathered for its protection."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from mcneval.analysis.crossed import describe_themes, list_meetings
from mcneval.study.load import Study


def test_codes_that_share_segments_share_as_many_people_as_have_no_other_segment() -> None:
    # Three people gave four segments of A, three of which carry B: one at most is not behind B.
    rows = [("S1", "A", "P1"), ("S2", "A", "P2"), ("S3", "A", "P3"), ("S4", "A", "P3")]
    rows += [("S1", "B", "P1"), ("S2", "B", "P2"), ("S3", "B", "P3"), ("S5", "C", "P1")]
    codings = pd.DataFrame(rows, columns=["segment_id", "code_id", "participant_id"])
    # All three segments of B carry A, so that B's three people are behind A.
    assert list(list_meetings(codings)) == [("code:A", "code:B", 3)]


def test_people_heard_are_told_by_phase(change_small: Callable[..., Study]) -> None:
    study = change_small({"disclosure": {"min_cell": 3}})
    facts = {fact.key: fact.count for fact in describe_themes(study).facts}
    everyone = facts["heard", "", ""]
    assert sum(n for key, n in facts.items() if key[:2] == ("heard", "phase")) == everyone > 0
