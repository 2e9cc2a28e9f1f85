"""What a study gives of its tables."""

from __future__ import annotations

import pandas as pd
import pytest

from mcneval.study.load import tell_apart


@pytest.mark.parametrize(
    ("labels", "parents", "told"),
    [
        (["Money", "Staff"], ["", ""], ["Money", "Staff"]),
        (["Helps", "Money", "Money"], ["", "C1", ""], ["Helps", "Money (Helps)", "Money"]),
        (
            ["Helps", "Money", "Money"],
            ["", "C1", "C1"],
            ["Helps", "Money (Helps, C2)", "Money (Helps, C3)"],
        ),
    ],
)
def test_codes_that_share_a_label_are_told_apart(
    labels: list[str], parents: list[str], told: list[str]
) -> None:
    codes = pd.DataFrame({"code_id": [f"C{n}" for n in range(1, len(labels) + 1)]})
    codes = codes.assign(label=labels, parent_id=parents)
    assert tell_apart(codes)["label"].tolist() == told
