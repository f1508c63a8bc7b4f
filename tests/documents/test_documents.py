"""Each paper for each role: it opens in Word, says nothing that has no source, and keeps what was filled in."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import NEVER_SAY, ROOT
from bot.documents.draft import Draft, Facts, one_line, shared_out
from bot.never_say import NeverSay
from tests.documents.support import CONTENT, DAY, DOCUMENTS, FORMS, FULL, ROLES, SPLIT, WORDING, below, lines, of, word

PAPERS = tuple(DOCUMENTS.papers)
HEADER = "たたき台。法令・例規・人事担当の確認が必要です"
WORKS = tuple(work.id for work in CONTENT.consult.works)


def everything() -> Iterator[Draft]:
    for paper in PAPERS:
        yield from (of(paper, role) for role in ROLES)
        yield of(paper, works=SPLIT, facts=FULL)
        yield of(paper, *ROLES, facts=replace(FULL, form=FORMS["special_part_time"]))
    yield of("record")


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("role", ROLES)
def test_paper_opens_with_headings_tables_header_page_numbers_and_japanese_fonts(paper: str, role: str) -> None:
    document = Document(io.BytesIO(word(of(paper, role, facts=FULL))))
    styles = [p.style.name for p in document.paragraphs if p.style]
    assert styles[0] == "Title"
    assert "Heading 1" in styles
    assert len(document.tables) >= 3
    (section,) = document.sections
    assert [p.text for p in section.header.paragraphs] == [HEADER]
    fields = [f.text.strip() for f in section.footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert defaults.find(qn("w:lang")).get(qn("w:eastAsia")) == "ja-JP"
    assert defaults.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "游明朝"
    assert document.styles["Heading 1"].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "游ゴシック"


def test_what_is_left_to_fill_in_is_yellow_and_what_was_filled_in_is_not() -> None:
    document = Document(io.BytesIO(word(of("recruitment", "engineer", facts=FULL))))
    runs = [run for table in document.tables for cell in table._cells for p in cell.paragraphs for run in p.runs]
    assert {run.text.startswith("【要記入") for run in runs if run.font.highlight_color} == {True}
    assert {bool(run.font.highlight_color) for run in runs if run.text.startswith("【要記入")} == {True}


@pytest.mark.parametrize(
    "typed", ["架空市 ‹R&D <部>›", "{{ 7 * 7 }}{% for x in y %}", "「'\"”＆&amp;&lt;", "=1+1", "𠮷野家🏯"]
)
def test_what_was_typed_survives_in_every_form(typed: str) -> None:
    draft = of("record", "engineer", facts=Facts(municipality=typed, period=typed))
    assert lines(word(draft)).count(typed) == 2
    assert f"団体名：{typed}" in re.sub(r"\\(.)", r"\1", DOCUMENTS.make(draft, "md").data.decode())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\x00b\x0bc\ud800d", "a b c d"), (" 二\r\n行\u2028目\t", "二 行 目"), ("か\u3099", "が"), ("", "")],
)
def test_a_fact_is_one_clean_line(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


def test_qualifications_to_apply_are_left_to_hr_and_the_standard_stands_below_desirable() -> None:
    for role in ROLES.values():
        data = word(of("recruitment", role.id))
        told = below(data, "募集の内容")
        assert told[told.index("応募資格") + 1] == "【要記入：人事担当が定める】"
        assert told[told.index("報酬・手当") + 1] == "【要記入：人事担当が定める】"
        texts = lines(data)
        start = texts.index("望ましい経験・資格")
        for clause in (*role.skills, *role.levels, *role.qualifications, *role.experiences):
            assert all(place > start for place, text in enumerate(texts) if clause.text in text)
        assert "標準は「望ましい」要件を示すもので、必須条件ではありません。" in texts[start:]


@pytest.mark.parametrize("paper", ["recruitment", "specification"])
def test_every_line_of_the_role_is_quoted_with_its_note_and_the_or_between(paper: str) -> None:
    for role in ROLES.values():
        text = "\n".join(lines(word(of(paper, role.id))))
        for clause in (role.gloss, *role.duties, *role.skills, *role.levels, *role.qualifications, *role.experiences):
            note = f"※{clause.note}" if clause.note else ""
            assert re.search(re.escape(clause.text) + "」?(（.*?）)?" + note, text)
            assert clause.joiner is None or f"{clause.text}{note}　{clause.joiner}\n" in text
        assert ("資格・スキルレベルの定めはありません（標準では「-」、表の3）。" in text) == (not role.qualifications)


def test_no_draft_says_a_word_of_the_never_say_list() -> None:
    rules = NeverSay.read(NEVER_SAY)
    said = {text for draft in everything() for text in lines(word(draft))}
    assert [(text, found) for text in said for found in rules.in_text(text)] == []


# ------------------------------------------------------------ nothing without a source

NUMBER = re.compile(r"\d+(?:\.\d+)*")
SOURCES = "\n".join(
    [
        (ROOT / "data" / "standard.json").read_text(encoding="utf-8"),
        (ROOT / "data" / "appointments.toml").read_text(encoding="utf-8"),
        (ROOT / "dialogs" / "consult" / "dialog.toml").read_text(encoding="utf-8"),
        *(clause.place for clause in CONTENT.standard),
    ]
)
typed = st.text(st.characters(categories=["L", "Nd", "P", "Sm"]), max_size=30).map(one_line)


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(PAPERS),
    st.lists(st.sampled_from(WORKS), max_size=4, unique=True),
    st.lists(st.sampled_from(tuple(ROLES)), max_size=2, unique=True),
    st.builds(Facts, typed, typed, typed, typed, typed, st.sampled_from([None, *FORMS.values()])),
)
def test_no_number_is_printed_that_is_not_given(paper: str, works: list[str], roles: list[str], facts: Facts) -> None:
    draft = of(paper, *roles, works=tuple(works), facts=facts)
    given_words = [facts.municipality, facts.department, facts.count, facts.period, facts.place]
    day = [WORDING.phrase("day", draft.on), *(WORDING.phrase("day", e.review) for e in FORMS.values())]
    known = set(NUMBER.findall("\n".join([SOURCES, *given_words, *day])))
    known |= {str(int(number)) for number in known if number.isdecimal()}
    assert set(NUMBER.findall("\n".join(lines(word(draft))))) <= known


def sources() -> set[str]:
    """Every text that a draft may print."""
    texts: set[str] = set()
    for clause in CONTENT.standard:
        texts |= {clause.text, clause.place, clause.name or "", clause.joiner or "", f"※{clause.note}"}
        texts.add(f"言いかえ：{clause.plain}")
    for role in ROLES.values():
        texts |= {role.name, role.any_of.credential or "", role.any_of.experience}
        texts |= {
            f"（表の{role.number}）",
            f"（表の{role.number}、スキル要件）",
            f"標準の表の{role.number}、「備えておくことが望ましいスキル要件」です。",
        }
        texts.add(f"資格・スキルレベルの定めはありません（標準では「-」、表の{role.number}）。")
    for entry in FORMS.values():
        texts |= {entry.name, entry.basis.text if entry.basis else "", WORDING.phrase("source", entry)}
        texts |= {WORDING.phrase("statements", (*entry.watch, *entry.avoid))}
        texts |= {WORDING.phrase("statements", (avoid,)) for avoid in entry.avoid}
    for question in CONTENT.consult.dialog.questions:
        texts |= {question.text, question.help or "", question.none or ""}
    texts |= {work.text for work in CONTENT.consult.works}
    standard = CONTENT.standard
    texts |= {standard.title, standard.publisher, standard.established, standard.established_source}
    texts |= {standard.version, standard.edition, CONTENT.consult.dialog.version}
    texts |= {FULL.municipality, FULL.department, FULL.count, FULL.period, FULL.place}
    return texts - {""}


def fixed(paper: str) -> set[str]:
    """The words of the template itself, between the places that are filled in, and of the words file."""
    template = (ROOT / "dialogs" / "documents" / f"{paper}.docx").read_bytes()
    words = (ROOT / "dialogs" / "documents" / "documents.toml").read_text(encoding="utf-8")
    said = [*lines(template), *re.findall(r'"(.+?)"', words)]
    return {part for text in said for part in re.split(r"\{[{%].*?[}%]\}|\{\w+\}", text) if part.strip()}


@pytest.mark.parametrize("paper", PAPERS)
def test_every_sentence_stands_in_a_source_or_in_the_template(paper: str) -> None:
    """A quoted clause counts in its printed words alone; its rewording only behind 「言いかえ：」."""
    known = sorted({*sources(), *fixed(paper), WORDING.phrase("day", DAY)}, key=len, reverse=True)
    for draft in everything():
        if draft.paper != paper:
            continue
        for text in lines(word(draft)):
            rest = text
            for source in known:
                rest = rest.replace(source, "\0")
            assert not rest.strip("\0「」、。（）　 \n"), (text, rest)


# ------------------------------------------------------------ split, cautions


def test_papers_of_a_split_share_the_works_out_and_name_the_others() -> None:
    whole = of("recruitment", works=SPLIT)
    assert [role.id for role in whole.roles] == ["project_manager", "engineer", "service_designer"]
    shared = shared_out(whole, CONTENT.standard)
    assert {role: [work.id for work in works] for role, works in shared.items()} == {
        "project_manager": ["manage", "alliance"],
        "engineer": ["design"],
        "service_designer": ["bpr"],
    }
    for draft in whole.separate():
        (role,) = draft.roles
        outside = below(word(draft), "この案に入れていない仕事")
        inside = below(word(draft), "職務の内容")
        for work in whole.works:
            own = work in shared[role.id]
            assert (work.text in outside) != own
            assert any(CONTENT.standard.clauses[c].text in inside for c in work.cites) == own


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (of("recruitment", works=("manage",), facts=Facts(form=FORMS["special_part_time"])), "進行管理"),
        (of("recruitment", works=("tools",), facts=Facts(form=FORMS["special_part_time"])), "進行管理"),
        (of("specification", works=("select",)), "受託者と応募事業者の関係"),
        (of("specification", works=("manage",)), "その責任は庁内に残ります"),
        (of("recruitment", works=("manage", "design")), "二つ以上の役割"),
        (of("specification", "engineer", facts=Facts(form=FORMS["fiscal_year"])), "業務委託ではありません"),
        (of("ordinance", "engineer", facts=Facts(form=FORMS["contract"])), "業務委託仕様書案を使って"),
        (
            replace(of("ordinance", "engineer"), on=max(entry.review for entry in FORMS.values()).replace(year=2099)),
            "見直しの期限",
        ),
    ],
    ids=[
        "steering",
        "building",
        "choosing",
        "steering-by-contract",
        "two-roles",
        "not-a-contract",
        "a-contract",
        "overdue",
    ],
)
def test_a_form_that_does_not_suit_is_cautioned(draft: Draft, words: str) -> None:
    heading = {"ordinance": "制定の前に確かめること"}.get(
        draft.paper, "公表の前に確かめること（この章は消して使います）"
    )
    assert [text for text in below(word(draft), heading) if words in text]


@pytest.mark.parametrize(
    "draft",
    [
        of("recruitment", works=("policy",), facts=Facts(form=FORMS["special_part_time"])),
        of("specification", works=("develop",)),
        of("recruitment", "engineer"),
    ],
    ids=["advice", "building-by-contract", "one-role"],
)
def test_a_form_that_suits_is_not_cautioned(draft: Draft) -> None:
    assert below(word(draft), "公表の前に確かめること（この章は消して使います）") == []


def test_forms_to_choose_from_are_shown_with_basis_and_source_until_one_is_chosen() -> None:
    shown = below(word(of("recruitment", "engineer")), "任用形態")
    for entry in (entry for entry in FORMS.values() if entry.kind == "form" and entry.basis):
        assert {entry.name, entry.basis.text, WORDING.phrase("source", entry)} <= set(shown)
    chosen = below(word(of("recruitment", "engineer", facts=FULL)), "任用形態")
    assert "任期付職員" in chosen
    assert "会計年度任用職員" not in chosen


# ------------------------------------------------------------ the record


def test_record_tells_questions_answers_reason_versions_and_day() -> None:
    text = "\n".join(lines(word(of("record", works=SPLIT))))
    for words in (
        *("令和8年（2026年）11月23日", "役割が分かれます", "プロジェクトマネージャー、エンジニア、サービスデザイナー"),
        *("外部の人に、最初に任せたい仕事はどれですか。", "「事業の計画を立て、日程・費用・品質を管理する」"),
        "標準の文：「プロジェクトを企画し、そのスケジュール、コスト、品質等を管理する。」（表の2、役割の1つ目）",
        f"質問の版\n{CONTENT.consult.dialog.version}",
        f"標準のデータの版\n{CONTENT.standard.version}",
    ):
        assert words in text


def test_record_needs_no_role_and_says_so() -> None:
    assert "決まっていません" in below(word(of("record")), "相談の概要")


def test_questions_with_the_same_words_are_told_apart_by_their_help() -> None:
    asked = below(word(of("record", works=SPLIT)), "質問と答え")
    assert len(asked) == len(set(asked))
