"""Rule breaks to be seeded one at a time, and the tests that must notice each: read it as a list.

Every rule is broken at least once: off by one, a wrong sign, a wrong unit, a missing term or a swapped field.
"""

from __future__ import annotations

from dataclasses import dataclass

LAW = ("tests/test_law.py",)
FLAGS = ("tests/test_law_flags.py",)
GATES = ("tests/test_law_eligibility.py",)
# Caught by the whole law test; in its sized version the worlds that show them are too few, so unit tests stand in.
UNIT_LIMITS = ("tests/rules/limits",)
UNIT_GATES = ("tests/rules/gates",)
UNIT_OWN = ("tests/rules/pairs/test_own_organisation.py",)
UNIT_INTERESTS = ("tests/rules/pairs/test_declared_interest.py",)
UNIT_PARTIES = ("tests/rules/pairs/test_unknown_parties.py",)
JOURNEYS = ("tests/test_journeys.py",)


@dataclass(frozen=True)
class Break:
    """In `file` of the package, the one place that says `old` says `new` instead; these tests must then fail."""

    rule: str
    file: str
    old: str
    new: str
    caught_by: tuple[str, ...] = LAW


WHO_MAY_SUPPORT_WHOM = (
    Break("travel", "rules/pairs/distance/travel.py", "(pairs.metres > limit", "(pairs.metres >= limit"),
    Break("travel", "rules/pairs/distance/travel.py", "(pairs.metres != UNKNOWN) & (", "(pairs.metres == UNKNOWN) | ("),
    Break("travel", "rules/pairs/distance/travel.py", "return ints(min((m for", "return ints(max((m for"),
    Break("travel", "world.py", "square = (gap * gap).sum(axis=1)", "square = abs(gap).sum(axis=1) ** 2"),
    Break("travel", "candidates/reach.py", "limit[placed].max(initial=0)) + 1", "limit[placed].max(initial=0)) - 1"),
    Break(
        "travel",
        "rules/pairs/distance/travel.py",
        "minutes_judged(world, pairs) > limit",
        "minutes_judged(world, pairs) >= limit",
    ),
    Break("travel", "rules/pairs/distance/travel.py", "or x.max_travel_minutes is not None else", "else"),
    Break("travel", "rules/pairs/distance/travel.py", "barred: Bools = far | late", "barred: Bools = late"),
    Break("travel", "rules/pairs/distance/measured.py", "return ints(min((m for", "return ints(max((m for"),
    Break(
        "travel",
        "rules/pairs/distance/measured.py",
        "-(-pairs.metres * rate // PER_METRE)",
        "pairs.metres * rate // PER_METRE",
    ),
    Break("travel", "rules/pairs/distance/measured.py", "RANK = (9, 10)", "RANK = (5, 10)"),
    Break("travel", "rules/pairs/distance/measured.py", "far = metres >= NEAR_METRES", "far = metres > 0"),
    Break("travel", "rules/pairs/distance/measured.py", "rank < best[key][0]", "rank > best[key][0]"),
    Break("travel", "rules/pairs/distance/measured.py", "back, -way.minutes)", "back, way.minutes)", JOURNEYS),
    Break("travel", "rules/pairs/distance/measured.py", "(True, way.end, way.start)", "(True, way.start, way.end)"),
    Break(
        "travel", "candidates/reach.py", "minutes == NO_LIMIT, limit, by_time)", "minutes == NO_LIMIT, limit, limit)"
    ),
    Break("travel", "candidates/reach.py", "                self._measured_of(rows),\n", ""),
    Break(
        "crossing", "rules/pairs/distance/water.py", "found[0 if crossing.ok else 1]", "found[1 if crossing.ok else 0]"
    ),
    Break("crossing", "rules/pairs/distance/water.py", ", (crossing.b, crossing.a)):", ",):"),
    Break(
        "region", "rules/pairs/distance/region.py", "return region in leader.regions", "return region == leader.region"
    ),
    Break(
        "region",
        "rules/pairs/distance/region.py",
        'case "always":\n            return True',
        'case "always":\n            return False',
    ),
    Break("role", "rules/pairs/role.py", "(trust & ~for_trust[pairs.leader])", "(trust & ~for_school[pairs.leader])"),
    Break("phase", "rules/pairs/phase.py", "(~trust & (need & ~cover != 0))", "(~trust & (need & cover == 0))"),
    Break("phase", "rules/pairs/phase.py", '{"primary", "secondary"} <=', '{"primary"} <='),
    Break("willingness", "rules/pairs/willingness.py", "bools(not x.willing for", "bools(x.willing for"),
    Break("designation", "rules/pairs/designation.py", "last < day:", "last <= day:"),
    Break("designation", "rules/pairs/designation.py", "first < NEW_CADRE <= day", "first <= NEW_CADRE <= day"),
    Break(
        "own-school",
        "rules/pairs/interests/own_organisation.py",
        ", *holders.get(index.current(urn), ()))",
        ",)",
        UNIT_OWN,
    ),
    Break(
        "own-trust", "rules/pairs/interests/own_organisation.py", 'if node[0] == "trust")', 'if node[0] == "school")'
    ),
    Break(
        "own-trust",
        "rules/pairs/interests/affiliations.py",
        '| {("trust", r.trust_id)} if r.trust_id else',
        "if r.trust_id else",
    ),
    Break("own-trust", "rules/pairs/interests/affiliations.py", "stay.left > day)", "stay.left >= day)", UNIT_OWN),
    Break(
        "declared-interest",
        "rules/pairs/interests/interest_links.py",
        "interest.expires_on < world",
        "interest.expires_on <= world",
    ),
    Break(
        "declared-interest",
        "rules/pairs/interests/interest_links.py",
        "return max(levels, key",
        "return min(levels, key",
    ),
    Break("declared-interest", "rules/pairs/interests/interest_links.py", 'default="block")', 'default="declare")'),
    Break(
        "declared-interest",
        "rules/pairs/interests/interest_links.py",
        "return interest.relation != NIL and not",
        "return not",
    ),
    Break(
        "declared-interest",
        "rules/pairs/interests/affiliations.py",
        "*(r for r in world.facts.recipients if r.id not in here)",
        "*(r for r in () if r.id not in here)",
        UNIT_INTERESTS,
    ),
    Break(
        "party-unknown",
        "rules/pairs/interests/unknown_parties.py",
        'SETS_ASIDE = ("school", "trust", *PLACES)',
        'SETS_ASIDE = ("school", "trust")',
        UNIT_PARTIES,
    ),
    Break(
        "party-unknown",
        "rules/pairs/interests/unknown_parties.py",
        "    if x.outside:\n",
        "    if x.outside is None:\n",
    ),
    Break(
        "governance-party-unknown",
        "rules/pairs/interests/unknown_parties.py",
        "return set_aside(world, pairs.kind)[pairs.leader]",
        'return set_aside(world, "leaders")[pairs.leader % len(world.leaders)]',
    ),
    Break(
        "leader-own-trust",
        "rules/pairs/interests/leader_own_trust.py",
        'if leader.role == "nle":\n        trusts',
        "if False:\n        trusts",
    ),
    Break(
        "leader-own-trust",
        "rules/pairs/interests/leader_own_trust.py",
        "history | {p.recipient_id",
        "history & {p.recipient_id",
    ),
    Break(
        "leader-own-trust", "rules/pairs/interests/leader_own_trust.py", "for r in w.recipients)}))", "for r in ())}))"
    ),
    Break("cannot-at-present", "rules/pairs/away.py", "day <= x.until)", "day < x.until)"),
    Break("cannot-at-present", "rules/pairs/away.py", "[pairs.leader] & ~stands(world, pairs)", "[pairs.leader]"),
    Break(
        "forbidden",
        "rules/pairs/forbidden.py",
        "for x in world.policy.forbid)",
        "for x in world.policy.pins)",
    ),
    Break(
        "governance-trust",
        "rules/pairs/governance.py",
        "return ~world.recipient_is_trust[pairs.recipient]",
        "return world.recipient_is_trust[pairs.recipient] & False",
    ),
    Break(
        "governance-need", "rules/pairs/governance.py", "(r.governance_need or 0) >= 1", "(r.governance_need or 0) > 1"
    ),
    Break(
        "governance-region",
        "rules/pairs/distance/region.py",
        'f"pairs.region.serves.{pairs.kind}", partial(_serves, kind=pairs.kind)',
        '"pairs.region.serves", partial(_serves, kind="leaders")',
    ),
    Break(
        "governance-own-trust",
        "rules/pairs/interests/own_organisation.py",
        "own_trust_keys(world, pairs.kind)",
        'own_trust_keys(world, "leaders")',
    ),
    Break(
        "governance-declared-interest",
        "rules/pairs/interests/declared_interest.py",
        'pairs_at_level(world, pairs.kind, "block")',
        'pairs_at_level(world, "leaders", "block")',
    ),
    Break(
        "governance-days-on-offer",
        "rules/days_on_offer.py",
        "if offered >= 1 else 0",
        "if offered >= 0 else 0",
    ),
)

