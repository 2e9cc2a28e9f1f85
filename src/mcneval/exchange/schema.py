"""Validation against the published schema, as a warning only: valid files can be empty."""

from __future__ import annotations

import os
from pathlib import Path

SCHEMAS = {"Project": "Project.xsd", "CodeBook": "Codebook.xsd"}
SETTING = "MCNEVAL_REFI_SCHEMAS"


def schema_folder() -> Path | None:
    """Return the folder of the REFI-QDA schemas, which their licence keeps out of here."""
    folder = Path(os.environ.get(SETTING, "schemas"))
    return folder if folder.is_dir() else None


def validate(path: Path, folder: Path | None = None) -> list[str]:
    """Return a remark on whether a project or codebook is valid; none where unchecked.

    Parameters
    ----------
    path : Path
        A ``.qdpx``, ``.qde`` or ``.qdc`` that was read before, so is known to be safe.
    folder : Path, optional
        Where ``Project.xsd`` and ``Codebook.xsd`` lie; by default the folder named in the
        environment variable ``MCNEVAL_REFI_SCHEMAS``, or ``schemas/``.
    """
    folder = folder or schema_folder()
    if folder is None:
        return [
            "Not validated against the schema: no schemas were found (docs/importing/refi-qda.md)."
        ]
    try:
        from lxml import etree
    except ImportError:
        return ["Not validated against the schema: the package lxml is not installed."]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(xml_of(path), parser)
    name = etree.QName(root).localname
    schema_path = folder / SCHEMAS.get(name, "")
    if not schema_path.is_file():
        return [f"Not validated: {schema_path.name} is not in {folder}."]
    schema = etree.XMLSchema(etree.parse(schema_path, parser))
    if schema.validate(root):
        return []
    error = schema.error_log[0]
    return [
        f"Not valid by {schema_path.name}: {len(schema.error_log)} errors, the first in line "
        f"{error.line}: {error.message} Imported all the same."
    ]


def xml_of(path: Path) -> bytes:
    """Return the XML of a project or codebook."""
    from mcneval.exchange.refi_qda import project_member
    from mcneval.exchange.safety import MAX_XML_BYTES, Archive

    if path.suffix.lower() != ".qdpx":
        return path.read_bytes()
    with Archive(path) as archive:
        return archive.read(project_member(archive), MAX_XML_BYTES)
