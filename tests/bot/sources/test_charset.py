"""Bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.charset import decode

CHINESE = "小米汽车发布新款电动车，预计明年上市。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_text_without_any_declaration_is_read(encoding: str) -> None:
    assert decode(f"<p>{CHINESE}".encode(encoding)) == f"<p>{CHINESE}"


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        (b"caf\xe9", "", "café"),
        (b"\xcf\xf0\xe8\xe2\xe5\xf2", "text/html; charset=windows-1251", "Привет"),
        (b"\xcf\xf0\xe8\xe2\xe5\xf2", 'text/html; Charset="CP1251"', "Привет"),
        (b'<meta charset="koi8-r">\xf0', "", '<meta charset="koi8-r">П'),
        (b'<?xml version="1.0" encoding="shift_jis"?>\x83e', "", '<?xml version="1.0" encoding="shift_jis"?>テ'),
        ("é".encode(), "text/html; charset=iso-8859-1", "é"),
        (b"+ADw-\xe9", "text/html; charset=utf-7", "+ADw-é"),
        (b"\\x3c\xe9", "text/html; charset=unicode_escape", "\\x3cé"),
        (b"\xe9", "text/html; charset=no-such", "é"),
        ("中文中文中文中文".encode() + b"\xff", "text/html; charset=utf-8", "中文中文中文中文\ufffd"),
        (b"", "text/html; charset=utf-8", ""),
    ],
)  # fmt: skip
def test_the_best_reading_wins(body: bytes, content_type: str, text: str) -> None:
    assert decode(body, content_type) == text


@given(st.binary(max_size=60), st.text(max_size=20).map(lambda name: f"text/xml; charset={name}"))
def test_decoding_never_raises(body: bytes, content_type: str) -> None:
    assert isinstance(decode(body, content_type), str)
