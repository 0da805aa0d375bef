"""Kinds of papers: dated, complete in two languages."""

from datetime import date

import pytest

from reference import api


def test_forms_are_dated() -> None:
    before = {one.code for one in api.document_types(date(2024, 7, 31))}
    after = {one.code for one in api.document_types(date(2024, 8, 1))}
    assert "application_old" in before
    assert "application_change" not in before
    assert {"application_change", "application_split", "drawing_split"} <= after
    assert "application_old" not in after
    assert "certificate" in before & after


def test_every_type_is_complete() -> None:
    types = api.document_types()
    assert len({one.code for one in types}) == len(types)
    for one in types:
        assert one.name_vi
        assert one.name_en
        assert len(one.code) <= 40


def test_unknown_type_is_refused() -> None:
    assert api.document_type("certificate").name_vi == "Giấy chứng nhận"
    with pytest.raises(api.UnknownDocumentType):
        api.document_type("sổ đỏ")
