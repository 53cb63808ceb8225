"""What every document agrees on: the family, its agencies, how they are reached."""

from __future__ import annotations

from tools.demo_files.blocks import Letterhead

REFERENCE = "FH/2026/0147"
OFFICIAL = "OFFICIAL"
SENSITIVE = "OFFICIAL-SENSITIVE"
FICTITIOUS = "Fictitious: written for a demonstration. No person, place or number in it is real."

# The family's new address is in no document. This sentence stands where it would.
ADDRESS = "Not written here. Held by Family Help."

# NHS numbers from the range kept for tests, with their check digits.
NHS_TILLY = "999 014 2610"
NHS_JONAH = "999 017 0533"
NHS_ISLA = "999 025 0804"

BORN_TILLY = "2 November 2010"
BORN_JONAH = "19 May 2017"
BORN_ISLA = "6 August 2025"

COUNCIL = Letterhead(
    "Westmoor County Council",
    "Family Help",
    "#1d4ed8",
    "County Hall, Westmoor · 01632 960110 · familyhelp@westmoor.example",
)
CAMHS = Letterhead(
    "Westmoor Community & Mental Health Trust",
    "Child and adolescent mental health",
    "#00756b",
    "Meadow Clinic, Westmoor · 01632 960230 · camhs@westmoor-trust.example",
)
HEALTH_VISITING = Letterhead(
    "Westmoor Community & Mental Health Trust",
    "Health visiting",
    "#00756b",
    "Meadow Clinic, Westmoor · 01632 960235 · healthvisiting@westmoor-trust.example",
)
POLICE = Letterhead(
    "Westmoor Constabulary",
    "Domestic abuse unit",
    "#3f2d86",
    "Police Headquarters, Westmoor · 01632 960340 · domesticabuse@westmoor-police.example",
)
HOUSING = Letterhead(
    "Harrow Vale Homes",
    "Property services",
    "#a34700",
    "Vale House, Westmoor · 01632 960450 · repairs@harrowvale.example",
)
RENTS = Letterhead(
    "Harrow Vale Homes",
    "Income and tenancies",
    "#a34700",
    "Vale House, Westmoor · 01632 960455 · rents@harrowvale.example",
)
SCHOOL = Letterhead(
    "Tarn Hill Academy Trust",
    "Safeguarding",
    "#b0176b",
    "Tarn Hill Academy, Westmoor · 01632 960520 · safeguarding@tarnhill.example",
)
JOBCENTRE = Letterhead(
    "Jobcentre Westmoor",
    "Employment support",
    "#4f6b00",
    "Market Square, Westmoor · 01632 960630 · nina.sorrell@jobcentre-westmoor.example",
)
