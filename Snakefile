# Every study in data/, only what is stale: snakemake --cores 2
# One study is one job and one group, so that an executor plugin sends it to a node as a whole.
from pathlib import Path

STUDIES = sorted(path.parent.name for path in Path("data").glob("*/study.yml"))
BOOK = [
    "_quarto.yml",
    "index.qmd",
    *sorted(str(path) for path in Path("reports").rglob("*") if path.is_file()),
    *sorted(str(path) for path in Path("notebooks").glob("[0-9]*.ipynb")),
]
CODE = sorted(str(path) for path in Path("src/mcneval").rglob("*") if path.suffix in {".py", ".css", ".js", ".html", ".typ"})
FRAMEWORKS = sorted(str(path) for path in Path("data/frameworks").iterdir())


def files_of(wildcards):
    """A study's files: its tables, declarations and prose, also the private words."""
    return sorted(str(path) for path in Path("data", wildcards.study).rglob("*") if path.is_file())


rule all:
    input:
        expand("results/{study}/manifest.json", study=STUDIES),


rule report:
    input:
        files_of,
        BOOK,
        CODE,
        FRAMEWORKS,
    output:
        "results/{study}/manifest.json",
    group:
        "study"
    shell:
        "mcn report {wildcards.study}"
