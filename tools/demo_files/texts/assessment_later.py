"""Document 2 again: its needs, its stories and what is made of them, on the later pages."""

from __future__ import annotations

from tools.demo_files.blocks import Block, Bullets, Grid, Heading, Notice, Prose, Signed

NEEDS = Grid(
    ("Need", "What will be different", "Who", "By"),
    (
        (
            "Good health",
            "Jonah sleeps through without his inhaler",
            "Joy Okafor; Harrow Vale Homes",
            "10 April",
        ),
        ("Good education", "Tilly attends nine sessions in ten", "Gwen Lyle; Owen Blyth", "1 May"),
        (
            "Safe from abuse",
            "School, home and Dana’s phone have a safety plan",
            "DC Lena Fox; Priya Nair",
            "20 March",
        ),
        (
            "Secure housing",
            "The bedroom wall is dry and stays dry through a wet week",
            "Harrow Vale Homes",
            "20 March",
        ),
        (
            "Better mental health",
            "Tilly sees somebody she has chosen, in a place she has chosen",
            "Owen Blyth, with Tilly",
            "27 March",
        ),
        (
            "Good early years",
            "Isla’s one-year review is booked, and Dana has two mornings to herself",
            "Joy Okafor",
            "24 April",
        ),
        (
            "Financial stability",
            "The arrears fall each month and Dana knows what she is entitled to",
            "Owen Blyth",
            "30 April",
        ),
    ),
    (2.2, 5, 3.4, 1.5),
)

STORIES: tuple[Block, ...] = (
    Heading("6. Each child in turn"),
    Prose(
        "<b>Tilly</b> is a careful, funny girl who reads people well and misses little. She gets Jonah up, "
        "packs his bag and listens at the window until he is round the corner. On the mornings when Isla "
        "has been awake she stays at home so that her mother is not alone. She knows more about why the "
        "family moved than her mother would wish, and has not been asked what she fears. She sleeps about "
        "five hours. She has drawn in every lesson of art this term."
    ),
    Prose(
        "<b>Jonah</b> has had asthma since he was three. It was mild until the winter. He coughs at night "
        "and sleeps sitting up against the headboard, beside the coldest wall of the flat. He told Owen "
        "that he moved his soft toys to the other end of the bed “so they don’t get furry”. At school he is "
        "lively and liked."
    ),
    Prose(
        "<b>Isla</b> was two weeks old when the family left. She reaches for her brother and laughs at him. "
        "She sleeps in Dana’s room, which is dry. She is always clean and warmly dressed."
    ),
    Heading("7. Dana as a parent"),
    Prose(
        "Dana has kept three children fed, clean and at school through a flight, a birth and the loss of "
        "her work. She is warm with each of them and sets limits kindly. She is tired, and afraid of asking "
        "for too much in case somebody decides that she cannot cope. She has no family in Westmoor. She "
        "would like one friend here who is not paid to be nice to her."
    ),
    Heading("8. Who is round the family"),
    Grid(
        ("Who", "What they are to the family", "How often"),
        (
            ("Dana’s sister", "Calls again since January, on a number only she has", "most Sundays"),
            ("A neighbour", "Took Jonah in one evening; does not know why they moved", "now and then"),
            ("Idris Cole", "The grown-up at school whom Tilly chose to tell", "each day she is in"),
            ("Jonah’s class teacher", "Notices when he is tired, and lets him read in the corner", "daily"),
            ("Joy Okafor", "Knows Isla since she was eight weeks old", "monthly"),
            ("Owen Blyth", "The one person to ring", "twice a week"),
        ),
        (2.6, 6.4, 2.2),
    ),
    Heading("9. What has happened"),
    Grid(
        ("When", "What"),
        (
            ("August 2025", "Isla is born. Later that month Dana leaves with the three children."),
            (
                "1 September 2025",
                "Tenancy with Harrow Vale Homes begins. Tilly and Jonah start at Tarn Hill that week.",
            ),
            (
                "October 2025",
                "Dana’s part-time work ends when the firm closes. The family court makes the order.",
            ),
            ("November 2025", "Tilly misses two appointments. Her attendance begins to fall."),
            (
                "December 2025",
                "First Universal Credit payment, five weeks after the claim. Jonah’s nights get worse.",
            ),
            ("17 February 2026", "Dana reports the damp."),
            ("26 February 2026", "Harrow Vale Homes inspects."),
            ("2 and 5 March 2026", "Marek Reyes is seen near the school at collection time."),
            ("9 March 2026", "Tarn Hill Academy refers the family."),
        ),
        (2.4, 9),
    ),
)

