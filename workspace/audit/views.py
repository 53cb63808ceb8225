"""The page on which auditors and administrators read what was done, and the same as a file."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, render_template, request

from workspace.audit import export as exporting
from workspace.audit.forms import EntriesForm
from workspace.audit.page import page
from workspace.audit.policy import reads_audit
from workspace.audit.queries import Wanted
from workspace.audit.services import record
from workspace.database import transaction
from workspace.errors import NotFound
from workspace.identifiers import decode, encode
from workspace.people.queries import organisation_of
from workspace.periods import day_of
from workspace.permissions.guards import holding, whoever_asks

blueprint = Blueprint("audit", __name__)


@blueprint.get("/audit")
@holding(reads_audit)
def entries() -> Any:
    """Show the entries wanted, newest first."""
    who, form = whoever_asks(), EntriesForm(request.args)
    if not form.validate():
        return render_template("audit/entries.html", form=form, found=None, own=organisation_of(who)), 422
    before, after = _bound("before"), _bound("after")
    wanted = form.wanted(day_of(datetime.now(UTC)))
    with transaction():
        record("audit.read", thing_name="audit", facts=_asked(wanted))
    return render_template(
        "audit/entries.html",
        form=form,
        wanted=wanted,
        asked=_asked(wanted),
        found=page(who, wanted, before, after),
        own=organisation_of(who),
    )


@blueprint.get("/audit.csv")
@holding(reads_audit)
def export() -> Any:
    """Give the entries wanted as a CSV file."""
    who, form = whoever_asks(), EntriesForm(request.args)
    if not form.validate():
        return render_template("audit/entries.html", form=form, found=None, own=organisation_of(who)), 422
    wanted = form.wanted(day_of(datetime.now(UTC)))
    with transaction():
        record("audit.exported", thing_name="audit", facts=_asked(wanted))
    name = f"audit-{wanted.since}-to-{wanted.until}.csv"
    return Response(
        exporting.lines(who, wanted),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _bound(name: str) -> int | None:
    """The id in the address at which a page begins."""
    word = request.args.get(name)
    if not word:
        return None
    try:
        return decode(word)
    except ValueError:
        raise NotFound("There is no such page of the audit.") from None


def _asked(wanted: Wanted) -> dict[str, str]:
    """What was asked for as the address says it, and as the entry about asking says it."""
    asked = {
        "what": wanted.group.value if wanted.group else "",
        "by": encode(wanted.by) if wanted.by is not None else wanted.whose,
        "on": encode(wanted.on) if wanted.on is not None else "",
        "since": wanted.since.isoformat(),
        "until": wanted.until.isoformat(),
        "outcome": wanted.outcome.name.lower() if wanted.outcome else "",
    }
    return {name: value for name, value in asked.items() if value}
