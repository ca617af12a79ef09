"""A file that somebody filled into a form, read from Slack with the bot's token.

The address is asked of Slack by the file's id, is one of Slack's own hosts or of its API's, and is
followed nowhere else: the token goes with the request. Source: files.info, as published.
"""

from typing import Final

from aiohttp import ClientError, ClientResponse
from yarl import URL

from adapters.slack.faults import CallError, looked
from adapters.slack.workspaces import Clients, Workspaces

FILE_MAX_BYTES: Final = 1_000_000
HOSTS: Final = ("slack.com", "slack-gov.com")
OK: Final = 200

Words = dict[str, str]  # by language

_TOO_LARGE: Final[Words] = {
    "en": "That file is larger than 1 MB: split the list, or give its address.",
    "zh": "文件超过1 MB：请拆分列表，或输入其网址。",
}
_NOT_YOURS: Final[Words] = {
    "en": "That is no file that you uploaded.",
    "zh": "该文件不是您上传的。",
}
_NOT_READ: Final[Words] = {
    "en": "The file could not be read from Slack ({why}). Paste its text behind the command.",
    "zh": "无法从 Slack 读取该文件（{why}）。可将其内容粘贴在命令之后。",
}
_NO_SCOPE: Final[Words] = {
    "en": "the scope files:read is missing; who runs the app adds it and installs it again",
    "zh": "缺少权限 files:read，请应用管理员添加后重新安装",
}


class HandedError(Exception):
    """A file that is not taken; says why, in the language of who handed it in."""


class Handed:
    """Reads files that people hand in."""

    def __init__(self, clients: Clients, workspaces: Workspaces) -> None:
        self._clients = clients
        self._workspaces = workspaces

    async def text(self, team: str, file: str, *, user: str, language: str) -> str:
        """The text of a file that this person uploaded. Raises `HandedError`, `ChatError`."""
        workspace = await self._workspaces.get(team)
        try:
            told = (await looked(workspace.client.files_info(file=file))).get("file") or {}
        except CallError as fault:
            why = _NO_SCOPE[language] if fault.needed else str(fault)
            raise _not_read(why, language) from fault
        if str(told.get("user")) != user:
            raise HandedError(_NOT_YOURS[language])
        url = str(told.get("url_private_download") or "")
        if not is_slacks(url, self._clients.api_url):
            raise _not_read("?", language)
        headers = {"Authorization": f"Bearer {workspace.client.token}"}
        try:
            async with self._clients.session.get(
                url, headers=headers, allow_redirects=False
            ) as response:
                return decoded(await _body(response, language))
        except (ClientError, TimeoutError, OSError) as error:
            raise _not_read(type(error).__name__, language) from error


def is_slacks(url: str, api_url: str) -> bool:
    """May the token go there: to a host of Slack's over https, or to where the API itself is?

    >>> api = "https://slack.com/api/"
    >>> is_slacks("https://files.slack.com/files-pri/T1-F1/download/a.opml", api)
    True
    >>> [is_slacks(url, api) for url in ("http://files.slack.com/a", "https://slack.com.evil.example/a")]
    [False, False]
    """
    try:
        asked, api = URL(url), URL(api_url)
        origin = asked.origin()
    except ValueError:
        return False
    if asked.user or asked.password:
        return False
    if origin == api.origin():
        return True
    host = asked.host or ""
    is_known = any(host == each or host.endswith(f".{each}") for each in HOSTS)
    return asked.scheme == "https" and asked.port == 443 and is_known  # noqa: PLR2004 - of https


def decoded(body: bytes) -> str:
    """The text of a list: UTF-8 or UTF-16 as its first bytes say, else as Chinese tables come."""
    if body[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return body.decode("utf-16", errors="replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030", errors="replace")


async def _body(response: ClientResponse, language: str) -> bytes:
    """All of it, up to the limit, whatever length it tells. A page in its place is a login."""
    if response.status != OK:
        raise _not_read(str(response.status), language)
    if response.content_type == "text/html":
        raise _not_read(_NO_SCOPE[language], language)
    body = bytearray()
    async for piece in response.content.iter_chunked(1 << 16):
        body += piece
        if len(body) > FILE_MAX_BYTES:
            raise HandedError(_TOO_LARGE[language])
    return bytes(body)


def _not_read(why: str, language: str) -> HandedError:
    return HandedError(_NOT_READ[language].format(why=why))
