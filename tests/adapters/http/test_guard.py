"""Which addresses may be reached, told from their text and from what a socket is made for."""

import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.fetch import FetchError
from adapters.http.guard import UNREACHABLE, URL_MAX_CHARS, Guard, is_public

PRIVATE = [
    "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1",
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "169.254.169.254", "100.100.100.200",  # noqa: S104
    "100.64.0.1", "100.127.255.255", "198.18.0.1", "198.19.255.255", "192.0.0.1", "192.0.0.9", "192.0.0.170",
    "192.0.2.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1", "233.252.0.1", "239.255.255.255",
    "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "ff0e::1",
    "2001:db8::1", "3fff::1", "100::1", "64:ff9b:1::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "::10.0.0.1",
    "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:1::",
    "::ffff:0:127.0.0.1", "::ffff:0:a00:1", "1::1", "200::1", "4000::1", "5f00::1", "8000::1",
    "2600::5efe:127.0.0.1", "2600::200:5efe:10.0.0.1", "fe80::5efe:8.8.8.8",
    "2001:0:7f00:1::", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
]  # fmt: skip
PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "93.184.216.34",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "2600::5efe:8.8.8.8",
    "64:ff9b::8.8.8.8",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_refused_on_every_port(address: str) -> None:
    assert not any(Guard().permits(address, port) for port in (80, 443, 8080))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_permitted_on_web_ports_only(address: str) -> None:
    permitted = [
        port for port in (22, 25, 80, 443, 5432, 6379, 8080) if Guard().permits(address, port)
    ]

    assert permitted == [80, 443]


@pytest.mark.parametrize("address", [a for a in PRIVATE if "%" not in a])
def test_no_socket_is_made_for_a_private_address(address: str) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET

    with pytest.raises(OSError, match="refused"):
        Guard().socket_factory((family, socket.SOCK_STREAM, 6, "", (address, 80)))


def test_no_socket_is_made_for_another_family() -> None:
    with pytest.raises(OSError, match="refused"):
        Guard().socket_factory((socket.AF_UNIX, socket.SOCK_STREAM, 0, "", ("/run/x.sock", 80)))


def test_a_socket_is_made_for_a_public_address() -> None:
    with Guard().socket_factory(
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.1.1.1", 443))
    ) as made:
        assert made.family == socket.AF_INET


def test_an_exception_holds_for_its_port_only() -> None:
    guard = Guard(allow=frozenset({("127.0.0.1", 8321)}))

    assert guard.permits("127.0.0.1", 8321)
    assert not guard.permits("127.0.0.1", 80)
    assert not guard.permits("127.0.0.2", 8321)
    assert not guard.permits("8.8.8.8", 8321)


@pytest.mark.parametrize(
    "host",
    [a for a in PRIVATE if ":" not in a]
    + [f"[{a}]" for a in PRIVATE if ":" in a and "%" not in a]
    + ["１２７．０．０．１", "①②⑦.⓪.⓪.①", "127。0。0。1"],
)
def test_a_literal_private_address_is_refused_in_the_words_for_unreachable(host: str) -> None:
    with pytest.raises(FetchError) as caught:
        Guard().check_url(f"http://{host}/feed")

    assert (str(caught.value), caught.value.permanent) == (UNREACHABLE, True)