TO_FOLLOW = (
    Heading("6. Each child in turn"),
    Prose("To follow in version 2, when their own words are written up."),
)

ANALYSIS: tuple[Block, ...] = (
    Heading("10. What we make of it"),
    Prose(
        "The damp, the missed school and the arrears have one root: a family that had to leave in a week "
        "and has been living from one day to the next since. None of the three will mend while Tilly keeps "
        "watch. She will stop when she can see that grown-ups are doing it, so the safety plan comes first "
        "and Tilly helps to write it."
    ),
    Prose(
        "The children are not at immediate risk of significant harm from their mother’s care. There is a "
        "continuing risk from their father. If he comes to the home, follows the children, or learns the "
        "address, the lead practitioner calls a strategy discussion the same day."
    ),
    Heading("11. If things get worse"),
    Grid(
        ("What we would see", "Who would see it first", "What we do"),
        (
            (
                "Marek Reyes near the school or the home",
                "Gwen Lyle; Dana; Tilly",
                "999, then Priya Nair; strategy discussion the same day",
            ),
            (
                "Tilly away three days in a row",
                "Idris Cole",
                "Owen visits that afternoon, by arrangement with Dana",
            ),
            (
                "Jonah needs his inhaler more than every four hours",
                "Dana; class teacher",
                "Seen by a doctor the same day; other rooms offered that night",
            ),
            (
                "The wall still wet on 20 March",
                "Carl Benning",
                "The family stays elsewhere, at the landlord’s cost, in a safe place",
            ),
            (
                "Dana stops answering",
                "Owen Blyth",
                "Agreed call to her sister within two hours, then the police",
            ),
        ),
        (3.6, 2.8, 5),
    ),
    Heading("12. What Dana and Tilly asked us to promise"),
    Bullets(
        (
            "Nobody comes to the door without having been named to Dana that day.",
            "Nothing that Tilly says is repeated to her mother before she has been asked.",
            "When an agency is told something about the family, the family is told which agency and why.",
            "The children do not have to tell what happened more than once.",
        )
    ),
    Heading("13. How sure we are"),
    Bullets(
        (
            "We have seen the home, the bedroom wall and the children named under “Seen”.",
            "Tilly’s health record was not used. What is said here of her health came from Dana.",
            "We have not spoken with Marek Reyes and will not: it would raise the risk.",
            "The rent figure is as of 6 March and will have changed.",
        )
    ),
    Heading("14. Being in touch safely"),
    Notice(
        "<b>Ring Dana between 10 and 2 on school days.</b> Say “it is Owen” or “it is Priya” and nothing "
        "else until she says her own first name. No voicemail, no letters, no e-mail. If somebody else "
        "answers, say “wrong number”. In danger: 999."
    ),
    Heading("15. Who may see this assessment"),
    Prose(
        "Family Help, the NHS trust and the domestic abuse unit of the police, for whole-family support, as "
        "a public task: safeguarding children. Dana has read it and has kept no copy at home, by her own "
        "choice. It is reviewed with her on 24 April 2026."
    ),
    Signed(
        (
            "<b>Priya Nair</b>, lead practitioner · 01632 960114 · priya.nair@westmoor.example",
            "<b>Owen Blyth</b>, support worker · 01632 960116 · owen.blyth@westmoor.example",
        )
    ),
)

# The first draft did not yet say what to do if things got worse, nor what had been promised.
LATER = {
    "13. How sure we are": "11. How sure we are",
    "14. Being in touch safely": "12. Being in touch safely",
}
LATER["15. Who may see this assessment"] = "13. Who may see this assessment"
FIRST_ANALYSIS = tuple(
    Heading(LATER.get(block.text, block.text)) if isinstance(block, Heading) else block
    for block in (*ANALYSIS[:3], *ANALYSIS[7:])
)
