"""The words of look-ups, English and Chinese side by side."""

from bot.compose.phrases import Phrases


class Look(Phrases):
    """What timelines, latest steps, comparisons and searches say."""

    # --- filters
    ABOUT = ("about “{word}”", "关于“{word}”")
    UNTIL = ("until {day}", "截至{day}")
    NOTHING_IN = ("Nothing of {company} ({time}).", "{company}没有进展（{time}）。")
    BAD_ANCHOR = (
        "That page is no longer there; ask anew without “{word}”.",
        "该页已不存在；请去掉“{word}”重新查询。",
    )
    UNKNOWN_CERTAINTY = ("There is no certainty “{word}”.", "没有“{word}”这种可信度。")
    TWO_COMPANIES = (
        "“{word}” names {n:company|companies}: compare them, or ask for one.",
        "“{word}”是{n}家公司：可以对比，或只查一家。",
    )
    TIMES_ARE = (
        "Write it as 2023, March 2023, March, 2023-03-31, Q1 2024, 30d or last month.",
        "可写成2023、2023年3月、3月、2023-03-31、2024年第一季度、30d或上个月。",
    )
    NO_TIME = ("“{word}” wants a time beside it.", "“{word}”需要与时间一起写。")
    NO_END = (
        "“before {word}” has no day that it ends on: name a day, a month or a year.",
        "“{word}之前”没有确定的截止日：请写明某日、某月或某年。",
    )
    EMPTY_SPAN = (
        "“since {since}” begins when “until {until}” is over.",
        "起始“{since}”晚于截止“{until}”。",
    )
    NOT_COMPARED = (
        "A comparison can only be narrowed by kind:; leave out “{word}”.",
        "对比只能用 kind: 筛选；请去掉“{word}”。",
    )

    # --- pages
    NEWER_SINCE = (
        "{n:newer report|newer reports} came in since this list was made.",
        "此列表生成后又收到{n}条新报道。",
    )
    NEWEST = ("Newest", "最新")
    NEWER = ("Newer", "较新")
    OLDER = ("Older", "较早")

    # --- what can be done with an answer
    FOLLOW = ("Follow {company}", "关注{company}")

    # --- latest
    LATEST_OF = ("Latest of {n:company|companies}", "{n}家公司的最新进展")
    LATEST_OF_ALL = ("Latest of every company", "所有公司的最新进展")
    NOTHING_LATEST = (
        "Nothing has been told yet of what is watched here.",
        "这里关注的公司至今没有进展。",
    )
    NOTHING_LATEST_FITS = ("No recent step fits this filter.", "近期没有符合筛选条件的进展。")
    NOBODY_WATCHED = (
        "No company and no source is watched here yet. Begin with {command}",
        "这里尚未关注任何公司或来源。请先输入 {command}",
    )

    # --- compare
    COMPARISON = ("Compared", "对比")
    DELIVERIES = ("Deliveries by month", "每月交付量")
    NOTHING_TOLD = ("nothing told", "暂无进展")
    ONLY_SO_MANY = ("At most {n} companies at once: {names}.", "一次最多对比{n}家：{names}。")
    NEEDS_TWO = ("Compare which companies? Name two or more.", "要对比哪些公司？请至少写两家。")
    NOTHING_TO_COMPARE = (
        "Nothing has been told yet of {names}.",
        "至今没有{names}的进展。",
    )

    # --- search
    FOUND = ("{n:text|texts} with “{words}”", "{n}篇含“{words}”")
    FOUND_MANY = ("More than {n} texts with “{words}”", "超过{n}篇含“{words}”")
    NOT_FOUND = ("No text here holds “{words}”.", "没有含“{words}”的内容。")
    MISSING_WORDS = ("Search for what?", "要搜索什么？")
    TOO_SHORT = (
        "“{words}” holds no word or number to search for.",
        "“{words}”中没有可搜索的字词。",
    )
    SEARCH_LIMITS = (
        (
            "Titles and texts of {n:article|articles} kept here were searched; all words must "
            "stand in one of them. Put words in quotes that must stand together."
        ),
        "已搜索这里保存的{n}篇文章的标题和正文；所有词须出现在同一篇中。须连在一起的词请加引号。",
    )
    SEARCH_LIMITS_MANY = (
        (
            "Titles and texts of more than {n} articles kept here were searched; all words must "
            "stand in one of them. Put words in quotes that must stand together."
        ),
        "已搜索这里保存的{n}多篇文章的标题和正文；所有词须出现在同一篇中。须连在一起的词请加引号。",
    )
    SEARCH_NOTHING_KEPT = (
        "Nothing is kept here yet: articles are kept from the first visit of a source on.",
        "这里尚无内容：首次访问来源后才会保存文章。",
    )
