"""Small disclosures for tests of the arithmetic: tables drawn as rows of texts, their trials and their trust."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.normalize.model import Figure, NormalTable
from pipeline.normalize.tables import normalize_tables
from pipeline.verify.checks import run_trials
from pipeline.verify.trial import Trial
from pipeline.verify.trust import Trust, judge
from tests.pipeline.normalize.printed import printed

Texts = Sequence[Sequence[str]]

SPENDING = "部门支出总表"
PUBLIC = "一般公共预算支出表"
SUMMARY = "部门收支总表"
BASIC = "一般公共预算基本支出表"

HEAD = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")


class Ledger:
    """A disclosure of a few tables.

    Args:
        tables: (title, rows) or (title, rows, unit) of each, 万元 where no unit is given.
    """

    def __init__(self, *tables: tuple[str, Texts] | tuple[str, Texts, str | None], stage: str = "budget") -> None:
        sheets = [
            printed(table[1], table[0], table[2] if len(table) == 3 else "万元", ordinal)
            for ordinal, table in enumerate(tables, 1)
        ]
        self.tables: tuple[NormalTable, ...] = normalize_tables(sheets, stage, 2024, date(2024, 12, 31))
        self.trials: tuple[Trial, ...] = run_trials(self.tables)
        self._trust = judge(self.tables, self.trials)
        self.titles = {sheet.ordinal: sheet.caption.title or "" for sheet in sheets}

    def figure(self, text: str, table: int = 1) -> Figure:
        """The only figure that is printed so in a table."""
        (found,) = [f for f in self.tables[table - 1].figures if f.cell.text == text]
        return found

    def trust(self, text: str, table: int = 1) -> str:
        """The trust of the only figure that is printed so."""
        return self.judged(text, table).trust

    def judged(self, text: str, table: int = 1) -> Trust:
        """Trust, support and margin of the only figure that is printed so."""
        return self._trust[self.figure(text, table).place]

    def at(self, row: int, col: int, table: int = 1) -> str:
        """The trust of the figure in a box."""
        return self._trust[table, row, col].trust

    def tried(self, rule: str) -> list[Trial]:
        """The trials of a rule."""
        return [trial for trial in self.trials if trial.rule == rule]

    def statuses(self, rule: str) -> list[str]:
        """What came of each trial of a rule."""
        return [trial.status for trial in self.tried(rule)]


def places(trial: Trial) -> tuple[list[str], list[str]]:
    """The printed texts of the operands on the left and on the right."""
    left = [term.figure.cell.text for term, side in trial.operands if side == "left"]
    return left, [term.figure.cell.text for term, side in trial.operands if side == "right"]
