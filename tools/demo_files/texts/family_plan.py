"""Document 3: what everybody will do, in words that the family reads too."""

from __future__ import annotations

from functools import partial

from tools.demo_files.editions import Edition, Original
from tools.demo_files.facts import ADDRESS, OFFICIAL, REFERENCE

TITLE = "Family plan"
DAYS = {1: "10 March 2026", 2: "11 March 2026", 3: "12 March 2026", 4: "13 March 2026"}

TILLY = """
### Tilly’s wishes

- Ask me before you arrange something, not after.
- If somebody has to come to school for me, not in my tutor group’s lessons.
- I will go in on Mondays if Jonah is walked to the door by a grown-up.
- Tell me the truth about what is going on. I would rather know.
"""

ACTIONS = {
    1: (
        ("Ring Harrow Vale Homes about Jonah’s bedroom", "Owen Blyth", "12 March"),
        ("Have Isla weighed at home", "Joy Okafor", "13 March"),
        ("Agree a way to pay the arrears", "Dana, with Owen Blyth", "20 March"),
        ("Walk Jonah to the school door each morning", "To be agreed with school", "–"),
    ),
    3: (
        ("Clear the gutter and mend the wall of Jonah’s bedroom", "Carl Benning", "20 March"),
        ("Find Jonah somewhere dry to sleep until then", "Owen Blyth", "17 March"),
        ("Have Isla weighed at home", "Joy Okafor", "done, 11 March"),
        ("Pay £12 a week towards the rent arrears", "Dana", "each Monday, since 9 March"),
        ("Agree who waits at the gate and what the office says", "Gwen Lyle, DC Lena Fox", "20 March"),
        ("Walk Jonah to the school door each morning", "To be agreed with school", "–"),
    ),
    4: (
        ("Clear the gutter and mend the wall of Jonah’s bedroom", "Carl Benning", "20 March"),
        ("Find Jonah somewhere dry to sleep until then", "Owen Blyth", "17 March"),
        ("Have Isla weighed at home", "Joy Okafor", "done, 11 March"),
        ("Pay £12 a week towards the rent arrears", "Dana", "each Monday, since 9 March"),
        ("Agree who waits at the gate and what the office says", "Gwen Lyle, DC Lena Fox", "20 March"),
        (
            "Meet Jonah at the side gate at 8:40 and walk him to his class",
            "A named teaching assistant",
            "from 16 March",
        ),
        ("Keep a place for Tilly in the art room before registration", "Idris Cole", "from 16 March"),
        ("Send Tilly one message at noon on days she is in: “all well”", "Dana", "from 16 March"),
        ("Look at Tilly’s attendance together each Friday", "Tilly, Gwen Lyle", "from 20 March"),
    ),
}

GOALS = {
    1: "Tilly goes to school most days.",
    2: "Tilly goes to school, and chooses with us how she gets there.",
    3: "By 1 May Tilly attends nine sessions in ten, and has chosen with us how she gets there.",
    4: "By 1 May Tilly attends nine sessions in ten, and has chosen with us how she gets there.",
}

SAFETY = """## Staying safe

- In danger, ring **999** first and Family Help afterwards.
- Nobody writes to the family or leaves a message.
- Nobody tells a caller where the family lives or which schools the children go to, whoever is asking.
- Anybody who sees something that worries them tells Priya Nair the same day: 01632 960114.
"""


def _table(rows: tuple[tuple[str, str, str], ...]) -> str:
    lines = ["| What | Who | By |", "|---|---|---|"]
    lines += [f"| {what} | {who} | {by} |" for what, who, by in rows]
    return "\n".join(lines)


def plan(version: int) -> str:
    """Return the text of one version of the plan."""
    review = (
        "We look at this plan together on **Thursday 26 March 2026**."
        if version >= 3
        else ("We look at this plan together within a fortnight.")
    )
    tilly = TILLY if version >= 2 else "\n### Tilly’s wishes\n\nOwen asks her this week.\n"
    school = "\nThe school’s actions were agreed with Gwen Lyle on 13 March.\n" if version == 4 else ""
    return f"""# Family plan

**{OFFICIAL}** · Westmoor County Council, Family Help · {REFERENCE} · Version {version}, {DAYS[version]}

For Dana, Tilly, Jonah and Isla, and for everybody who works with them.

**Lead practitioner:** Priya Nair, 01632 960114. **Support worker:** Owen Blyth, 01632 960116.

**Address:** {ADDRESS}

## What we want

1. Jonah sleeps through the night in a dry room.
2. {GOALS[version]}
3. Everybody feels safe at home, at school and on the way between.
4. The rent arrears get smaller every month.
5. Isla goes on doing well, and Dana has some time to herself.

## What each of us says

### Dana’s wishes

- The damp gone, and no more moving.
- One person to ring, who knows what everybody else is doing.
- Work I can do in school hours, when Isla is a little older.
{tilly}
### Jonah’s wishes

- “My room not to smell of wet dog.”
- To go to football on Saturdays.

## Who does what

{_table(ACTIONS[1 if version < 3 else version])}
{school}
{SAFETY}
## How we shall know

| We look at | Now | By 1 May |
|---|---|---|
| Nights in a week when Jonah needs his blue inhaler | 5 or 6 | 1 or none |
| Tilly’s attendance | 71 % | 90 % |
| The wall beside Jonah’s bed | wet | dry for four weeks |
| What Dana says, out of ten, about how home feels | 5 | 7 |

{review}

*Dana has the right to see what is written about her family and to say that it is wrong. So have Tilly and,
with help, Jonah.*
"""


def make(version: int) -> bytes:
    """Return one version as bytes."""
    return plan(version).encode()


ORIGINAL = Original(
    3,
    "family-plan",
    TITLE,
    "md",
    (
        Edition("Owen Blyth", "First draft, written with Dana", partial(make, 1)),
        Edition("Owen Blyth", "Tilly’s wishes added", partial(make, 2)),
        Edition("Priya Nair", "Dates from the meeting added", partial(make, 3)),
        Edition("Owen Blyth", "School actions agreed with Gwen", partial(make, 4)),
    ),
)