WHAT_MUST_NOT_RUN_OUT = (
    Break(
        "days-on-offer", "rules/choices.py", "share.numerator * days // share", "share.numerator * (days + 1) // share"
    ),
    Break(
        "days-on-offer",
        "rules/choices.py",
        "(~trust, support.standalone_days), (trust,",
        "(trust, support.standalone_days), (~trust,",
    ),
    Break("days-on-offer", "rules/choices.py", "NOT_FIXED if r.days is None else r.days", "NOT_FIXED"),
    Break("named-once", "proof/audit.py", "if times > 1:", "if times > 2:"),
    Break(
        "one-leader", "rules/limits/one_leader.py", "        ones(len(subjects)),", "        ones(len(subjects)) + 1,"
    ),
    Break(
        "leader-days",
        "rules/limits/leader_days.py",
        "choices.own_days, choices.is_match",
        "choices.days, choices.is_match",
    ),
    Break("leader-days", "rules/limits/leader_days.py", "x.days - committed[x.id]", "x.days + committed[x.id]"),
    Break("team-days", "rules/limits/team_days.py", "choices.team_days, mask", "choices.own_days, mask"),
    Break("deployments", "rules/limits/deployments.py", "- committed[x.id]) for _", ") for _"),
    Break(
        "history",
        "rules/limits/commitments.py",
        "policy.year_from <= term_day",
        "policy.year_from < term_day",
        UNIT_LIMITS,
    ),
    Break(
        "history",
        "rules/limits/commitments.py",
        'COMMITTED_STATES = ("agreed", "running")',
        'COMMITTED_STATES = ("running",)',
    ),
    Break(
        "history", "rules/limits/commitments.py", "return deployment.days_claimed", "return deployment.days_agreed or 0"
    ),
    Break("history", "rules/limits/commitments.py", "agreed - (deployment.team_days or 0)", "agreed"),
    Break("team-days", "rules/limits/team_days.py", " - committed[organisation]", "", UNIT_LIMITS),
    Break(
        "team-days",
        "rules/limits/commitments.py",
        "min(deployment.team_days or 0, days_of(deployment, world))",
        "0",
        UNIT_LIMITS,
    ),
    Break(
        "pins", "rules/limits/pins.py", "np.array([j, g, a, -1, -1])[choices.kind]", "np.array([j])[choices.kind * 0]"
    ),
    Break("pots", "rules/costs.py", "days[match] * day_pence", "days[match] // 100 * day_pence"),
    Break(
        "pots", "rules/costs.py", 'pence["match_fees"][match] = rates.match_fee_pence', 'pence["match_fees"][match] = 0'
    ),
    Break(
        "pots", "rules/limits/commitments.py", "or 0) - fixed) * pot.share)", "or 0) * pot.share - fixed))", UNIT_LIMITS
    ),
    Break(
        "pots", "rules/limits/pots.py", "np.where(inside[world.recipient_region[choices.recipient]], pence, 0)", "pence"
    ),
    Break(
        "pots",
        "rules/limits/commitments.py",
        'if pot.role == "pays" and deployment.pot in',
        "if deployment.pot in",
        UNIT_LIMITS,
    ),
    Break(
        "one-governance-leader",
        "rules/limits/governance.py",
        """        ones(len(subjects)),
        choices.recipient,
        count,
        choices.is_governance,
""",
        """        ones(len(subjects)) * 2,
        choices.recipient,
        count,
        choices.is_governance,
""",
    ),
    Break("governance-days", "rules/limits/governance.py", "max(0, x.days - committed[x.id])", "max(0, x.days)"),
    Break(
        "governance-room",
        "rules/limits/governance.py",
        "max(0, (x.max_matches or 0) - committed[x.id])",
        "max(1, (x.max_matches or 0) - committed[x.id])",
    ),
    Break(
        "governance-needs-match",
        "rules/limits/governance.py",
        "np.where(choices.is_match, -1, 1)",
        "np.where(choices.is_match, 1, -1)",
    ),
    Break("own-interest", "rules/limits/own_interest.py", "q - p, -p)", "q, -p)"),
    Break(
        "own-interest",
        "rules/pairs/interests/broker_interest.py",
        "region in employer.broker_for",
        "leader.region in employer.broker_for",
    ),
    Break("mutual-help", "rules/limits/mutual_help.py", "one < other and not kept and", "one < other and kept and"),
    Break("mutual-help", "rules/limits/mutual_help.py", "[0] * len(mirrored))", "[1] * len(mirrored))", UNIT_LIMITS),
    Break("pins", "rules/limits/pins.py", "int_array([-1] * len(pins))", "int_array([0] * len(pins))"),
    Break("pins", "rules/limits/pins.py", "choices.days == pin.days", "choices.days >= pin.days"),
)

