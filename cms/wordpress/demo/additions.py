"""What the demo shows that no WordPress export holds: an opening, notices, a guide, reviews, sources, languages."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from cms.buttons.models import Button
from cms.images.models import CustomImage
from cms.pages.models import HelpAndDisclaimer, Menu, MenuLink
from cms.seo.models import Organisation
from cms.wordpress.demo import translations
from cms.wordpress.demo.writing import PHONE, add_notices, article, heading, paragraphs, publish, stream
from home.models import ContentPage
from providers.models import ProviderIndexPage
from services.models import Author, Review, ServiceArticleIndexPage, ServiceArticlePage, Topic


def are_there() -> bool:
    return HelpAndDisclaimer.objects.exists()


@transaction.atomic
def add() -> None:
    """Add them to the site that the demo export became."""
    site = Site.objects.get(is_default_site=True)
    home = site.root_page.specific
    add_contact(site)
    add_opening(home)
    add_introductions()
    add_pages_about_the_site(home)
    lead_to_the_articles()
    add_footer()
    add_notices(Locale.get_default(), ENGLISH_NOTICES)
    add_guide()
    add_trust()
    translations.add(home)


def add_contact(site: Site) -> None:
    organisation = Organisation.for_site(site)
    organisation.phone = PHONE
    organisation.email = "hello@northlight.example"
    organisation.address = "14 Lantern Row\nLondon"
    organisation.save()


def add_opening(home: Any) -> None:
    """Open the home page with a picture, and lead on by cards instead of the old site's list."""
    button, image = Button.objects.get(), CustomImage.objects.get(title="Northern dawn")
    guide = article("asking-for-a-second-opinion")
    questions = article("questions-to-ask-about-a-treatment")
    home.hero = stream(
        (
            "hero",
            {
                "title": "A second doctor, before you decide",
                "text": "Big choices about your health are easier with clear facts and someone to talk to.",
                "image": image.pk,
                "buttons": [
                    {"button": button.pk},
                    {
                        "text": "How a second opinion works",
                        "link": {"page": guide.pk},
                        "style": "outline",
                    },
                ],
            },
        )
    )
    cards = [
        {
            "title": "Ask for a second opinion",
            "icon": "users",
            "text": "<p>When it helps, what happens, and the words to use with your own doctor.</p>",
            "link": {"page": guide.pk},
        },
        {
            "title": "Find a doctor or a hospital",
            "icon": "stethoscope",
            "text": "<p>By specialty, city and language, face to face or by video.</p>",
            "link": {"page": button.page_id},
        },
        {
            "title": "Questions to ask",
            "icon": "question",
            "text": "<p>Take them along, and write the answers down.</p>",
            "link": {"page": questions.pk},
        },
    ]
    home.body = stream(
        heading("How we can help"),
        ("cards", {"items": cards, "columns": 3}),
        paragraphs(
            "You can talk to us before you decide anything. We will tell you what we can do, what it costs and how "
            "long it takes."
        ),
        ("button", {"button": button.pk}),
        heading("New on this site"),
        ("service_articles", {"template": "teaser", "count": 3, "exclude_current": True}),
    )
    publish(home)


def add_introductions() -> None:
    """Say what the lists hold; search engines read it, too."""
    for model, words in ((ServiceArticleIndexPage, ABOUT_ARTICLES), (ProviderIndexPage, ABOUT_PROVIDERS)):
        page = model.objects.get(locale=Locale.get_default())
        page.introduction = f"<p>{words}</p>"
        publish(page)


def add_pages_about_the_site(home: Page) -> None:
    for slug, title, summary, words in PAGES_ABOUT_THE_SITE:
        body = stream(paragraphs(*words))
        page = home.add_child(instance=ContentPage(title=title, slug=slug, summary=summary, body=body))
        publish(page)


def lead_to_the_articles() -> None:
    """Let the menu begin with the index: the old site had no such page, so its menu named the largest topic."""
    index = ServiceArticleIndexPage.objects.get(locale=Locale.get_default())
    first = MenuLink.objects.filter(menu__location="header", menu__locale=index.locale)[0]
    first.page, first.url, first.text = index, "", ""
    first.save()


def add_footer() -> None:
    menu = Menu.objects.create(name="Footer", slug="footer", location="footer", locale=Locale.get_default())
    for number, slug in enumerate(("about-us", "contact", "privacy", "accessibility")):
        page = ContentPage.objects.get(slug=slug, locale=Locale.get_default())
        MenuLink.objects.create(menu=menu, page=page, sort_order=number)


def add_guide() -> None:
    """Make a guide of the article about travelling: a part for each stage, older than what is new on the home page."""
    guide = article("planning-a-trip-for-treatment")
    date = guide.published_at - datetime.timedelta(days=365)
    for title, summary, words in PARTS_OF_THE_GUIDE:
        body = stream(paragraphs(*words))
        part = ServiceArticlePage(title=title, summary=summary, body=body, published_at=date)
        publish(guide.add_child(instance=part))


