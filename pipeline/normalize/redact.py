"""A printed table without personal data: redaction stands before meaning, so that no label or path carries a name."""

from __future__ import annotations

from dataclasses import replace

from pipeline.assemble.table import PrintedTable
from pipeline.normalize.privacy import redact_cells, redact_text, redact_texts


def redact_table(table: PrintedTable) -> PrintedTable:
    """Return the table with names and private numbers of contact persons replaced, in what was printed too."""
    cells = tuple(
        cell if text == cell.text else replace(cell, text=text, printed=text)
        for cell, text in zip(table.cells, redact_cells(table.cells), strict=True)
    )
    caption = table.caption
    if caption.title is not None:
        caption = replace(caption, title=redact_text(caption.title))
    return replace(table, cells=cells, caption=caption, notes=redact_texts(table.notes))
