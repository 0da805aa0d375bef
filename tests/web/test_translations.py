"""Every sentence of the pages exists in English, and the compiled catalogue is the written one."""

from django.core.management import call_command
from django.utils.translation import gettext, override

from web.translations import used_messages


def test_english_is_complete_and_compiled() -> None:
    call_command("translations", check=True)


def test_templates_and_modules_are_both_read() -> None:
    used = used_messages()
    assert "Tra cứu thửa đất" in used
    assert "Bị ảnh hưởng" in used
    assert any(isinstance(message, tuple) for message in used)


def test_the_compiled_catalogue_speaks() -> None:
    with override("en"):
        assert gettext("Chưa có dữ liệu") == "No data here"
