"""Document 9: how dangerous Marek Reyes is to the family, and what is done about it."""

from __future__ import annotations

from datetime import date

from tools.demo_files.blocks import Bullets, Facts, Grid, Heading, Notice, Paper, Prose, Signed
from tools.demo_files.editions import Edition, Original
from tools.demo_files.facts import ADDRESS, POLICE, REFERENCE, SENSITIVE
from tools.demo_files.pdf_pages import pdf

TITLE = "Domestic-abuse risk assessment"
PAPER = Paper(POLICE, TITLE, SENSITIVE, REFERENCE, "DC Lena Fox", 1, date(2026, 3, 11))

ASKED = Grid(
    ("Asked about", "Answer", "In Dana’s words, or what we know"),
    (
        (
            "Hurt in the past, and how badly",
            "Yes",
            "“Three times that needed a doctor.” Last in August 2025.",
        ),
        ("Hands on her neck, or trouble breathing", "Yes", "Once, in June 2025, while she was pregnant."),
        ("Weapons, or things used as weapons", "Yes", "A kitchen chair. No firearm is held or known."),
        ("Worse or more often lately", "Yes", "Quiet from October; two appearances in one week in March."),
        ("Afraid, and of what", "Yes", "“That he follows one of the children home.”"),
        (
            "Cut off from family and friends",
            "Yes",
            "Her sister stopped calling in 2023 after he answered the telephone.",
        ),
        (
            "Followed, watched, messages",
            "Yes",
            "Near the school on 2 and 5 March. 31 calls from withheld numbers since New Year.",
        ),
        (
            "Her telephone, accounts or car watched",
            "Not known",
            "A shared cloud account was closed in September. Telephone to be checked.",
        ),
        ("Decides what she does, wears or spends", "Yes", "He held her bank card until she left."),
        ("Parting in the last year", "Yes", "She left on 22 August 2025, when Isla was two weeks old."),
        (
            "Quarrel over seeing the children",
            "Yes",
            "He has told a relative that he “will see them with or without a judge”.",
        ),
        ("Children hurt or threatened", "Yes", "Tilly was pushed once when she stood between them."),
        ("Children saw or heard it", "Yes", "Tilly and Jonah, often. Jonah will not speak of it."),
        ("Threats to kill", "Yes", "In August 2025, to Dana, and not since."),
        ("Pets hurt", "No", "None kept."),
        ("Sexual violence", "Not asked", "Left for the independent adviser, at Dana’s wish."),
        ("His threats to harm himself", "Yes", "In the week that the order was made."),
        ("Drink, drugs, mental health of his", "Yes", "Drink at weekends. Nothing else known."),
        (
            "Breach of bail or of an order",
            "Yes",
            "The order names the school. Both sightings are logged as possible breaches.",
        ),
        (
            "Known to the police for other violence",
            "Yes",
            "One caution for assault in 2019, not of a partner.",
        ),
        ("Other people who might help him find her", "Yes", "See section 4."),
    ),
    (3.4, 1.3, 6),
)

