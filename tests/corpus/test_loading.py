"""Loading a corpus: whole, or not at all with every fault, its file, its line and what was expected."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipbot.corpus import loading
from ipbot.values.briefing import Source, Speaker
from ipbot.values.errors import CorpusError, Fault

Put = Callable[..., Path]
TRANSCRIPT = "夏粮发布会\n夏粮总产52.3亿斤。\n"
WHOLE = """\
title: 夏粮发布会
held_on: 2023-06-20
publisher: 市农业农村局
city: 某市
language: zh
source:
  name: 某网
  url: https://example.org/a
  file: source.txt
speakers:
  - name: 张建国
    organisation: 市农业农村局
    title: 副局长
aliases:
  夏粮: [小麦, 夏收]
notes: 无
"""


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write a briefing's folder; None leaves a file out."""

    def write(
        description: str | bytes | None = "title: 夏粮发布会\n",
        transcript: str | bytes | None = TRANSCRIPT,
        id: str = "harvest",
    ) -> Path:
        (folder := tmp_path / id).mkdir()
        for name, content in [("briefing.yaml", description), ("transcript.txt", transcript)]:
            if content is not None:
                (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


def _refused(corpus: Path, *expected: Fault) -> None:
    """Loading and checking agree on what is wrong, and nothing is loaded."""
    assert loading.check(corpus) == expected
    with pytest.raises(CorpusError) as caught:
        loading.load(corpus)
    assert caught.value.faults == expected
    assert str(expected[0]) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_title_and_a_transcript_are_enough(put: Put, tmp_path: Path) -> None:
    put()
    (briefing,) = loading.load(tmp_path)
    assert (briefing.id, briefing.title, briefing.transcript) == ("harvest", "夏粮发布会", TRANSCRIPT)
    assert (briefing.held_on, briefing.source, briefing.speakers) == (None, Source(), ())
    assert (briefing.publisher, briefing.city, briefing.language, briefing.notes) == ("", "", "zh", "")
    assert loading.check(tmp_path) == ()


def test_everything_that_can_be_said_of_a_briefing(put: Put, tmp_path: Path) -> None:
    checksum = hashlib.sha256(TRANSCRIPT.encode()).hexdigest()
    put(WHOLE.replace("  file:", f"  sha256: {checksum}\n  file:"))
    (briefing,) = loading.load(tmp_path)
    assert briefing.held_on == date(2023, 6, 20)
    assert briefing.source == Source("某网", "https://example.org/a", "source.txt", checksum)
    assert briefing.speakers == (Speaker("张建国", "市农业农村局", "副局长"),)
    assert briefing.aliases == {"夏粮": ("小麦", "夏收")}
    assert (briefing.publisher, briefing.city, briefing.notes) == ("市农业农村局", "某市", "无")


def test_the_documentation_names_every_key(root: Path) -> None:
    readme = (root / "corpus" / "README.md").read_text("utf-8")
    keys = loading._Description.model_fields | loading._Source.model_fields | loading._Speaker.model_fields
    assert [key for key in keys if f"`{key}`" not in readme] == []


def test_briefings_are_ordered_by_id_whatever_the_folder_says(put: Put, tmp_path: Path) -> None:
    for id in ("b-2", "a_3", "甲-1", "c.1", "a_10"):
        put(id=id)
    assert [b.id for b in loading.load(tmp_path)] == ["a_10", "a_3", "b-2", "c.1", "甲-1"]


def test_files_and_hidden_folders_beside_the_briefings_are_left_alone(put: Put, tmp_path: Path) -> None:
    put()
    (tmp_path / "README.md").write_text("read me")
    (tmp_path / ".git").mkdir()
    (tmp_path / "_drafts").mkdir()
    assert len(loading.load(tmp_path)) == 1


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_every_line_end_counts_as_one_character(put: Put, tmp_path: Path, ending: str) -> None:
    raw = TRANSCRIPT.replace("\n", ending).encode()
    put(f"title: 夏粮\nsource: {{sha256: {hashlib.sha256(raw).hexdigest()}}}\n", raw)
    assert loading.load(tmp_path).briefings[0].transcript == TRANSCRIPT


def test_a_byte_order_mark_is_not_part_of_the_transcript(put: Put, tmp_path: Path) -> None:
    put(b"\xef\xbb\xbftitle: x\n", b"\xef\xbb\xbf" + TRANSCRIPT.encode())
    assert loading.load(tmp_path).briefings[0].transcript == TRANSCRIPT


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff")).filter(str.strip))
def test_any_text_is_loaded_as_it_stands(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    corpus = tmp_path_factory.mktemp("corpus")
    (corpus / "a").mkdir()
    (corpus / "a" / "briefing.yaml").write_text("title: x\n")
    (corpus / "a" / "transcript.txt").write_bytes(text.encode())
    assert loading.load(corpus).briefings[0].transcript == text


# description · line · field · what is wrong
FAULTY = [
    ("", 1, "", "expected keys with values, such as 'title: …'"),
    ("- title\n", 1, "", "expected keys with values, such as 'title: …'"),
    ("city: 某市\n", 1, "title", "missing; this key is required"),
    ("title:\n", 1, "title", "expected text; found None"),
    ("title: ' '\n", 1, "title", "expected text; found ' '"),
    ("title: 2022\n", 1, "title", "expected text; found 2022"),
    (
        "\n# 说明\ntitle: x\nheld_on: 2022年4月22日\n",
        4,
        "held_on",
        "expected a date such as 2022-04-22; found '2022年4月22日'",
    ),
    ("title: x\nheld_on: 20220422\n", 2, "held_on", "expected a date such as 2022-04-22; found 20220422"),
    ("title: x\nheld_on: 0\n", 2, "held_on", "expected a date such as 2022-04-22; found 0"),
    ("title: x\nheld_on: '2022-02-30'\n", 2, "held_on", "expected a date such as 2022-04-22; found '2022-02-30'"),
    ("title: x\nheld_on: 2022-13-01\n", 2, "", "not valid YAML: "),
    ("title: x\nsource: {url: example.org}\n", 2, "source.url", "string should match pattern"),
    ("title: x\nsource:\n  sha256: abc\n", 3, "source.sha256", "string should match pattern"),
    ("title: x\nsource: 某网\n", 2, "source", "expected keys with values; found '某网'"),
    ("title: x\nsource:\n  name: 某网\n  adress: y\n", 4, "source.adress", "unknown key"),
    ("title: x\nspeakers: 张建国\n", 2, "speakers", "expected a list; found '张建国'"),
    ("title: x\nspeakers:\n- name: 张建国\n- title: 局长\n", 4, "speakers.1.name", "missing; this key is required"),
    ("title: x\nspeakers:\n- name: 张\n  organization: y\n", 4, "speakers.0.organization", "unknown key"),
    ("title: x\naliases:\n  市局: 我局\n", 3, "aliases.市局", "expected a list; found '我局'"),
    ("title: x\naliases:\n  市局:\n  - 我局\n  - 1\n", 5, "aliases.市局.1", "expected text; found 1"),
    ("title: x\ncity: a\ncity: b\n", 3, "", "not valid YAML: "),
    ("title: x\ncity: [a\n", 3, "", "not valid YAML: "),
    ('title: "half\n', 2, "", "not valid YAML: "),
    ("title: x\n\tcity: y\n", 2, "", "not valid YAML: "),
    ("title: x\ncity: !!python/name:os.system y\n", 2, "", "not valid YAML: "),
    (b"title: x\ncity: \xb2\xd7\n", 2, "", "not UTF-8"),
]


@pytest.mark.parametrize("faulty", FAULTY)
def test_a_faulty_description(put: Put, tmp_path: Path, faulty: tuple[str | bytes, int, str, str]) -> None:
    description, line, field, what = faulty
    file = put(description) / "briefing.yaml"
    (fault,) = loading.check(tmp_path)
    assert (fault.file, fault.line, fault.field) == (str(file), line, field)
    assert fault.what.startswith(what)
    _refused(tmp_path, fault)


def test_an_unknown_key_is_named_with_its_line_and_the_known_ones(put: Put, tmp_path: Path) -> None:
    file = put("title: x\nheld_at: 2022-04-22\n") / "briefing.yaml"
    known = "title, held_on, publisher, city, language, source, speakers, aliases, notes"
    _refused(tmp_path, Fault(str(file), f"unknown key; expected one of {known}", "held_at", 2))


def test_a_folder_with_nothing_in_it(put: Put, tmp_path: Path) -> None:
    folder = put(None, None)
    _refused(
        tmp_path,
        Fault(str(folder / "briefing.yaml"), "missing; expected at least 'title: …'"),
        Fault(str(folder / "transcript.txt"), "missing; expected the transcript as UTF-8 text"),
    )


@pytest.mark.parametrize("blank", ["", " \n\u3000\r\n", "\ufeff\n"])
def test_an_empty_transcript(put: Put, tmp_path: Path, blank: str) -> None:
    folder = put(transcript=blank)
    _refused(tmp_path, Fault(str(folder / "transcript.txt"), "empty; expected the transcript's text"))


@pytest.mark.parametrize(
    ("content", "byte", "line"),
    [("夏粮".encode("gbk"), 0, 1), ("一\n二\n".encode() + b"\xff\n", 8, 3), ("夏粮".encode("utf-16"), 0, 1)],
)
def test_a_transcript_that_is_not_utf8(put: Put, tmp_path: Path, content: bytes, byte: int, line: int) -> None:
    folder = put(transcript=content)
    _refused(tmp_path, Fault(str(folder / "transcript.txt"), f"not UTF-8 at byte {byte}", line=line))


def test_a_transcript_whose_checksum_has_changed(put: Put, tmp_path: Path) -> None:
    old, new = (hashlib.sha256(t.encode()).hexdigest() for t in (TRANSCRIPT, TRANSCRIPT + " "))
    folder = put(f"title: x\nsource: {{sha256: {old}}}\n", TRANSCRIPT + " ")
    what = f"the checksum has changed: source.sha256 is {old}, the file's is {new}"
    _refused(tmp_path, Fault(str(folder / "transcript.txt"), what))


def test_files_that_are_folders(put: Put, tmp_path: Path) -> None:
    folder = put(None, None)
    (folder / "briefing.yaml").mkdir()
    (folder / "transcript.txt").mkdir()
    _refused(
        tmp_path,
        Fault(str(folder / "briefing.yaml"), "can't be read: Is a directory"),
        Fault(str(folder / "transcript.txt"), "can't be read (Is a directory)"),
    )


def test_two_ids_that_differ_by_case_alone(put: Put, tmp_path: Path) -> None:
    first, second = put(id="Harvest-2023"), put(id="harvest-2023")
    _refused(tmp_path, Fault(str(second), f"duplicate id: differs from {first.name} by case alone"))


@pytest.mark.parametrize("id", ["two words", "-dash", "a#b", "a%20b"])
def test_a_folder_whose_name_cannot_be_an_id(put: Put, tmp_path: Path, id: str) -> None:
    what = "the folder's name is the briefing's id; expected letters, digits, - . _"
    _refused(tmp_path, Fault(str(put(id=id)), what))


def test_one_faulty_briefing_of_many_and_nothing_is_loaded(put: Put, tmp_path: Path) -> None:
    put(id="a")
    broken = put("titel: x\nheld_on: soon\n", None, id="b")
    put(id="c")
    faults = loading.check(tmp_path)
    assert [(f.file, f.line, f.field) for f in faults] == [
        (str(broken / "briefing.yaml"), 1, "title"),
        (str(broken / "briefing.yaml"), 2, "held_on"),
        (str(broken / "briefing.yaml"), 1, "titel"),
        (str(broken / "transcript.txt"), 0, ""),
    ]
    _refused(tmp_path, *faults)


def test_a_corpus_without_briefings(tmp_path: Path) -> None:
    what = "no briefing; expected a folder with briefing.yaml and transcript.txt for each"
    _refused(tmp_path, Fault(str(tmp_path), what))


@pytest.mark.parametrize(
    ("name", "reason"),
    [("missing", "No such file or directory"), ("file", "Not a directory"), ("nul\0", "embedded null byte")],
)
def test_a_corpus_folder_that_cannot_be_read(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "file").write_text("a file where the folder should be")
    folder = tmp_path / name
    _refused(folder, Fault(str(folder), f"the corpus folder can't be read ({reason})"))


def test_a_briefing_folder_that_may_not_be_read(put: Put, tmp_path: Path) -> None:
    folder = put()
    program = (
        "import os, sys; from pathlib import Path; from ipbot.corpus import loading\n"
        "if not os.geteuid(): os.setuid(65534)  # root may read anything\n"
        "for fault in loading.check(Path(sys.argv[1])): print(fault)"
    )
    for parent in [tmp_path, *tmp_path.parents[:2]]:
        parent.chmod(0o755)
    folder.chmod(0)
    try:
        done = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True)
    finally:
        folder.chmod(0o755)
    assert done.stdout.splitlines() == [
        f"{folder / 'briefing.yaml'}: can't be read: Permission denied",
        f"{folder / 'transcript.txt'}: can't be read (Permission denied)",
    ]


def test_a_thousand_folders(tmp_path: Path) -> None:
    for number in range(1000):
        (folder := tmp_path / f"b{number:04}").mkdir()
        (folder / "briefing.yaml").write_text(f"title: 第{number}场\n", "utf-8")
        (folder / "transcript.txt").write_text(f"第{number}场\n总产{number}吨。\n", "utf-8")
    corpus = loading.load(tmp_path)
    assert [b.id for b in corpus] == [f"b{number:04}" for number in range(1000)]
    assert [p.text for p in corpus.passages] == [f"总产{number}吨。\n" for number in range(1000)]
    assert corpus.by_id["b0007"].title == "第7场"


def test_the_environment_does_not_matter_for_reading(put: Put, tmp_path: Path) -> None:
    put()
    program = "import sys; from pathlib import Path; from ipbot.corpus import loading; loading.load(Path(sys.argv[1]))"
    surroundings = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"}
    subprocess.run([sys.executable, "-c", program, tmp_path], env=surroundings, check=True)
