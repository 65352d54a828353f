"""Images, in the place where they stand."""

import pytest

from tests.wordpress.converting import Converted


def image(**changed):
    value = {
        "image": {"image": {"$ref": "media", "id": 0, "url": "/a.jpg"}, "decorative": False, "alt_text": "A"},
        "caption": "",
        "link": None,
        "alignment": "",
    }
    return value | changed


def link(url: str) -> dict[str, str]:
    return {"$ref": "link", "url": url}


IMG = '<img src="/a.jpg" alt="A">'


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (IMG, image()),
        (f"<p>{IMG}</p>", image()),
        (f'<a href="/b/">{IMG}</a>', image(link=link("/b/"))),
        (f'<a href="javascript:x">{IMG}</a>', image()),
        ('<img class="alignright" src="/a.jpg" alt="A">', image(alignment="right")),
        ('<img style="float: left" src="/a.jpg" alt="A">', image(alignment="left")),
        ('<img align="right" src="/a.jpg" alt="A">', image(alignment="right")),
        (f'<figure class="aligncenter">{IMG}<figcaption>So <b>it</b> is</figcaption></figure>',
         image(alignment="centre", caption="So it is")),
        (f'<div class="wp-block-image"><figure class="alignleft"><a href="/b/">{IMG}</a></figure></div>',
         image(alignment="left", link=link("/b/"))),
        (f'<div class="wp-caption alignleft">{IMG}<p class="wp-caption-text">So it is</p></div>',
         image(alignment="left", caption="So it is")),
        (f'[caption id="attachment_5" align="alignright"]{IMG} So it is[/caption]',
         image(alignment="right", caption="So it is")),
        (f'[caption align="alignnone" caption="So it is"]{IMG}[/caption]', image(caption="So it is")),
    ],
)  # fmt: skip
def test_images(source, value):
    assert Converted(source).only("image") == value


def test_the_id_stands_in_a_class():
    media = Converted('<img class="size-large wp-image-31" src="/a.jpg" alt="A">').only("image")["image"][
        "image"
    ]
    assert media == {"$ref": "media", "id": 31, "url": "/a.jpg"}


@pytest.mark.parametrize("attributes", ["", 'alt=""', 'alt=" "'])
def test_without_alternative_text_an_image_counts_as_decoration_and_is_reported(attributes):
    converted = Converted(f'<img src="/a.jpg" {attributes}>')
    assert converted.only("image")["image"] == {
        "image": {"$ref": "media", "id": 0, "url": "/a.jpg"}, "decorative": True, "alt_text": "",
    }  # fmt: skip
    assert converted.codes == [("image-without-alt", "note")]


@pytest.mark.parametrize("source", ["", "data:image/png;base64,x", "javascript:x"])
def test_an_image_without_an_address_leaves_its_text(source):
    converted = Converted(f'a <img src="{source}" alt="picture"> b')
    assert (converted.rich_text, converted.codes) == ("<p>a picture b</p>", [("dropped-image", "loss")])


def test_a_lazy_image_has_its_address_elsewhere():
    source = '<img src="data:image/gif;base64,x" data-src="/a.jpg" alt="A">'
    assert Converted(source).only("image") == image()


def test_an_image_in_a_sentence_splits_it():
    converted = Converted(f"<p><em>one {IMG} two</em></p>")
    assert [block["type"] for block in converted.blocks] == ["rich_text", "image", "rich_text"]
    assert converted.rich_text == "<p><em>one</em></p><p><em>two</em></p>"


def test_a_smiley_is_text():
    assert Converted('Hi <img src="/s.png" class="wp-smiley" alt=":-)"> you').rich_text == "<p>Hi :-) you</p>"


def test_the_caption_of_several_images_follows_them():
    converted = Converted(f"<figure>{IMG}{IMG}<figcaption>Both</figcaption></figure>")
    assert converted.types == ["image", "image", "rich_text"]
    assert converted.rich_text == "<p>Both</p>"


def test_a_link_in_a_caption_keeps_its_text():
    converted = Converted(f'<figure>{IMG}<figcaption>By <a href="/b/">Ann</a></figcaption></figure>')
    assert converted.only("image")["caption"] == "By Ann"
    assert converted.codes == [("caption-link", "loss")]


# Galleries of the editor


def figure(name: str, *, link: str = "", caption: str = "") -> str:
    img = f'<img src="/{name}.jpg" alt="{name}" class="wp-image-3">'
    img = f'<a href="{link}">{img}</a>' if link else img
    return f'<figure class="wp-block-image">{img}<figcaption>{caption}</figcaption></figure>'


def gallery_of(converted) -> list[tuple[str, str, str]]:
    items = converted.only("gallery")["items"]
    return [
        (item["image"]["image"]["url"], item["caption"], (item["link"] or {}).get("url", ""))
        for item in items
    ]


@pytest.mark.parametrize(
    "gallery",
    [
        '<!-- wp:gallery {"linkTo":"none"} --><figure class="wp-block-gallery has-nested-images columns-2 is-cropped">'
        "<!-- wp:image -->{}<!-- /wp:image -->\n<!-- wp:image -->{}<!-- /wp:image -->"
        "<figcaption>All</figcaption></figure><!-- /wp:gallery -->",
        '<figure class="wp-block-gallery columns-2 is-cropped"><ul class="blocks-gallery-grid">'
        "<li class=blocks-gallery-item>{}</li><li class=blocks-gallery-item>{}</li></ul>"
        "<figcaption>All</figcaption></figure>",
        '<ul class="wp-block-gallery columns-2 is-cropped"><li>{}</li><li>{}</li></ul><p>All</p>',
    ],
    ids=["second version", "first version", "oldest"],
)
def test_a_gallery_of_the_editor(gallery):
    converted = Converted(
        gallery.replace("{}", figure("a", caption="One"), 1).replace("{}", figure("b", link="/b/"), 1)
    )
    assert converted.types == ["gallery", "rich_text"]
    assert gallery_of(converted) == [("/a.jpg", "One", ""), ("/b.jpg", "", "/b/")]
    value = converted.only("gallery")
    assert (value["columns"], value["crop"], value["enlarge"]) == (2, "square", False)
    assert converted.rich_text == "<p>All</p>"
    assert converted.codes == []


def test_images_that_link_to_themselves_are_shown_large():
    images = figure("a-300x200", link="/a.jpg") + figure("b", link="/b.jpg")
    converted = Converted(f'<figure class="wp-block-gallery columns-8">{images}</figure>')
    assert [link for _url, _caption, link in gallery_of(converted)] == ["", ""]
    assert (converted.only("gallery")["enlarge"], converted.only("gallery")["columns"]) == (True, 6)


def test_images_that_open_a_lightbox_are_shown_large():
    comment = '<!-- wp:image {"lightbox":{"enabled":true}} -->'
    source = f'<figure class="wp-block-gallery">{comment}{figure("a")}<!-- /wp:image --></figure>'
    assert Converted(source).only("gallery")["enlarge"] is True


def test_a_gallery_without_images_keeps_its_words():
    assert Converted('<figure class="wp-block-gallery"><p>a</p></figure>').rich_text == "<p>a</p>"
