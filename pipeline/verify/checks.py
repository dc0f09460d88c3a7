"""Every identity of every form, tried on the tables of one disclosure."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.normalize.model import NormalTable
from pipeline.verify.between import equal_trials
from pipeline.verify.trial import Place, Trial
from pipeline.verify.within import column_trials, tree_trials


def run_trials(tables: Sequence[NormalTable]) -> tuple[Trial, ...]:
    """Try the identities of the recognised forms of one disclosure; each set of operands once a rule."""
    by_form: dict[str, list[NormalTable]] = {}
    for table in tables:
        if table.form is not None:
            by_form.setdefault(table.form.id, []).append(table)
    found: dict[tuple[str, frozenset[Place]], Trial] = {}
    for table in tables:
        if table.form is None:
            continue
        for identity in table.form.identities:
            if identity.kind == "tree":
                trials = tree_trials(table, identity)
            elif identity.kind == "columns":
                trials = column_trials(table, identity)
            else:
                trials = equal_trials(table, identity, by_form)
            for trial in trials:
                operands = frozenset(term.figure.place for term, _ in trial.operands)
                found.setdefault((trial.rule, operands), trial)
    return tuple(found.values())
