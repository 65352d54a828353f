"""Give Wagtail's own groups the rights that their names promise on this site's snippets.

Editors write, moderators also publish and delete, as both do with pages; whoever runs the site may change that.
"""

from django.db import migrations

SNIPPETS = (
    ("services", "topic"),
    ("services", "author"),
    ("providers", "provider"),
    ("providers", "specialty"),
    ("buttons", "button"),
    ("palette", "colour"),
    ("pages", "menu"),
    ("pages", "banner"),
    ("pages", "helpanddisclaimer"),
)
WITH_DRAFTS = {"provider", "button"}


def grant(apps, schema_editor):
    ContentType = apps.get_model("contenttypes.ContentType")
    Permission = apps.get_model("auth.Permission")
    Group = apps.get_model("auth.Group")
    editors = Group.objects.filter(name="Editors").first()
    moderators = Group.objects.filter(name="Moderators").first()
    for app_label, model in SNIPPETS:
        content_type, _created = ContentType.objects.get_or_create(app_label=app_label, model=model)
        actions = ["add", "change", "delete", "view", *(["publish"] if model in WITH_DRAFTS else [])]
        for action in actions:
            permission, _created = Permission.objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {model}"},
            )
            if editors and action in ("add", "change", "view"):
                editors.permissions.add(permission)
            if moderators:
                moderators.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_create_home_page"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("services", "0001_initial"),
        ("providers", "0001_initial"),
        ("buttons", "0003_initial"),
        ("palette", "0001_initial"),
        ("pages", "0002_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