WHAT_IS_BETTER = (
    Break(
        "coverage",
        "rules/goals/coverage.py",
        "1 if recipient.priority is None else recipient.priority",
        "recipient.priority or 1",
    ),
    Break("coverage", "rules/goals/coverage.py", ".days // 7)", ".days // 30)"),
    Break("one-yes", "rules/goals/one_yes.py", "in world.policy.yeses", "in world.policy.pins"),
    Break("stability", "rules/goals/stability.py", 'd.state == "running"', 'd.state == "finished"'),
    Break(
        "strong-trust-first",
        "rules/goals/strong_trust_first.py",
        "choices.metres <= setting.within_metres",
        "choices.metres < setting.within_metres",
    ),
    Break("strong-trust-first", "rules/goals/strong_trust_first.py", "(choices.metres >= 0) & ", ""),
    Break("strong-trust-first", "rules/goals/strong_trust_first.py", 'if setting.counts == "schools":', "if True:"),
    Break("governance", "rules/goals/governance_benefit.py", "* choices.days[governance]", ""),
    Break("fairness", "plan/problem.py", "1000 * count // self.size", "100 * count // self.size"),
    Break("fairness", "rules/goals/fairness.py", "[regions].astype", "[regions].clip(2).astype"),
    Break("fit", "rules/fit.py", "scale.distance * left // limit)", "scale.distance * (left + 1) // limit)"),
    Break("fit", "rules/fit.py", "np.where(not_by_distance(world, pairs), 0, points)", "np.where(False, 0, points)"),
    Break("fit", "rules/fit.py", "minutes_judged(world, pairs), pairs.metres)", "pairs.metres, pairs.metres)"),
    Break("fit", "rules/fit.py", "scale.needs, needs & leader_areas", "scale.phases, needs & leader_areas"),
    Break("fit", "rules/fit.py", "_faith(world, pairs) * scale.faith", "_faith(world, pairs) * scale.phases"),
    Break(
        "spend",
        "plan/choices.py",
        "for pence in self.cost_pence.values():\n            total = total + pence",
        'for pence in [self.cost_pence["leader_days"]]:\n            total = total + pence',
    ),
)

