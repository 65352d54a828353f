"""Listings: the query that a ``[su_posts]`` meant."""

import pytest

from tests.wordpress.converting import Converted

EVERYTHING = {
    "topics": [], "topic_operator": "any", "tags": [], "tag_operator": "any", "authors": [], "exclude_authors": [],
    "articles": [], "exclude_current": False, "count": 10, "offset": 0, "order_by": "date", "direction": "descending",
    "featured_first": True, "template": "default", "empty_text": "", "unresolved": "",
}  # fmt: skip
PAGES = {
    "source": "picked", "pages": [], "parent": None, "depth": 1, "count": 10, "offset": 0, "order_by": "date",
    "direction": "descending", "template": "default", "empty_text": "",
}  # fmt: skip


def term(taxonomy: str, *keys: str) -> list[dict[str, str]]:
    return [{"$ref": "term", "taxonomy": taxonomy, "key": key} for key in keys]


def item(*ids: int) -> list[dict[str, object]]:
    return [{"$ref": "item", "id": number} for number in ids]


def author(*ids: int) -> list[dict[str, object]]:
    return [{"$ref": "author", "id": number} for number in ids]


def topics(*keys: str, operator: str = "any") -> dict[str, object]:
    return {
        "topics": term("category", *keys),
        "topic_operator": operator,
        "featured_first": operator == "none",
    }


def tags(*keys: str, operator: str = "any") -> dict[str, object]:
    return {"tags": term("post_tag", *keys), "tag_operator": operator, "featured_first": operator == "none"}


@pytest.mark.parametrize(
    ("attributes", "changed"),
    [
        ("", {}),
        ('posts_per_page="2" tax_term="7" order="desc"', {"count": 2, **topics("7")}),
        ('posts_per_page="-1" offset="3"', {"count": 0}),
        ('posts_per_page="0"', {}),
        ('posts_per_page="many"', {}),
        ('posts_per_page="3 posts" offset="2"', {"count": 3, "offset": 2}),
        ('tax_term="7, 9"', topics("7", "9")),
        ('tax_term="hearts,lungs"', topics("hearts", "lungs")),
        ('tax_term="0"', {}),
        ('tax_term=""', {}),
        ('tax_term="7,9" tax_operator="AND"', topics("7", "9", operator="all")),
        ('tax_term="7" tax_operator="NOT IN"', topics("7", operator="none")),
        ('tax_term="7,9" tax_operator="2"', topics("7", "9", operator="all")),
        ('tax_term="7" tax_operator="1"', topics("7", operator="none")),
        ('tax_term="7" tax_operator="0"', topics("7")),
        ('tax_term="7" tax_operator="and"', topics("7")),
        ('taxonomy="post_tag" tax_term="mri"', tags("mri")),
        ('tag="mri,ct"', tags("mri", "ct")),
        ('tag="mri+ct"', tags("mri", "ct", operator="all")),
        ('tax_term="7" taxonomy_2="post_tag" tax_2_term="mri"', {**topics("7"), **tags("mri")}),
        ('tax_term="7" taxonomy_2="category" tax_2_term="9"', topics("7", "9", operator="all")),
        ('tax_term="7" taxonomy_2="category" tax_2_term="9" tax_relation="OR"', topics("7", "9")),
        ('taxonomy_2="post_tag" tax_2_term="mri"', {}),
        ('author="3,-5"', {"authors": author(3), "exclude_authors": author(5), "featured_first": False}),
        ('id="12, 5"', {"articles": item(12, 5)}),
        ('id="12,5" orderby="post__in"', {"articles": item(12, 5), "order_by": "manual"}),
        ('order="ASC"', {"direction": "ascending"}),
        ('order="upwards"', {}),
        ('orderby="title"', {"order_by": "title"}),
        ('orderby="modified"', {"order_by": "modified"}),
        ('orderby="author"', {"order_by": "author"}),
        ('orderby="rand"', {"order_by": "random"}),
        ('orderby="ID"', {}),
        ('orderby="none"', {}),
        ('ignore_sticky_posts="yes"', {"featured_first": False}),
        ('ignore_sticky_posts="1"', {}),
        ('template="templates/teaser-loop.php"', {"template": "teaser"}),
        ('template="templates/list-loop"', {"template": "list"}),
        ('template="templates/single-post.php" posts_per_page="5"', {"template": "single", "count": 1}),
        ('post_status="publish"', {}),
        ('post_parent="0"', {}),
    ],
)
def test_queries(attributes, changed):
    converted = Converted(f"[su_posts {attributes}]")
    assert converted.only("service_articles") == EVERYTHING | changed
    assert converted.codes == []


