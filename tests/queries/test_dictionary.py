"""The data dictionary in docs/."""

from pathlib import Path

from reports.queries import dictionary

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "data-dictionary.md"


def test_the_data_dictionary_in_docs_is_current():
    assert DOCUMENT.read_text("utf-8") == dictionary.markdown(), (
        "run: .venv/bin/python manage.py data_dictionary"
    )


def test_it_names_fields_choices_and_cells():
    text = dictionary.markdown()
    assert "| `published_at` | DateTimeField | null | published at. The time printed on the report |" in text
    assert "`roll_up` (roll-up of the government's bodies)" in text
    assert "`report_one_published_per_agency_year_and_kind`" in text
    assert "| `natural_person` | 申请人情况：自然人 |" in text
    assert "#### `applications`" in text and "175 cells" in text
