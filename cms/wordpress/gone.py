"""What was imported once and is not in the export any more: listed, and removed only on request."""

from __future__ import annotations

from collections import defaultdict

from wagtail.models import Page

from cms.wordpress.context import Context
from cms.wordpress.ledger import Entry, state_of
from cms.wordpress.models import ImportRun
from cms.wordpress.report import ItemKey


def report_gone(context: Context) -> None:
    """Look for what earlier exports held and this one does not.

    A site may come in several files, and one of them says nothing of what another holds. So this export is compared
    with those that it shares items with: they are earlier versions of it. What a damaged export does not hold may be
    what was lost, so nothing is removed for that.
    """
    here: dict[str, set[int]] = defaultdict(set)
    for known in context.survey.items.values():
        here[context.kind_of(known)].add(known.id)
    gone: dict[str, set[int]] = defaultdict(set)
    for run in ImportRun.objects.exclude(seen={}).filter(seen__source=context.ledger.source).iterator():
        for kind, ids in here.items():
            before = set(run.seen.get(kind, ()))
            if before & ids:
                gone[kind] |= before - ids
    for kind, ids in gone.items():
        for number in sorted(ids):
            if entry := context.ledger.row(kind, number):
                _report(entry, context)
    run = context.ledger.run
    run.seen = {"source": context.ledger.source, **{kind: sorted(ids) for kind, ids in here.items()}}
    run.save(update_fields=["seen"])


def _report(entry: Entry, context: Context) -> None:
    target = context.ledger.target(entry.kind, entry.ident)
    if target is None:
        return
    item = ItemKey(entry.kind, int(entry.ident), str(target), entry.old_url)
    if not context.options.remove_gone:
        context.report.note("gone", "Is not in the export any more; it is still here.", item)
    elif context.report.tells("file-damaged"):
        context.report.note("gone", "Is not in what is whole of the damaged export; it is still here.", item)
    elif state_of(target) != entry.object_hash or target == context.home:
        context.report.note(
            "gone", "Is not in the export any more, but changed here since; it is still here.", item
        )
    elif isinstance(target, Page) and Page.objects.filter(pk=target.pk, numchild__gt=0).exists():
        context.report.note("gone", "Is not in the export any more, but pages stand below it.", item)
    else:
        target.delete()
        context.ledger.forget(entry.kind, entry.ident)
        context.report.note("removed", "Was not in the export any more, and was removed here.", item)
