"""Phrases about the way of one item, from its source to the channel; English and Chinese."""

from bot.compose.phrases import Phrases
from storage.channels import DeliveryState


class Trail(Phrases):
    """What is said when somebody asks why an item came, or did not."""

    # --- the answer in one line
    TOLD = ("Told here {at}.", "已于{at}在此发送。")
    WAITS = ("Waits to be told here: {why}", "等待在此发送：{why}")
    HELD = (
        "Held until {at}, as the rules of this channel ask: /evwatch channel",
        "按本频道规则暂存至{at}：/evwatch channel",
    )
    DROPPED = ("Not told here: {why}", "没有在此发送：{why}")
    SILENT = ("Not told: {why}.", "没有提醒：{why}。")
    NO_STEP = ("Not told: no step of a company was read in it.", "没有提醒：没有读到公司的进展。")
    NOT_WANTED = ("Not told here: {why}.", "没有在此提醒：{why}。")
    NOTHING_NEW = (
        "Not told here: it told nothing new, or came before this channel followed.",
        "没有在此提醒：没有新内容，或早于本频道的订阅。",
    )
    NEVER_CAME = ("No watched source has given that.", "关注的来源都没有给出它。")
    NO_TITLE = ("No text met here has these words in its title.", "这里没有标题含这些词的内容。")
    SEVERAL = ("Several texts have these words. Which one?", "多条内容含这些词，是哪一条？")
    LAST_GAVE = (
        "It last gave “{title}” {at}; last success {visited}, next visit {next}.",
        "最近给出“{title}”（{at}）；上次成功{visited}，下次访问{next}。",
    )
    GAVE_NOTHING = (
        "It has given nothing so far; last success {visited}, next visit {next}.",
        "尚未给出内容；上次成功{visited}，下次访问{next}。",
    )
    FAULT = ("Its last visit failed: {fault}", "上次访问失败：{fault}")
    NO_SOURCE = (
        "No source of that host is watched here: {command}",
        "这里没有关注该域名的来源：{command}",
    )
    NO_SOURCE_ASK = (
        "No source of that host is watched here; an editor or admin can add it.",
        "这里没有关注该域名的来源；编辑者或管理员可以添加。",
    )
    SEE_STATUS = ("How every source is doing: {command}", "各来源状态：{command}")

    # --- the stages
    FETCHED = ("Fetched", "获取")
    READ = ("Read", "读取")
    KNOWN = ("Recognised", "识别")
    UNDERSTOOD = ("Understood", "理解")
    STORY = ("Story", "归并")
    CHANNEL = ("This channel", "本频道")
    DELIVERY = ("Delivery", "投递")

    FIRST_SEEN = ("first seen {seen}, dated {told}", "首次见到{seen}，标注日期{told}")
    UNDATED = ("first seen {seen}, without a date", "首次见到{seen}，未注明日期")
    VISITED = ("source visited {visited}, next {next}", "来源上次成功{visited}，下次{next}")
    CHARS = ("{n:character|characters}", "{n}个字符")
    FROM_ARTICLE = ("from the article", "来自文章正文")
    FROM_ENTRY = ("from the entry alone", "仅来自条目")
    THIN = (
        "thin: no article could be read, or it names no watched company",
        "内容过少：未能读取正文，或没有提到关注的公司",
    )
    IS_NEW = ("a new item", "新内容")
    CAME_AGAIN = ("came again with other words {n:time|times}", "以不同文字再次出现{n}次")
    BY_MARKS = ("known again by its {marks}", "再次识别依据：{marks}")
    URL = ("address", "网址")
    TITLE = ("title and day", "标题与日期")
    TEXT = ("words", "文字")
    STEPS = ("{n:step|steps}, {news} of them news", "{n}项进展，其中{news}项为新闻")
    NONE_READ = ("no step", "没有进展")
    NO_COMPANY = ("names no company that is known here", "没有提到这里认识的公司")
    NOISE = ("left out: {why}", "不计：{why}")
    JOINED = ("“{title}”: {why}", "“{title}”：{why}")
    NO_STORY = ("tells none", "不属于任何消息")
    NOT_JOINED = ("not “{title}”: {why}", "不属于“{title}”：{why}")
    HEARS = ("wants it", "符合订阅")
    OLDER = (
        "kept by an older version: what was made of it is not known",
        "由旧版本保存，过程未记录",
    )

    # --- why a channel does not hear
    FOLLOWS_NOTHING = ("this channel follows nothing", "本频道没有订阅")
    COMPANY = ("this channel does not hear of {names}", "本频道不接收{names}")
    KIND = ("this channel does not want {names}", "本频道不接收{names}类")
    CERTAINTY = ("this channel wants surer news than {names}", "本频道只要比{names}更确定的消息")
    LANGUAGE = (
        "this channel reads no news in its language",
        "本频道不接收该语言的消息",
    )
    MUTED = ("muted here: {names}", "已静音：{names}")

    # --- one stage in full
    SENTENCES = ("Sentences…", "逐句…")
    STORY_OF_IT = ("Story…", "消息…")
    BACK = ("The whole way", "完整过程")
    SENTENCE_TITLE = ("What was read in “{title}”", "“{title}”读到了什么")
    FATES = ("What became of each statement", "每条陈述的处理")
    MORE_SENTENCES = ("and {n} sentences that name no company", "另有{n}句没有提到公司")


STATES = {
    DeliveryState.WAITING: Trail.WAITS,
    DeliveryState.HELD: Trail.HELD,
    DeliveryState.SENDING: Trail.WAITS,
    DeliveryState.UNCERTAIN: Trail.WAITS,
    DeliveryState.PARKED: Trail.WAITS,
    DeliveryState.DROPPED: Trail.DROPPED,
}