@pytest.mark.parametrize(
    ("attributes", "code", "changed"),
    [
        ('template="su-posts-templates/cards.php"', "listing-template", {}),
        ('post_status="any"', "listing-status", {}),
        ('post_status="publish, private"', "listing-status", {}),
        ('orderby="comment_count"', "listing-order", {}),
        ('orderby="menu_order title"', "listing-order", {}),
        ('meta_key="rank"', "listing-meta-key", {"unresolved": "custom field rank"}),
        ('taxonomy="region" tax_term="north"', "listing-taxonomy", {"unresolved": "region north"}),
        ('post_type="recipe"', "listing-post-type", {"unresolved": "post type recipe"}),
        ('post_type="any"', "listing-post-type", {"unresolved": "post type any"}),
        ('post_type="post,page"', "listing-post-type", {}),
        ('post_parent="12"', "listing-parent", {"unresolved": "parent 12"}),
        ('tax_term="7,hearts"', "listing-term", topics("7")),
        ('id="current"', "listing-id", {"unresolved": "id current"}),
        ('id="12,x"', "listing-id", {"articles": item(12)}),
        ('author="current"', "listing-author", {"unresolved": "author current"}),
        ('author="jane, joe"', "listing-author", {"unresolved": "author jane, joe"}),
        ('author="3,jane"', "listing-author", {"authors": author(3), "featured_first": False}),
        (
            'tax_term="7" taxonomy_2="post_tag" tax_2_term="mri" tax_relation="OR"',
            "listing-relation",
            {**topics("7"), "unresolved": "post_tag mri"},
        ),
        (
            'tax_term="7,8" taxonomy_2="category" tax_2_term="9"',
            "listing-relation",
            {**topics("7", "8"), "unresolved": "category 9"},
        ),
    ],
)
def test_what_no_listing_can_say_is_a_loss_and_never_lists_more(attributes, code, changed):
    converted = Converted(f"[su_posts {attributes}]")
    assert converted.only("service_articles") == EVERYTHING | changed
    assert converted.codes == [(code, "loss")]


def test_a_custom_field_that_only_orders_does_not_empty_the_listing():
    converted = Converted('[su_posts meta_key="views" orderby="meta_value_num"]')
    assert converted.only("service_articles") == EVERYTHING
    assert converted.codes == [("listing-meta-key", "loss"), ("listing-order", "loss")]


def test_the_mapping_says_what_other_taxonomies_are():
    taxonomies = {"category": "topics", "post_tag": "tags", "region": "topics"}
    converted = Converted('[su_posts taxonomy="region" tax_term="north"]', taxonomies=taxonomies)
    assert converted.only("service_articles")["topics"] == term("region", "north")
    assert converted.codes == []


@pytest.mark.parametrize(
    ("attributes", "changed"),
    [
        ('post_parent="11" posts_per_page="5" orderby="menu_order" order="asc"',
         {"source": "children", "parent": {"$ref": "item", "id": 11}, "count": 5, "order_by": "menu", "direction": "ascending"}),
        ('post_parent="current"', {"source": "children"}),
        ('id="4,2" orderby="post__in"', {"pages": item(4, 2), "order_by": "manual"}),
        ('id="4" posts_per_page="-1" template="templates/list-loop.php"',
         {"pages": item(4), "count": 0, "template": "list"}),
        ('post_parent="current" orderby="title"', {"source": "children", "order_by": "title"}),
    ],
)  # fmt: skip
def test_lists_of_pages(attributes, changed):
    converted = Converted(f'[su_posts post_type="page" {attributes}]')
    assert converted.only("page_list") == PAGES | changed
    assert converted.codes == []


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ('tax_term="7"', "listing-term"),
        ('author="2"', "listing-author"),
        ('template="templates/single-post.php"', "listing-template"),
        ('orderby="rand"', "listing-order"),
        ('meta_key="x"', "listing-meta-key"),
    ],
)
def test_what_a_list_of_pages_cannot_say_is_a_loss(attributes, code):
    source = f'[su_posts post_type="page" post_parent="current" {attributes}]'
    assert Converted(source).codes == [(code, "loss")]


@pytest.mark.parametrize(
    "attributes", ["", 'post_parent="0"', 'posts_per_page="-1" orderby="title"', 'id=""']
)
def test_a_list_of_all_pages_is_a_loss(attributes):
    converted = Converted(f'[su_posts post_type="page" {attributes}]')
    assert (converted.only("page_list")["pages"], converted.only("page_list")["parent"]) == ([], None)
    assert converted.codes == [("listing-pages", "loss")]


@pytest.mark.parametrize(
    ("attributes", "changed"),
    [
        ('id="current"', {}),
        ('id="current" post_parent="11"', {}),
        ('id="current" post_parent="current"', {}),
        ('id="4,x"', {"pages": item(4)}),
    ],
)
def test_pages_that_are_named_by_no_number_are_a_loss_and_list_no_others(attributes, changed):
    converted = Converted(f'[su_posts post_type="page" {attributes}]')
    assert converted.only("page_list") == PAGES | changed
    assert converted.codes == [("listing-id", "loss")]


def test_text_that_a_listing_swallowed_is_shown():
    converted = Converted("[su_posts id=1] one [su_posts id=2]two[/su_posts] three")
    assert converted.types == ["service_articles", "rich_text", "service_articles", "rich_text"]
    assert converted.rich_text == "<p>one</p><p>two three</p>"
    assert ("swallowed-text", "note") in converted.codes
