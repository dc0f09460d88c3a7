"""A warm worker has loaded what documents ask for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from pipeline import worker
worker.warm()
found = []
def note(event, args):
    if event == "open" and isinstance(args[0], str) and not args[0].endswith((".pdf", ".pyc")):
        found.append(args[0])
sys.addaudithook(note)
worker.read_document(sys.argv[1], "0" * 64, "disclosure.pdf")
print(found)
"""


def test_a_document_opens_no_file_but_itself() -> None:
    path = next((ROOT / "raw_pdfs").glob("*.pdf"))
    command = [sys.executable, "-c", PROGRAM, str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_sample_does_ask_for_data_files() -> None:
    path = next((ROOT / "raw_pdfs").glob("*.pdf"))
    command = [sys.executable, "-c", PROGRAM.replace("worker.warm()\n", ""), str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "vocabulary.yaml" in done.stdout and "functional.csv" in done.stdout, done.stderr
