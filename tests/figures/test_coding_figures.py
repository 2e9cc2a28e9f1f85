"""The drawings of the coding notebook: nothing from nothing, words that give the numbers."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from mcneval.figures.agreement import draw_agreement
from mcneval.figures.coding import MOST, arrange_rows, draw_code_frequency, sort_codes
from mcneval.figures.cooccurrence import ARCS, JOINED, draw_cooccurrence, keep_strongest
from mcneval.figures.cooccurrence_grid import (
    ACROSS,
    choose_codes,
    draw_cooccurrence_matrix,
    place_cells,
)
from mcneval.figures.saturation import draw_saturation
from mcneval.figures.voice import draw_voice, draw_voice_strata

COUNTED = pd.DataFrame(
    {
        "label": ["Money", "Trust", "Silence"],
        "group": ["Means", "", ""],
        "segments": [5, 1, 0],
        "participants": [2, 1, 0],
    }
)
MEASURED = pd.DataFrame(
    {
        "label": ["Money", "Trust", "Roads"],
        "used": [4, 2, 1],
        "alpha": [0.9, 0.3, np.nan],
        "low": [0.7, -0.1, np.nan],
        "high": [1.0, 0.6, np.nan],
    }
)
TRACES = pd.DataFrame(
    {
        "scope": ["", "", ""],
        "label": ["All sources"] * 3,
        "position": [1, 2, 3],
        "new_codes": [3, 1, 0],
        "codes": [3, 4, 4],
        "low": [1.0, 2.0, 4.0],
        "high": [3.0, 4.0, 4.0],
        "reached": [2.0] * 3,
        "point": ["2+1"] * 3,
    }
)
VOICES = pd.DataFrame(
    {
        "participant_id": ["P1", "P2", "P3"],
        "phase": ["one", "two", "one"],
        "quotations": [3, 1, 0],
    }
)
STRATA = pd.DataFrame(
    {
        "by": ["phase", "phase"],
        "by_label": ["Phase", "Phase"],
        "label": ["First", "Second"],
        "share_of_people": [0.75, 0.25],
        "share_of_quotations": [0.5, 0.5],
    }
)
PAIRS = pd.DataFrame({"first": ["C1", "C1"], "second": ["C2", "C3"], "together": [3, 1]})
LABELS = {"C1": "Money", "C2": "Trust", "C3": "Roads"}
PHASES = {"one": "First", "two": "Second"}


def list_texts(drawing):
    """Return all texts in a figure that have words and are drawn."""
    outside = {
        tick.label1
        for axes in drawing.figure.get_axes()
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks()
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    }
    texts = drawing.figure.findobj(Text)
    return [text for text in texts if text.get_text().strip() and text not in outside]


def read_words(drawing):
    """Return all words in a figure."""
    return {text.get_text() for text in list_texts(drawing)}


def find_boxes(drawing):
    """Return the words in a figure with the boxes they fill, and the figure's size."""
    canvas = FigureCanvasAgg(drawing.figure)
    drawing.figure.draw_without_rendering()
    boxes = [
        (text.get_text(), text.get_window_extent(canvas.get_renderer()))
        for text in list_texts(drawing)
        if text.get_visible()
    ]
    return boxes, canvas.get_width_height()


def find_overlaps(drawing):
    """Return pairs of words in a figure that lie over each other."""
    boxes, _ = find_boxes(drawing)
    boxes = [(words, box.shrunk(0.9, 0.8)) for words, box in boxes]
    return [
        (one, two)
        for place, (one, box) in enumerate(boxes)
        for two, other in boxes[place + 1 :]
        if box.overlaps(other)
    ]


def find_small(drawing):
    """Return words in letters of less than 8 points."""
    return [text.get_text() for text in list_texts(drawing) if text.get_fontsize() < 8]


DRAWN = [
    draw_code_frequency(COUNTED),
    draw_agreement(MEASURED),
    draw_saturation(TRACES),
    draw_voice(VOICES, PHASES, 2),
    draw_voice_strata(STRATA),
    draw_cooccurrence(PAIRS, LABELS),
    draw_cooccurrence_matrix(PAIRS, LABELS),
]


