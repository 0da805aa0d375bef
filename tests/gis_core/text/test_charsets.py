"""Legacy encodings: every letter there and back, soft hyphens kept, guesses with evidence."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_core.errors import TextError
from gis_core.text.charsets import (
    ENCODINGS,
    VIETNAMESE_LETTERS,
    certain,
    decode,
    decode_series,
    decode_view,
    encode,
    font_encoding,
    guess,
)

SENTENCE = "Đường Trần Hưng Đạo, phường Phú Trinh, đất ở tại đô thị; Giấy chứng nhận quyền sử dụng đất, Chợ Lầu, Võ Xu"
LEGACY = [name for name in ENCODINGS if name != "utf-8"]
letters = st.sampled_from(VIETNAMESE_LETTERS + "abcdefghiklmnopqrstuvxyABCDEFGHIKLMNOPQRSTUVXY")
words = st.text(letters, min_size=1, max_size=8)
texts = st.lists(st.one_of(words, st.from_regex(r"\A[0-9 ,.;:()/+-]{1,5}\Z")), min_size=1, max_size=6).map(" ".join)


def test_there_are_134_letters() -> None:
    assert len(set(VIETNAMESE_LETTERS)) == 134
    assert all(unicodedata.is_normalized("NFC", letter) for letter in VIETNAMESE_LETTERS)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("letter", VIETNAMESE_LETTERS)
def test_every_letter_there_and_back(encoding: str, letter: str) -> None:
    assert decode(encode(letter, encoding), encoding) == letter
    assert decode(encode(f"a{letter} {letter}b", encoding), encoding) == f"a{letter} {letter}b"


@pytest.mark.parametrize("encoding", ["utf-8", "vni", "cp1258"])
@given(text=texts)
def test_every_text_there_and_back(encoding: str, text: str) -> None:
    assert decode(encode(text, encoding), encoding) == text


@given(texts)
def test_tcvn3_there_and_back_or_refused(text: str) -> None:
    """Only a capital directly before its own toned small letter is ambiguous, and that is refused, never changed."""
    try:
        raw = encode(text, "tcvn3")
    except TextError as refusal:
        assert refusal.code == "text_ambiguous"
        return
    assert decode(raw, "tcvn3") == text


@given(words.map(str.lower))
def test_small_letters_are_never_ambiguous_in_tcvn3(word: str) -> None:
    assert decode(encode(word, "tcvn3"), "tcvn3") == word


@given(texts)
def test_decomposed_input_gives_the_same_bytes(text: str) -> None:
    for encoding in ("vni", "cp1258", "utf-8"):
        assert encode(unicodedata.normalize("NFD", text), encoding) == encode(text, encoding)


def test_known_bytes() -> None:
    assert decode(b"\xa7\xcat \xeb", "tcvn3") == "Đất ở"
    assert decode(b"\x41\xb5", "tcvn3") == "À"
    assert decode(b"\x80", "tcvn3") == "À", "full TCVN 5712-1"
    assert decode("Ñöôøng".encode("latin-1"), "vni") == "Đường"
    assert decode("yû yõ YÛ YÕ".encode("latin-1"), "vni") == "ỷ ỹ Ỷ Ỹ"
    assert decode(b"A\xf8", "vni") == "À", "capital letter with a small mark"
    assert decode(b"a\xcc", "cp1258") == "à"
    assert decode(b"m\xb2", "vni") == "m²"


def test_the_soft_hyphen_is_a_letter() -> None:
    raw = encode("hướng dẫn", "tcvn3")
    assert b"\xad" in raw
    assert decode(raw, "tcvn3") == "hướng dẫn"
    assert decode_view("h\u00adíng dÉn", "tcvn3") == "hướng dẫn"
    assert decode_view("h\u2212íng dÉn", "tcvn3") == "hướng dẫn", "PDF extraction shows a minus sign"


def test_views_through_windows_1252() -> None:
    assert decode_view("§Êt ë", "tcvn3") == "Đất ở"
    assert decode_view(encode("Nghĩa trang", "vni").decode("cp1252"), "vni") == "Nghĩa trang"
    with pytest.raises(TextError):
        decode_view("Đ", "tcvn3")


def test_capital_fonts() -> None:
    raw = encode("phường phú trinh", "tcvn3")
    assert decode(raw, "tcvn3", font=".VnTimeH") == "PHƯỜNG PHÚ TRINH"
    assert decode(raw, "tcvn3", font=".VnTime") == "phường phú trinh"


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", "tcvn3"),
        (".VnArialH", "tcvn3"),
        ("VNI-Times", "vni"),
        ("Arial", "utf-8"),
        ("12", None),
        (None, None),
    ],
)
def test_fonts(font: str | None, encoding: str | None) -> None:
    assert font_encoding(font) == encoding


def test_series_decodes_equal_texts_once_and_keeps_none() -> None:
    raw = encode("đất", "vni")
    assert decode_series([raw, None, raw, b"ODT"], "vni") == ["đất", None, "đất", "ODT"]


def test_unreadable_bytes_are_refused_or_marked() -> None:
    with pytest.raises(TextError) as refusal:
        decode(b"abc\xff", "utf-8")
    assert "4" in refusal.value.message_en
    assert decode(b"abc\xff", "utf-8", errors="replace") == "abc\ufffd"
    with pytest.raises(TextError):
        decode(b"t\xf8", "vni")
    assert decode(b"t\xf8", "vni", errors="replace") == "t\ufffd"
    with pytest.raises(TextError) as unknown:
        decode(b"a", "koi8")
    assert unknown.value.code == "encoding_unknown"
    for encoding in LEGACY:
        with pytest.raises(TextError):
            encode("đất 土", encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_guess_finds_the_encoding_with_evidence(encoding: str) -> None:
    scores = guess([encode(word, encoding) for word in SENTENCE.split()])
    assert certain(scores) == encoding
    assert scores[0].score > 0.95
    assert "Vietnamese spelling" in scores[0].evidence
    assert {entry.name for entry in scores} == set(ENCODINGS)


@pytest.mark.parametrize("encoding", LEGACY)
def test_street_names_are_enough(encoding: str) -> None:
    assert certain(guess([encode("Đường Thủ Khoa Huân", encoding)])) == encoding


def test_guess_is_uncertain_on_noise_and_on_thin_evidence() -> None:
    assert certain(guess([bytes(range(0x80, 0x100))])) is None
    assert certain(guess([b"\xe1"])) is None
    assert certain([]) is None


def test_ascii_is_the_same_in_every_encoding() -> None:
    scores = guess([b"ODT", b"208", b"135,2"])
    assert certain(scores) == "utf-8"
    assert "ASCII" in scores[0].evidence


def test_fonts_tip_the_balance_but_do_not_decide_alone() -> None:
    raw = [encode(word, "tcvn3") for word in SENTENCE.split()]
    assert certain(guess(raw, fonts=[".VnTime", ".VnArial"])) == "tcvn3"
    assert guess(raw, fonts=["VNI-Times"])[0].name == "tcvn3"
    assert "fonts" in guess(raw, fonts=[".VnTime"])[0].evidence


def test_evidence_never_quotes_the_file() -> None:
    raw = [encode("CHỦ THỬ NGHIỆM Nguyễn Văn Ất", "vni")]
    for entry in guess(raw):
        assert "Nguy" not in entry.evidence and "NGHI" not in entry.evidence
