"""The words of channel rules and digests, English and Chinese side by side."""

from enum import Enum

from bot.compose.wording import Count, is_chinese


class Words(Enum):
    """A sentence or label in English and Chinese; both name the same values."""

    # --- in digests
    DIGEST = ("{n:story|stories}: {names}", "{n}条消息：{names}")
    DIGEST_BARE = ("{n:story|stories}", "{n}条消息")
    DIGEST_OTHERS = ("{names} and {n:other|others}", "{names}等{n}家")
    DIGEST_MORE = ("and {n:more story|more stories}", "另有{n}条")
    DIGEST_ALL = ("All of them", "查看全部")
    GATHERED_SINCE = ("Gathered since", "汇总自")

    def say(self, language: str, **values: object) -> str:
        """The phrase in "zh" or else English, with its values filled in."""
        template: str = self.value[is_chinese(language)]
        return template.format_map(
            {
                key: Count(value) if isinstance(value, int) else value
                for key, value in values.items()
            }
        )
