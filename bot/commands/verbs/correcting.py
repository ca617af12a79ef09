"""`milestone`: an editor's word on a step, kept apart from what was extracted."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from adapters.document import Button, Code, Document, Fact, Facts, Part, Run, Text
from adapters.forms import Option
from bot.commands import blanks
from bot.commands.call import Call
from bot.commands.errors import CommandError, WrongWord, said
from bot.commands.fields import SLOTS, attribute, value
from bot.commands.parsing import example, nothing_more, quoted, typed, whole
from bot.commands.steps import STEP, WHERE, Step, corrections_of, steps_meant, steps_shown
from bot.commands.tokens import Token, phrase_of
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.verbs.milestones import parse as milestones_of
from bot.commands.vocabulary import lookup, nearest
from bot.compose import answers
from bot.compose.corrected import corrected, slot_words
from bot.compose.correcting_words import Correcting
from bot.compose.exchanging import Exchanging
from bot.compose.figures import day
from bot.compose.rows import DOT, company_name, in_words, label, name_of, step_row
from bot.compose.wording import CERTAINTIES, PHASES, Phrase, pick
from bot.stories.overlay import step_id
from storage.corrections import Correction
from storage.records import Certainty, Company, Milestone, Phase
from storage.sources import Role

Action = Literal["list", "fix", "reject", "restore"]

SHOWN_MAX: Final = 20
FIXES_MAX: Final = 5  # buttons
ACTIONS: Final[Mapping[Action, tuple[str, ...]]] = {
    "list": ("corrections", "列表"),
    "fix": ("correct", "edit", "更正", "修正"),
    "reject": ("no", "drop", "否决", "驳回"),
    "restore": ("unfix", "unreject", "恢复"),
}
# What a step is about: wrong in one telling, it is wrong in all of them.
IDENTITY: Final = frozenset({"kind", "company", "agency", "subject"})

PAGE: Final = Page(
    form="/evwatch milestone fix STEP field:value …",
    short=("correct a step that was read wrongly, or reject it", "更正或否决读错的进展"),
    long=(
        (
            (
                "STEP is the number beside a step, as list and why show it. Fields: kind, phase, "
                "certainty, date, amount, quantity, agency, company, subject; none leaves one "
                "blank. reject: it is no step. restore: as it was read again."
            ),
            (
                "STEP 是进展旁的编号（见 list 或 why）。可改：kind、phase、certainty、date、"
                "amount、quantity、agency、company、subject；留空写“无”。"
                "reject 否决，restore 恢复。"
            ),
        ),
        (
            "Only this workspace sees it so, with your name; reading anew never overwrites it.",
            "只有本工作区这样显示并注明更正者；重新读取不会覆盖。",
        ),
    ),
    examples=(
        ('/evwatch milestone fix 3fa2b71c phase:planned date:"Q3 2024"', ("two fields", "改两项")),
        ("/evwatch milestone fix 3fa2b71c", ("what can be pressed for it", "可选的更正")),
        ("/evwatch milestone reject 3fa2b71c", ("it is no step", "不是进展")),
        ("/evwatch milestone list xiaomi", ("the numbers of its steps", "进展编号")),
        ("/evwatch milestone list", ("what was corrected here", "本处的更正")),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct(Command):
    """Correct, reject or restore a step; `fields` are pairs of a blank and what is typed for it."""

    action: Action = "list"
    step: str = ""
    fields: tuple[tuple[str, str], ...] = ()


def _parse(words: Sequence[Token]) -> Command:
    action = lookup(ACTIONS, words[0].text) if words and not words[0].key else "list"
    if action is None:
        if any(STEP.fullmatch(word.text) for word in words[1:2]):
            word = words[0].text
            near = tuple(map(str, nearest(ACTIONS, word)))
            raise WrongWord(said(Phrase.UNKNOWN_VERB, word=word), word=word, near=near)
        return milestones_of(words)  # "/milestone xiaomi", as people type it
    if action == "list":
        return Correct(step=phrase_of([whole(word) for word in words[1:]]))
    named = [word for word in words[1:2] if not word.key]
    if not named:
        raise CommandError(said(Correcting.WHICH, command=WHERE), example(PAGE.example))
    found = STEP.fullmatch(named[0].text)
    if found is None:  # a company, perhaps: its steps are suggested
        return Correct(action=action, step=typed(words[1:]))
    if action != "fix":
        nothing_more(words[2:])
    return Correct(action=action, step=found[1].lower(), fields=_fields(words[2:]))


def _fields(words: Sequence[Token]) -> tuple[tuple[str, str], ...]:
    fields: dict[str, list[Token]] = {}
    slot: str | None = None
    for word in words:
        if word.key:
            slot = lookup(SLOTS, word.key)
            if slot is None:
                near = nearest(SLOTS, word.key)
                raise WrongWord(
                    said(Correcting.NO_SLOT, word=word.key), word=f"{word.key}:", near=_keys(near)
                )
            fields[slot] = [Token(word.text)]
        elif slot is None:
            nothing_more([word])
        else:
            fields[slot].append(whole(word))
    told = {slot: phrase_of(value_).strip() for slot, value_ in fields.items()}
    empty = next((slot for slot, text in told.items() if not text), None)
    if empty:
        raise CommandError(said(Correcting.NO_VALUE, slot=empty), example(PAGE.example))
    return tuple(told.items())


def _keys(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{name}:" for name in names)


def _line(command: Correct) -> str:
    if command.action == "list":
        company = f" {quoted(command.step)}" if command.step else ""
        return f"/evwatch milestone list{company}"
    fields = "".join(f" {slot}:{quoted(words)}" for slot, words in command.fields)
    return f"/evwatch milestone {command.action} {command.step}{fields}"


async def correct(call: Call, command: Correct) -> Document:
    """Do it, or show what was done."""
    if command.action == "list" and command.step:
        company = call.company(command.step, lambda near: _line(Correct(step=near)))
        return await _steps_of(call, company)
    if command.action == "list":
        return await _list(call)
    if not STEP.fullmatch(command.step):
        named = call.catalogue.find(command.step)
        if named is None:
            raise CommandError(said(Correcting.WHICH, command=WHERE))
        return await _steps_of(call, named)
    return await _DO[command.action](call, command)


async def _fix(call: Call, command: Correct) -> Document:
    steps = await steps_meant(call, command.step)
    if not command.fields:
        return _form(call, command.step, steps[0])
    if len(steps) > 1 and any(slot == "company" for slot, _ in command.fields):
        raise CommandError(said(Correcting.TWO_COMPANIES))
    made = [_correction(call, command, step) for step in steps]
    if all(each is None for each in made):
        raise CommandError(said(Correcting.SAME))
    before = _told(call, steps[0].entry.best)
    await _keep(call, [each for each in made if each], before=before)
    return await _shown(call, command.step, Correcting.FIXED)


def _correction(call: Call, command: Correct, step: Step) -> Correction | None:
    """What is to be kept; None when the step is so already."""
    best, slots = step.entry.best, dict[str, object]()
    for slot, words in command.fields:
        if slot == "company":
            slots[slot] = call.company(words, lambda near: _line(_with(command, near))).id
        else:
            slots[attribute(slot)] = value(slot, words, best, call.now.astimezone(UTC).date())
    new = {slot: each for slot, each in slots.items() if getattr(best, slot) != each}
    if not new:
        return None
    return Correction(
        workspace=call.workspace,
        story=step.story,
        statements=_named(step.kept if IDENTITY.intersection(new) else step.stating, command),
        value=replace(step.best, **new),  # type: ignore[arg-type] # each slot was read as its own
        slots=tuple(new),
        by=call.request.user_name or call.request.user,
        at=_after(call),
    )


def _named(statements: Sequence[Milestone], command: Correct) -> tuple[Milestone, ...]:
    """With the one first whose number was typed: lists show that number."""
    return tuple(sorted(statements, key=lambda m: step_id(m) != command.step))


def _after(call: Call) -> datetime:
    """Now, and behind every correction there is: the last one counts."""
    last = max((each.at for each in call.view.overlay.corrections), default=None)
    return max(call.now, last + timedelta(microseconds=1)) if last else call.now


def _with(command: Correct, company: str) -> Correct:
    fields = ((slot, company if slot == "company" else words) for slot, words in command.fields)
    return replace(command, fields=tuple(fields))


async def _reject(call: Call, command: Correct) -> Document:
    steps = await steps_meant(call, command.step)
    best = steps[0].entry.best
    made = [
        Correction(
            workspace=call.workspace,
            story=step.story,
            statements=_named(step.kept, command),
            value=step.best,
            rejected=True,
            by=call.request.user_name or call.request.user,
            at=_after(call),
        )
        for step in steps
    ]
    await _keep(call, made, before=_told(call, best), after="–")
    name = name_of(best.company, call.catalogue, call.language)
    words = Correcting.REJECTED.say(call.language, company=name, step=in_words(best, call.language))
    return answers.note(words, Correcting.FIXED_NOTE.say(call.language))


async def _restore(call: Call, command: Correct) -> Document:
    """Take back the corrections of a step, all of them."""
    found = corrections_of(call, command.step)
    if not found:
        await steps_meant(call, command.step)
        raise CommandError(said(Correcting.NOT_CORRECTED))
    was = found[0].statements[0]
    async with call.change(after=_told(call, was)) as change:
        await call.store.editing.take_back(found, audit=change)
    return await _shown(call, command.step, Correcting.RESTORED)


_DO: Final[Mapping[Action, Callable[[Call, Correct], Awaitable[Document]]]] = {
    "fix": _fix,
    "reject": _reject,
    "restore": _restore,
}


async def _keep(
    call: Call, made: Sequence[Correction], *, before: str, after: str | None = None
) -> None:
    now = after or ", ".join(slot_words(made[0].value, slot, "en") for slot in made[0].slots)
    async with call.change(before=before, after=now) as change:
        for each in made:
            await call.store.editing.correct(each, audit=change)


async def _shown(call: Call, id_: str, phrase: Correcting) -> Document:
    """The step as it is shown from now on."""
    again = await call.again()
    step = (await steps_meant(again, id_))[0]
    best, language = step.entry.best, call.language
    name = name_of(best.company, call.catalogue, language)
    words = phrase.say(language, company=name, step=label(best, language))
    note = Correcting.FIXED_NOTE.say(language) if phrase is Correcting.FIXED else ""
    more: list[Part] = [Facts((step_row(best, language),))]
    return answers.note(words, more=[*more, *([Text((Run(note, faint=True),))] if note else [])])


def _form(call: Call, id_: str, step: Step) -> Document:
    """What can be pressed for a step, and what can be typed."""
    language, best = call.language, step.entry.best
    name = name_of(best.company, call.catalogue, language)
    lines = (
        f'/evwatch milestone fix {id_} date:"Q3 2024"',
        f"/evwatch milestone fix {id_} kind:factory subject:none",
    )
    buttons = [
        Button(
            Correcting.MAKE.say(language, value=pick(PHASES[phase], language)),
            f"/evwatch milestone fix {id_} phase:{phase.value}",
        )
        for phase in Phase
        if phase != best.phase
    ]
    buttons += [
        Button(
            Correcting.MAKE.say(language, value=pick(CERTAINTIES[certainty], language)),
            f"/evwatch milestone fix {id_} certainty:{certainty.value}",
        )
        for certainty in Certainty
        if certainty != best.certainty
    ]
    buttons.append(Button(Correcting.REJECT.say(language), f"/evwatch milestone reject {id_}"))
    if best.fix:
        buttons.append(
            Button(Correcting.RESTORE.say(language), f"/evwatch milestone restore {id_}")
        )
    more: list[Part] = [
        Facts((step_row(best, language, who=name),)),
        Text((Run(Correcting.HOW.say(language)),)),
        Code("\n".join(lines)),
    ]
    return answers.note(f"{name}: {label(best, language)} #{id_}", more=more, buttons=buttons)


async def _steps_of(call: Call, company: Company) -> Document:
    """The newest steps of a company with their numbers, each with a button to correct it."""
    language = call.language
    shown = (await steps_shown(call, company))[:SHOWN_MAX]
    name = company_name(company, language)
    rows = tuple(
        replace(step_row(each, language), label=f"#{step_id(each)} {label(each, language)}")
        for each in shown
    )
    if not rows:
        return answers.note(Exchanging.NOTHING_TOLD.say(language, company=name))
    buttons = [
        Button(
            Correcting.FIX_ONE.say(language, step=label(each, language)),
            f"/evwatch milestone fix {step_id(each)}",
        )
        for each in shown[:FIXES_MAX]
    ]
    said_ = Correcting.STEPS.say(language, company=name)
    return answers.note(said_, more=[Facts(rows)], buttons=buttons)


async def _list(call: Call) -> Document:
    language = call.language
    found = list(reversed(call.view.overlay.corrections))
    if not found:
        return answers.note(Correcting.NO_LIST.say(language, command=WHERE))
    rows = tuple(_row(call, each) for each in found[:SHOWN_MAX])
    return answers.note(Correcting.LIST.say(language, n=len(found)), more=[Facts(rows)])


def _row(call: Call, each: Correction) -> Fact:
    language, was = call.language, each.statements[0]
    name = name_of(each.value.company, call.catalogue, language)
    if each.rejected:
        now = Correcting.NO_STEP_NOW.say(language)
    else:
        now = ", ".join(slot_words(each.value, slot, language) for slot in each.slots)
    at = day(each.at.astimezone(UTC).date(), language)
    detail = (
        Run(f"{name}{DOT}{label(was, language)} → ", faint=True),
        Run(now, bold=True),
        Run(DOT + Correcting.BY.say(language, name=each.by, day=at), faint=True),
    )
    return Fact(label=f"#{step_id(was)}", detail=detail)


def _told(call: Call, m: Milestone) -> str:
    name = name_of(m.company, call.catalogue, "en")
    return (
        f"{name}: {in_words(replace(m, fix=None), 'en')}{DOT if m.fix else ''}{corrected(m, 'en')}"
    )


def _keyed(slot: str, words: tuple[str, str]) -> Option:
    return Option(name=slot, description=words[0], description_zh=words[1], keyed=True)


_BLANKS: Final = (
    _keyed("kind", ("The right kind", "正确的类型")),
    _keyed(
        "phase", ("planned, pending, done, delayed or cancelled", "计划、进行中、完成、推迟或取消")
    ),
    _keyed("certainty", ("official, reported or rumoured", "官方、报道或传闻")),
    _keyed("date", ("2024-03-05, Q3 2024; none", "2024-03-05、2024年3月；或“无”")),
    _keyed("amount", ("A sum with its currency; none", "带币种的金额；或“无”")),
    _keyed("quantity", ("A count with its unit; none", "带单位的数量；或“无”")),
    _keyed("agency", ("Who allows it; none", "机构；或“无”")),
    replace(_keyed("company", ("Whose step it is", "哪家公司")), suggests=True),
    _keyed("subject", ("What it is about; none", "对象；或“无”")),
)
_LABELS: Final[Mapping[Action, tuple[str, str]]] = {
    action: (action, others[-1]) for action, others in ACTIONS.items()
}
VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="milestone",
        others=("step", "里程碑更正", "进展更正"),
        page=PAGE,
        options=(
            Option(
                name="action",
                description="What to do; nothing: show the corrections",
                description_zh="操作；不填为查看更正",
                choices=blanks.choices(_LABELS.items()),
            ),
            Option(
                name="step",
                description="A step by its number; for list a company",
                description_zh="进展编号；列出编号时填公司",
            ),
            *_BLANKS,
        ),
        commands=(Correct,),
        parse=_parse,
        render=_line,
        run=correct,
        needs=lambda command: Role.VIEWER if command.action == "list" else Role.EDITOR,
    ),
)
