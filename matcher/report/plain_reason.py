"""Why this leader, in at most 500 characters that may be pasted into a decision record: facts only, nobody's name."""

from __future__ import annotations

import numpy as np

from matcher import words
from matcher.domain import Leader, Recipient
from matcher.journeys import journey_of
from matcher.plan import NOT_NEAR
from matcher.rules.pairs.pair_wording import and_list, organisation
from matcher.rules.pairs.phase import covers
from matcher.runs.finished import FinishedRun

LONGEST = 500
ROLES = {
    "trust_ceo": "a trust chief executive",
    "nle": "a national leader of education",
    "equivalent": "a leader of like standing",
}


def role_and_organisation(run: FinishedRun, leader: Leader) -> str:
    """The leader by role and organisation, never by name."""
    role = ROLES.get(leader.role, "a system leader")
    named = leader.organisation_id or leader.organisation
    return f"{role} from {organisation(run.world, leader)}" if named else role


def reasons(run: FinishedRun, choice: int) -> tuple[str, ...]:
    """Sentences in order of weight. None holds a score, a reserve or anything that anybody declared."""
    recipient, leader = run.recipient(choice), run.leader(choice)
    journey = journey_of(run.world, int(run.choices.recipient[choice]), int(run.choices.provider[choice])).text
    sentences = [f"{words.capital(role_and_organisation(run, leader))} is proposed."]
    sentences += [f"Their journey: {journey}."] if journey != words.NOT_KNOWN else []
    sentences += _expertise(recipient, leader)
    sentences += _among(run, choice)
    sentences.append("The whole proposal was worked out at once, not one school at a time.")
    return tuple(sentences)


def plain_reason(run: FinishedRun, choice: int) -> str:
    """As many of the reasons as fit, whole sentences only."""
    text = ""
    for sentence in reasons(run, choice):
        longer = f"{text} {sentence}".strip()
        if len(longer) <= LONGEST:
            text = longer
    return text or "A system leader is proposed under the rules of the programme."


def _expertise(recipient: Recipient, leader: Leader) -> list[str]:
    sentences = []
    phases = recipient.phases & covers(leader.phases)
    if phases:
        sentences.append(f"They work with the {and_list(phases)} phase{'s' if len(phases) > 1 else ''}.")
    met = recipient.areas_of_need & leader.specialisms
    if met:
        areas = and_list(frozenset(a.replace("-", " ") for a in met))
        sentences.append(f"They offer help with {areas}, where Ofsted saw a need.")
    return sentences


def _among(run: FinishedRun, choice: int) -> list[str]:
    """How many leaders may support it, and how many of them are nearer."""
    row, away = int(run.choices.recipient[choice]), int(run.choices.nearness[choice])
    own = run.choices_for(row)
    leaders = len(np.unique(run.choices.provider[own]))
    if leaders == 1:
        return ["Under the rules no other leader may support it."]
    nearer_choices = own[run.choices.nearness[own] < away]
    nearer = len(np.unique(run.choices.provider[nearer_choices]))
    if away == NOT_NEAR:
        return [f"Under the rules {leaders} leaders may support it."]
    beside = "no other is nearer" if not nearer else f"{nearer} of them {'is' if nearer == 1 else 'are'} nearer"
    return [f"Under the rules {leaders} leaders may support it; {beside}."]
