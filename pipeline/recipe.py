"""The recipe: one hash of everything that changes what a document yields."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib import metadata, util
from pathlib import Path
from typing import Final

PACKAGES: Final = ("extractors", "pipeline", "schemas")
LIBRARIES: Final = (
    "camelot-py",
    "fonttools",
    "jieba",
    "numpy",
    "pdfminer.six",
    "pdfplumber",
    "pikepdf",
    "playa-pdf",
    "pypdfium2",
)
SUFFIXES: Final = frozenset({".py", ".yaml", ".csv", ".tsv", ".txt", ".json"})

# Presentation only: nothing here reaches a bundle.
LEFT_OUT: Final = frozenset(
    {
        "pipeline/cli.py",
        "pipeline/cli_privacy.py",
        "pipeline/suppress.py",
        "pipeline/cli_warehouse.py",
        "pipeline/clihelp.py",
        "pipeline/report.py",
        "pipeline/answers.py",
        "pipeline/show.py",
    }
)
LEFT_OUT_FOLDERS: Final = ("pipeline/site/",)


def current(options: Mapping[str, object] | None = None) -> str:
    """Recipe of the installed code.

    Args:
        options: settings of the run that change results, plain JSON values.

    Returns:
        32 hexadecimal digits; equal for equal code, data files, libraries and options, wherever they are installed.
    """
    digest = hashlib.sha256()
    for name, path in sorted(_files()):
        data = path.read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    digest.update(json.dumps([_versions(), dict(options or {})], sort_keys=True).encode())
    return digest.hexdigest()[:32]


def _files() -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        spec = util.find_spec(package)
        for folder in map(Path, (spec.submodule_search_locations or ()) if spec else ()):
            for path in folder.rglob("*"):
                name = f"{package}/{path.relative_to(folder).as_posix()}"
                if path.suffix in SUFFIXES and name not in LEFT_OUT and not name.startswith(LEFT_OUT_FOLDERS):
                    yield name, path


def _versions() -> dict[str, str]:
    versions = {}
    for library in LIBRARIES:
        try:
            versions[library] = metadata.version(library)
        except metadata.PackageNotFoundError:
            versions[library] = ""
    return versions | {"pdfium": _pdfium()}


def _pdfium() -> str:
    """Build of the PDFium library that pypdfium2 brings, read without loading it."""
    spec = util.find_spec("pypdfium2_raw")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        version = Path(folder) / "version.json"
        if version.is_file():
            return version.read_text(encoding="utf-8")
    return ""
