"""The questions asked of the real extracts: what would the £646,225 buy, whom can one region match a term, and whom
could all leaders' days serve where no total of money binds (the three pots as published)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

SCENARIO = """\
schema: matcher/1
name: {name}
programme: tsio-2022-23
term: {term}
as_at: {as_at}
regions: {regions}
data:
{data}
pots:
{pots}goals: [coverage, stability, {{goal: strong-trust-first, within_km: 40}}, governance, fairness, fit, spend]
"""
POT = """\
  - name: {name}
    amount: {amount}
    pays_for: [{pays_for}]
    regions: all
    from: 2022-09-01
    to: 2023-08-31
    source: {source}
    assumed: true
"""
EVERYTHING = "leader_days, governance_days, match_fees, grants"


def write_scenarios(out: Path, files: Mapping[str, str]) -> None:
    """`files` are those beside the scenarios, by their role."""
    data = "\n".join(f"  {name}: {file}" for name, file in files.items())
    contract = '"the seven brokers\' contract for 2022/23, used as if it paid for the days"'
    year = ("summer-2023", "2023-08-31", "all")
    questions = {
        "budget": (*year, POT.format(name="offer", amount="646_225", pays_for=EVERYTHING, source=contract)),
        "three-pots": (*year, _three_pots()),
        "term": (
            *("autumn-2022", "2022-12-31", "[South West]"),
            POT.format(name="offer", amount="null", pays_for=EVERYTHING, source='"counted, never binding"'),
        ),
    }
    for name, (term, as_at, regions, pots) in questions.items():
        text = SCENARIO.format(name=f"{name}-extracts", term=term, as_at=as_at, regions=regions, data=data, pots=pots)
        (out / f"{name}.yaml").write_text(text, encoding="utf-8")


def _three_pots() -> str:
    """Leaders' days without a published total, and the governance contract; as in `scenarios/three-pots.yaml`."""
    grants = ("leader-grants", "null", "leader_days, match_fees, grants", '"no total was published"')
    governance = ("governance-contract", "1_000_000", "governance_days", '"the governance contract, up to £1m"')
    keys = ("name", "amount", "pays_for", "source")
    return "".join(POT.format(**dict(zip(keys, values, strict=True))) for values in (grants, governance))