STORY = (
    Notice(
        "<b>Do not disclose to the respondent, his family or his representatives.</b> Consent to share was "
        "not sought: asking widely would raise the risk. Basis: safeguarding, public task. Held by the "
        "domestic abuse unit; shared with the family’s lead practitioner alone and, from 16 March 2026, "
        "with the independent adviser."
    ),
    Facts(
        (
            (
                "Person at risk",
                "Dana Ashdown, 36, and her children Tilly (15), Jonah (8) and Isla (7 months)",
            ),
            ("Respondent", "Marek Reyes, 39, the children’s father"),
            ("Our reference", "WC/DAU/26/0381"),
            ("Address", ADDRESS),
            (
                "Spoken with",
                "Dana Ashdown, alone, Tuesday 10 March 2026, 11:00 to 12:20, at a place she chose",
            ),
            ("Assessed by", "DC Lena Fox; reviewed by Sgt Amir Dar, 11 March 2026"),
        )
    ),
    Heading("1. Level of risk"),
    Prose(
        "<b>High.</b> Eighteen of the 21 questions were answered yes. The level also rests on our "
        "judgement: strangling in pregnancy, threats to kill, a separation within the year, and his return "
        "to a place that the order forbids him."
    ),
    Heading("2. What was asked and answered"),
    ASKED,
    Heading("3. The two sightings"),
    Grid(
        ("When", "Where", "Who saw him", "What he did"),
        (
            (
                "Monday 2 March, 15:10",
                "Across the road from the side gate",
                "A member of the office staff",
                "Stood for about ten minutes; left when the children came out",
            ),
            (
                "Thursday 5 March, 15:20",
                "In a parked silver car, 60 metres from the main gate",
                "Tilly, and a parent",
                "Drove off towards the ring road; part of the number is known",
            ),
        ),
        (2.2, 3, 2.4, 4),
    ),
    Prose(
        "The order forbids him to come within 100 metres of the school. It carries a power of arrest in "
        "law: to break it is an offence. Statements are being taken. Until he is spoken to, we work on the "
        "footing that he knows the school and does not know the address."
    ),
    Heading("4. How he might find out where they live"),
    Bullets(
        (
            (
                "<b>Following.</b> The likeliest way. The children leave by different gates at different "
                "times from 12 March."
            ),
            (
                "<b>A cousin at the landlord.</b> Karl Voss, his cousin, works for Harrow Vale Homes. There "
                "is nothing to say that he has helped. He was excluded from the case room on 9 March, and "
                "the tenancy is on the restricted list."
            ),
            "<b>Telephones.</b> Dana’s and Tilly’s are checked by our digital adviser on 17 March.",
            "<b>Post and records.</b> Two health letters went to the former address in November. Corrected.",
        )
    ),
    Heading("5. What Dana wants"),
    Prose(
        "“I want him to stop, and I want to stay where we are. I do not want the children to have to speak "
        "to the police unless there is no other way.” She does not want a refuge place. She agreed to "
        "markers on her telephone number and on the address, and to meet Ada Quill of Lantern."
    ),
    Heading("6. What is being done"),
    Grid(
        ("What", "Who", "By"),
        (
            (
                "Marker on address and telephone: any 999 call is answered as urgent",
                "DC Lena Fox",
                "done, 10 March",
            ),
            ("Statements about both sightings; decision on arrest", "DC Lena Fox", "17 March"),
            ("Safety plan for school, home and Dana’s telephone", "DC Lena Fox, Priya Nair", "20 March"),
            (
                "Independent adviser meets Dana; plan for the first three months",
                "Ada Quill, Lantern",
                "18 March",
            ),
            ("Window locks, door chain and camera, fitted by a vetted worker", "DC Lena Fox", "19 March"),
            ("Tilly is told what the order says, by somebody whom she chooses", "Priya Nair", "20 March"),
            ("Multi-agency risk conference", "Sgt Amir Dar", "25 March"),
        ),
        (6, 3, 2),
    ),
    Heading("7. If something changes"),
    Prose(
        "Assess again on the same day if he is seen within sight of the home or the school, if a child is "
        "approached, if he learns the address, or if Dana says that she is more afraid. Otherwise on 25 "
        "March 2026. The order ends on 14 October 2026; its renewal is considered from 1 September."
    ),
    Signed(
        (
            "<b>DC Lena Fox</b>, domestic abuse unit · 01632 960342 · lena.fox@westmoor-police.example",
            "Reviewed: <b>Sgt Amir Dar</b>, domestic abuse unit, 11 March 2026",
        )
    ),
)

ORIGINAL = Original(
    9,
    "domestic-abuse-risk-assessment",
    TITLE,
    "pdf",
    (Edition("DC Lena Fox", "Assessment after the two sightings", lambda: pdf(PAPER, STORY)),),
)
