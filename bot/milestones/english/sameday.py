"""Days told from the one named last: "a day later the chief stood down"."""

from dataclasses import replace
from datetime import timedelta

from bot.milestones.english.scene import Scene
from bot.milestones.found import Dated, Grain
from bot.milestones.grammars.english_after import days_after
from storage.records import Span


def with_days_after(scene: Scene, last: Span | None) -> Scene:
    """The sentence with the days that it counts from one of its own, else from `last`."""
    found = list(days_after(scene.sentence.text))
    if not found:
        return scene
    dates = list(scene.dates)
    for after in found:
        before = [d for d, _ in scene.dates if d.granularity == Grain.DAY and d.end <= after.start]
        named = before[-1].towards(future=False) if before else last
        if named is None:
            continue
        day = named.end + timedelta(days=after.days)
        dated = Dated(
            span=Span(start=day, end=day),
            start=after.start,
            end=after.end,
            text=scene.sentence.text[after.start : after.end],
            relative=True,
            granularity=Grain.DAY,
        )
        words = [
            at
            for at, token in enumerate(scene.tokens)
            if after.start <= token.start and token.end <= after.end
        ]
        dates.append((dated, (words[0], words[-1])))
    dates.sort(key=lambda pair: pair[1])
    told = tuple(where for _, where in dates)
    spans = {**scene.spans, "DATE": told} if told else scene.spans
    return replace(scene, dates=tuple(dates), spans=spans)