MANY = 45
NAMES = [f"A code with a name that runs on and on, number {n}" for n in range(MANY)]
CODES = {f"C{n}": name for n, name in enumerate(NAMES)}
LONG_PHASES = {f"p{n}": f"Phase {n}: a long name for a stretch of time" for n in range(5)}
LARGE = [
    draw_code_frequency(
        pd.DataFrame(
            {
                "label": NAMES,
                "group": [f"Group {n % 6} of codes that belong together" for n in range(MANY)],
                "segments": [3 + 7 * n for n in range(MANY)],
                "participants": [1 + n for n in range(MANY)],
            }
        )
    ),
    draw_agreement(
        pd.DataFrame(
            {
                "label": NAMES,
                "used": [1000] * MANY,
                "alpha": np.linspace(-0.4, 1, MANY),
                "low": np.linspace(-0.9, 0.9, MANY),
                "high": np.linspace(0, 1, MANY),
            }
        )
    ),
    draw_saturation(
        pd.concat(
            [
                pd.concat([TRACES] * 10, ignore_index=True).assign(
                    scope=phase, label=label, position=range(1, 31), reached=27.0, point="27+2"
                )
                for phase, label in LONG_PHASES.items()
            ],
            ignore_index=True,
        )
    ),
    draw_voice(
        pd.DataFrame(
            {
                "participant_id": [f"SITE-{n:03d}" for n in range(40)],
                "phase": [f"p{n % 5}" for n in range(40)],
                "quotations": [80] * 40,
            }
        ),
        LONG_PHASES,
    ),
    draw_voice_strata(
        pd.DataFrame(
            {
                "by": ["phase"] * 20,
                "by_label": [f"A way to tell people apart {n // 5}" for n in range(20)],
                "label": NAMES[:20],
                "share_of_people": np.linspace(0, 1, 20),
                "share_of_quotations": np.linspace(1, 0, 20),
            }
        )
    ),
    draw_cooccurrence(
        pd.DataFrame(
            {"first": ["C0"] * 44, "second": [f"C{n}" for n in range(1, 45)], "together": range(44)}
        ),
        CODES,
    ),
]


@pytest.mark.parametrize("drawing", LARGE)
def test_no_words_overlap_in_a_large_study(drawing):
    assert find_overlaps(drawing) == []


@pytest.mark.parametrize("drawing", LARGE)
def test_nothing_runs_over_the_edge(drawing):
    boxes, (width, height) = find_boxes(drawing)
    boxes = [box for _, box in boxes]
    assert all(box.x0 >= -1 and box.x1 <= width + 1 for box in boxes)
    assert all(box.y0 >= -1 and box.y1 <= height + 1 for box in boxes)


@pytest.mark.parametrize(
    "drawing",
    [
        draw_code_frequency(COUNTED[COUNTED["segments"] == 0]),
        draw_agreement(MEASURED.iloc[:0]),
        draw_saturation(pd.DataFrame()),
        draw_voice(VOICES[VOICES["quotations"] == 0], PHASES),
        draw_voice_strata(STRATA.iloc[:0]),
        draw_cooccurrence(PAIRS.iloc[:0], LABELS),
        draw_cooccurrence_matrix(PAIRS.iloc[:0], LABELS),
    ],
)
def test_nothing_is_drawn_from_nothing(drawing):
    assert drawing is None


@pytest.mark.parametrize("drawing", DRAWN)
def test_no_words_overlap(drawing):
    assert find_overlaps(drawing) == []


@pytest.mark.parametrize("drawing", DRAWN)
def test_letters_are_at_least_eight_points(drawing):
    assert find_small(drawing) == []


@pytest.mark.parametrize("drawing", LARGE)
def test_a_large_study_stands_on_a_page(drawing):
    assert drawing.figure.get_figheight() <= 8.9


def test_groups_come_by_size_and_codes_by_people():
    used = pd.concat(
        [
            COUNTED[COUNTED["segments"] > 0],
            pd.DataFrame(
                {"label": ["Time"], "group": ["Means"], "segments": [3], "participants": [3]}
            ),
        ]
    )
    assert [(row.name, row.content) for row in arrange_rows(sort_codes(used))] == [
        ("Means", None),
        ("Time", (3, 3)),
        ("Money", (5, 2)),
        ("Other codes", None),
        ("Trust", (1, 1)),
    ]


def test_frequency_says_segments_and_people():
    drawing = draw_code_frequency(COUNTED)
    assert "5 / 2" in read_words(drawing)
    assert drawing.alt == (
        "Bars of segments and dots of participants for two codes. By participants the first are "
        "Money (two participants, five segments) and Trust (one participant, one segment). "
        "One code used once."
    )