@pytest.mark.parametrize(
    "url",
    [
        # other spellings of 127.0.0.1 and of names
        "http://2130706433/", "http://017700000001/", "http://0x7f000001/", "http://0x7f.1/", "http://127.1/",
        "http://0177.0.0.1/", "http://0/", "http://127.0.0.1./", "http://%31%32%37.0.0.1/", "http://0x7f.0.0.1/",
        "http://example.com.0x7f/", "http://[::1%25lo]/", "http://[fe80::1%25eth0]/", "http://exa%6dple.com/",
        # schemes
        "file:///etc/passwd", "gopher://x.example/", "ftp://x.example/", "dict://x.example/", "data:text/html,x",
        "javascript:alert(1)", "ws://x.example/", "wss://x.example/", "http+unix://%2Frun%2Fx/", "feed://x.example/",
        "//x.example/feed", "x.example/feed", "", "http:", "http:/x.example", "http:///x", "https://",
        # user names and passwords
        "http://user@x.example/", "http://user:pw@x.example/", "http://good.example@evil.example/", "http://@x.example/",
        "http://x.example:80@evil.example/",
        # characters that readers of addresses disagree about
        "http://x.example\\@evil.example/", "http:\\\\x.example/", "http://x.example/\\", "http://x.exa\tmple/",
        "http://x.example/a\nb", "http://x.example/a\r\nHost: evil.example", "http://x.example/\x00", "http://x.example/a b",
        " http://x.example/", "http://x.example/ ", "http://x\u2028.example/", "\ufeffhttp://x.example/", "http://x.example/\x7f",
        # ports
        "http://x.example:22/", "http://x.example:25/", "http://x.example:6379/", "http://x.example:5432/",
        "http://x.example:0/", "http://x.example:99999/", "http://x.example:-1/", "http://x.example:8080/", "http://x.example:x/",
        # hosts
        "http://a..example/", "http://.example/", "http://a;b.example/", "http://" + "a" * 64 + ".example/", "http://[1.2.3.4]/",
        "http://x.example/" + "a" * URL_MAX_CHARS,
    ],
)  # fmt: skip
def test_an_unusable_address_is_refused_for_good(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        Guard().check_url(url)

    assert caught.value.permanent
    assert "pw" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTP://Example.COM:80/a", "http://example.com/a"),
        ("https://example.com:443", "https://example.com/"),
        ("https://example.com/a#part", "https://example.com/a"),
        ("https://例子.中国/路?q=车", "https://xn--fsqu00a.xn--fiqs8s/%E8%B7%AF?q=%E8%BD%A6"),
        ("https://a_b.example./x", "https://a_b.example./x"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
        ("https://x.example/a%20b?key=s%26t", "https://x.example/a%20b?key=s%26t"),
        ("https://3com.example2/", "https://3com.example2/"),
    ],
)
def test_a_usable_address_gets_one_spelling(url: str, normal: str) -> None:
    assert Guard().check_url(url) == normal


def test_the_port_of_an_exception_may_be_named() -> None:
    guard = Guard(allow=frozenset({("127.0.0.1", 8321)}))

    assert guard.check_url("http://127.0.0.1:8321/a") == "http://127.0.0.1:8321/a"
    assert (
        guard.check_url("http://x.example:8321/") == "http://x.example:8321/"
    )  # its address decides
    with pytest.raises(FetchError):
        guard.check_url("http://127.0.0.2:8321/")


@given(st.text(max_size=60).map(lambda text: f"http://{text}") | st.text(max_size=60))
def test_checking_raises_nothing_but_ours_and_is_stable(url: str) -> None:
    try:
        checked = Guard().check_url(url)
    except FetchError as error:
        assert error.permanent
    else:
        assert Guard().check_url(checked) == checked


@given(st.ip_addresses(v=4))
def test_an_embedded_private_address_is_as_private_as_itself(inner: ipaddress.IPv4Address) -> None:
    if not is_public(inner):
        packed = int(inner)
        for outer in (
            0xFFFF << 32 | packed,
            packed,
            0x64FF9B << 96 | packed,
            0x2002 << 112 | packed << 80,
        ):
            assert not is_public(ipaddress.IPv6Address(outer))


def test_a_network_may_be_allowed_for_one_port() -> None:
    guard = Guard.of(["10.1.0.0/24:8080", "[fd00:1::/64]:80", "127.0.0.1:9000"])

    assert guard.permits("10.1.0.77", 8080)
    assert guard.permits("fd00:1::5", 80)
    assert guard.permits("127.0.0.1", 9000)
    assert guard.check_url("http://10.1.0.77:8080/feed") == "http://10.1.0.77:8080/feed"
    for address, port in (
        ("10.1.1.1", 8080),
        ("10.1.0.77", 80),
        ("fd00:2::5", 80),
        ("127.0.0.2", 9000),
    ):
        assert not guard.permits(address, port)


@pytest.mark.parametrize("wrong", ["10.1.0.0/24", "10.1.0.1/24:80", "host:80", "127.0.0.1:", "*"])
def test_what_names_no_place_allows_none(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Guard.of([wrong])
