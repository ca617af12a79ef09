"""What visits leave, written in their transaction: sources, items, stories, denials."""

from collections.abc import Sequence
from typing import Final

from storage import news, rows, watching
from storage.engine import Conflict, StoreError, Transaction
from storage.records import Denial
from storage.sources import Restatement, Visit

SUCCEEDED: Final = """
    UPDATE sources SET memory = :memory, title = coalesce(:title, title), failures = 0,
      fault = NULL, last_try = :at, last_success = :at, next_try = :next_at,
      last_new = CASE WHEN :brought > 0 THEN :at ELSE last_new END
    WHERE id = :source"""

FAILED: Final = """
    UPDATE sources SET memory = :memory, title = coalesce(:title, title), failures = failures + 1,
      fault = :failure, last_try = :at, next_try = :next_at,
      last_new = CASE WHEN :brought > 0 THEN :at ELSE last_new END
    WHERE id = :source"""

COUNT_KNOWN: Final = "SELECT count(*) AS known FROM items WHERE id IN (:ids)"

# An edited item keeps the time at which it was first seen, and is sorted by it when undated.
KEEP_ITEM: Final = """
    INSERT INTO items (id, source, key, told, published, seen, url, title, language, content)
    VALUES (:id, :source, :key, coalesce(:published, :seen), :published, :seen, :url, :title,
      :language, :content)
    ON CONFLICT (id) DO UPDATE SET told = coalesce(excluded.published, items.seen),
      published = excluded.published, url = excluded.url, title = excluded.title,
      language = excluded.language, content = excluded.content"""

KEEP_TEXT: Final = """
    INSERT INTO texts (item, text, claims) VALUES (:id, :text, :claims)
    ON CONFLICT (item) DO UPDATE SET text = excluded.text, claims = excluded.claims"""

FORGET_MARKS: Final = "DELETE FROM marks WHERE item = :id"

KEEP_MARK: Final = """
    INSERT INTO marks (source, mark, item, position) VALUES (:source, :mark, :item, :position)
    ON CONFLICT DO NOTHING"""

REVISIONS: Final = "SELECT id, revision FROM stories WHERE id IN (:ids)"

NEW_STORY: Final = """
    INSERT INTO stories (id, revision, companies, title, gist, items, first_seen, last_seen,
      changes, joins)
    VALUES (:id, :revision, :companies, :title, :gist, :items, :first_seen, :last_seen,
      :changes, :joins)
    ON CONFLICT DO NOTHING"""

GROWN_STORY: Final = """
    UPDATE stories SET revision = :revision, companies = :companies, title = :title, gist = :gist,
      items = :items, first_seen = :first_seen, last_seen = :last_seen, changes = :changes,
      joins = :joins
    WHERE id = :id AND revision = :based_on"""

FORGET_COMPANIES: Final = "DELETE FROM story_companies WHERE story = :id"

FORGET_ITEMS: Final = "DELETE FROM story_items WHERE story = :id"

FORGET_MILESTONES: Final = "DELETE FROM milestones WHERE story = :id"

FORGET_STATEMENTS: Final = "DELETE FROM milestones WHERE item = :item"

FORGET_DENIALS: Final = "DELETE FROM denials WHERE story = :id"

FORGET_OBJECTIONS: Final = "DELETE FROM denials WHERE item = :id"

KEEP_DENIAL: Final = """
    INSERT INTO denials (id, item, story, position, company, kind, evidence)
    VALUES (:id, :item, :story, :position, :company, :kind, :evidence)
    ON CONFLICT (id) DO UPDATE SET story = excluded.story, position = excluded.position"""

KEEP_COMPANY: Final = """
    INSERT INTO story_companies (company, last_seen, story) VALUES (:company, :last_seen, :story)
    ON CONFLICT DO NOTHING"""

KEEP_STORY_ITEM: Final = """
    INSERT INTO story_items (item, story) VALUES (:item, :story) ON CONFLICT DO NOTHING"""

KEEP_MILESTONE: Final = """
    INSERT INTO milestones (story, position, item, company, kind, phase, certainty, evidence,
      headline, span_start, span_end, amount, currency, quantity, unit, agency, subject, support,
      rules, chance, when_chance, phase_chance)
    VALUES (:story, :position, :item, :company, :kind, :phase, :certainty, :evidence,
      :headline, :span_start, :span_end, :amount, :currency, :quantity, :unit, :agency, :subject,
      :support, :rules, :chance, :when_chance, :phase_chance)"""

