"""All thirteen documents, in the order of the demonstration's table."""

from __future__ import annotations

from tools.demo_files.texts import (
    assessment,
    asthma_letter,
    attendance,
    camhs_summary,
    court_order,
    damp_survey,
    employment_plan,
    family_plan,
    health_visitor,
    minutes,
    referral,
    rent_account,
    risk_assessment,
)

ORIGINALS = (
    referral.ORIGINAL,
    assessment.ORIGINAL,
    family_plan.ORIGINAL,
    camhs_summary.ORIGINAL,
    health_visitor.ORIGINAL,
    asthma_letter.ORIGINAL,
    damp_survey.ORIGINAL,
    rent_account.ORIGINAL,
    risk_assessment.ORIGINAL,
    court_order.ORIGINAL,
    attendance.ORIGINAL,
    employment_plan.ORIGINAL,
    minutes.ORIGINAL,
)
