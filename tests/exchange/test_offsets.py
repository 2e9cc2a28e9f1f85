"""Which characters a position counts."""

from __future__ import annotations

import pytest

from mcneval.exchange.conventions import CONVENTIONS, Convention, Ruler, convention
from mcneval.exchange.decoding import decode
from mcneval.exchange.model import ProjectFile, Selection, Source, TextPart
from mcneval.exchange.offsets import apply_offsets
from mcneval.exchange.problems import ExchangeError

TEXT = (
    "Nurses 😀 meet weekly.\r\nFamilies wait — often 🏥 alone.\r\nTravel costs money 💷 here.\r\n"
)
PASSAGES = ["meet weekly", "Families wait", "often", "alone", "Travel costs", "money", "here"]


def position(raw: str, words: str, way: Convention) -> tuple[int, int]:
    """Return a passage's position as a tool of this convention would count it."""
    before, passage = raw[: raw.index(words)], words

    def count(piece: str) -> int:
        if way.ends == "folded":
            piece = piece.replace("\r\n", "\n")
        elif way.ends == "doubled":
            piece = piece.replace("\r\n", "\n").replace("\n", "\r\n")
        encoding, size = {
            "codepoints": ("utf-32-le", 4),
            "utf16": ("utf-16-le", 2),
            "utf8": ("utf-8", 1),
        }[way.unit]
        return len(piece.encode(encoding)) // size

    mark = {"codepoints": 1, "utf16": 1, "utf8": 3}[way.unit] if way.bom else 0
    begin = mark + count(before)
    return begin, begin + count(passage)


def project_of(data: bytes, selections: list[Selection]) -> ProjectFile:
    """Return a project with one text."""
    decoded = decode(data)
    part = TextPart("text", decoded.text, decoded.crlf, bom=decoded.bom)
    return ProjectFile("x", "x", sources=[Source("s", "s", parts=[part], selections=selections)])


def selections_of(raw: str, way: Convention) -> list[Selection]:
    """Return selections of all passages, with positions counted one way."""
    found = []
    for words in PASSAGES:
        begin, end = position(raw, words, way)
        found.append(Selection(words, "text", part=0, begin=begin, end=end))
    return found


@pytest.mark.parametrize("way", CONVENTIONS, ids=lambda way: way.name)
def test_every_convention_is_found_by_itself(way: Convention) -> None:
    raw = TEXT.replace("\r\n", "\n") if way.ends == "doubled" else TEXT
    data = ("\ufeff" if way.bom else "").encode() + raw.encode()
    project = project_of(data, selections_of(raw, way))
    [score] = apply_offsets(project)
    assert [s.words for s in project.sources[0].selections] == PASSAGES
    assert score.winner == way.name
    assert (score.fitting, score.tried) == (7, 7)


def test_the_runner_up_and_its_share_are_told() -> None:
    project = project_of(TEXT.encode(), selections_of(TEXT, convention("utf16")))
    [score] = apply_offsets(project)
    assert score.runner_up
    assert score.runner_up_share < score.share == 1.0


def test_positions_that_fit_nowhere_are_doubtful() -> None:
    wrong = [Selection(str(n), "text", part=0, begin=n, end=n + 2) for n in (1, 25, 36, 57)]
    [score] = apply_offsets(project_of(TEXT.encode(), wrong))
    assert score.doubtful


def test_a_chosen_convention_is_used_though_it_fits_badly() -> None:
    project = project_of(TEXT.encode(), selections_of(TEXT, convention("utf16")))
    [score] = apply_offsets(project, "codepoints")
    assert score.winner == "codepoints"
    assert score.chosen
    assert score.doubtful


def test_an_unknown_convention_names_those_there_are() -> None:
    with pytest.raises(ExchangeError, match=r"'utf-7' is unknown.*auto, codepoints, utf16, utf8"):
        convention("utf-7")


def test_words_that_the_file_repeats_decide_where_words_alone_do_not() -> None:
    text = "aa 😀 aa bb"
    known = Selection("1", "text", part=0, begin=9, end=11, known="bb", sure=True)
    project = project_of(text.encode(), [known])
    [score] = apply_offsets(project)
    assert known.words == "bb"
    assert score.winner == "utf16"


def test_a_name_that_is_cut_short_is_taken_as_a_beginning() -> None:
    text = "x 😀 Families wait for a long time"
    named = Selection("1", "text", "Families wait for…", part=0, begin=5, end=34)
    apply_offsets(project_of(text.encode(), [named]))
    assert named.words == "Families wait for a long time"


def test_a_text_with_one_passage_goes_by_the_others() -> None:
    project = project_of(TEXT.encode(), selections_of(TEXT, convention("utf16")))
    part = TextPart("text", "😀 a-b-c-d")
    lone = Selection("z", "text", part=0, begin=3, end=4)
    project.sources.append(Source("t", "t", parts=[part], selections=[lone]))
    scores = apply_offsets(project)
    assert (scores[1].winner, lone.words) == ("utf16", "a")


def test_text_that_is_missing_gives_words_only_where_the_name_is_as_long() -> None:
    whole = Selection("1", "text", "See you tomorrow?", part=0, begin=10, end=27)
    cut = Selection("2", "text", "See you…", part=0, begin=10, end=27)
    source = Source("s", "s", parts=[TextPart("text")], selections=[whole, cut])
    assert apply_offsets(ProjectFile("x", "x", sources=[source])) == []
    assert (whole.words, cut.words) == ("See you tomorrow?", None)


def test_positions_beyond_the_text_are_cut_to_it() -> None:
    beyond = Selection("1", "text", part=0, begin=4, end=900)
    apply_offsets(project_of(b"one two", [beyond]))
    assert (beyond.span, beyond.words) == ((4, 7), "two")


def test_a_position_inside_a_character_never_fits() -> None:
    ruler = Ruler(TextPart("text", "a😀b"))
    _, _, exact = ruler.place(convention("utf16"), [2, 1], [3, 3])
    assert exact.tolist() == [False, True]
