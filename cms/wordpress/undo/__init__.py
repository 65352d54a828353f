"""Undo of a run: what it made and nobody changed since is deleted; the rest stays, and the report says why.

Works in batches, each a transaction, so a run that was ended half-way is undone further by starting again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.wordpress.journal import Journal
from cms.wordpress.lock import only_one
from cms.wordpress.models import ImportedItem, ImportIssue, ImportRun
from cms.wordpress.undo.plan import Candidate, Plan, changed
from cms.wordpress.undo.uses import chunks

BATCH = 20
KEPT = "undo-kept"


def undo(run: ImportRun) -> None:
    """Delete what a run made and nobody changed since; raises ``Cancelled`` between batches, ``LockedError`` before."""
    with only_one(run.pk):
        _undo(run)


def _undo(run: ImportRun) -> None:
    journal = Journal(run)
    plan = Plan(run)
    _forget(plan)
    journal.phase("undo", len(plan.deletable))
    _work_off(plan, [candidate for candidate in plan.deletable if candidate.path], journal)
    plan = Plan(run, plan.kept)  # anew: a page that stayed after all keeps what it uses
    _enter(run, _forget(plan))  # what went with its page
    _work_off(plan, plan.deletable, journal)
    _report(plan)
    run.status = ImportRun.Status.UNDONE


def _work_off(plan: Plan, candidates: list[Candidate], journal: Journal) -> None:
    """Delete batch by batch what is still as it was when the plan was made."""
    for start in range(0, len(candidates), BATCH):
        batch = candidates[start : start + BATCH]
        with transaction.atomic():
            for candidate in changed(batch):
                plan.kept[candidate] = _("Somebody changed it here since.")
            _enter(plan.run, _delete([found for found in batch if found not in plan.kept], plan))
        journal.advance(len(batch))


def _enter(run: ImportRun, kinds: Iterable[str]) -> None:
    """Count what was deleted, by kind."""
    deleted = Counter(run.options.get("undone", {}).get("deleted", {}))
    deleted.update(kinds)
    run.options["undone"] = {"deleted": dict(deleted)}
    run.save(update_fields=["options"])


def _forget(plan: Plan) -> list[str]:
    """Take what is no longer here out of the ledger, so that a later import makes it again; gives its kinds."""
    for rows in chunks(list(plan.gone)):
        ImportedItem.objects.filter(pk__in=rows).delete()
    return list(plan.gone.values())


def _delete(batch: list[Candidate], plan: Plan) -> list[str]:
    """Delete objects one by one, as an editor would, so that files, indexes and histories follow."""
    done = []
    for candidate in batch:
        model = ContentType.objects.get_for_id(candidate.content_type).model_class()
        found = model._default_manager.filter(pk=candidate.object_id).first() if model else None
        try:
            with transaction.atomic():
                if isinstance(found, Page) and found.numchild:
                    plan.kept[candidate] = _("A page below it stays.")
                    continue
                if found is not None:
                    found.delete()
        except models.ProtectedError:
            plan.kept[candidate] = _("Something that stays uses it.")
            continue
        ImportedItem.objects.filter(
            content_type_id=candidate.content_type, object_id=candidate.object_id
        ).delete()
        done.append(candidate.kind)
    return done


def _report(plan: Plan) -> None:
    plan.run.issues.filter(code=KEPT).delete()
    reasons = {candidate.row: reason for candidate, reason in plan.kept.items()}
    for some in chunks(list(reasons)):
        ImportIssue.objects.bulk_create(
            ImportIssue(
                run=plan.run,
                code=KEPT,
                severity=ImportIssue.Severity.NOTE,
                detail=_("Was not undone: %(reason)s") % {"reason": reasons[row.pk]},
                item_type=row.kind,
                item_id=row.wordpress_id or 0,
                item_url=row.old_url,
                item_title=str(row.target or ""),
                content_type_id=row.content_type_id,
                object_id=row.object_id,
            )
            for row in ImportedItem.objects.filter(pk__in=some).prefetch_related("target")
        )
