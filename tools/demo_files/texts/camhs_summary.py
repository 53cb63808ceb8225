"""Document 4: what Tilly agreed that two people may know about her health."""

from __future__ import annotations

from datetime import date

from tools.demo_files.blocks import Bullets, Facts, Grid, Heading, Notice, Paper, Prose, Signed
from tools.demo_files.editions import Edition, Original
from tools.demo_files.facts import ADDRESS, BORN_TILLY, CAMHS, NHS_TILLY, REFERENCE, SENSITIVE
from tools.demo_files.pdf_pages import pdf

TITLE = "CAMHS summary, Tilly"
PAPER = Paper(CAMHS, TITLE, SENSITIVE, REFERENCE, "Dr Samira Haddad", 1, date(2026, 3, 11))

STORY = (
    Facts(
        (
            ("Young person", f"Tilly Ashdown, born {BORN_TILLY}, 15 years"),
            ("NHS number", NHS_TILLY),
            ("Our reference", "CY/26/1184"),
            ("Address", ADDRESS),
            ("Written for", "Priya Nair, Family Help, and Gwen Lyle, Tarn Hill Academy Trust. Nobody else."),
            ("Written by", "Dr Samira Haddad, consultant child and adolescent psychiatrist"),
        )
    ),
    Notice(
        "<b>Tilly decided that this may be shared.</b> She read it on Tuesday 10 March 2026, asked for two "
        "sentences to be taken out, and agreed to the rest. She is able to make this decision for herself. "
        "Please speak with her before you act on anything here, and do not pass it on, to her parents "
        "included."
    ),
    Heading("1. Where things stand"),
    Prose(
        "Tilly is an open patient of this service. She has not been discharged. Her school nurse referred "
        "her in October 2025. She missed appointments on 12 and 26 November; both letters had gone to a "
        "former address. When we reached her by telephone in December she asked us to keep her place, and "
        "we did."
    ),
    Prose(
        "<b>Her next appointment is on Wednesday 18 March 2026 at 16:00.</b> She would rather be seen at "
        "school than at the clinic."
    ),
    Heading("2. What Tilly finds hard"),
    Bullets(
        (
            "She falls asleep after two and wakes at six. She listens for sounds outside.",
            "She feels sick on school mornings, and better once it is too late to go.",
            (
                "She has stopped answering her friends because she does not know what she is allowed to "
                "tell them."
            ),
            "She feels that she is the one who has to notice things.",
        )
    ),
    Heading("3. What helps"),
    Bullets(
        (
            "Knowing the plan for the day, with nobody changing it behind her back.",
            "Drawing. A quiet place to begin the day. Being near, but not in, a crowd.",
            "One message at noon that all is well at home.",
            "Grown-ups who say what they know and what they do not.",
        )
    ),
    Heading("4. Our understanding"),
    Prose(
        "Tilly’s watchfulness made sense where she lived before, and it has not yet learnt that it may "
        "rest. We understand her difficulties as anxiety after a long time of fear, with poor sleep. We see "
        "no sign of a depressive illness. She is thoughtful, has good reasons for what she does, and wants "
        "to be back at school."
    ),
    Heading("5. Safety"),
    Prose(
        "Asked directly, Tilly says that she has no thoughts of harming herself and has not had any. She "
        "knows whom she can ring at night and has the number in her telephone. If this changes, or if "
        "anybody is worried about her safety, ring the crisis line of the Trust on 01632 960239 at any "
        "hour, or 999 in an emergency."
    ),
    Heading("6. What we offer, and what we ask"),
    Grid(
        ("What", "Who", "From"),
        (
            ("Six meetings about sleep and worry, with one named clinician", "CAMHS", "18 March"),
            (
                "A private room at school at a time when no lesson of art is missed",
                "Gwen Lyle",
                "18 March, if Tilly agrees",
            ),
            ("A start to the day in a quiet room, without a deadline", "Gwen Lyle", "now"),
            ("A plain account to Tilly of the family’s safety plan", "Priya Nair", "by 20 March"),
            (
                "No home visit, telephone call or letter in Tilly’s name without asking her",
                "Everybody",
                "now",
            ),
        ),
        (6, 2.4, 2.6),
    ),
    Heading("7. What we would not do"),
    Prose(
        "We would not set a target for attendance before she sleeps better, ask her to describe what "
        "happened in more than one place, or wait for the other worries of the family to be settled before "
        "helping her with hers."
    ),
    Heading("8. Review"),
    Prose(
        "With Tilly on 29 April 2026. What may be shared is asked again that day. She may withdraw her "
        "agreement sooner."
    ),
    Signed(
        (
            "<b>Dr Samira Haddad</b>, consultant child and adolescent psychiatrist",
            "Wednesday 11 March 2026 · 01632 960231 · samira.haddad@westmoor-trust.example",
        )
    ),
)

ORIGINAL = Original(
    4,
    "camhs-summary-tilly",
    TITLE,
    "pdf",
    (Edition("Dr Samira Haddad", "Summary agreed with Tilly", lambda: pdf(PAPER, STORY)),),
)