def add_trust() -> None:
    """Name reviewers and sources, and say what a topic is about; one review is due again."""
    today = timezone.localdate()
    reviewer = Author.objects.create(
        name="Dr Ines Falkenrath",
        slug="dr-ines-falkenrath",
        role="Specialist in general medicine",
        credentials="MD",
        locale=Locale.get_default(),
    )
    reader = Author.objects.create(
        name="Marguerite Olowe", slug="marguerite-olowe", role="Patient reader", locale=Locale.get_default()
    )
    for slug, days_ago in (("asking-for-a-second-opinion", 40), ("bringing-someone-with-you", 1120)):
        reviewed_on = today - datetime.timedelta(days=days_ago)
        review = Review.objects.create(
            article=article(slug),
            reviewer=reviewer,
            evidence="Read against our own guidance on second opinions.",
            reviewed_on=reviewed_on,
            next_review_on=reviewed_on + datetime.timedelta(days=3 * 365),
        )
        review.others.add(reader)
    trusted = article("asking-for-a-second-opinion")
    trusted.sources = stream(
        (
            "source",
            {
                "title": "How patients ask for a second opinion: an invented survey",
                "publisher": "Northlight Health",
                "year": 2025,
                "address": "https://example.org/second-opinions",
            },
        ),
        ("source", {"title": "Your right to your records", "publisher": "Example Press", "year": 2024}),
    )
    trusted.related = stream(("article", article("questions-to-ask-about-a-treatment").pk))
    publish(trusted)
    topic = Topic.objects.get(slug="second-opinions", locale=Locale.get_default())
    topic.introduction = (
        "<p>You can ask for a second opinion at any time, and most doctors expect it. Start with <b>how it works</b>, "
        "then take the list of questions along.</p>"
    )
    topic.save()


ABOUT_ARTICLES = "What to know before you decide: second opinions, your records, and the questions to ask."
ABOUT_PROVIDERS = (
    "Doctors, clinics and hospitals that look at your case with fresh eyes, near you or by video."
)

ENGLISH_NOTICES = {
    "banner": {
        "title": "This is a demonstration",
        "text": "The service, its people and its phone numbers are invented. Nothing here is medical advice.",
    },
    "help": {
        "help_heading": "Do you need help?",
        "help_text": "Our team answers your questions, and calls back with an interpreter if you need one.",
        "hours": "Monday to Friday, 8 am to 5 pm; Saturday, 10 am to 2 pm",
        "disclaimer": "These pages inform, and replace no examination by a doctor. In an emergency call the emergency "
        "number where you are, such as 112 or 999.",
    },
}

PAGES_ABOUT_THE_SITE = [
    (
        "privacy",
        "Privacy",
        "What this site stores about you, which is little.",
        [
            "You can read every page without telling us who you are. We set no cookies and load nothing from other "
            "companies.",
            "We count how often a button is followed: a day and a number, nothing about the person. If you tell us "
            "whether a page helped, we store your answer, the page and the day.",
            "If you call or write to us, we keep your message for as long as we look after you.",
        ],
    ),
    (
        "accessibility",
        "Accessibility",
        "How this site is made for everyone, and whom to tell when it is not.",
        [
            "You can use this site with a keyboard, with a screen reader, in large print, in light or dark colours "
            "and on paper. Nothing needs JavaScript.",
            "We test every kind of page against the Web Content Accessibility Guidelines 2.2, level AA.",
            "If something does not work for you, tell us by phone or e-mail. We answer within five working days, "
            "and send you the content in another form if you like.",
        ],
    ),
]

PARTS_OF_THE_GUIDE = [
    (
        "Before you travel",
        "What to settle at home, from papers to medicines.",
        [
            "Ask the hospital for a letter that says when to come, whom to ask for and what to bring. Check that your "
            "passport is valid until well after the day you plan to return.",
            "Pack your medicines in your hand luggage, with a list of their names and doses. Ask your own doctor "
            "whether you may fly.",
        ],
    ),
    (
        "While you are there",
        "How to keep an overview in an unfamiliar hospital.",
        [
            "Ask each person who treats you for their name and their role. If you do not understand something, ask for "
            "the interpreter before you agree to it.",
            "Collect a copy of every letter and every image. It is easier on the spot than from home.",
        ],
    ),
    (
        "When you are home again",
        "Who looks after you now, and what to watch out for.",
        [
            "Give your own doctor the letters in the first week. Ask who answers questions from now on.",
            "Call a doctor at once if you get a fever, strong pain or trouble with breathing.",
        ],
    ),
]