WHO_QUALIFIES = (
    Break(
        "standalone-ri", "rules/gates/standalone_2022.py", "REQUIRES_IMPROVEMENT = 3", "REQUIRES_IMPROVEMENT = 4", GATES
    ),
    Break(
        "standalone-ri",
        "rules/gates/standalone_2022.py",
        "within(published, date.min, policy.as_at)",
        "within(published, date.min, policy.year_to)",
        GATES,
    ),
    Break(
        "standalone-ri",
        "rules/gates/standalone_2022.py",
        'day = published if policy.eligibility.date_basis == "publication"',
        'day = published if policy.eligibility.date_basis == "inspection-start"',
        GATES,
    ),
    Break("trust-share", "rules/gates/completions.py", "BELOW_GOOD = 3", "BELOW_GOOD = 4", GATES),
    Break(
        "trust-share",
        "rules/gates/attainable_totals.py",
        "sums.inspected > 0 and sums.excess >= 0",
        "sums.inspected > 0 and sums.excess > 0",
        GATES,
    ),
    Break(
        "trust-decline",
        "rules/gates/completions.py",
        "[before - grade for before in",
        "[grade - before for before in",
        GATES,
    ),
    Break("trust-decline", "rules/gates/compared.py", "and started >= joined", "and started > joined", GATES),
    Break("trust-decline", "rules/gates/completions.py", "yield step * number", "yield step + number", GATES),
    Break(
        "trust-decline-or-share",
        "rules/gates/attainable_totals.py",
        "either_need_not = fail or _neither(certain, questions)",
        "either_need_not = share_need_not and decline_need_not",
        UNIT_GATES,
    ),
    Break("trust-decline", "rules/gates/completions.py", "brought(joined <= last", "brought(joined < last", GATES),
    Break(
        "by-exception", "rules/gates/by_exception.py", "request.approved_on > day", "request.approved_on >= day", GATES
    ),
    Break(
        "not-again",
        "rules/gates/not_again.py",
        'SUPPORTED = ("agreed", "running", "finished")',
        'SUPPORTED = ("agreed", "running", "declined")',
        GATES,
    ),
)

