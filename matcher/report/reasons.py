"""Why this leader for this school or trust: the sentence for the workbook."""

from __future__ import annotations

from matcher.report import words
from matcher.report.plan_view import MatchDetails

LONGEST = 500  # what a decision record takes


def why_this_leader(match: MatchDetails) -> str:
    """At most 500 characters, to paste into a decision record. It claims nothing about what others would have got."""
    body = "trust" if match.recipient.kind == "trust" else "school"
    journey = "journey not known" if match.journey.text == words.NOT_KNOWN else match.journey.text
    sentence = f"{words.role(match.leader.role)}, {journey}. {_standing(match, body)}"
    if match.team_days:
        sentence += f" Of the {words.count(match.days, 'day')}, {match.team_days} may be given by the leadership team."
    return sentence if len(sentence) <= LONGEST else sentence[: LONGEST - 1] + "…"


def _standing(match: MatchDetails, body: str) -> str:
    if match.possible == 1:
        return f"The only leader who may support this {body}."
    fit = f"{_place(match.fitter, 'best')} fit ({match.fit} of 1,000)"
    if not match.ranked:
        return f"Of {match.possible} leaders who may support this {body}: the {fit}."
    return (
        f"Of {match.possible} leaders who may support this {body}: the {_place(match.nearer, 'nearest')} and the {fit}."
    )


def _place(ahead: int, best: str) -> str:
    return best if not ahead else f"{words.ordinal(ahead + 1)} {best}"
