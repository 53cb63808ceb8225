"""Who there is in the demonstration: nine organisations and their people. All fictitious.

The password is everybody's, and is known: it exists in demonstration mode only, which refuses to
listen anywhere but on this machine.
"""

from dataclasses import dataclass

from workspace.people.models import Duty

PASSWORD = "ashdown-reyes"  # noqa: S105 - known to all, and refused outside the demonstration


@dataclass(frozen=True)
class Someone:
    """A person of the demonstration."""

    name: str
    job_title: str
    duties: tuple[Duty, ...] = ()
    note: str = ""

    @property
    def key(self) -> str:
        """The first part of their address, by which the demonstration's records name them."""
        words = [word.lower() for word in self.name.split() if word not in ("Dr", "DC", "Sgt")]
        return ".".join(words)


@dataclass(frozen=True)
class Agency:
    """An organisation of the demonstration."""

    code: str
    name: str
    short_name: str
    colour: str
    domain: str
    people: tuple[Someone, ...]
    in_room: bool = True

    def email(self, someone: Someone) -> str:
        """The address somebody of it signs in with."""
        return f"{someone.key}@{self.domain}"


AGENCIES = (
    Agency(
        "WCC", "Westmoor County Council, Family Help", "Council", "council", "westmoor.example",
        (
            Someone("Priya Nair", "lead practitioner", note="lead practitioner, team lead"),
            Someone("Owen Blyth", "support worker"),
            Someone("Farah Aziz", "organisation manager", (Duty.MANAGER,)),
            Someone("Helen Marsh", "auditor", (Duty.AUDITOR,)),
        ),
    ),
    Agency(
        "NHS", "Westmoor Community & Mental Health Trust", "NHS", "nhs", "westmoor-trust.example",
        (
            Someone("Dr Samira Haddad", "child and adolescent mental health"),
            Someone("Joy Okafor", "health visitor"),
            Someone("Tom Raine", "Caldicott guardian", (Duty.AUDITOR,), "Caldicott guardian, auditor"),
        ),
    ),
    Agency(
        "POL", "Westmoor Constabulary", "Police", "police", "westmoor-police.example",
        (
            Someone("DC Lena Fox", "domestic abuse unit"),
            Someone("Sgt Amir Dar", "domestic abuse unit"),
            Someone("Ruth Kemp", "auditor", (Duty.AUDITOR,)),
        ),
    ),
    Agency(
        "HSG", "Harrow Vale Homes", "Housing", "housing", "harrowvale.example",
        (
            Someone("Carl Benning", "housing officer", (Duty.MANAGER,), "housing officer and manager"),
            Someone("Karl Voss", "repairs manager", note="repairs manager, excluded from the room"),
        ),
    ),
    Agency(
        "SCH", "Tarn Hill Academy Trust", "School", "school", "tarnhill.example",
        (
            Someone("Gwen Lyle", "safeguarding lead", (Duty.MANAGER,), "safeguarding lead and manager"),
            Someone("Idris Cole", "head of year"),
        ),
    ),
    Agency(
        "DWP", "Jobcentre Westmoor", "Jobcentre", "jobcentre", "jobcentre-westmoor.example",
        (Someone("Nina Sorrell", "work coach", (Duty.MANAGER,), "work coach and manager"),),
    ),
    Agency(
        "REF", "Lantern", "Lantern", "lantern", "lantern.example",
        (
            Someone(
                "Ada Quill", "domestic-abuse adviser", (Duty.MANAGER,),
                "domestic-abuse adviser, joins in three days",
            ),
        ),
    ),
    Agency(
        "EAS", "Eastbridge Borough Council", "Eastbridge", "other", "eastbridge.example",
        (Someone("Paul Tait", "social worker", note="takes no part in the room"),),
        in_room=False,
    ),
    Agency(
        "OPS", "The platform", "Platform", "other", "platform.example",
        (
            Someone(
                "Sol Arden", "administrator", (Duty.ADMINISTRATOR,), "administrator, reads no content"
            ),
        ),
        in_room=False,
    ),
)  # fmt: skip

Listed = tuple[str, str, str, list[tuple[str, str, str]]]


def _listed(agency: Agency) -> Listed:
    people = [(each.name, agency.email(each), each.note or each.job_title) for each in agency.people]
    return agency.name, agency.short_name, agency.colour, people


# What the sign-in page shows: headings, and under each the agencies with (name, e-mail, what they do).
SIGN_IN: list[tuple[str, list[Listed]]] = [
    ("In the room of the Ashdown-Reyes family", [_listed(each) for each in AGENCIES if each.in_room]),
    ("Outside the room", [_listed(each) for each in AGENCIES if not each.in_room]),
]