WHAT_IS_SHOWN = (
    Break(
        "not-checked",
        "rules/pairs/interests/not_checked.py",
        "<= world.policy.rules.conflicts_stale",
        "< world.policy.rules.conflicts_stale",
        FLAGS,
    ),
    Break("not-checked", "rules/pairs/interests/not_checked.py", " | in_pairs(world, pairs, lapsed)", "", FLAGS),
    Break("not-checked", "rules/pairs/interests/not_checked.py", " | unsure\n", "\n", FLAGS),
    Break(
        "not-checked",
        "rules/pairs/interests/not_checked.py",
        "not None and 0 <= (world",
        "not None and -9_999 <= (world",
        FLAGS,
    ),
    Break("organisation-unknown", "rules/pairs/interests/organisation_unknown.py", " and not row.outside", "", FLAGS),
    Break(
        "organisation-unknown",
        "rules/pairs/interests/organisation_unknown.py",
        "return not is_known_body(world, id)",
        "return False",
        FLAGS,
    ),
    Break("same-person", "rules/pairs/interests/same_person.py", " and not apart", "", FLAGS),
    Break(
        "sign-off",
        "rules/pairs/interests/declared_interest.py",
        'at_level(world, pairs.kind, "sign_off")',
        'at_level(world, pairs.kind, "block")',
        FLAGS,
    ),
    Break(
        "own-trust-needs-support",
        "rules/pairs/interests/leader_own_trust.py",
        "return shown | kept",
        "return shown",
        FLAGS,
    ),
    Break(
        "declared",
        "rules/pairs/interests/declared_interest.py",
        'at_level(world, pairs.kind, "declare")',
        'at_level(world, pairs.kind, "sign_off")',
        FLAGS,
    ),
    Break(
        "colleague-interest",
        "rules/pairs/interests/interest_links.py",
        "colleagues - {leader_register(world, provider_kind).row.get(x.person_id, -1)}",
        "colleagues",
        FLAGS,
    ),
    Break(
        "potential-sponsor",
        "rules/pairs/interests/declared_interest.py",
        "interest_mask(world, lambda x: active(world, x) and x.rel",
        "interest_mask(world, lambda x: x.rel",
        FLAGS,
    ),
    Break(
        "broker-interest",
        "rules/pairs/interests/broker_interest.py",
        "return not self.person.regions or region",
        "return region",
        FLAGS,
    ),
    Break(
        "own-interest",
        "rules/pairs/interests/broker_interest.py",
        "employer is not None and region in employer.broker_for",
        "employer is not None",
        FLAGS,
    ),
    Break(
        "same-authority",
        "rules/pairs/interests/same_place.py",
        "return body.local_authority",
        "return body.diocese",
        FLAGS,
    ),
    Break(
        "same-diocese",
        "rules/pairs/interests/same_place.py",
        "return body.diocese",
        "return body.local_authority",
        FLAGS,
    ),
    Break(
        "out-of-region",
        "rules/pairs/distance/region.py",
        "return ~home[pairs.leader",
        "return home[pairs.leader",
        FLAGS,
    ),
    Break(
        "distance-unknown",
        "rules/pairs/distance/travel.py",
        "mask: Bools = (pairs.metres == UNKNOWN)",
        "mask: Bools = (pairs.metres == 0)",
        FLAGS,
    ),
    Break(
        "distance-unknown",
        "rules/pairs/distance/travel.py",
        "(pairs.metres == UNKNOWN) & (known_minutes(world, pairs) == UNKNOWN)",
        "pairs.metres == UNKNOWN",
        FLAGS,
    ),
    Break(
        "over-water", "rules/pairs/distance/water.py", ".metres >= FLAGGED_FROM)", ".metres > 2 * FLAGGED_FROM)", FLAGS
    ),
    Break(
        "over-water",
        "rules/pairs/distance/water.py",
        "mask: Bools = straight & unasked",
        "mask: Bools = unasked",
        FLAGS,
    ),
    Break("over-water", "coast/crossing.py", "rank[:-1] % 2 == 1", "rank[:-1] % 2 == 0", FLAGS),
    Break(
        "no-road",
        "rules/pairs/distance/water.py",
        "here[pairs.recipient] != there",
        "here[pairs.recipient] == there",
        FLAGS,
    ),
    Break(
        "no-road", "rules/pairs/distance/water.py", "apart & placed & ~judged(world, pairs)", "apart & placed", FLAGS
    ),
    Break("no-road", "rules/pairs/distance/water.py", "pairs, yes) | in_pairs", "pairs, yes) & in_pairs", FLAGS),
    Break(
        "designation-unknown",
        "rules/pairs/designation.py",
        'x.role == "nle" and x.designated_from is None',
        "x.designated_from is None",
        FLAGS,
    ),
    Break(
        "history-forgotten",
        "rules/pairs/history_forgotten.py",
        "bools(r.id in w.rests_on_forgotten",
        "bools(r.id not in w.rests_on_forgotten",
        FLAGS,
    ),
    Break(
        "declined-before",
        "rules/pairs/declined_before.py",
        'for d in world.facts.history\n        if d.state == "declined" and d.rec',
        'for d in world.facts.history\n        if d.state == "proposed" and d.rec',
        FLAGS,
    ),
)

BREAKS = (*WHO_MAY_SUPPORT_WHOM, *WHAT_MUST_NOT_RUN_OUT, *WHAT_IS_BETTER, *WHO_QUALIFIES, *WHAT_IS_SHOWN)
