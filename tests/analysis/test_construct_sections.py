"""One section for each construct, as Markdown."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from tests.analysis.mapped_study import make_mapped

from mcneval.analysis.construct_sections import choose_evidence, write_constructs
from mcneval.study.load import Study

Make = Callable[..., Study]


def test_each_construct_and_theme_has_its_anchor(make_study: Make) -> None:
    words = write_constructs(make_mapped(make_study))
    heads = [line for line in words.splitlines() if line.startswith("#")]
    assert heads == [
        "## People {#sec-construct-people}",
        "### Trust grows {#theme-t2}",
        "### Posts stand empty {#theme-t3}",
        "### Training {#theme-t4}",
        "## Money {#sec-construct-money}",
        "### Means run short {#theme-t1}",
        "## Tools {#sec-construct-tools}",
        "### Old machines {#theme-t5}",
    ]


def test_a_theme_has_weight_links_and_evidence(make_study: Make) -> None:
    words = write_constructs(make_mapped(make_study))
    section = words.partition("{#theme-t1}")[2].partition("## Tools")[0]
    assert "**Barrier.** Too little money." in section
    assert (
        "*Weight:* two segments from two participants, one in phase 1 and one in phase 2. "
        "One speaks against it." in section
    )
    assert (
        "*Acts on others:* it empties [“Posts stand empty”](/reports/mapping.qmd#theme-t3); "
        "ages [“Old machines”](/reports/mapping.qmd#theme-t5)." in section
    )
    assert "*Acted on by:* [“Old machines”](/reports/mapping.qmd#theme-t5) (costs it)." in section
    assert "- **P1** (phase 1 interview): gist one" in section
    assert "- **P4** (phase 2 interview; against the theme): gist five" in section


def test_a_theme_without_evidence_and_a_construct_without_themes_say_so(make_study: Make) -> None:
    words = write_constructs(make_mapped(make_study))
    assert "There is no evidence for it among the segments." in words
    rows = """
        framework | theme_id | construct_id | weight | analyst
        sst | T1 | money | primary |
        """
    words = write_constructs(make_mapped(make_study, mappings=rows))
    assert "Who works there. No theme has its chief place here." in words
    assert "## On no construct {#sec-construct-none}" in words


def test_cleared_quotations_stand_in_place_of_gists(make_study: Make) -> None:
    quotations = """
        segment_id | text | cleared_by
        S1 | We <had> *nothing*. | AB
        """
    words = write_constructs(make_mapped(make_study, quotations=quotations))
    assert r"- **P1** (phase 1 interview): “We \<had\> \*nothing\*.”" in words
    assert "gist one" not in words


def test_every_voice_is_heard_once_before_any_is_heard_again() -> None:
    here = pd.DataFrame(
        {
            "segment_id": list("abcdef"),
            "voice": ["P1", "P1", "P1", "P2", "P3", "P3"],
            "stance": ["for", "for", "for", "for", "for", "against"],
            "quotation": ["", "said", "", "", "", ""],
        }
    )
    assert choose_evidence(here, 4)["segment_id"].tolist() == ["b", "d", "e", "f"]
    assert choose_evidence(here, 6)["segment_id"].tolist() == list("abcdef")
