"""A small site for the shortcodes that ask for facts: three photos, three posts, a draft, two users, a menu."""

from datetime import UTC, datetime

from cms.wordpress.facts import FileFacts, PostFacts, SiteFacts, UserFacts


def photo(number: int, name: str, **facts: object) -> FileFacts:
    return FileFacts(
        number,
        f"https://old.example/{name}.jpg",
        name.title(),
        date=datetime(2024, 1, number, tzinfo=UTC),
        **facts,
    )


def post(number: int, **facts: object) -> PostFacts:
    date = datetime(2024, number, 1, 9, 30, tzinfo=UTC)
    return PostFacts(
        number,
        title=f"Post {number}",
        slug=f"post-{number}",
        date=date,
        modified=date,
        creator="ada_l",
        **facts,
    )


CONTENTS = {
    1: "First\n\nsecond [su_post field=post_title post_id=2]",
    2: "[su_post field=the_content post_id=1][su_post field=the_content post_id=2]",
    5: "secret",
    7: "[su_post field=the_content]",
}
HEARTS = frozenset({("category", "hearts")})
FACTS = SiteFacts(
    posts={
        1: post(1, thumbnail=11, terms=HEARTS, excerpt="A <em>short</em> word", meta={
            "color": "red", "_private": "token", "gate": "x [su_members]y[/su_members]", "note": "[su_note]soft[/su_note]",
            "mark": "a\ufdd00\ufdd1b", "zero": "0",
        }),
        2: post(2, thumbnail=12, terms=HEARTS, parent=1),
        3: post(3, terms=HEARTS),
        5: post(5, status="draft", thumbnail=11, terms=HEARTS),
        6: post(6, protected=True, meta={"color": "blue"}),
        7: PostFacts(7, "page", title="A page", meta={"color": "green"}),
    },
    files={
        11: photo(11, "one", alt="The entrance", caption="The <b>new</b> entrance", parent=7, meta={
            "su_slide_link": "https://e.example/one"}),
        12: photo(12, "two", parent=1, description="Where you wait", meta={"su_slide_link": "javascript:alert(1)"}),
        13: photo(13, "three", parent=5),
        14: FileFacts(14, "https://old.example/form.pdf", "Form", mime="application/pdf", parent=7),
    },
    users={1: UserFacts(1, "ada_l", "Ada L.", "Ada", "Lovelace"), 2: UserFacts(2, "bob", "Bob", "", "")},
    terms={7: ("category", "hearts"), 20: ("nav_menu", "main")},
    menus={"main": "Main menu"},
    content=lambda number: CONTENTS.get(number, ""),
)  # fmt: skip
