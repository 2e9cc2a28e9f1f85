"""``quarto render`` in the root finds what the chapters include."""

from pathlib import Path

import yaml

from mcneval.report.prerender import prepare_root

ROOT = Path(__file__).parents[2]


def test_the_root_gets_variables_sections_narrative_and_references(tmp_path: Path) -> None:
    for name in ("data", "notebooks", "reports"):
        (tmp_path / name).symlink_to(ROOT / name)
    prepare_root(tmp_path)
    variables = yaml.safe_load((tmp_path / "_variables.yml").read_text("utf-8"))
    assert variables["participants"]["total"].startswith("[45](")
    assert "@article{papworth2021" in (tmp_path / "references.bib").read_text("utf-8")
    wanted = {"constructs", "findings", "recommendations", "limits", "numbers", "coreq"}
    assert wanted <= {path.stem for path in (tmp_path / "sections").glob("*.md")}
    assert (tmp_path / "narrative" / "summary.md").is_file()
