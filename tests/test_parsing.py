"""A file that cannot be read is told with its line, in TOML and in JSON alike."""

from pathlib import Path

import pytest

from bot.parsing import parse
from bot.problem import ContentError

JSON = '{\n  "a": [1, 2],\n  "b": {"c": "d"}\n}\n'
TOML = 'a = [1, 2]\nb = "c"\n[d]\ne = 1\n'

FAULTS: dict[str, tuple[str, bytes, str, str, str]] = {
    "json syntax": ("x.json", JSON.replace('"b":', '"b"').encode(), "content.syntax", "line 3", '"b" {"c": "d"}'),
    "json cut off": ("x.json", JSON[:22].encode(), "content.cut_off", "line 3", '"b"'),
    "json cut off after a comma": ("x.json", b'{\n"a": 1,\n', "content.cut_off", "line 2", '"a": 1,'),
    "json comma before }": ("x.json", b'{\n"a": 1,\n}', "content.trailing_comma", "line 2", '"a": 1,'),
    "json comma before ]": ("x.json", b'{"a":\n[1,\n2, ]}', "content.trailing_comma", "line 3", "2, ]}"),
    "json key twice": ("x.json", b'{\n"a": {"k": 1},\n"b": 2,\n"\\u0061": 3\n}', "content.key_twice", "line 4", "a"),
    "json NaN": ("x.json", b'{\n"a": "NaN",\n"b": NaN}', "content.no_number", "line 3", "NaN"),
    "json infinity": ("x.json", b"[\n1,\n-Infinity]", "content.no_number", "line 3", "-Infinity"),
    "json depth": ("x.json", b"[" * 100_000, "content.depth", "", ""),
    "json huge number": ("x.json", b"[" + b"9" * 5000 + b"]", "content.huge_number", "", ""),
    "toml syntax": ("x.toml", TOML.replace('"c"', "c").encode(), "content.syntax", "line 2", "b = c"),
    "toml cut off": ("x.toml", TOML[:8].encode(), "content.cut_off", "line 1", "a = [1,"),
    "toml string left open": ("x.toml", b'a = 1\nb = "c\n', "content.syntax", "line 2", 'b = "c'),
    "toml key twice": ("x.toml", b"a = 1\nb = 2\na = 3\n", "content.key_twice", "line 3", "a = 3"),
    "toml table twice": ("x.toml", b"[a]\n[b]\n[a]\n", "content.key_twice", "line 3", "[a]"),
    "toml key twice inline": (
        "x.toml",
        b"\na = { b = 1, b = 2 }\n",
        "content.key_twice",
        "line 2",
        "a = { b = 1, b = 2 }",
    ),
    "toml depth": ("x.toml", b"a = " + b"[" * 100_000, "content.depth", "", ""),
    "toml huge number": ("x.toml", b"a = " + b"9" * 5000, "content.huge_number", "", ""),
    "encoding": ("x.toml", 'a = 1\nb = "あ"\n'.encode("cp932"), "content.encoding", "line 2", ""),
    "byte order mark": ("x.json", JSON.encode("utf-8-sig"), "content.bom", "line 1", ""),
    "utf-16": ("x.json", JSON.encode("utf-16"), "content.encoding", "line 1", ""),
    "empty": ("x.json", b" \n", "content.blank", "", ""),
}


@pytest.mark.parametrize(("name", "data", "code", "at", "words"), FAULTS.values(), ids=FAULTS.keys())
def test_a_broken_file_is_refused_with_its_line(
    tmp_path: Path, name: str, data: bytes, code: str, at: str, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ContentError) as refused:
        parse(tmp_path / name, name)
    (problem,) = refused.value.problems
    assert (problem.code, problem.file, problem.at, problem.args.get("words", "")) == (code, name, at, words)


def test_every_key_that_stands_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"a": 1,\n"b": {"a": 1, "a": 2},\n"c": ["a", "a"],\n"a": NaN}', encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        parse(tmp_path / "x.json", "x.json")
    assert [(p.at, p.args["words"]) for p in refused.value.problems] == [
        ("line 2", "a"),
        ("line 4", "a"),
        ("line 4", "NaN"),
    ]


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path, "content.unreadable"), (tmp_path / "none.toml", "content.no_file")):
        with pytest.raises(ContentError) as refused:
            parse(path, "x")
        assert [problem.code for problem in refused.value.problems] == [code]


def test_sound_files_are_read(tmp_path: Path) -> None:
    for name, text, value in (
        ("x.json", JSON, {"a": [1, 2], "b": {"c": "d"}}),
        ("x.toml", TOML.replace("\n", "\r\n"), {"a": [1, 2], "b": "c", "d": {"e": 1}}),
    ):
        (tmp_path / name).write_bytes(text.encode())
        assert parse(tmp_path / name, name) == value
