"""Looking as others would before a document is shared."""

from tests.documents.agencies import Agencies
from workspace.identifiers import encode
from workspace.people.models import Person
from workspace.rooms.models import Level


def test_the_preview_is_what_they_then_get_and_saves_nothing(agencies: Agencies) -> None:
    plan, note = agencies.document("Family plan"), agencies.document("Case note")
    hidden = agencies.world.document(agencies.room, agencies.samira, agencies.nhs, "Notes of the clinic")
    agencies.world.release(note, agencies.school, agencies.isa_1, agencies.priya)
    isa = agencies.world.agreement([agencies.nhs, agencies.school], agencies.samira)
    agencies.world.release(hidden, agencies.school, isa, agencies.samira)

    def look(person: Person) -> str:
        answer = agencies.share(
            agencies.priya,
            plan,
            agencies.school,
            people=(agencies.gwen,),
            do="preview",
            preview_as=f"person-{encode(person.id)}",
        )
        assert answer.status_code == 200
        return answer.text

    gwen, idris = look(agencies.gwen), look(agencies.idris)

    assert agencies.releases(plan) == []
    assert "Gwen Lyle would see 2 of the 2 documents that you can see" in gwen
    assert "app-preview__new" in gwen
    assert "Idris Cole would see 1 of the 2 documents that you can see" in idris
    assert "app-preview__new" not in idris
    assert "Notes of the clinic" not in gwen + idris
    agencies.share(agencies.priya, plan, agencies.school, people=(agencies.gwen,))
    assert [agencies.sees(agencies.gwen, one) for one in (plan, note)] == [True, True]
    assert [agencies.sees(agencies.idris, one) for one in (plan, note)] == [False, True]


def test_whoever_reads_or_previews_to_whom_it_is_released_leaves_an_entry(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.world.release(document, agencies.school, agencies.isa_1, agencies.priya)
    (release,) = agencies.releases(document)
    viewer = f"person-{encode(agencies.samira.id)}"

    agencies.page(agencies.priya, agencies.address(document))
    agencies.page(agencies.owen, agencies.address(document), change=encode(release.id))
    agencies.share(agencies.priya, document, agencies.nhs, do="preview", preview_as=viewer)
    agencies.share(agencies.priya, document, agencies.police)
    assert agencies.get(agencies.joy, agencies.address(document)).status_code == 404

    read = agencies.entries("document.releases_read")
    assert [(each.person_id, each.facts) for each in read] == [
        (agencies.priya.id, {}),
        (agencies.owen.id, {"release": release.id}),
        (agencies.priya.id, {}),
    ]
    (previewed,) = agencies.entries("document.releases_previewed")
    assert (previewed.thing_id, previewed.room_id, previewed.material_of) == (
        document.id,
        agencies.room.id,
        [agencies.council.id],
    )


def test_the_preview_knows_that_a_marking_keeps_readers_out(agencies: Agencies) -> None:
    document = agencies.document(level=Level.OFFICIAL_SENSITIVE)
    answer = agencies.share(
        agencies.priya,
        document,
        agencies.school,
        role="commenters",
        do="preview",
        preview_as=f"person-{encode(agencies.idris.id)}",
    )

    assert "would <b>not</b> see Family plan" in answer.text
    agencies.share(agencies.priya, document, agencies.school, role="commenters")
    assert not agencies.sees(agencies.idris, document)
    assert agencies.sees(agencies.gwen, document)


def test_the_preview_of_a_narrower_release_leaves_others_out(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.school)
    (release,) = agencies.releases(document)

    answer = agencies.share(
        agencies.priya,
        document,
        agencies.school,
        people=(agencies.gwen,),
        change=release,
        do="preview",
        preview_as=f"person-{encode(agencies.idris.id)}",
    )

    assert "Idris Cole would see 0 of the 1 documents" in answer.text


def test_without_a_choice_the_first_ticked_agency_that_cannot_see_it_is_looked_as(agencies: Agencies) -> None:
    document = agencies.document()
    agencies.share(agencies.priya, document, agencies.nhs)

    page = agencies.share(agencies.priya, document, agencies.school, do="preview", preview_as="").text

    assert "Anybody of School would see" in page
    assert "app-preview__new" in page
