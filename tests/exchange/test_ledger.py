"""The ledger adds up and forgets nothing."""

from __future__ import annotations

from collections import Counter

from mcneval.exchange.ledger import Ledger


def test_what_nobody_accounts_for_is_dropped() -> None:
    ledger = Ledger(Counter({"codings": 5}))
    ledger.add("codings", "imported", count=3)
    ledger.add("codings", "merged", "twice")
    [row] = ledger.rows()
    assert (row.in_file, row.imported, row.merged, row.dropped) == (5, 3, 1, 1)
    assert row.why == "twice; not understood by this reader"
    assert ledger.lost == {"codings": 1}


def test_codings_kept_aside_did_not_arrive_but_sets_need_not() -> None:
    ledger = Ledger(Counter({"codings": 1, "sets": 1}))
    ledger.add("codings", "kept_aside", "no code")
    ledger.add("sets", "kept_aside", "no table")
    assert ledger.lost == {"codings": 1}


def test_the_fates_add_up_for_every_kind() -> None:
    ledger = Ledger(Counter({"codes": 2, "other: Sentiment": 4}))
    ledger.add("codes", "imported", count=2)
    for row in ledger.rows():
        assert row.in_file == row.imported + row.merged + row.kept_aside + row.dropped


def test_as_csv_it_has_one_row_a_kind() -> None:
    ledger = Ledger(Counter({"codes": 2}))
    ledger.add("codes", "imported", count=2)
    assert ledger.text() == (
        "kind,in_file,imported,merged,kept_aside,dropped,why\ncodes,2,2,0,0,0,\n"
    )
