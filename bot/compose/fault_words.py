"""What programs say of faults, kept as it was said in English, in the reader's language.

A template in English, with its values in braces, stands for every sentence of its class. What is
in no row is shown as it is.
"""

import re
from functools import cache
from typing import Final

_TEMPLATES: Final[tuple[tuple[str, str], ...]] = (
    # An address that is visited.
    ("it wants a login ({n})", "需要登录（{n}）"),
    ("it refuses to answer us ({n})", "拒绝向我们提供内容（{n}）"),
    ("there is nothing at this address; check it ({n})", "该网址没有内容，请检查（{n}）"),
    ("it has nothing that we can read ({n})", "没有我们可读的内容（{n}）"),
    ("its server gave up waiting ({n})", "服务器等待超时（{n}）"),
    (
        "it is gone for good; remove it or give its new address ({n})",
        "已永久失效，请移除或换成新网址（{n}）",
    ),
    ("it asks us to come less often ({n})", "要求降低访问频率（{n}）"),
    ("it is withheld for legal reasons ({n})", "因法律原因不予提供（{n}）"),
    ("its server is in trouble ({n})", "服务器出错（{n}）"),
    ("it answers oddly ({n})", "应答异常（{n}）"),
    ("its server says no ({n})", "服务器拒绝（{n}）"),
    ("it only leads from one address to the next", "只是不断跳转到其他网址"),
    ("it leads to another address; give that one", "会跳转到另一网址，请直接给出那一个"),
    ("its certificate or its encryption is not valid", "证书或加密无效"),
    ("its server hung up without an answer", "服务器未应答便断开"),
    ("its answer is not proper HTTP", "应答不符合 HTTP"),
    ("the connection broke off", "连接中断"),
    ("it did not answer in time", "未及时应答"),
    ("its answer is packed in a way that was not asked for", "应答的压缩方式不符"),
    ("its answer is too large to be a feed or an article", "应答过大，不像订阅源或文章"),
    ("its answer arrived damaged or cut off", "应答损坏或不完整"),
    (
        "this address cannot be reached; check it, and whether its server is up",
        "无法访问该网址，请检查网址及其服务器",
    ),
    (
        "this is not a usable web address: it has odd characters or is too long",
        "网址无效：含异常字符或过长",
    ),
    (
        "this is not a usable web address: its host or its port is wrong",
        "网址无效：主机名或端口有误",
    ),
    ("this is not a usable web address: its host is wrong", "网址无效：主机名有误"),
    ("this is not a usable web address", "网址无效"),
    ("only http:// and https:// addresses can be watched", "只能关注 http:// 与 https:// 网址"),
    (
        "an address with a user name or a password in it cannot be watched",
        "不能关注含用户名或密码的网址",
    ),
    ("only the ports 80 and 443 can be watched", "只能关注端口 80 与 443"),
    ("this address cannot be reached", "无法访问该网址"),  # as told of one of several
    ("it is gone for good", "已永久失效"),
    ("it leads to another address", "会跳转到另一网址"),
    ("no address is within reach", "没有可访问的网址"),
    ("there is no such name", "没有该域名"),
    ("it cannot be looked up", "无法查询"),
    ("its name servers do not answer", "其域名服务器没有应答"),
    (
        "no such register is defined; see bot/catalogue/registers/",
        "没有定义该名录，见 bot/catalogue/registers/",
    ),
    ("names are not looked up here", "此处不查询域名"),
    ("no questions are sent from here", "此处不发送查询"),
    (
        "its site asks bots to stay away from this page (robots.txt)",
        "网站要求机器人不访问该页（robots.txt）",
    ),
    (
        "its robots.txt is out of reach, so nobody knows whether bots may read this page",
        "无法读取其 robots.txt，不知是否允许访问该页",
    ),
    (
        "a login or a check for robots stands where the feed was; open it in a browser",
        "订阅源处出现登录或人机验证，请用浏览器打开查看",
    ),
    # What it gives.
    ("its answer is empty", "应答为空"),
    ("this address gives a web page, not a feed", "该网址是网页，不是订阅源"),
    ("this address gives something that is not a feed", "该网址的内容不是订阅源"),
    (
        "this feed declares entities of its own, which is refused as unsafe",
        "该订阅源自带实体声明，不安全，已拒绝",
    ),
    ("this feed is damaged: no entry of it can be read", "订阅源已损坏，没有可读条目"),
    ("this feed is damaged in a way that stops the reader", "订阅源已损坏，无法读取"),
    ("this address gives JSON that is damaged", "该网址的 JSON 已损坏"),
    ("this address gives JSON, but not a JSON Feed", "该网址是 JSON，但不是 JSON Feed"),
    (
        "no list of articles was found on the page; name a place in it by a CSS selector",
        "页面上没有找到文章列表，请用 CSS 选择器指定位置",
    ),
    (
        "nothing on the page is found by {word}: it has changed, or is not whole",
        "按 {word} 在页面上找不到内容：页面已变或不完整",
    ),
    ("the second look failed: {fault}", "再次查看失败：{fault}"),
    ("it is no page", "不是网页"),
    ("it is a broken sitemap", "网站地图已损坏"),
    ("none of its sitemaps could be read", "其网站地图均无法读取"),
    ("it is not as the register was: {fault}", "与原来的名录格式不同：{fault}"),
    ("it is no JSON", "不是 JSON"),
    ("it is no CSV", "不是 CSV"),
    ("it is a broken archive", "压缩包已损坏"),
    ("it is no spreadsheet", "不是电子表格"),
    ("it is no spreadsheet, or has no such sheet", "不是电子表格，或没有该工作表"),
    ("it is no PDF that can be read", "不是可读的 PDF"),
    ("a row has too few columns", "有一行的列数不足"),
    ("unpacked it would be too large", "解压后过大"),
    ("there are no rows at {word}", "在 {word} 处没有数据行"),
    ("there are no rows like {word}", "没有符合 {word} 的行"),
    ("there is no page at {word}", "{word} 处没有网页"),
    ("there is no column {word}", "没有 {word} 列"),
    # What happened here.
    ("it could not be read, by a fault of the bot: {word}", "因机器人自身的错误未能读取：{word}"),
    (
        "its stories kept changing while it was read; it is tried again",
        "读取时相关消息不断变化，将重试",
    ),
    ("reading it failed ({word}); this is a defect of ours", "读取失败（{word}），是本程序的缺陷"),
    ("reading it took longer than {n} seconds and was stopped", "读取超过{n}秒，已中止"),
    ("reading it took too much memory and was stopped", "读取占用内存过多，已中止"),
    ("reading it broke down", "读取中断"),
    ("the workers are stopping", "程序正在停止"),
    # Why a text raised nothing.
    ("first poll: baseline", "首次访问，只作基准"),
    ("older than {n} days", "早于{n}天前"),
    ("a new story", "新事件"),
    ("recalls old steps only", "只回顾以往进展"),
    ("told before", "此前已报道"),
    ("told before: {word}", "此前已报道：{word}"),
    ("denied before", "此前已否认"),
    ("denied before: {word}", "此前已否认：{word}"),
    ("denies a step that nobody told", "否认一项无人报道的进展"),
    ("no milestone", "没有进展"),
    ("no rules for its language yet", "尚无该语言的规则"),
    ("grows", "已有事件的后续"),
    ("grows: {word}", "后续：{word}"),
    # Why a message was not posted, or not yet.
    ("the channel follows nothing any more", "该频道已不再关注任何内容"),
    ("nothing of it counts as a step here", "其中没有此处可见的进展"),
    ("the channel wants no overdue plans", "该频道不接收逾期计划"),
    ("the channel wants no updates", "该频道不接收后续更新"),
    ("the plan has been heard of since", "该计划此后已有消息"),
    ("told with what the story has become since", "已随该事件的最新状态发送"),
    ("told with the story that it was put into", "已随合并后的事件发送"),
    ("called no milestone in this channel", "在该频道被标记为不是进展"),
    ("muted in this channel", "在该频道已静音"),
    ("the channel's rules leave it out", "不符合该频道的规则"),
    ("its companies are paused, or followed no more", "相关公司已暂停或不再关注"),
    ("held too long for a channel that took nothing", "频道长期不可用，已放弃"),
    ("it may have been posted, and nobody can look: {fault}", "可能已发送，但无法查证：{fault}"),
    ("it may have been posted, and nobody can look", "可能已发送，但无法查证"),
    ("no answer in time", "未及时应答"),
    ("{platform} is not within reach", "{platform} 无法访问"),
    # Slack.
    ("Slack was not asked yet", "尚未询问 Slack"),
    ("channel {word}: the channel is archived", "频道 {word} 已归档"),
    ("channel {word}: the bot is not in it", "机器人不在频道 {word}"),
    ("Slack asks to wait", "Slack 要求稍候"),
    ("Slack asked to wait with {word}", "Slack 要求稍候（{word}）"),
    ("Slack cannot be reached ({word})", "无法连接 Slack（{word}）"),
    ("Slack's answer was lost ({word})", "Slack 的应答丢失（{word}）"),
    ("the answer is not Slack's", "应答并非来自 Slack"),
    ("Slack refuses the message ({word})", "Slack 拒绝该消息（{word}）"),
    (
        "Slack does not accept the bot token ({word}): put a new one in place",
        "Slack 不接受机器人令牌（{word}），请更换",
    ),
    (
        "the scope {word} is missing: add it to the app and install it again",
        "缺少权限 {word}：请为应用添加后重新安装",
    ),
    (
        (
            "there is no such channel, or it is private and the bot is not in it: "
            "write /invite @EV Watch there ({word})"
        ),
        "没有该频道，或为私密频道而机器人不在其中：请在该频道输入 /invite @EV Watch（{word}）",
    ),
    (
        "the bot is not in the channel: write /invite @EV Watch there ({word})",
        "机器人不在该频道：请在该频道输入 /invite @EV Watch（{word}）",
    ),
    ("the channel is archived ({word})", "频道已归档（{word}）"),
    ("the channel is closed to the bot ({word})", "频道不对机器人开放（{word}）"),
    ("an admin does not let the bot post there ({word})", "管理员不允许机器人在此发言（{word}）"),
    ("the channel is read-only ({word})", "频道只读（{word}）"),
    ("the channel takes threads only ({word})", "频道只接受消息列（{word}）"),
    ("messages to the app are switched off ({word})", "与应用的私信已关闭（{word}）"),
    ("the workspace is not there ({word})", "没有该工作区（{word}）"),
    ("the workspace did not let the app in ({word})", "工作区不允许该应用（{word}）"),
    ("Slack does not let the bot in ({word})", "Slack 不允许机器人进入（{word}）"),
    ("the admins suspended access ({word})", "管理员已暂停访问（{word}）"),
    ("an admin restricted the app ({word})", "管理员限制了该应用（{word}）"),
    ("the bot may not post there ({word})", "机器人不能在此发言（{word}）"),
    ("the bot is in workspace {word}, not in {other}", "机器人在工作区 {word}，不在 {other}"),
    ("there is no app token", "没有应用令牌"),
    ("the file was not sent ({word})", "文件未发出（{word}）"),
    ("the file was not taken ({word})", "文件未被接收（{word}）"),
    (
        "channel {word}: too much was said since to look through",
        "频道 {word} 此后消息过多，无法查找",
    ),
    ("channel {word}: {fault}", "频道 {word}：{fault}"),
    ("files in channel {word}: {fault}", "频道 {word} 的文件：{fault}"),
    # Discord.
    ("Discord refuses the token; put a new one in its place", "Discord 拒绝令牌，请更换"),
    ("Discord asks for a pause", "Discord 要求稍候"),
    ("no connection to Discord ({word})", "无法连接 Discord（{word}）"),
    ("Discord failed ({word})", "Discord 出错（{word}）"),
    ("Discord has a fault of its own ({n})", "Discord 自身故障（{n}）"),
    ("Discord turns this address away", "Discord 拒绝此服务器的访问"),
    ("there is no such channel any more ({n})", "该频道已不存在（{n}）"),
    ("EV Watch is not in that server ({n})", "EV Watch 不在该服务器（{n}）"),
    (
        "EV Watch may not see that channel; allow it to view it, or invite it again ({n})",
        "EV Watch 无权查看该频道：请允许其查看，或重新邀请（{n}）",
    ),
    (
        "EV Watch lacks a permission in that channel; allow it to send messages ({n})",
        "EV Watch 在该频道缺少权限：请允许其发送消息（{n}）",
    ),
    ("Discord does not allow it ({n})", "Discord 不允许（{n}）"),
    ("Discord refused the message ({word})", "Discord 拒绝该消息（{word}）"),
    ("EV Watch lacks permissions there: {word}", "EV Watch 在该处缺少权限：{word}"),
    ("the time to answer is over", "已过回答时限"),
    (
        "Discord shows EV Watch no history of that channel; allow it to Read Message History",
        "Discord 不让 EV Watch 查看该频道历史，请允许其“读取消息历史记录”",
    ),
    (
        "what EV Watch posts in that channel cannot be told apart; allow it to Embed Links",
        "无法辨认 EV Watch 在该频道的消息，请允许其“嵌入链接”",
    ),
    (
        "too much was written in that Discord channel since to look through",
        "该 Discord 频道此后消息过多，无法查找",
    ),
    (
        "too many threads of that Discord channel to look through",
        "该 Discord 频道子区过多，无法查找",
    ),
    (
        "that forum wants a tag on each post and has none that EV Watch may use",
        "该论坛要求每帖带标签，但没有 EV Watch 可用的标签",
    ),
)

