"""The table of who sees what, as the project's domain has it; written out again, not taken from the records.

F: may read. A: may read and annotate. Nothing: it does not exist for them. `L` marks what Lantern sees
once it has joined, three days after loading.
"""

PEOPLE = {
    "WCC": ("priya.nair", "owen.blyth"),
    "NHS": ("samira.haddad", "joy.okafor"),
    "POL": ("lena.fox", "amir.dar"),
    "HSG": ("carl.benning",),
    "SCH": ("gwen.lyle", "idris.cole"),
    "DWP": ("nina.sorrell",),
    "REF": ("ada.quill",),
}
OUTSIDE = ("farah.aziz", "helen.marsh", "tom.raine", "ruth.kemp", "karl.voss", "paul.tait", "sol.arden")
EVERYBODY = tuple(person for people in PEOPLE.values() for person in people) + OUTSIDE

# number: (title, {agency or person: F or A}); what names a person is for that person alone.
SEES: dict[int, tuple[str, dict[str, str]]] = {
    1: ("Referral from school", {"WCC": "A", "NHS": "F", "SCH": "A"}),
    2: ("Whole-family assessment", {"WCC": "A", "NHS": "A", "POL": "A"}),
    3: ("Family plan", {"WCC": "A", "NHS": "A", "POL": "A", "HSG": "A", "SCH": "A", "REF": "LF"}),
    4: ("CAMHS summary, Tilly", {"priya.nair": "F", "NHS": "A", "gwen.lyle": "F"}),
    5: ("Health-visitor report, Isla", {"WCC": "F", "NHS": "A"}),
    6: ("Asthma letter, Jonah", {"WCC": "F", "NHS": "F", "SCH": "F"}),
    7: ("Damp survey and repair order", {"WCC": "F", "NHS": "F", "HSG": "A"}),
    8: ("Rent account and arrears plan", {"WCC": "F", "HSG": "F", "DWP": "F"}),
    9: ("Domestic-abuse risk assessment", {"priya.nair": "F", "POL": "F", "REF": "LF"}),
    10: ("Non-molestation order", {"WCC": "F", "POL": "F", "SCH": "F", "REF": "LF"}),
    11: ("Attendance record", {"WCC": "F", "SCH": "A"}),
    12: ("Employment action plan", {"WCC": "F", "DWP": "F"}),
    13: ("Team-around-the-family minutes", {"WCC": "F", "NHS": "F", "POL": "F", "HSG": "F", "SCH": "F"}),
}


def expected(person: str, lantern_joined: bool = False) -> dict[str, str]:
    """What a person sees: titles, each with F or A."""
    agency = next((code for code, people in PEOPLE.items() if person in people), "")
    seen = {}
    for title, sees in SEES.values():
        how = sees.get(person) or sees.get(agency) or ""
        if how.startswith("L"):
            how = how[1:] if lantern_joined else ""
        if how:
            seen[title] = how
    return seen
