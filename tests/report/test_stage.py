"""The stage gives a book engine all that it needs."""

import yaml

from mcneval.exhibit import Exhibit
from mcneval.report.stage import link_number, nest_keys, write_options


def test_keys_are_nested() -> None:
    assert nest_keys({"a.b": "1", "a.c.d": "2"}) == {"a": {"b": "1", "c": {"d": "2"}}}


def test_a_number_is_a_link_to_its_row() -> None:
    assert link_number("participants.total", "45") == (
        "[45](/reports/numbers.qmd#num-participants-total){.number}"
    )


def test_what_a_cell_shows_takes_the_place_of_what_its_lines_say() -> None:
    source = "#| label: fig-x\n#| fig-cap: General\n#| fig-alt: General\nmc.show(x, caption=y)"
    exhibit = Exhibit(
        label="fig-x", kind="figure", caption='Of "two": three', note="Synthetic.", alt="Bars."
    )
    written = write_options(source, exhibit)
    options = [line.removeprefix("#| ") for line in written.splitlines() if line.startswith("#|")]
    assert yaml.safe_load("\n".join(options)) == {
        "label": "fig-x",
        "fig-cap": 'Of "two": three Synthetic.',
        "fig-alt": "Bars.",
    }
    assert written.splitlines()[-1] == "mc.show(x, caption=y)"
