"""The words of links to pages."""

from bot.compose.phrases import Phrases


class Linking(Phrases):
    """What is said of links, and beside them."""

    MADE = (
        "The page of {company} is open to whoever has this link.",
        "知道此链接的人均可查看{company}的页面。",
    )
    UNTIL = ("Until {until}.", "有效期至{until}。")
    FOREVER = ("Until it is revoked.", "撤销前一直有效。")
    IS_UNTIL = ("until {until}", "有效期至{until}")
    IS_FOREVER = ("until it is revoked", "撤销前有效")
    PAGE = ("Page of {company}", "{company}页面")
    REVOKE = ("Revoke", "撤销")
    REVOKE_ALL = ("Revoke all", "全部撤销")
    REVOKED = (
        "{n:link|links} revoked: whoever has such a link sees nothing any more.",
        "已撤销{n}个链接，持有者不再能查看。",
    )
    NONE = ("No page of this workspace is open.", "本工作区没有公开的页面。")
    LINKS = ("{n:open page|open pages}", "{n}个公开页面")
    MADE_BY = ("made by {name}", "由{name}创建")
    HOW = ("To open one, type {command}", "要公开页面，请输入 {command}")
    UNKNOWN = ("There is no link {word} here.", "这里没有编号为 {word} 的链接。")
    NO_ADDRESS = (
        (
            "Nobody could open such a link: this server has no public address. "
            "Its operator can set one: public, under [web]."
        ),
        "他人无法打开此链接：本服务器没有公网地址。请管理员在 [web] 中设置 public。",
    )
    DEAD = ("made with another key: it opens nothing any more", "密钥已更换，链接已失效")
    WHICH = ("Which link? Type its number, or all.", "哪个链接？请输入编号，或 all。")
    EVIDENCE = ("Full evidence", "全部出处")
