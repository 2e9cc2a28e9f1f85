"""The stage gives a book engine all that it needs."""

import yaml

from mcneval.report.sections import link_number, nest_keys
from mcneval.report.stage import write_options


def test_keys_are_nested() -> None:
    assert nest_keys({"a.b": "1", "a.c.d": "2"}) == {"a": {"b": "1", "c": {"d": "2"}}}


def test_a_number_is_a_link_to_its_row() -> None:
    number = {"value": 45, "text": "45"}
    assert link_number("participants.total", number) == (
        "[45](/reports/numbers.qmd#num-participants-total){.number}"
    )


def test_a_phrase_has_a_mark_after_it() -> None:
    number = {"value": "33 in one phase", "text": "33 in one phase"}
    assert link_number("a.b", number).startswith(
        "33 in one phase\u2060[°](/reports/numbers.qmd#num-a-b)"
    )


def test_the_computed_caption_takes_the_place_of_the_general_one() -> None:
    source = '#| label: fig-x\n#| fig-cap: General\n#| fig-alt: General\nwalk.figure("fig-x")'
    facts = {"kind": "figure", "caption": 'Of "two": three', "note": "Synthetic.", "alt": "Bars."}
    written = write_options(source, facts)
    options = [line.removeprefix("#| ") for line in written.splitlines() if line.startswith("#|")]
    assert yaml.safe_load("\n".join(options)) == {
        "label": "fig-x",
        "fig-cap": 'Of "two": three. Synthetic.',
        "fig-alt": "Bars.",
    }
    assert written.splitlines()[-1] == 'walk.figure("fig-x")'
