"""The words for the rules of a channel: what people call each of them, and its values."""

from collections.abc import Mapping
from typing import Final, Literal, get_args

from bot.commands.vocabulary import CERTAINTIES
from storage.channels import Updates
from storage.records import Certainty

Setting = Literal[
    "companies",
    "kinds",
    "certainty",
    "language",
    "news",
    "updates",
    "promises",
    "digest",
    "quiet",
    "zone",
    "bypass",
    "cap",
    "mention",
]
ORDER: Final[tuple[Setting, ...]] = get_args(Setting)
SETTINGS: Final[Mapping[Setting, tuple[str, ...]]] = {
    "companies": ("company", "follows", "groups", "group", "公司", "企业"),
    "kinds": ("kind", "type", "types", "milestones", "类型", "种类"),
    "certainty": ("floor", "certain", "sure", "confidence", "least", "确定性", "可信度"),
    "language": ("lang", "alerts", "语言"),
    "news": ("reads", "sources", "news language", "新闻", "新闻语言", "消息语言"),
    "updates": ("update", "follow ups", "changes", "更新"),
    "promises": ("promise", "overdue", "overdue plans", "plans", "逾期", "逾期计划", "承诺"),
    "digest": ("digests", "when", "frequency", "summary", "rhythm", "汇总", "摘要", "频率", "时间"),
    "quiet": ("quiet hours", "night", "dnd", "silent", "do not disturb", "免打扰", "静默"),
    "zone": ("timezone", "time zone", "tz", "时区"),
    "bypass": ("except", "always", "urgent", "at any hour", "例外", "紧急", "随时", "随时发送"),
    "cap": ("burst", "limit", "most", "max", "上限", "限制"),
    "mention": ("mentions", "ping", "call", "calls", "notify", "提及", "提醒", "通知"),
}
OFF: Final = frozenset(
    {"off", "no", "none", "never", "nobody", "nothing", "无", "关", "关闭", "不", "不要", "取消"}
)
ON: Final = frozenset({"on", "yes", "开", "开启", "打开", "要", "是"})
AT_ONCE: Final = frozenset(
    {"at once", "now", "immediately", "instant", "instantly", "live", "立即", "实时", "即时"}
)
FLOORS: Final = {
    **CERTAINTIES,
    Certainty.RUMOURED: (*CERTAINTIES[Certainty.RUMOURED], "all", "any", "everything", "全部"),
}
LANGUAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("english", "英文", "英语"),
    "zh": ("chinese", "cn", "zh cn", "mandarin", "中文", "汉语"),
}
UPDATES: Final[Mapping[Updates, tuple[str, ...]]] = {
    Updates.EDIT: ("edits", "replace", "in place", "编辑", "改写"),
    Updates.THREAD: ("threads", "reply", "replies", "beneath", "跟帖", "回复", "讨论串"),
    Updates.NONE: ("off", "no", "never", "first only", "无", "不要"),
}
WEEKDAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "mon": ("monday", "mondays", "周一", "星期一", "礼拜一"),
    "tue": ("tuesday", "tuesdays", "tues", "周二", "星期二", "礼拜二"),
    "wed": ("wednesday", "wednesdays", "周三", "星期三", "礼拜三"),
    "thu": ("thursday", "thursdays", "thur", "thurs", "周四", "星期四", "礼拜四"),
    "fri": ("friday", "fridays", "周五", "星期五", "礼拜五"),
    "sat": ("saturday", "saturdays", "周六", "星期六", "礼拜六"),
    "sun": ("sunday", "sundays", "周日", "周天", "星期日", "星期天", "礼拜日", "礼拜天"),
}
# Cities that people name and the zones do not, or not in this script.
CITIES: Final[Mapping[str, tuple[str, ...]]] = {
    "Asia/Shanghai": ("beijing", "shenzhen", "china", "中国", "北京", "上海", "深圳"),
    "Asia/Hong_Kong": ("香港",),
    "Asia/Taipei": ("台北", "taiwan"),
    "Asia/Tokyo": ("东京", "japan", "日本"),
    "Asia/Seoul": ("首尔", "korea", "韩国"),
    "Asia/Singapore": ("新加坡",),
    "Europe/London": ("伦敦", "uk", "英国"),
    "Europe/Berlin": ("柏林", "germany", "munich", "德国"),
    "Europe/Paris": ("巴黎", "france", "法国"),
    "America/New_York": ("纽约", "boston", "washington"),
    "America/Los_Angeles": ("洛杉矶", "san francisco", "california", "旧金山"),
    "Australia/Sydney": ("悉尼",),
}
