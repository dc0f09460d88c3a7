"""How much a warehouse holds, summed over what was counted of each document when it was loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

#: Of what is stored; raised whenever something is stored in another way, each with a step in `migrations`.
VERSION: Final = 5
COUNTS: Final = "document_counts"
#: What is counted of every document when it is loaded, so that a large warehouse can tell at once what it holds.
COUNTED: Final = (
    "pages",
    "tables",
    "recognised",
    "unplaced",
    "amounts",
    "printed",
    "proven",
    "exact",
    "within_rounding",
    "violated",
    "not_testable",
)
#: The statuses of checks among them.
CHECKS: Final = ("exact", "within_rounding", "violated", "not_testable")
#: SQL of `summary_of`'s row.
SUMMARY: Final = (
    f"SELECT count(*), {', '.join(f'coalesce(sum({name}), 0)' for name in COUNTED)}, "  # noqa: S608 - our own names
    f"(SELECT count(*) FROM failures) FROM {COUNTS}"
)


@dataclass(frozen=True, slots=True)
class Summary:
    """What stands in a warehouse.

    Attributes:
        documents: Complete documents.
        pages: Their pages.
        tables: Their tables.
        recognised: Tables whose form is known.
        unplaced: Cells that no rule consumed; each has its `unplaced_reason`.
        amounts: Their figures, printed blanks included.
        printed: Their printed figures other than 0; no arithmetic can prove a 0.
        proven: Figures whose trust is `proven`.
        checks: Number of checks by status; every status is there.
        failures: Rows of `failures`.
    """

    documents: int
    pages: int
    tables: int
    recognised: int
    unplaced: int
    amounts: int
    printed: int
    proven: int
    checks: Mapping[str, int]
    failures: int

    @property
    def proven_share(self) -> float | None:
        """Share of the printed figures that are proven, None when there are no figures."""
        return self.proven / self.printed if self.printed else None


def summary_of(row: Sequence[Any]) -> Summary:
    """Return what the row of `SUMMARY` says."""
    documents, *held, failures = map(int, row)
    counted = dict(zip(COUNTED, held, strict=True))
    checks = {status: counted.pop(status) for status in CHECKS}
    return Summary(documents=documents, checks=checks, failures=failures, **counted)