REWEIGH: Final = """
    UPDATE milestones
    SET chance = :chance, when_chance = :when_chance, phase_chance = :phase_chance
    WHERE item = :item AND company = :company AND kind = :kind AND phase = :phase
      AND evidence = :evidence AND coalesce(subject, '') = coalesce(:subject, '')
      AND coalesce(span_start, '') = coalesce(:span_start, '')
      AND coalesce(span_end, '') = coalesce(:span_end, '')
      AND coalesce(amount, '') = coalesce(:amount, '')
      AND coalesce(quantity, '') = coalesce(:quantity, '')
      AND coalesce(agency, '') = coalesce(:agency, '')"""


async def keep_source(transaction: Transaction, visit: Visit) -> None:
    """How the source did, and when it is next due; raises `StoreError` for an unknown one."""
    ids = {item.id for item in visit.items}
    known = 0
    for chunk in rows.chunks(ids):
        query, named = rows.spread(COUNT_KNOWN, ids=chunk)
        [row] = await transaction.fetch(query, **named)
        known += rows.number_of(row, "known")
    changed = await transaction.execute(
        SUCCEEDED if visit.failure is None else FAILED,
        source=visit.source,
        memory=watching.memory_text(visit.memory),
        title=visit.title or None,
        at=rows.stamp(visit.at),
        next_at=rows.stamp(visit.next_at),
        brought=len(ids) - known,
        failure=visit.failure,
    )
    if not changed:
        raise StoreError(f"no source {visit.source}: add it to the watchlist first")


async def keep_items(transaction: Transaction, visit: Visit) -> None:
    """Its items with their texts and marks, instead of what was kept of them."""
    values = [news.item_values(item) for item in visit.items]
    await transaction.many(KEEP_ITEM, values)
    await transaction.many(KEEP_TEXT, values)
    ids = [{"id": item.id} for item in visit.items]
    await transaction.many(FORGET_MARKS, ids)
    await transaction.many(FORGET_OBJECTIONS, ids)
    await transaction.many(
        KEEP_MARK,
        [
            {"source": item.source, "mark": mark, "item": item.id, "position": position}
            for item in visit.items
            for position, mark in enumerate(item.marks)
        ],
    )


async def keep_stories(transaction: Transaction, visit: Visit | Restatement) -> None:
    """The stories whole, instead of what was kept of them; raises `Conflict` as `Visits.record`."""
    await _check_revisions(transaction, visit)
    begun = [news.story_values(each) for each in visit.stories if each.id not in visit.based_on]
    grown = [
        news.story_values(each) | {"based_on": visit.based_on[each.id]}
        for each in visit.stories
        if each.id in visit.based_on
    ]
    if await transaction.many(NEW_STORY, begun) != len(begun):
        raise Conflict("a story that this visit begins was begun by another: group again")
    if await transaction.many(GROWN_STORY, grown) != len(grown):
        raise Conflict("a story that this visit grows has grown since: group again")
    ids = [{"id": story.id} for story in visit.stories]
    for forget in (FORGET_COMPANIES, FORGET_ITEMS, FORGET_MILESTONES, FORGET_DENIALS):
        await transaction.many(forget, ids)
    for story in visit.stories:
        await keep_denials(transaction, story.denials, story=story.id)
    await transaction.many(
        KEEP_COMPANY,
        [
            {"company": company, "last_seen": rows.stamp(story.last_seen), "story": story.id}
            for story in visit.stories
            for company in story.companies
        ],
    )
    told = [{"item": item, "story": story.id} for story in visit.stories for item in story.items]
    await transaction.many(KEEP_STORY_ITEM, told)
    await transaction.many(FORGET_STATEMENTS, told)  # also those that another story had of them
    await transaction.many(
        KEEP_MILESTONE,
        [
            news.milestone_values(milestone) | {"story": story.id, "position": position}
            for story in visit.stories
            for position, milestone in enumerate(story.milestones)
        ],
    )


async def keep_denials(
    transaction: Transaction, denials: Sequence[Denial], *, story: str | None
) -> None:
    """Denials, of a story or of none."""
    await transaction.many(
        KEEP_DENIAL,
        [
            news.denial_values(denial) | {"story": story, "position": position}
            for position, denial in enumerate(denials)
        ],
    )


async def _check_revisions(transaction: Transaction, visit: Visit | Restatement) -> None:
    """Also of those that the visit read and leaves as they are."""
    now: dict[str, int] = {}
    for chunk in rows.chunks(visit.based_on):
        query, named = rows.spread(REVISIONS, ids=chunk)
        met = await transaction.fetch(query, **named)
        now |= {rows.id_of(row): rows.number_of(row, "revision") for row in met}
    for story, revision in visit.based_on.items():
        if now.get(story) != revision:
            raise Conflict(f"story {story} has grown since it was read: group again")
