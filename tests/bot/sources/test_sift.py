from dataclasses import replace

from bot.sources.sift import Fresh, identities, sift
from storage.records import Item, Known
from tests.fakes_stories import item


def known(stored: Item) -> Known:
    return Known(id=stored.id, key=stored.key, content=stored.content, marks=stored.marks)


def first(fresh: tuple[Fresh, ...]) -> Item:
    assert len(fresh) == 1
    return fresh[0].item


A = replace(item("a"), marks=("url:a",))


def test_an_unknown_item_is_new() -> None:
    fresh = sift((A,), ())

    assert [(each.item.key, each.is_edit) for each in fresh] == [("a", False)]


def test_a_known_item_is_nothing_and_neither_is_its_changed_date() -> None:
    stored = known(first(sift((A,), ())))

    assert sift((A,), (stored,)) == ()
    assert sift((replace(A, published=None),), (stored,)) == ()


def test_other_words_under_one_key_are_an_edit() -> None:
    stored = known(first(sift((A,), ())))

    fresh = sift((replace(A, text="Other words."),), (stored,))

    assert [(each.item.text, each.is_edit) for each in fresh] == [("Other words.", True)]


def test_an_item_with_a_new_key_is_known_by_its_mark_and_takes_the_old_key() -> None:
    stored = known(first(sift((A,), ())))
    rekeyed = replace(A, key="b")

    assert sift((rekeyed,), (stored,)) == ()
    assert first(sift((replace(rekeyed, title="Edited"),), (stored,))).key == "a"


def test_a_wording_it_had_before_is_no_edit() -> None:
    stored = first(sift((A,), ()))
    edited = first(sift((replace(A, text="Second."),), (known(stored),)))

    assert sift((A,), (known(edited),)) == ()


def test_an_item_whose_text_was_filled_from_its_article_is_known_by_the_feeds_words() -> None:
    filled = replace(first(sift((A,), ())), text="The whole article.")

    assert sift((A,), (known(filled),)) == ()


def test_one_article_twice_in_one_reading_counts_once() -> None:
    assert len(sift((A, replace(A, key="b")), ())) == 1
    assert len(sift((A, A), ())) == 1


def test_a_link_that_all_items_share_identifies_none_of_them() -> None:
    other = replace(item("b"), marks=A.marks)

    assert [each.item.key for each in sift((A, other), ())] == ["a", "b"]
    assert [each.item.key for each in sift((A, other), (known(A),))] == ["b"]


def test_the_store_is_asked_once_for_each_identity() -> None:
    assert identities((A, A, item("b"))) == (("a", "b"), ("url:a",))
