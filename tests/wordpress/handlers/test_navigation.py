"""Menus and lists of pages stay what they are: they show what the site holds when somebody looks."""

import pytest

from tests.wordpress.converting import Converted
from tests.wordpress.handlers.site_facts import FACTS

PAGES = {
    "source": "children", "pages": [], "parent": None, "depth": 1, "count": 0, "offset": 0, "order_by": "menu",
    "direction": "ascending", "template": "list", "empty_text": "",
}  # fmt: skip


@pytest.mark.parametrize("name", ["Main menu", "main MENU", "main", "20"])
def test_a_menu_by_name_slug_or_id(name):
    converted = Converted(f'[su_menu name="{name}"]', FACTS)
    assert converted.blocks == [{"type": "menu", "value": {"menu": {"$ref": "menu", "slug": "main"}}}]
    assert converted.codes == []


@pytest.mark.parametrize("name", ["", "Nope", "7", "²", "9" * 5000])
def test_an_unknown_menu_shows_nothing(name):
    converted = Converted(f'[su_menu name="{name}"]', FACTS)
    assert "menu" not in converted.types
    assert converted.codes == [("unknown-menu", "loss")]


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("[su_subpages]", {}),
        ('[su_subpages p="11"]', {"parent": {"$ref": "item", "id": 11}}),
        ('[su_subpages p="11" depth="3"]', {"parent": {"$ref": "item", "id": 11}, "depth": 3}),
        ('[su_subpages depth="0"]', {"depth": 5}),
        ('[su_subpages depth="99"]', {"depth": 5}),
        ("[su_siblings]", {"source": "siblings"}),
        ('[su_siblings depth="2"]', {"source": "siblings", "depth": 2}),
    ],
)
def test_lists_of_pages(source, changed):
    converted = Converted(source)
    assert converted.only("page_list") == PAGES | changed
    assert converted.codes == []


def test_all_levels_as_one_are_shown_as_levels():
    converted = Converted('[su_subpages depth="-1"]')
    assert converted.only("page_list")["depth"] == 5
    assert converted.codes == [("listing-depth", "note")]
