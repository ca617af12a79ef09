"""`edit`: a workspace's own view of a source, as people type it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.document import Code
from bot.commands import own_fields
from bot.commands.errors import CommandError
from bot.commands.grammar import parse, render
from bot.commands.tokens import QUOTES
from bot.commands.verbs.editing import Edit
from bot.compose.plain import text
from bot.ingest import Look
from bot.sources.making import made
from storage.sources import Watch
from tests.fakes_desk import FEED, Desk, buttons

NAME = "Example News"


def edit(name: str = "ev", **fields: str) -> Edit:
    ordered: list[tuple[own_fields.Field, str]] = [
        (f, fields[f]) for f in own_fields.FIELDS if f in fields
    ]
    return Edit(name=name, fields=tuple(ordered))


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("edit ev", edit()),
        ("edit ev title:News", edit(title="News")),
        ("edit ev title=News", edit(title="News")),
        ("edit ev title = News", edit(title="News")),
        ("edit ev title =News", edit(title="News")),
        ("edit ev title：新闻", edit(title="新闻")),
        ("编辑 ev 名称=新闻 频率=30分钟", edit(title="新闻", every="30m")),
        ('edit ev title="EV News" every=30m', edit(title="EV News", every="30m")),
        ("edit ev title=EV News every=30 min", edit(title="EV News", every="30m")),
        ("edit ev title:“EV News”", edit(title="EV News")),
        ("edit ev title: EV News", edit(title="EV News")),
        ("edit EV Post every:6h", edit("EV Post", every="6h")),
        ('edit "title" every:6h', edit("title", every="6h")),
        ("edit ev title=", edit(title="")),
        ("edit ev title= every=auto", edit(title="", every="")),
        ('edit ev title=""', edit(title="")),
        ("edit ev every=auto company=none lang=-", edit(every="", company="", lang="")),
        ("edit ev title=A title=B", edit(title="B")),
        ("edit ev company=li auto lang=中文", edit(company="li auto", lang="zh")),
        ("edit ev lang=de-AT", edit(lang="de")),
        ("edit ev every 30m", edit(every="30m")),
        ("edit ev title EV News every 2 hours", edit(title="EV News", every="2h")),
        ("edit domain:xiaomiev.com company:xiaomi", edit("domain:xiaomiev.com", company="xiaomi")),
        ("edit page:https://a.example/x?y=1 title:X", edit("page:https://a.example/x?y=1", title="X")),
        (f"edit {FEED} title:X", edit(FEED, title="X")),
        ("edit ev title:NIO: the feed", edit(title="NIO: the feed")),
        ("edit ev title:https://a.example/?b=c", edit(title="https://a.example/?b=c")),
        ("rename ev title:X", edit(title="X")),
        ("edit ev title=EV News, every=30m; lang=en", edit(title="EV News", every="30m", lang="en")),
        ("edit ev every=30m, lang=zh,", edit(every="30m", lang="zh")),
        ('edit ev title="News," every=30m', edit(title="News,", every="30m")),
        ("edit NASDAQ:LI title:a=b", edit("NASDAQ:LI", title="a=b")),
    ],
)  # fmt: skip
def test_what_people_type(line: str, command: Edit) -> None:
    assert parse(f"/evwatch {line}") == command


@pytest.mark.parametrize(
    ("words", "every"),
    [
        ("5m", "5m"), ("5 minutes", "5m"), ("300s", "5m"), ("90 min", "90m"), ("1.5h", "90m"),
        ("1h30m", "90m"), ("1h 30 min", "90m"), ("6H", "6h"), ("24h", "1d"), ("1 day", "1d"),
        ("a day", ""), ("1 week", "7d"), ("7d", "7d"), ("hourly", "1h"), ("daily", "1d"),
        ("Weekly", "7d"), ("every 30m", "30m"), ("once a day", "1d"), ("half an hour", "30m"),
        ("半小时", "30m"), ("每30分钟", "30m"), ("2个小时", "2h"), ("每天", "1d"), ("３０ｍ", "30m"),
        ("30", ""), ("often", ""), ("m", ""), ("0m", ""), ("4m", ""), ("8d", ""), ("-30m", ""),
        ("30 mph", ""), ("1e9d", ""), ("999999d", ""), ("30m!", ""), ("0.001m", ""), ("1.001h", ""),
    ],
)  # fmt: skip
def test_a_rhythm_is_understood_or_refused_with_what_to_type(words: str, every: str) -> None:
    line = f'/evwatch edit ev every:"{words}"'
    if every:
        assert parse(line) == edit(every=every)
        return
    with pytest.raises(CommandError, match=r"every:(30m|5m)"):
        parse(line)


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("edit", "/evwatch edit example.org"),
        ("edit title:X", "/evwatch edit example.org"),
        ("edit ev lang:klingon", "type lang:en or lang:zh"),
        (f"edit ev title:{'x' * 201}", "at most 200 characters; this one has 201"),
        ("edit ev titel:X", "title, every, company and lang can"),
        ("edit ev titel=X", "title, every, company and lang can"),
        ("edit ev trust=5", "“trust” cannot be set; title, every, company and lang can"),
        ("edit ev backfill:5 title:X", "“backfill” cannot be set"),
    ],
)
async def test_what_cannot_be_set_says_what_to_type(desk: Desk, line: str, piece: str) -> None:
    assert piece in await desk.says(f"/evwatch {line}")


async def test_a_typing_error_is_put_right_with_one_press(watching: Desk) -> None:
    reply = await watching.ask("/evwatch edit example.org titel=News")

    [button] = buttons(reply)
    assert button.command == "/evwatch edit example.org title=News"
    await watching.ask(button.command, kind="button")
    assert "News" in await watching.says("/evwatch list")


values = st.text(st.characters(exclude_characters=QUOTES), max_size=40)


@given(name=st.sampled_from(["ev", "EV Post", FEED, "title", "domain:a.example"]), title=values)
@example(name="ev", title="a:b = c")
@example(name="ev", title="for")
def test_a_line_is_read_as_the_command_that_it_was(name: str, title: str) -> None:
    command = parse(f'/evwatch edit "{name}" title:"{title}" every:90m company:"li auto" lang:zh')

    assert parse(render(command)) == command
    assert isinstance(command, Edit)
    assert dict(command.fields).get("every") == "90m"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(words: str) -> None:
    try:
        command = parse(f"/evwatch edit {words}")
    except CommandError:
        return
    assert parse(render(command)) == command


async def source(desk: Desk, workspace: str = "home") -> Watch:
    watches = await desk.store.watchlist.watches(workspace)
    return next(each for each in watches if each.source)


async def test_several_are_set_at_once_told_and_undone(watching: Desk) -> None:
    before = await source(watching)

    reply = await watching.ask(
        '/evwatch edit example.org title:"EV News" every:30m company:小米 lang:zh'
    )

    said = text(reply.document)
    assert "EV News: changed" in said
    assert f"{NAME} → EV News" in said
    assert "as often as it has news → every 30 minutes" in said
    assert "– → Xiaomi" in said
    assert "– → zh" in said
    assert "visited at least that often from now on" in said
    [undo] = buttons(reply)
    assert "Undone" in await watching.says(undo.command)
    assert await source(watching) == before


async def test_it_is_seen_under_its_own_name_everywhere_here_and_nowhere_else(
    watching: Desk,
) -> None:
    await watching.ask('/evwatch edit example.org title:"EV News"')
    other = Desk(watching.store, workspace="elsewhere")
    other.look.looks[FEED] = Look(url=FEED, title=NAME)
    await other.ask(f"/evwatch add {FEED} now")

    for line in ("/evwatch list", "/evwatch status", '/evwatch status "EV News"'):
        assert "EV News" in await watching.says(line)
        assert NAME not in await watching.says(line)
    assert "EV News" in await watching.says('/evwatch pause "ev news" for 3d')
    assert 'pause "EV News"' in await watching.says("/evwatch audit")
    assert "EV News" in await watching.says("/evwatch resume example.org")
    for line in ("list", "status", "audit", "export watchlist csv"):
        assert "EV News" not in await other.says(f"/evwatch {line}")
    assert "EV News: watched no longer" not in await other.says('/evwatch remove "EV News"')
    assert "EV News" in await watching.says("/evwatch remove example.org")
    assert "EV News" in await watching.says("/evwatch audit")


async def test_the_log_tells_what_it_was_and_what_it_became(watching: Desk) -> None:
    await watching.ask("/evwatch edit example.org title:News every:1h")
    await watching.ask("/evwatch edit news title= every=auto")

    said = await watching.says("/evwatch audit")

    assert 'title:"Example News" every:auto → title:News every:1h' in said
    assert "title:News every:1h → title:auto every:auto" in said


async def test_a_setting_is_taken_back_to_what_it_was_for_all(watching: Desk) -> None:
    await watching.ask("/evwatch edit example.org title:News every:1h company:nio lang:zh")

    said = await watching.says("/evwatch edit news title= every=auto company=none lang=auto")

    assert f"{NAME}: changed" in said
    assert "every hour → as often as it has news" in said
    assert "NIO → –" in said
    assert "at least that often" not in said


async def test_a_language_that_gives_no_milestones_is_told_so(watching: Desk) -> None:
    words = "Articles in that language are kept, and give no milestones."

    assert words in await watching.says(f"/evwatch edit {FEED} lang:fr")
    for other in ("zh", "auto"):
        assert words not in await watching.says(f"/evwatch edit {FEED} lang:{other}")


async def test_what_is_so_already_changes_nothing(watching: Desk) -> None:
    await watching.ask("/evwatch edit example.org every:1h")

    said = await watching.says("/evwatch edit example.org every:60m")

    assert "is set so already" in said
    assert "every hour" in said
    assert (await watching.says("/evwatch audit")).count("/evwatch edit") == 1


async def test_without_fields_the_settings_are_shown_with_what_to_type(watching: Desk) -> None:
    watching.may_edit = False
    reply = await watching.ask("/evwatch edit example.org")

    said = text(reply.document)
    assert "how it is watched here" in said
    assert "as often as it has news" in said
    [code] = [part for part in reply.document.parts if isinstance(part, Code)]
    for line in code.text.splitlines():
        assert parse(line)


async def test_it_speaks_chinese(watching: Desk) -> None:
    watching.language = "zh"

    said = await watching.says("/evwatch 编辑 example.org 名称：电动车新闻 频率：6小时 公司：蔚来")

    assert "电动车新闻：已修改" in said
    assert "每 6 小时" in said
    assert "蔚来" in said


async def test_who_may_not_is_refused(watching: Desk) -> None:
    watching.may_edit = False

    said = await watching.says("/evwatch edit example.org title:X")

    assert "editor" in said
    assert (await source(watching)).own.title is None


@pytest.mark.parametrize("line", ["title:X every:1h", "lang:zh company:nio"])
async def test_what_the_file_owns_is_refused_with_where_to_change_it(
    watching: Desk, line: str
) -> None:
    owned = made(FEED).source(title="The file's")
    watch = Watch(workspace="*", source=owned, managed=True, added_by="file")
    await watching.store.watchlist.seed([watch], [], at=watching.now)

    said = await watching.says(f"/evwatch edit example.org {line}")

    fields = "title, every" if "title" in line else "company, language"
    assert f"The file's is set in evwatch.toml: change {fields} there" in said
    assert "in the [[sources]] of https://example.org/feed?key=…" in said
    assert "/evwatch edit" not in await watching.says("/evwatch audit")
    assert "configuration file" in await watching.says("/evwatch edit example.org")


async def test_a_company_is_not_edited_and_its_sources_are_proposed(watching: Desk) -> None:
    await watching.ask("/evwatch edit example.org company:xiaomi")

    reply = await watching.ask("/evwatch edit xiaomi every:1h")

    assert "Xiaomi is a company; edit is for sources" in text(reply.document)
    assert [each.command for each in buttons(reply)] == [f'/evwatch edit "{NAME}" every:1h']


async def test_a_typing_error_proposes_sources_and_no_companies(watching: Desk) -> None:
    reply = await watching.ask('/evwatch edit "Xaomi" every:2h')
    near = buttons(await watching.ask('/evwatch edit "Exmple News" every:2h'))

    assert "not on the watchlist" in text(reply.document)
    assert "Xiaomi" not in "".join(each.command for each in buttons(reply))
    assert [each.command for each in near] == ['/evwatch edit "Example News" every:2h']


async def test_an_unknown_company_proposes_the_nearest_with_all_that_was_typed(
    watching: Desk,
) -> None:
    reply = await watching.ask("/evwatch edit example.org every:1h company:Xiaomy")

    assert buttons(reply)[0].command == '/evwatch edit "example.org" every:1h company:Xiaomi'


async def test_no_source_takes_the_name_of_a_company(watching: Desk) -> None:
    said = await watching.says("/evwatch edit example.org title:小米")

    assert "“小米” is a company's name: give the source another one" in said
    assert (await source(watching)).own.title is None


async def test_it_is_found_by_what_it_calls_itself_too(watching: Desk) -> None:
    await watching.ask("/evwatch edit example.org title:News")

    assert "set here; it calls itself Example News" in await watching.says(f"/evwatch edit {NAME}")
    assert "hears nothing of News" in await watching.says(f"/evwatch mute {NAME}")


async def test_the_log_tells_only_what_changed(watching: Desk) -> None:
    await watching.ask("/evwatch edit example.org title:News every:1h")
    await watching.ask("/evwatch edit example.org title:Newer every:1h company=auto")

    assert "title:News → title:Newer ·" in await watching.says("/evwatch audit")


async def test_of_several_on_one_host_it_is_asked_which(watching: Desk) -> None:
    for path, title in (("b", "B"), ("c", NAME)):
        url = f"https://example.org/{path}?key=hush"
        watching.look.looks[url] = Look(url=url, title=title)
        await watching.ask(f"/evwatch add {url} now")

    reply = await watching.ask("/evwatch edit example.org every:1h")

    assert "“https://example.org” is the name of 3 sources here: which one?" in text(reply.document)
    assert all("hush" not in each.label for each in buttons(reply))
    assert {each.command for each in buttons(reply)} == {
        f"/evwatch edit {FEED} every:1h",
        '/evwatch edit "B" every:1h',
        "/evwatch edit https://example.org/c?key=hush every:1h",
    }
    for each in buttons(reply):
        assert "changed" in text((await watching.ask(each.command, kind="button")).document)


async def test_what_is_no_feed_is_named_as_it_was_added(desk: Desk) -> None:
    words = "domain:xiaomiev.com"
    desk.look.looks[words] = Look(url=words, title="", source=made(words).source())
    await desk.ask(f"/evwatch add {words} now")

    assert "every 12 hours" in await desk.says(f"/evwatch edit {words} every:12h")


async def test_keys_of_addresses_are_not_kept_in_the_log(watching: Desk) -> None:
    await watching.ask(f"/evwatch edit {FEED} title:{FEED}")

    for each in await watching.store.watchlist.audits("home"):
        assert "hush" not in each.command + (each.before or "") + (each.after or "")


async def test_an_own_company_is_told_by_its_name(watching: Desk) -> None:
    await watching.ask('/evwatch company add "Foo Motors"')

    assert "– → Foo Motors" in await watching.says('/evwatch edit example.org company:"Foo Motors"')
    assert "company:Foo Motors" in await watching.says("/evwatch audit")


async def test_text_for_platforms_stays_text(watching: Desk) -> None:
    said = await watching.says('/evwatch edit example.org title:"<!channel> *b* @everyone"')

    assert "<!channel> *b* @everyone: changed" in said
