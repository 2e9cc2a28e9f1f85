"""REFI-QDA projects and codebooks, as the tools really write them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from mcneval.exchange.offsets import apply_offsets
from mcneval.exchange.problems import ExchangeError
from mcneval.exchange.refi_qda import read_refi

CODES = """
<CodeBook><Codes>
  <Code guid="{C0000000-0000-0000-0000-00000000000A}" name="Access" isCodable="true" color="#0f8">
    <Description>Getting to care</Description>
    <Code guid="C0000000-0000-0000-0000-00000000000b" name="Distance" isCodable="true"/>
  </Code>
  <Code guid="C0000000-0000-0000-0000-00000000000C" name="Folder" isCodable="false">
    <Code guid="C0000000-0000-0000-0000-00000000000D" name="Distance" isCodable="true"/>
  </Code>
</Codes></CodeBook>
"""


def coding(code: str, user: str = "", at: str = "2024-05-06T07:08:09Z") -> str:
    """Return a Coding element."""
    told = f' creatingUser="{user}"' if user else ""
    return (
        f'<Coding guid="{code}1" creationDateTime="{at}"{told}>'
        f'<CodeRef targetGUID="C0000000-0000-0000-0000-00000000000{code}"/></Coding>'
    )


def test_codes_keep_their_paths_folders_and_colours(qdpx: Callable[..., Path]) -> None:
    codes = read_refi(qdpx(CODES)).codes
    assert [code.path for code in codes] == [
        ("Access",),
        ("Access", "Distance"),
        ("Folder",),
        ("Folder", "Distance"),
    ]
    assert [code.codable for code in codes] == [True, True, False, True]
    assert codes[0].colour == "#00ff88"
    assert codes[0].description == "Getting to care"
    assert codes[1].parent == codes[0].guid == "c0000000-0000-0000-0000-00000000000a"


@pytest.mark.parametrize(
    ("member", "folder", "path"),
    [
        ("project.qde", "sources", "internal://T1.txt"),
        ("Project.qde", "Sources", "internal://t1.txt"),
        ("made up.qde", "Sources", "internal://{T1}.txt"),
        ("inner/project.qde", "inner/sources", "T1.txt"),
        ("project.qde", "sources", "internal:///T1.txt"),
    ],
)
def test_texts_are_found_however_they_are_named(
    qdpx: Callable[..., Path], member: str, folder: str, path: str
) -> None:
    body = f'<Sources><TextSource guid="1" name="One" plainTextPath="{path}"/></Sources>'
    file = qdpx(body, {"T1.txt": "\ufeffWords\r\n"}, member=member, folder=folder)
    [source] = read_refi(file).sources
    assert source.parts[0].text == "Words\n"


def test_a_text_inside_the_xml_is_read(qdpx: Callable[..., Path]) -> None:
    body = """<Sources><TextSource guid="1" name="One">
      <PlainTextContent>One two</PlainTextContent>
      <PlainTextSelection guid="2" startPosition="4" endPosition="7"/></TextSource></Sources>"""
    project = read_refi(qdpx(body))
    apply_offsets(project)
    assert project.sources[0].selections[0].words == "two"
    assert project.counted["source texts"] == 1


def test_a_missing_text_says_why_and_keeps_its_codings(qdpx: Callable[..., Path]) -> None:
    body = f"""{CODES}<Sources>
      <TextSource guid="1" name="Gone" plainTextPath="internal://gone.txt">
        <PlainTextSelection guid="2" startPosition="4" endPosition="7">{coding("A")}
        </PlainTextSelection></TextSource>
      <TextSource guid="3" name="Out" plainTextPath="relative:///../../etc/passwd"/>
    </Sources>"""
    gone, outside = read_refi(qdpx(body)).sources
    assert gone.parts[0].text is None
    assert gone.parts[0].missing == "gone.txt is not in the archive"
    assert outside.parts[0].missing == "the file points to a text outside itself"
    assert len(gone.selections[0].codings) == 1


def test_the_coder_is_that_of_the_coding(qdpx: Callable[..., Path]) -> None:
    body = f"""<Users><User guid="{{U1}}" name="Ann"/><User guid="u2" name="Bob"/></Users>
    {CODES}<Sources><TextSource guid="1" name="One"><PlainTextContent>One two</PlainTextContent>
      <PlainTextSelection guid="2" startPosition="0" endPosition="3" creatingUser="u2">
        {coding("A", "U1")}{coding("B", "{U2}")}</PlainTextSelection></TextSource></Sources>"""
    project = read_refi(qdpx(body))
    [selection] = project.sources[0].selections
    assert [c.user for c in selection.codings] == ["u1", "u2"]
    assert [user.guid for user in project.users] == ["u1", "u2"]


def test_a_pdf_passage_given_twice_is_joined(qdpx: Callable[..., Path]) -> None:
    body = f"""{CODES}<Sources><PDFSource guid="1" name="Leaflet.pdf" path="internal://l.pdf">
      <PDFSelection guid="AA" page="0" firstX="1" firstY="2" secondX="3" secondY="4">
        <Representation guid="9"><PlainTextContent>care at home</PlainTextContent></Representation>
        {coding("A")}</PDFSelection>
      <Representation guid="8"><PlainTextContent>about care at home now</PlainTextContent>
        <PlainTextSelection guid="aa" startPosition="6" endPosition="18">{coding("A")}
        </PlainTextSelection></Representation>
    </PDFSource></Sources>"""
    project = read_refi(qdpx(body))
    apply_offsets(project)
    page, text = project.sources[0].selections
    assert (page.twin, page.area) == ("aa", (1, 2, 3, 4))
    assert (text.words, text.page) == ("care at home", 0)
    assert project.counted["selections"] == 2
    assert project.counted["source texts"] == 1


def test_a_page_selection_keeps_the_words_it_repeats(qdpx: Callable[..., Path]) -> None:
    body = """<Sources><PDFSource guid="1" name="L">
      <PDFSelection guid="2" page="1" firstX="1" firstY="2" secondX="3" secondY="4">
        <Representation guid="9"><PlainTextContent>care</PlainTextContent></Representation>
      </PDFSelection></PDFSource></Sources>"""
    project = read_refi(qdpx(body))
    apply_offsets(project)
    assert project.sources[0].selections[0].words == "care"


def test_recordings_pictures_and_transcripts_keep_their_codings(
    qdpx: Callable[..., Path],
) -> None:
    body = f"""{CODES}<Sources>
      <AudioSource guid="1" name="A"><Transcript guid="t" name="t">
          <PlainTextContent>Hello there you</PlainTextContent>
          <SyncPoint guid="s1" position="6" timeStamp="1000"/>
          <SyncPoint guid="s2" position="11" timeStamp="2500"/>
          <TranscriptSelection guid="2" fromSyncPoint="s1" toSyncPoint="S2">{coding("A")}
          </TranscriptSelection></Transcript>
        <AudioSelection guid="3" begin="100" end="200">{coding("B")}</AudioSelection></AudioSource>
      <VideoSource guid="4" name="V">
        <VideoSelection guid="5" begin="1" end="2">{coding("B")}</VideoSelection></VideoSource>
      <PictureSource guid="6" name="P"><TextDescription guid="7">
          <PlainTextContent>A ward</PlainTextContent>
          <PlainTextSelection guid="8" startPosition="2" endPosition="6">{coding("D")}
          </PlainTextSelection></TextDescription>
        <PictureSelection guid="9" firstX="0" firstY="0" secondX="5" secondY="5">{coding("D")}
        </PictureSelection></PictureSource></Sources>"""
    project = read_refi(qdpx(body))
    apply_offsets(project)
    spoken = next(s for s in project.sources[0].selections if s.guid == "2")
    assert (spoken.words, spoken.times) == ("there", (1000, 2500))
    assert {s.words for s in project.sources[2].selections} == {"ward", None}
    assert sum(len(x.codings) for s in project.sources for x in s.selections) == 5
    assert project.counted["codings"] == 5


def test_kinds_of_sources_that_no_standard_knows_keep_their_codings(
    qdpx: Callable[..., Path],
) -> None:
    body = f"""{CODES}<Sources><SurveySource guid="1" name="Survey">
      <SurveySelection guid="2">{coding("A")}</SurveySelection></SurveySource></Sources>"""
    [source] = read_refi(qdpx(body)).sources
    assert source.kind == "other"
    assert len(source.selections[0].codings) == 1


def test_codings_on_a_whole_source_are_kept(qdpx: Callable[..., Path]) -> None:
    body = (
        f"""{CODES}<Sources><TextSource guid="1" name="One">{coding("A")}</TextSource></Sources>"""
    )
    [source] = read_refi(qdpx(body)).sources
    assert [s.kind for s in source.selections] == ["whole"]


def test_a_memo_with_codings_is_a_source_too(qdpx: Callable[..., Path]) -> None:
    body = f"""{CODES}<Notes>
      <Note guid="1" name="Coded"><PlainTextContent>My thought</PlainTextContent>
        <PlainTextSelection guid="2" startPosition="3" endPosition="10">{coding("A")}
        </PlainTextSelection></Note>
      <Note guid="3" name="Plain"><PlainTextContent>Other</PlainTextContent></Note></Notes>"""
    project = read_refi(qdpx(body))
    assert [note.name for note in project.notes] == ["Coded", "Plain"]
    assert [source.name for source in project.sources] == ["Coded"]
    assert project.counted["sources"] == 1


def test_cases_variables_sets_links_and_maps_are_read(qdpx: Callable[..., Path]) -> None:
    body = """<Variables><Variable guid="V1" name="Role" typeOfVariable="Text"/></Variables>
      <Cases><Case guid="K1" name="P01"><VariableValue><VariableRef targetGUID="v1"/>
        <TextValue>Clinical</TextValue></VariableValue><SourceRef targetGUID="S1"/>
        <SelectionRef targetGUID="X1"/></Case></Cases>
      <Links><Link guid="l" name="says" direction="OneWay" originGUID="A" targetGUID="B"/></Links>
      <Sets><Set guid="g" name="Women"><MemberSource targetGUID="S1"/></Set></Sets>
      <Graphs><Graph guid="m" name="Map"><Vertex guid="1" name="a" firstX="0" firstY="0"/>
        <Vertex guid="2" name="b" firstX="0" firstY="0"/>
        <Edge guid="3" sourceVertex="1" targetVertex="2"/></Graph></Graphs>"""
    project = read_refi(qdpx(body))
    [case] = project.cases
    assert (case.values[0].variable, case.values[0].value) == ("v1", "Clinical")
    assert (case.sources, case.selections) == (["s1"], ["x1"])
    assert (project.links[0].origin, project.links[0].target) == ("a", "b")
    assert project.groups[0].sources == ["s1"]
    assert project.drawings[0].lines == [("a", "", "b")]


def test_what_the_reader_does_not_know_is_counted(qdpx: Callable[..., Path]) -> None:
    assert read_refi(qdpx("<Sentiments><Sentiment/></Sentiments>")).counted == {
        "other: Sentiments": 1,
        "other: Sentiment": 1,
    }


@pytest.mark.parametrize("namespace", ["1.0", "0:4", "0.4", "1:0"])
def test_codebooks_of_any_namespace(tmp_path: Path, namespace: str) -> None:
    path = tmp_path / "book.qdc"
    path.write_text(
        f'<CodeBook xmlns="urn:QDA-XML:codebook:{namespace}" origin="X"><Codes>'
        '<Code guid="1" name="One" isCodable="true"/></Codes><Sets><Set guid="2" name="S">'
        '<MemberCode guid="1"/></Set></Sets></CodeBook>',
        encoding="utf-8",
    )
    project = read_refi(path)
    assert [code.name for code in project.codes] == ["One"]
    assert project.groups[0].codes == ["1"]


def test_a_bare_project_reads_texts_only_from_the_folder_beside_it(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    inner = tmp_path / "unpacked"
    (inner / "sources").mkdir(parents=True)
    (inner / "sources" / "a.txt").write_text("inside", encoding="utf-8")
    (inner / "sources" / "link.txt").symlink_to(tmp_path / "secret.txt")
    path = inner / "project.qde"
    path.write_text(
        """<Project xmlns="urn:QDA-XML:project:1.0" name="x"><Sources>
        <TextSource guid="1" name="a" plainTextPath="internal://a.txt"/>
        <TextSource guid="2" name="b" plainTextPath="internal://../../secret.txt"/>
        <TextSource guid="3" name="c" plainTextPath="internal://link.txt"/></Sources></Project>""",
        encoding="utf-8",
    )
    assert [source.parts[0].text for source in read_refi(path).sources] == ["inside", None, None]


def test_the_word_file_serves_where_the_plain_one_is_missing(
    qdpx: Callable[..., Path], tmp_path: Path
) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("Spoken words")
    document.save(tmp_path / "rich.docx")
    body = """<Sources><TextSource guid="1" name="One" plainTextPath="internal://p.txt"
        richTextPath="internal://r.docx"/></Sources>"""
    file = qdpx(body, {"r.docx": (tmp_path / "rich.docx").read_bytes()})
    assert read_refi(file).sources[0].parts[0].text == "Spoken words\n"


def test_an_archive_without_a_project_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("__MACOSX/._project.qde", "x")
    with pytest.raises(ExchangeError, match=r"no project\.qde in it"):
        read_refi(path)


def test_another_kind_of_xml_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.qdc"
    path.write_text("<html/>", encoding="utf-8")
    with pytest.raises(ExchangeError, match="begins with <html>"):
        read_refi(path)


def test_two_codes_of_one_guid_are_both_kept(qdpx: Callable[..., Path]) -> None:
    body = """<CodeBook><Codes><Code guid="1" name="a" isCodable="true">
      <Code guid="1" name="b" isCodable="true"/></Code></Codes></CodeBook>"""
    codes = read_refi(qdpx(body)).codes
    assert len({code.guid for code in codes}) == 2
    assert codes[1].parent == codes[0].guid
