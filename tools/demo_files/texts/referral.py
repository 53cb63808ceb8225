"""Document 1: the school asks Family Help to work with the family."""

from __future__ import annotations

from datetime import date

from tools.demo_files.blocks import Bullets, Facts, Grid, Heading, Notice, Paper, Prose, Signed
from tools.demo_files.editions import Edition, Original
from tools.demo_files.facts import ADDRESS, BORN_ISLA, BORN_JONAH, BORN_TILLY, OFFICIAL, REFERENCE, SCHOOL
from tools.demo_files.word_pages import docx

TITLE = "Referral from school"
PAPER = Paper(SCHOOL, TITLE, OFFICIAL, REFERENCE, "Gwen Lyle", 1, date(2026, 3, 9))

STORY = (
    Prose("To: Family Help, Westmoor County Council. Our reference: THA-SG-2026-031."),
    Heading("1. Who we are writing about"),
    Grid(
        ("Name", "Born", "School and year", "Lives with"),
        (
            ("Tilly Ashdown", BORN_TILLY, "Tarn Hill Academy, Year 10", "Her mother"),
            ("Jonah Ashdown", BORN_JONAH, "Tarn Hill Primary, Year 4", "His mother"),
            ("Isla Ashdown", BORN_ISLA, "Not yet at school", "Her mother"),
        ),
        (3, 3, 4, 2),
    ),
    Facts(
        (
            ("Mother", "Dana Ashdown. She has parental responsibility and lives with all three children."),
            ("Address", ADDRESS),
            (
                "How to reach her",
                "By mobile telephone, between 10 and 2 on school days. No letters, no voicemail.",
            ),
            ("Language", "English. No interpreter needed."),
        )
    ),
    Notice(
        "<b>Before anybody rings or writes:</b> Ms Ashdown moved here to be safe from a former partner. "
        "Please do not write to the family and do not confirm to any caller that the children are on our "
        "roll."
    ),
    Heading("2. Why we are asking for help"),
    Prose(
        "Tilly joined us in September 2025. She was settled until half-term. Since then she has missed more "
        "and more mornings: she has attended 71 % of sessions since September, and 14 of the 40 sessions in "
        "the last four school weeks. She is not unhappy in lessons and her teachers speak well of her."
    ),
    Prose(
        "On 4 March she told her head of year, Idris Cole, that she “stays home to keep an eye on things”. "
        "She would not say what things. She asked him not to telephone home in the morning because the baby "
        "might be asleep."
    ),
    Prose(
        "Jonah has not missed a day. His class teacher notices that he is tired on most mornings and that "
        "he has used his inhaler at school four times since January. He says that his bedroom wall is wet."
    ),
    Prose(
        "We think that these things belong together and that a school alone cannot put them right. Ms "
        "Ashdown thinks so too."
    ),
    Heading("3. What we have tried"),
    Grid(
        ("When", "What we did", "What came of it"),
        (
            (
                "17 November 2025",
                "Idris Cole met Tilly and her mother",
                "Later start agreed on Mondays; it helped for three weeks",
            ),
            (
                "8 December 2025",
                "School nurse spoke with Tilly",
                "Tilly was glad to talk, and asked for somebody to see her at school",
            ),
            (
                "19 January 2026",
                "Attendance plan, reviewed each fortnight",
                "Attendance rose to 85 % for two weeks, then fell",
            ),
            (
                "23 February 2026",
                "Quiet room and a named adult each morning",
                "Used on every day that Tilly came in",
            ),
            ("4 March 2026", "Idris Cole listened to Tilly alone", "What she said is in section 2"),
        ),
        (2.9, 4, 5),
    ),
    Heading("4. What is going well"),
    Bullets(
        (
            "Tilly draws very well and has been asked to help with the scenery for the summer play.",
            "She hardly ever misses a day that has art in it.",
            "Jonah has two good friends and reads above his age.",
            "Ms Ashdown answers every call and comes to every meeting that we ask her to.",
        )
    ),
    Heading("5. What the family says"),
    Prose(
        "<b>Ms Ashdown</b>, on 6 March: “I cannot get her out of the door and feed the baby and get Jonah "
        "there for ten to nine. I am not against help. I would like somebody to tell me what happens to "
        "what I say.”"
    ),
    Prose("<b>Tilly</b>, on 6 March: “You can ask for help if Mum gets it as well.”"),
    Prose(
        "<b>Jonah</b> was told by his teacher, with his mother, that people would be coming to help with "
        "the damp."
    ),
    Heading("6. Agreement to this referral"),
    Prose(
        "Ms Ashdown read this referral with Gwen Lyle on Friday 6 March 2026 and agreed that it be sent to "
        "Family Help and to the health visitor. She may change her mind about what is shared, and knows "
        "whom to tell."
    ),
    Heading("7. What we ask for"),
    Bullets(
        (
            "an assessment of the whole family, with one person who leads it;",
            "a first meeting of everybody who works with the family within ten school days;",
            "a word with Harrow Vale Homes about Jonah’s bedroom;",
            "advice for our office staff on what to say at the gate.",
        )
    ),
    Signed(
        (
            "<b>Gwen Lyle</b>, safeguarding lead, Tarn Hill Academy Trust",
            "Monday 9 March 2026 · 01632 960521 · gwen.lyle@tarnhill.example",
        )
    ),
)

ORIGINAL = Original(
    1,
    "referral-from-school",
    TITLE,
    "docx",
    (Edition("Gwen Lyle", "Referral sent to Family Help", lambda: docx(PAPER, STORY)),),
)
