"""Every kind of mistake in the programme's files is told by file, line and field."""

import shutil
from pathlib import Path

import pytest

from safe_mobility.programmes.files import load
from safe_mobility.programmes.tests.shipped import FOLDER
from safe_mobility.shared.strict_yaml import Unreadable

GATES = "guatemala/gates.yaml"
PROGRAMME = "guatemala/programme.yaml"
QUESTIONS = "questions.yaml"
USRAP = "pathways/usrap/pathway.yaml"
H2A = "pathways/h2a/pathway.yaml"
FRP = "pathways/parole_frp/pathway.yaml"
OFFICES = "guatemala/offices.yaml"
DATES = "tables/final_action_dates.yaml"
BULLETINS = "tables/visa_bulletins.csv"
H2_LIST = "tables/h2_countries.yaml"
LIST = "tables/frp_countries.yaml"

MISTAKES = [
    # (file, written, in its place, field, message)
    (GATES, "any_in: [GT]", "any_on: [GT]", "holds_if.any_on", "is not a known word"),
    (GATES, "any_in: [GT]", "any_in: [GX]", "holds_if.any_in[0]", "'GX' is not among the answers"),
    (GATES, "any_in: [GT]", "any_in: [unknown]", "holds_if.any_in[0]", "the lack of one"),
    (GATES, "ask: nationalities", "ask: nationality", "ask", "there is no question 'nationality'"),
    (GATES, "until: 2023-08-10", "until: 2023-05-01", "until", "lies before from"),
    (H2_LIST, "key: SV", "key: GT", "from", "two entries of table_row 'h2_countries'"),
    (DATES, "chart: final_action", "chart: final", "chart", "should be one of final_action"),
    (BULLETINS, "month,chart", "month,table", "(file)", "should begin with the columns"),
    (BULLETINS, "2010-02,", "2010-13,", "month", "is not a month like 2023-12"),
    (BULLETINS, "2010-02,final_action", "2010-02,final", "chart", "should be one of"),
    (BULLETINS, "2010-02,final_action,china", "2010-02,final_action,all_other", "area", "twice"),
    (BULLETINS, "2004-06-01", "2004-06-31", "F1", "'2004-06-31' is not a day"),
    (BULLETINS, "2004-06-01", "2010-03-01", "F1", "not a day before the month ends"),
    (BULLETINS, ",1999-10-01", "", "(line)", "has 7 columns, not 8"),
    (GATES, "effect: gate", "effect: fence", "effect", "should be one of gate, require"),
    (GATES, "of: applicant", "of: everybody", "of", "should be one of applicant, principal"),
    (GATES, "confidence: background", "confidence: sure", "confidence", "should be one of"),
    (GATES, "holds_if: {is: GT}", "holds_if: {is: true}", "holds_if.is", "should be a code"),
    (GATES, "holds_if: {is: GT}", "holds_if: {is: GT, in: [GT]}", "holds_if", "exactly one word"),
    (GATES, "holds_if: {is: GT}", "holds_if: {some: true}", "holds_if.some", "cannot be said of"),
    (GATES, "holds_if: {is: GT}", "holds_if: {is: {table: x}}", "holds_if.is.table", "no table"),
    (H2A, "    holds_if: {is: true}\n", "", "holds_if", "is missing: a require must say it"),
    (H2A, "id: h2a.offer", "id: h2a.ofer", "id", "there is no question 'h2a.ofer'"),
    (H2A, "door: h2a.interest", "door: h2a.wish", "door", "there is no question 'h2a.wish'"),
    (H2A, "kind: work", "kind: works", "kind", "should be one of common, office"),
    (H2A, "unit: {principal: [any_adult], with: []}\n", "", "unit", "is missing: a pathway"),
    (USRAP, "holds_if: {is: 'no'}", "holds_if: {ask: mt.exp, is: true}", "holds_if", "(work)"),
    (
        USRAP,
        "holds_if: {is: 'no'}",
        "holds_if: {ask: fr.supporter, is: true}",
        "holds_if",
        "(money)",
    ),
    (USRAP, "ask: us.outside_country", "ask: fr.i130", "applies_if.is", "should be a code"),
    (USRAP, "id: us.publiccharge", "id: us.out", "holds_if", "which no pathway may use"),
    (USRAP, "related_as: [spouse]", "related_as: [friend]", "unit.with[0].related_as[0]", "one of"),
    (FRP, "phase: open", "phase: opened", "phases[0].phase", "should be one of announced"),
    (FRP, "nationalities: [CU, HT]", "nationalities: [CU, GT]", "phases[1].from", "two phases"),
    (FRP, "nationalities: [EC]", "nationalities: [EX]", "phases[2].nationalities[0]", "no country"),
    (LIST, "keyed: false", "keyed: true", "key", "this table needs keys"),
    (LIST, "{value: GT,", "{value: GT, from: 2023-07-10,", "from_facts.any_in.table", "dated"),
    (QUESTIONS, "value_of: fv.petition", "value_of: fr.i130", "from_facts", "its own question"),
    (QUESTIONS, "value_of: fv.petition", "value_of: cm.age", "from_facts.value_of", "of type date"),
    (QUESTIONS, "theme: work", "theme: wrok", "theme", "there is no theme 'wrok'"),
    (QUESTIONS, "gt.nat2", "cm.age", "aliases", "'cm.age' already names"),
    (QUESTIONS, "type: boolean", "type: choice", "choices", "needs choices"),
    (QUESTIONS, "id: cm.age", "id: gt.loc", "questions", "question 'gt.loc' stands twice"),
    (OFFICES, "source: [S1]", "source: [S999]", "source[0]", "not in the list of sources"),
    (OFFICES, "rule: INVITATION", "rule: DRAW", "rule", "cannot be used yet"),
    (OFFICES, "- office: QTZ", "- office: XXX", "office", "there is no office 'XXX'"),
    (PROGRAMME, "cam, h2a", "cam, h2c", "pathways", "there is no group 'h2c'"),
    (PROGRAMME, "zone: America/Guatemala", "zone: Guatemala", "zone", "a time zone like"),
    (PROGRAMME, "- of: office_gt", "- of: office_xx", "of", "there is no office or pathway"),
    (PROGRAMME, "url: /estafas", "url: estafas", "url", "an address that begins with"),
]


