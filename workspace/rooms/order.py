"""The one order in which agencies stand everywhere, so that people find them where they were."""

from collections.abc import Iterable

from workspace.people.models import Organisation

COLOURS = ("council", "nhs", "police", "housing", "school", "jobcentre", "lantern", "other")


def in_order(organisations: Iterable[Organisation]) -> list[Organisation]:
    """Organisations, by kind and then by name: Council, NHS, Police, Housing, School and so on."""
    return sorted(organisations, key=place)


def place(organisation: Organisation) -> tuple[int, str, int]:
    """What to sort by to have things in the order of their organisations."""
    colour = organisation.colour
    return (
        COLOURS.index(colour) if colour in COLOURS else len(COLOURS),
        organisation.short_name.casefold(),
        organisation.id,
    )
