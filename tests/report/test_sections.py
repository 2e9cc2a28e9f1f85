"""Parts of chapters that are made from a study's declarations."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from mcneval.report.sections import write_coreq


def test_coreq_items_are_counted_in_a_whole_sentence() -> None:
    statuses = ["not reported", "reported", "partly", "reported"]
    items = [{"item": place, "status": status} for place, status in enumerate(statuses, 1)]
    study: Any = SimpleNamespace(
        documents={"coreq": {"items": items}},
        settings=SimpleNamespace(provenance=SimpleNamespace(kind="own")),
    )
    assert write_coreq(study).startswith(
        "Of the 4 items, 2 are reported, 1 is reported in part and 1 is not reported."
    )