_VALUE: Final = re.compile(r"\\\{(\w+)\\\}")
_AT: Final = re.compile(r"([\w-]+(?:\.[\w-]+)+(?::\d+)?): (.+)")
DEPTH_MAX: Final = 3  # faults within faults


def fault_in(fault: str, language: str, *, depth: int = DEPTH_MAX) -> str:
    """The fault in this language; as it was said where no row stands for it.

    >>> fault_in("its server is in trouble (503)", "zh")
    '服务器出错（503）'
    """
    if not fault or not language.lower().startswith("zh"):
        return fault
    for pattern, chinese in _patterns():
        if found := pattern.fullmatch(fault.strip().rstrip(".")):
            values = found.groupdict()
            if "fault" in values and depth:
                values["fault"] = fault_in(values["fault"], language, depth=depth - 1)
            return chinese.format_map(values)
    return _of_several(fault, language, depth) or fault


def _of_several(fault: str, language: str, depth: int) -> str:
    """The faults of several addresses, each behind its host; empty where it is none such."""
    told = [_AT.fullmatch(each) for each in fault.split("; ")]
    if not depth or not all(told):
        return ""
    said = [(each, fault_in(each[2], language, depth=depth - 1)) for each in told if each]
    is_known = any(words != each[2] for each, words in said)
    return "；".join(f"{each[1]}：{words}" for each, words in said) if is_known else ""


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Those with the fewest values first: the exact sentence before what holds any words."""
    rows = sorted(_TEMPLATES, key=lambda row: (row[0].count("{"), "{fault}" in row[0]))
    return tuple((re.compile(_pattern(english), re.DOTALL), chinese) for english, chinese in rows)


def _pattern(english: str) -> str:
    return _VALUE.sub(lambda found: f"(?P<{found[1]}>{_shape(found[1])})", re.escape(english))


def _shape(name: str) -> str:
    return r"[\d.]{1,12}" if name == "n" else ".{1,400}?"
