"""Make the picture of the READMEs from a shipped sample: `python docs/make_pictures.py` (needs Chromium)."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI

from pipeline.show import show
from warehouse.store import Warehouse

ROOT = Path(__file__).resolve().parents[1]
PICTURES = Path(__file__).with_name("pictures")
# Chinese must be exactly twice as wide as Latin, or the columns do not line up.
PAGE = """<meta charset="utf-8"><style>{stylesheet}
body {{ margin: 18px; overflow: hidden; background: {background}; color: {foreground};
font: 15px/1.3 "Noto Sans Mono CJK SC", monospace; }} pre {{ margin: 0; font: inherit }}</style><pre>{code}</pre>"""
SIZE = "1000,900"


def main() -> None:
    """Ingest the samples into a warehouse of their own and take a picture of what the terminal shows."""
    browser = next((path for name in ("chromium", "google-chrome") if (path := shutil.which(name))), None)
    if browser is None:
        sys.exit("需要 Chromium，请先安装 / Chromium is needed: install it first")
    sample = next(iter(sorted((ROOT / "raw_pdfs").glob("*预算.pdf"))))
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder) / "w.db")
        ingest = [sys.executable, "-m", "pipeline.cli", "ingest", str(ROOT / "raw_pdfs"), "--warehouse", address]
        subprocess.run(ingest, check=True)
        warehouse = Warehouse.open(address)
        console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True)
        show(console, warehouse, sample.name)
        page = Path(folder) / "show.html"
        page.write_text(console.export_html(theme=MONOKAI, code_format=PAGE), encoding="utf-8")
        PICTURES.mkdir(exist_ok=True)
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
        picture = f"--screenshot={PICTURES / 'show.png'}"
        subprocess.run([browser, *options, picture, f"--window-size={SIZE}", page.as_uri()], check=True)


if __name__ == "__main__":
    main()
