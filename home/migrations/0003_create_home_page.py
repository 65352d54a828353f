"""Put a home page where Wagtail's welcome page stands, so that a new site serves from its first start.

A tree that holds anything else is somebody's own and is left alone.
"""

from django.db import migrations


def create_home_page(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Locale = apps.get_model("wagtailcore.Locale")
    Page = apps.get_model("wagtailcore.Page")
    Site = apps.get_model("wagtailcore.Site")
    HomePage = apps.get_model("home.HomePage")

    pages = list(Page.objects.filter(depth__gt=1).order_by("path"))
    if len(pages) > 1 or (pages and pages[0].content_type.model != "page"):
        return
    content_type, _created = ContentType.objects.get_or_create(model="homepage", app_label="home")
    path = pages[0].path if pages else "00010001"
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    home = HomePage.objects.create(
        title="Home",
        draft_title="Home",
        slug="home",
        content_type=content_type,
        path=path,
        depth=2,
        numchild=0,
        url_path="/home/",
        locale=Locale.objects.order_by("pk").first(),
    )
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.create(hostname="localhost", site_name="", root_page=home, is_default_site=True)


def remove_home_page(apps, schema_editor):
    apps.get_model("wagtailcore.Page").objects.filter(depth=2, slug="home").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(create_home_page, remove_home_page)]
