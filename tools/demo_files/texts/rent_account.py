"""Document 8: what is owed for the home, and how it is being paid off."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from tools.demo_files.blocks import Paper, Sheet
from tools.demo_files.editions import Edition, Original
from tools.demo_files.facts import ADDRESS, OFFICIAL, REFERENCE, RENTS
from tools.demo_files.workbook_pages import xlsx

TITLE = "Rent account and arrears plan"
DAYS = {1: date(2026, 3, 10), 2: date(2026, 3, 12)}
RENT, INSTALMENT, CREDIT = 118.80, 12.00, 514.80
START, AGREED = date(2025, 9, 1), date(2026, 3, 9)
DAY, MONEY = "d mmm yyyy", "£#,##0.00"

PAID = (
    (date(2025, 9, 5), "Paid by card, tenant", 237.60),
    (date(2025, 9, 19), "Paid by card, tenant", 237.60),
    (date(2025, 10, 3), "Paid by card, tenant", 24.00),
    (date(2025, 10, 17), "Paid by card, tenant", 24.00),
    (date(2025, 12, 17), "Universal Credit, housing costs", CREDIT),
    (date(2026, 1, 16), "Universal Credit, housing costs", CREDIT),
    (date(2026, 2, 17), "Universal Credit, housing costs", CREDIT),
    (date(2026, 3, 9), "Arrears plan, instalment 1, tenant", INSTALMENT),
)
Entry = tuple[date, str, float | None, float | None, float]


def ledger(until: date) -> tuple[Entry, ...]:
    """Return every charge and payment up to a day, each with the balance after it."""
    weeks = (until - START).days // 7 + 1
    charges = [(START + timedelta(weeks=week), "Rent for the week", RENT, 0.0) for week in range(weeks)]
    credits = [(when, what, 0.0, amount) for when, what, amount in PAID if when <= until]
    balance, entries = 0.0, []
    for when, what, charge, credit in sorted(charges + credits, key=lambda entry: (entry[0], entry[3])):
        balance = round(balance + charge - credit, 2)
        entries.append((when, what, charge or None, credit or None, balance))
    return tuple(entries)


def _summary(version: int, owed: float, until: date) -> Sheet:
    facts: tuple[tuple[str, object], ...] = (
        ("Tenant", "Ms D Ashdown"),
        ("Tenancy", "HV-T-20418, weekly, from 1 September 2025"),
        ("Address", ADDRESS),
        ("Account to", f"{until.day} {until:%B %Y}"),
        ("Rent a week", RENT),
        ("Owed", owed),
        ("Agreed instalment a week", INSTALMENT),
        ("Housing officer", "Carl Benning, 01632 960452"),
    )
    if version == 1:
        note = (
            "The balance on 6 March 2026 was £1,140.00. That is the sum which the arrears plan is to clear."
        )
    else:
        note = (
            "£1,140.00 was owed on 6 March. The week’s rent was charged on 9 March and the first instalment "
            "came in the same day, so the account stood at £1,246.80. £514.80 of Universal Credit is "
            "expected on 17 March; £732.00 would then be owed."
        )
    return Sheet(
        "Summary",
        TITLE,
        facts,
        notes=(
            note,
            (
                "No step towards court is taken while the plan is kept. If an instalment is missed, the "
                "housing officer rings the support worker at Family Help first."
            ),
            "This account is on the restricted list. Only the officers named on the list may open it.",
            (
                "Shared with the Council and the Jobcentre with Ms Ashdown’s consent, for support with "
                "money and work."
            ),
        ),
        widths=(30, 44),
    )


def _plan(version: int) -> Sheet:
    rows = []
    for number in range(13):
        due, left = AGREED + timedelta(weeks=number), 1140.00 - INSTALMENT * (number + 1)
        paid = INSTALMENT if version == 2 and number == 0 else None
        rows.append((number + 1, due, INSTALMENT, paid, left))
    notes = [
        (
            "95 instalments of £12.00 clear £1,140.00. The last is due on 27 December 2027. The first 13 "
            "are shown."
        ),
        (
            "The plan stands as long as each week’s rent is covered. It is looked at again after 13 weeks, "
            "on 8 June 2026."
        ),
        "What was agreed: Ms Ashdown, with Owen Blyth and Carl Benning, by telephone, Friday 6 March 2026.",
    ]
    if version == 2:
        notes.append(
            "Added 12 March: the Jobcentre confirms that housing costs of £514.80 a month go on being paid "
            "straight to Harrow Vale Homes, next on 17 March 2026."
        )
    return Sheet(
        "Arrears plan",
        "Arrears plan, agreed 6 March 2026",
        heads=("Instalment", "Due", "Amount", "Paid", "Arrears left if kept"),
        rows=tuple(rows),
        widths=(12, 16, 14, 14, 24),
        formats=("0", DAY, MONEY, MONEY, MONEY),
        notes=tuple(notes),
    )


def make(version: int) -> bytes:
    """Return one version of the workbook."""
    until = date(2026, 3, 6) if version == 1 else date(2026, 3, 12)
    entries = ledger(until)
    account = Sheet(
        "Account",
        f"Account to {until.day} {until:%B %Y}",
        heads=("Date", "What", "Charged", "Paid", "Owed"),
        rows=(*entries, (None, "Owed at the end", None, None, entries[-1][4])),
        widths=(15, 38, 14, 14, 14),
        formats=(DAY, "", MONEY, MONEY, MONEY),
        strong_rows=frozenset({len(entries)}),
    )
    paper = Paper(RENTS, TITLE, OFFICIAL, REFERENCE, "Carl Benning", version, DAYS[version])
    return xlsx(paper, (_summary(version, entries[-1][4], until), account, _plan(version)))


ORIGINAL = Original(
    8,
    "rent-account-and-arrears-plan",
    TITLE,
    "xlsx",
    (
        Edition("Carl Benning", "Account to 6 March and the plan agreed that day", partial(make, 1)),
        Edition(
            "Carl Benning", "First instalment and the Jobcentre’s direct payment added", partial(make, 2)
        ),
    ),
)
