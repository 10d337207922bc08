"""The workbooks that behaviours send are workbooks to others as well."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from understudy.vendors.apiture.behaviours.workbooks import xls, xlsx

texts = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60)


@pytest.mark.parametrize("make", [xls, xlsx])
@given(st.lists(texts, min_size=1, max_size=40))
def test_a_column_is_read_as_it_was_written(make, ids):
    """A-48: one text per row, in order, in both formats, however long the file."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(make([[text] for text in ids]))).get_sheet_by_index(0)

    assert [[text] for text in ids] == sheet.to_python()


def test_another_reader_agrees():
    """A-48: an .xlsx with two columns has two for openpyxl too, and is the same bytes each time."""
    made = xlsx([["a<b", "c&d"], ["e", "f"]])

    assert [("a<b", "c&d"), ("e", "f")] == list(openpyxl.load_workbook(io.BytesIO(made)).active.values)
    assert made == xlsx([["a<b", "c&d"], ["e", "f"]])
