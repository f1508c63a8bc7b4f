"""LibreOffice turns the drafts into pages, and every page says that it is a draft. Where it is missing: left out."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.documents.support import DOCUMENTS, FULL, SPLIT, of

OFFICE, READER = shutil.which("soffice"), shutil.which("pdftotext")
HEADER = "たたき台。法令・例規・人事担当の確認が必要です"


@pytest.mark.skipif(not (OFFICE and READER), reason="LibreOffice (soffice) or poppler (pdftotext) is not installed")
def test_every_page_of_every_paper_says_that_it_is_a_draft(tmp_path: Path) -> None:
    papers = {}
    for paper in DOCUMENTS.papers:
        for name, draft in (
            (f"{paper}_role", of(paper, "producer")),
            (f"{paper}_split", of(paper, works=SPLIT, facts=FULL)),
        ):
            papers[name] = tmp_path / f"{name}.docx"
            papers[name].write_bytes(DOCUMENTS.make(draft).data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = [OFFICE or "", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, *map(str, papers.values())], check=True, capture_output=True, timeout=180)
    for name in papers:
        pages = text_of(tmp_path / f"{name}.pdf").split("\f")[:-1]
        assert pages, name
        for number, page in enumerate(pages, 1):
            assert HEADER in page, (name, number)
            assert f"{number}/{len(pages)}" in page, (name, number)


def text_of(pdf: Path) -> str:
    done = subprocess.run([READER or "", str(pdf), "-"], check=True, capture_output=True, timeout=60)
    return re.sub(r"[ \n]", "", done.stdout.decode("utf-8"))
