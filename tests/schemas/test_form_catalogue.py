"""The form catalogue: complete, quick to load, and clear about mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.forms import FormError, catalogue, read_form
from schemas.vocabulary import vocabulary

GOOD = """
id: sample
zh: 样表
en: A sample
stage: budget
titles: ['样{表}']
"""


def write(folder: Path, text: str, name: str = "sample.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_form_of_both_stages_is_there() -> None:
    stages = [form.stage for form in catalogue().values()]
    assert stages.count("budget") >= 27
    assert stages.count("final") >= 15
    for form in catalogue().values():
        assert form.stage in ("budget", "final", "both")
        assert form.zh and form.en


def test_every_identity_has_a_rule_of_its_own_in_its_form() -> None:
    for form in catalogue().values():
        rules = [identity.id for identity in form.identities]
        assert len(rules) == len(set(rules)), form.id


def test_facets_are_those_of_the_vocabulary() -> None:
    known = {facet for _, facet in vocabulary().title_facets}
    for form in catalogue().values():
        assert form.facets <= known, form.id


def test_a_form_is_read_with_the_pieces_that_titles_share(tmp_path: Path) -> None:
    form = read_form(write(tmp_path, GOOD))
    assert form.titles[0].fullmatch("样预算总表")
    assert not form.titles[0].fullmatch("样决算表")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("id: sample", "id: other"), "sample"),
        (("zh: 样表", ""), "zh"),
        (("stage: budget", "stage: budget\nrows: sideways"), "source"),
        (("stage: budget", "stage: budget\ncodes: tariff"), "functional"),
        (("stage: budget", "stage: budget\ncolour: red"), "colour"),
        (("stage: budget", "stage: budget\ndefaults: {colour: red}"), "colour"),
        (("['样{表}']", "['样(表']"), "titles"),
        (("stage: budget", "stage: budget\nidentities: [{id: x, kind: guess}]"), "tree"),
        (("stage: budget", "stage: budget\nuntitled: maybe"), "after"),
    ],
)
def test_mistakes_are_named_with_what_to_write_instead(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    with pytest.raises(FormError, match=says):
        read_form(write(tmp_path, GOOD.replace(*change)))