def test_codes_that_do_not_fit_are_counted():
    many = pd.DataFrame(
        {
            "label": [f"Code {n}" for n in range(MOST + 3)],
            "group": "",
            "segments": 2,
            "participants": range(1, MOST + 4),
        }
    )
    drawing = draw_code_frequency(many)
    assert "The 50 codes with most participants; 3 more are in the table." in read_words(drawing)
    assert "for the 50 codes with most participants, of 53 that were used." in drawing.alt


def test_apostrophes_are_typeset():
    drawing = draw_code_frequency(COUNTED.assign(label=["Others' aims", "Trust", "Silence"]))
    assert "Others’ aims" in read_words(drawing)
    assert "Others’ aims (two participants" in drawing.alt


def test_agreement_says_what_cannot_be_estimated():
    drawing = draw_agreement(MEASURED)
    assert "not estimable" in read_words(drawing)
    assert "one code reaches 0.8 and one code lies under 0.667" in drawing.alt
    assert "The lowest is Trust (0.30)." in drawing.alt


def test_saturation_marks_the_point_reached():
    drawing = draw_saturation(TRACES)
    assert "saturation 2+1" in read_words(drawing)
    assert "four codes in three coded sources" in drawing.alt


def test_saturation_that_is_not_reached_has_no_mark():
    drawing = draw_saturation(TRACES.assign(reached=np.nan, point="not reached"))
    assert not any(words.startswith("saturation") for words in read_words(drawing))
    assert drawing.alt.endswith("saturation not reached.")


@pytest.mark.parametrize(
    ("basis", "order"),
    [("date", "in order of collection"), ("file", "in the order in which they are listed")],
)
def test_saturation_says_in_what_order_the_sources_stand(basis, order):
    words = read_words(draw_saturation(TRACES.assign(basis=basis)))
    assert any(line.endswith(f"Sources stand {order}.") for line in words)


def test_voice_says_who_is_left_out():
    drawing = draw_voice(VOICES, PHASES, 2)
    note = "Not drawn: one person not known to be heard and two segments whose speaker is not"
    assert any(words.startswith(note) for words in read_words(drawing))
    assert drawing.alt == (
        "Segments as evidence from 2 of the 3 people who took part. P1 gives most: 3 of 6."
    )


def test_voice_of_everyone_says_so():
    drawing = draw_voice(VOICES.assign(quotations=2), PHASES, 0)
    assert drawing.alt.startswith("Segments as evidence from all 3 people who took part.")


def test_strata_say_both_shares():
    assert "First 75% of people and 50% of segments" in draw_voice_strata(STRATA).alt


def test_arcs_name_the_strongest_pair():
    assert draw_cooccurrence(PAIRS, LABELS).alt == (
        "Two pairs of codes stand on the same segments; most often Money with Trust (3) and Money "
        "with Roads (1)."
    )


def test_arcs_say_which_of_all_pairs_are_drawn():
    many = pd.DataFrame(
        {
            "first": ["C0"] * 44,
            "second": [f"C{n}" for n in range(1, 45)],
            "together": [2] * 10 + [1] * 34,
        }
    )
    alt = draw_cooccurrence(many, CODES).alt
    assert alt.startswith("44 pairs of codes stand on the same segments; most often ")
    assert alt.endswith("Of 44 pairs, the 10 with 2 or more segments in common are drawn.")


def test_too_many_arcs_leave_out_the_weakest():
    many = pd.DataFrame(
        {
            "first": ["C1"] * (ARCS + 5),
            "second": [f"C{n}" for n in range(2, ARCS + 7)],
            "together": [3] * 10 + [1] * (ARCS - 5),
        }
    )
    assert len(keep_strongest(many)) == 10
    assert len(keep_strongest(many.assign(together=2))) == JOINED // 2


def test_the_grid_has_no_more_columns_than_fit():
    labels = {f"C{n}": f"Code {n}" for n in range(ACROSS + 8)}
    codes = list(labels)
    pairs = pd.DataFrame(
        {"first": codes[:-1], "second": codes[1:], "together": range(ACROSS + 7, 0, -1)}
    )
    drawing = draw_cooccurrence_matrix(pairs, labels)
    assert len(choose_codes(pairs, labels)) == ACROSS + 1
    assert "Drawn are the 19 of 26 codes that share most segments with others: 18 of 25 pairs." in (
        drawing.alt
    )
    assert find_overlaps(drawing) == []


def test_a_cell_of_the_grid_lies_below_its_diagonal():
    assert place_cells(PAIRS, ["C3", "C1", "C2"]) == {("C1", "C2"): 3, ("C3", "C1"): 1}
