"""Tokens of links: made from a secret, different for each link, of no use without the row."""

import stat
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.sharing import SECRET_BYTES, Sharing, digest, secret_beside
from storage.links import Link

SECRET = b"s" * SECRET_BYTES


def sharing(
    secret: bytes = SECRET, *, public: str = "", local: str = "http://127.0.0.1:8321"
) -> Sharing:
    return Sharing(secret, public=public, local=lambda: local)


def link(of: Sharing, workspace: str = "home") -> Link:
    return Link(
        id="0123abcd",
        workspace=workspace,
        company="xiaomi",
        language="en",
        digest=digest(of.token(workspace, "0123abcd")),
        made_by="ann",
        made_at=datetime(2024, 1, 1, tzinfo=UTC),
    )


@given(st.text(), st.text(), st.text(), st.text())
def test_no_two_links_share_a_token(workspace: str, id_: str, other: str, other_id: str) -> None:
    one = sharing().token(_kept(workspace), _kept(id_))
    two = sharing().token(_kept(other), _kept(other_id))

    assert (one == two) == ((_kept(workspace), _kept(id_)) == (_kept(other), _kept(other_id)))
    assert len(one) == 32


def _kept(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\x1f", "")


def test_another_secret_makes_other_tokens() -> None:
    assert sharing().token("home", "1") != sharing(b"t" * SECRET_BYTES).token("home", "1")


def test_the_address_is_public_where_there_is_one_and_of_this_machine_only_for_it() -> None:
    known = sharing(public="https://ev.example.org/")
    token = known.token("home", "0123abcd")

    assert known.address(link(known), "slack") == f"https://ev.example.org/timeline/xiaomi/{token}"
    assert (
        sharing().address(link(known), "local") == f"http://127.0.0.1:8321/timeline/xiaomi/{token}"
    )
    assert sharing().address(link(known), "slack") is None


def test_a_link_of_another_secret_has_no_address() -> None:
    assert sharing(b"t" * SECRET_BYTES).address(link(sharing()), "local") is None


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    made = secret_beside(tmp_path / "data" / "ev.db")

    assert secret_beside(tmp_path / "data" / "ev.db") == made
    [file] = (tmp_path / "data").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_secret_cut_short_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "ev.links.key").write_bytes(b"short")

    made = secret_beside(tmp_path / "ev.db")

    assert len(made) == SECRET_BYTES
    assert secret_beside(tmp_path / "ev.db") == made


def test_a_database_in_memory_has_one_of_its_own() -> None:
    assert secret_beside(Path(":memory:")) != secret_beside(Path(":memory:"))
