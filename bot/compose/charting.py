"""The words of charts."""

from bot.compose.phrases import Phrases


class Charting(Phrases):
    """What stands on a chart, and what its alternative text says."""

    TITLE = ("{company}: milestones", "{company}：里程碑")
    STEPS = ("{n:step|steps}", "{n}项进展")
    STEPS_OF = ("{n} of {all:step|steps}: those nearest to today", "{all}项进展中距今最近的{n}项")
    TODAY = ("today", "今天")
    TOLD = ("told {day}", "{day}报道")
    NOTHING = ("Nothing to draw yet.", "暂无可绘制的内容。")
    RUMOURED = ("{label} (rumoured)", "{label}（传闻）")

    DONE = ("done", "已完成")
    PENDING = ("under way", "进行中")
    PLANNED = ("planned", "计划中")
    SLIPPED = ("put off", "已推迟")
    OVERDUE = ("overdue", "已逾期")
    CANCELLED = ("cancelled", "已取消")

    DELIVERIES = ("Vehicles delivered a month", "月度交付量（辆）")
    DELIVERIES_OF = ("Vehicles delivered a month: {subject}", "月度交付量（辆）：{subject}")

    ALT = ("Timeline of {company}, {span}: {counts}.", "{company}时间轴，{span}：{counts}。")
    ALT_LAST = ("Last done: {steps}.", "最近完成：{steps}。")
    ALT_NAMED = ("{state}: {steps}.", "{state}：{steps}。")
    ALT_STEP = ("{label} ({when})", "{label}（{when}）")
    ALT_BARS = (
        "{title}, {first} to {last}: from {least} to {most}, the last {newest}.",
        "{title}，{first}至{last}：最低{least}，最高{most}，最近{newest}。",
    )
