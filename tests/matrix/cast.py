"""Who is in the town, what is in its rooms, and who was let see what: plain tables, nothing of the program.

The oracle reads these tables, and the town is built from them. Every kind of person is in here who must
not see what a room holds, each with exactly one thing that keeps them out.
"""

from dataclasses import dataclass, field

READER, COMMENTER, CONTRIBUTOR, LEAD = 1, 2, 3, 4
ME, AGENCY, AGENCIES, EVERYONE = 1, 2, 3, 4
ALL: tuple[str, ...] = ()  # a release to the whole agency


@dataclass(frozen=True)
class Somebody:
    """A person: whom they work for, their duty, what they are in rooms, and what keeps them out."""

    slug: str
    name: str
    agency: str
    roles: dict[str, int] = field(default_factory=dict)
    duty: str = ""
    kept_out: str = ""  # removed, expired, excluded, moved: of rooms; suspended, ended: of everything

    @property
    def is_active(self) -> bool:
        """Whether they can sign in at all."""
        return bool(self.agency) and self.kept_out not in ("suspended", "ended")


@dataclass(frozen=True)
class Paper:
    """A document: where, whose, marked how, and to whom it is released (people, or all)."""

    slug: str
    room: str
    owner: str
    released: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sensitive: bool = False
    annotated: bool = True
    media: str = "text/plain"
    withdrawn_from: str = ""
    versions: int = 1
    least_role: int = 0  # of those to whom it is released
    downloaded: bool = True  # by those to whom it is released


@dataclass(frozen=True)
class Remark:
    """An annotation, or with ``thread`` a reply to one."""

    slug: str
    paper: str
    by: str
    audience: int = EVERYONE
    agencies: tuple[str, ...] = ()
    thread: str = ""


AGENCIES_OF = {
    "WCC": "Westmoor County Council",
    "NHS": "Westmoor Community & Mental Health Trust",
    "POL": "Westmoor Constabulary",
    "HSG": "Harrow Vale Homes",
    "SCH": "Tarn Hill Academy Trust",
    "DWP": "Jobcentre Westmoor",
    "EAS": "Eastbridge Borough Council",
    "OPS": "The platform",
}
ENDED_AGENCY = "DWP"

# room: the agency that leads it, those that take part, those that did, and whether it is open
ROOMS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...], bool]] = {
    "main": ("WCC", ("NHS", "POL", "HSG", "DWP", "OPS"), ("SCH",), True),
    "other": ("EAS", ("NHS",), (), True),
    "closed": ("WCC", (), (), False),
}

STRANGER = Somebody("stranger", "Somebody who is not signed in", "")
PEOPLE = (
    STRANGER,
    Somebody("lead", "Priya Nair", "WCC", {"main": LEAD, "closed": LEAD}),
    Somebody("contributor", "Council contributor", "WCC", {"main": CONTRIBUTOR}),
    Somebody("commenter", "Council commenter", "WCC", {"main": COMMENTER}),
    Somebody("reader", "Owen Blyth", "WCC", {"main": READER}),
    Somebody("colleague", "Council colleague", "WCC"),
    Somebody("partner", "Dr Samira Haddad", "NHS", {"main": CONTRIBUTOR, "other": CONTRIBUTOR}),
    Somebody("partner_lead", "Joy Okafor", "NHS", {"main": LEAD}),
    Somebody("neighbour", "Carl Benning", "HSG", {"main": CONTRIBUTOR}),
    Somebody("outsider", "Paul Tait", "EAS", {"other": LEAD}),
    Somebody("moved", "Eastbridge newcomer", "EAS", {"main": CONTRIBUTOR}, kept_out="moved"),
    Somebody("removed", "Sgt Amir Dar", "POL", {"main": CONTRIBUTOR}, kept_out="removed"),
    Somebody("expired", "DC Lena Fox", "POL", {"main": CONTRIBUTOR}, kept_out="expired"),
    Somebody("left", "Gwen Lyle", "SCH", {"main": CONTRIBUTOR}),
    Somebody("suspended", "Health visitor", "NHS", {"main": CONTRIBUTOR}, kept_out="suspended"),
    Somebody("ended", "Nina Sorrell", "DWP", {"main": CONTRIBUTOR}, kept_out="ended"),
    Somebody("excluded", "Karl Voss", "HSG", {"main": LEAD}, kept_out="excluded"),
    Somebody("manager", "Farah Aziz", "WCC", duty="manager"),
    Somebody("auditor", "Helen Marsh", "WCC", duty="auditor"),
    Somebody("partner_manager", "Health manager", "NHS", duty="manager"),
    Somebody("partner_auditor", "Tom Raine", "NHS", duty="auditor"),
    Somebody("administrator", "Sol Arden", "OPS", {"main": LEAD}, duty="administrator"),
)

PAPERS = (
    Paper("plan", "main", "WCC", {"NHS": ALL}, media="application/pdf"),
    Paper("secret", "main", "WCC", withdrawn_from="NHS"),
    Paper(
        "shared", "main", "WCC", dict.fromkeys(("NHS", "POL", "HSG", "SCH", "DWP", "OPS"), ALL), versions=2
    ),
    Paper(
        "sensitive",
        "main",
        "WCC",
        {"NHS": ("partner", "partner_lead", "suspended"), "HSG": ("neighbour", "excluded")},
        sensitive=True,
        annotated=False,
        downloaded=False,
    ),
    Paper("to_leads", "main", "WCC", {"NHS": ALL}, sensitive=True, least_role=LEAD),
    Paper("named", "main", "NHS", {"WCC": ("lead",)}),
    Paper("damp", "main", "HSG"),
    Paper("other", "other", "EAS", {"NHS": ALL}),
    Paper("old", "closed", "WCC"),
)

REMARKS = (
    Remark("to_all", "plan", "partner"),
    Remark("reply", "plan", "lead", thread="to_all"),
    Remark("to_agency", "plan", "contributor", AGENCY),
    Remark("to_self", "plan", "lead", ME),
    Remark("to_chosen", "plan", "lead", AGENCIES, ("WCC", "NHS")),
    Remark("to_council", "shared", "lead", AGENCIES, ("WCC", "HSG")),
    Remark("on_secret", "secret", "lead"),
    Remark("elsewhere", "other", "outsider"),
)

BY_SLUG = {each.slug: each for each in PEOPLE}
PAPER = {each.slug: each for each in PAPERS}
REMARK = {each.slug: each for each in REMARKS}
# Agreements and who is party to them.
AGREEMENTS = {
    "family": ("WCC", "NHS", "POL", "HSG", "SCH", "DWP", "OPS"),
    "east": ("EAS", "NHS"),
}
# Consents by who recorded them, and the document of which a release names it.
CONSENTS = {"given": ("WCC", "plan"), "unsought": ("NHS", "")}
# Who asked to be let into which room; "" is one that does not exist.
REQUESTS = {"outsider": "main", "colleague": "main", "removed": ""}


def canary(kind: str, slug: str = "") -> str:
    """A word that stands in one text and nowhere else, by which it is known where that text comes out."""
    return f"Zq{kind}{slug}qz".replace("_", "")
