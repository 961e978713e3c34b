"""Breaks of the rules of a programme of supporting organisations and advisers."""

from __future__ import annotations

from tests.breaks.breaks import Break

PAIRS, LIMITS, GOALS = "rules/pairs/rise", "rules/limits", "rules/goals"
LAW = ("tests/test_law_supporters.py",)
FLAGS = ("tests/rules/pairs/test_supporters.py",)

ORGANISATIONS_AND_ADVISERS = (
    Break("adviser-out-of-region", f"{PAIRS}/advisers.py", "    region.out_of_region,", "    is_unplaced,", FLAGS),
    Break(
        "review-progress",
        f"{PAIRS}/organisations.py",
        "return ~needs_organisation(world)[pairs",
        "return needs_organisation(world)[pairs",
        LAW,
    ),
    Break("review-progress", "rules/supporters.py", 'if case.status != "stopped"', 'if case.status == "stopped"', LAW),
    Break(
        "due-diligence",
        f"{PAIRS}/organisations.py",
        '.due_diligence == "no" for',
        '.due_diligence == "pending" for',
        LAW,
    ),
    Break("responsible-body", f"{PAIRS}/bodies.py", 'return recipient.sector == "maintained"', "return True", LAW),
    Break("responsible-body", f"{PAIRS}/bodies.py", "return rows | {k for", "return rows & {k for", LAW),
    Break(
        "checks-open",
        f"{PAIRS}/organisations.py",
        "account > world.policy.as_at",
        "account < world.policy.as_at",
        FLAGS,
    ),
    Break(
        "fellow-adviser",
        f"{PAIRS}/fellow.py",
        "if not world.policy.rules.fellow_adviser.show:",
        "if world.policy.rules.fellow_adviser.show:",
        FLAGS,
    ),
    Break(
        "runs-eligible-schools", f"{PAIRS}/organisations.py", "many[pairs.leader] > 0", "many[pairs.leader] > 1", FLAGS
    ),
    Break("adviser-travel", f"{PAIRS}/advisers.py", "(pairs.metres > limit)", "(pairs.metres >= limit)", LAW),
    Break("adviser-cannot-at-present", "rules/pairs/away.py", "world.providers[kind]", "world.leaders", LAW),
    Break("adviser-needs-organisation", f"{LIMITS}/supporters.py", "& ~adviser_stands(world)", "", LAW),
    Break("adviser-allocated", f"{PAIRS}/advisers.py", "(has != pairs.leader)", "(has == pairs.leader)", LAW),
    Break("adviser-employer", f"{PAIRS}/advisers.py", "own = ([x.organisation_id] if", "own = ([x.id] if", LAW),
    Break(
        "adviser-former-employer", f"{PAIRS}/advisers.py", 'former_employer == "allow"', 'former_employer == "bar"', LAW
    ),
    Break(
        "adviser-declared-interest",
        "rules/pairs/interests/interest_links.py",
        'cached(\n        world, f"pairs.ties.{provider_kind}", lambda',
        'cached(\n        world, "pairs.ties.one", lambda',
        LAW,
    ),
    Break(
        "adviser-party-unknown",
        "rules/pairs/interests/unknown_parties.py",
        "return set_aside(world, pairs.kind)[pairs.leader]",
        'return set_aside(world, "leaders")[pairs.leader * 0]',
        FLAGS,
    ),
    Break(
        "adviser-forbidden",
        "rules/pairs/forbidden.py",
        "keys_of_named(world, kind,",
        'keys_of_named(world, "leaders",',
        LAW,
    ),
    Break(
        "employer-unknown",
        f"{PAIRS}/advisers.py",
        "bools(x.organisation_id is None for",
        "bools(x.organisation_id is not None for",
        FLAGS,
    ),
    Break(
        "one-adviser",
        f"{LIMITS}/supporters.py",
        '"one-adviser", "advisers", ids, ones(len(ids))',
        '"one-adviser", "advisers", ids, ones(len(ids)) + 1',
        LAW,
    ),
    Break("caseload", f"{LIMITS}/supporters.py", "x.caseload - taken[x.id]", "x.caseload", LAW),
    Break("caseload", f"{LIMITS}/commitments.py", "- len(own & here)", "", LAW),
    Break(
        "deployments",
        f"{LIMITS}/commitments.py",
        "max(committed[o.id], by_case[o.id], o.running or 0)",
        "committed[o.id] + by_case[o.id] + (o.running or 0)",
        LAW,
    ),
    Break(
        "organisation-needs-adviser",
        f"{LIMITS}/supporters.py",
        '"organisation-needs-adviser", choices.is_match, choices.is_adviser)',
        '"organisation-needs-adviser", choices.is_adviser, choices.is_match)',
        LAW,
    ),
    Break(
        "adviser-needs-organisation",
        f"{LIMITS}/supporters.py",
        "both = needs_organisation(world) &",
        "both = ~needs_organisation(world) &",
        LAW,
    ),
    Break("same-employer", f"{LIMITS}/supporters.py", 'same_employer == "allow" or', 'same_employer == "bar" or', LAW),
    Break(
        "fellow-share",
        f"{LIMITS}/supporters.py",
        "weight: Ints = np.where(is_fellow(world, choices), q - p, -p)",
        "weight: Ints = np.where(is_fellow(world, choices), q, -p)",
        LAW,
    ),
    Break(
        "supports",
        f"{LIMITS}/supporter_links.py",
        "[k, z[body, leader]], [1, -1]",
        "[k, z[body, leader]], [-1, 1]",
        LAW,
    ),
    Break(
        "advisers-in-region",
        f"{GOALS}/supporters.py",
        '"advisers from another region", "least"',
        '"advisers from another region", "most"',
        FLAGS,
    ),
    Break(
        "fellow-advisers",
        f"{GOALS}/supporters.py",
        "worth = is_fellow(world, choices).astype(np.int64)",
        "worth = 1 - is_fellow(world, choices).astype(np.int64)",
        LAW,
    ),
    Break(
        "supporters-per-body",
        f"{GOALS}/supporters.py",
        "(choices.kind == SUPPORTS).astype(np.int64) - (",
        "(choices.kind == SUPPORTS).astype(np.int64) + (",
        LAW,
    ),
    Break(
        "travel",
        f"{GOALS}/supporters.py",
        "choices.is_match | choices.is_adviser, _kilometres",
        "choices.is_match, _kilometres",
        LAW,
    ),
)