NOT_NEEDED = shutil.ignore_patterns("municipalities.yaml", "scenarios", "spec.md")
"""Left out of the copies that get a mistake, as they take a third of the time to read."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "programmes"
    shutil.copytree(FOLDER, folder, ignore=NOT_NEEDED)
    return folder


class TestMistakes:
    @pytest.mark.parametrize(
        ("file", "written", "instead", "field", "message"),
        MISTAKES,
        ids=lambda part: part if isinstance(part, str) and len(part) < 40 else "",
    )
    def test_name_file_line_and_field(
        self, copy: Path, file: str, written: str, instead: str, field: str, message: str
    ) -> None:
        path = copy / file
        text = path.read_text()
        assert written in text, "the mistake is not in the file any more"
        path.write_text(text.replace(written, instead, 1))

        with pytest.raises(Unreadable) as unreadable:
            load(copy, training=True)

        told = [p for p in unreadable.value.problems if message in p.message]
        assert told, [str(problem) for problem in unreadable.value.problems]
        assert any(p.field.endswith(field) or field in p.field for p in told), told
        assert all(p.line > 0 for p in told)

    def test_the_line_is_the_one_of_the_word(self, copy: Path) -> None:
        path = copy / GATES
        lines = path.read_text().split("\n")
        at = next(n for n, line in enumerate(lines) if "any_in: [GT]" in line)
        lines[at] = lines[at].replace("[GT]", "[GX]")
        path.write_text("\n".join(lines))

        with pytest.raises(Unreadable) as unreadable:
            load(copy, training=True)

        assert [(p.file, p.line) for p in unreadable.value.problems] == [
            ("programmes/guatemala/gates.yaml", at + 1)
        ]

    def test_several_files_are_told_together(self, copy: Path) -> None:
        for file in (GATES, H2A):
            path = copy / file
            path.write_text(path.read_text().replace("confidence: sourced", "confidence: sure"))

        with pytest.raises(Unreadable) as unreadable:
            load(copy, training=True)

        assert {p.file for p in unreadable.value.problems} == {
            f"programmes/{GATES}",
            f"programmes/{H2A}",
        }

    def test_a_file_that_nobody_reads_is_a_mistake(self, copy: Path) -> None:
        (copy / "guatemala" / "notes.yaml").write_text("a: b\n")

        with pytest.raises(Unreadable, match="is not a file that a programme has"):
            load(copy, training=True)

    def test_a_file_that_is_not_utf8_is_a_mistake(self, copy: Path) -> None:
        (copy / "words.yaml").write_bytes(b"words: {a.b: {es: \xe9, en: e}}\n")

        with pytest.raises(Unreadable, match="not written in UTF-8"):
            load(copy, training=True)

    def test_the_shipped_files_have_none(self) -> None:
        for training in (True, False):
            assert load(FOLDER, training=training).entries

    def test_training_adds_entries_and_changes_no_rule(self) -> None:
        real = load(FOLDER, training=False)
        training = load(FOLDER, training=True)

        extra = {e.fingerprint: e for e in training.entries}
        for entry in real.entries:
            extra.pop(entry.fingerprint)
        assert {entry.kind for entry in extra.values()} == {
            "booking",
            "address",
            "modality",
            "contact",
        }
        assert real.rule_set.version != training.rule_set.version

    def test_the_version_does_not_depend_on_where_the_files_lie(self, tmp_path: Path) -> None:
        shutil.copytree(FOLDER, tmp_path / "programmes")

        assert (
            load(tmp_path / "programmes", training=True).rule_set.version
            == load(FOLDER, training=True).rule_set.version
        )
