"""The two questions asked of the real extracts: what would the £646,225 buy, and whom can one region match a term."""

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
  - name: offer
    amount: {amount}
    pays_for: [leader_days, governance_days, match_fees, grants]
    regions: all
    from: 2022-09-01
    to: 2023-08-31
    source: {source}
    assumed: true
goals: [coverage, stability, {{goal: strong-trust-first, within_km: 40}}, governance, fairness, fit, spend]
"""


def write_scenarios(out: Path, files: Mapping[str, str]) -> None:
    """`files` are those beside the scenarios, by their role."""
    data = "\n".join(f"  {name}: {file}" for name, file in files.items())
    budget = SCENARIO.format(
        name="budget-extracts",
        term="summer-2023",
        as_at="2023-08-31",
        regions="all",
        data=data,
        amount="646_225",
        source='"the seven brokers\' contract for 2022/23, used as if it paid for the days"',
    )
    term = SCENARIO.format(
        name="term-extracts",
        term="autumn-2022",
        as_at="2022-12-31",
        regions="[South West]",
        data=data,
        amount="null",
        source='"counted, never binding"',
    )
    (out / "budget.yaml").write_text(budget, encoding="utf-8")
    (out / "term.yaml").write_text(term, encoding="utf-8")
