"""Typesets invented budget disclosures whose content is known exactly.

`python -m tests.typeset OUT --family all --producer all --seed 1 --count 5` writes PDFs with their truths; `--rough`
prints them as worse programs and typists leave them, `--defect` misprints one total and `--contradict` lets one
sentence, count or weight contradict the rest; both say so in the truth, which also holds what sentences state.
`python -m tests.typeset.shipped` writes the samples of `raw_pdfs/` again. A family is a form (tables and narrative),
a producer is a way to the page; both vary by seed and are independent of the code under test.
"""
