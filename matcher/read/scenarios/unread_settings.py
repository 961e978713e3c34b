"""Settings that no rule of a programme reads: they change nothing there, so they are neither taken nor listed as used.

`tests/test_law_fields.py` watches what the rules of each kind of programme read, and holds these lists to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from matcher.errors import Fault
from matcher.read.parsing.yaml_marks import YamlNode, fault_at, plain_value
from matcher.read.programmes import Programme
from matcher.read.scenarios.scenario_faults import find_node
from matcher.rules.rulebooks import RULEBOOKS

# The beginnings of keys that only some programmes' rules read.
OF_DAYS = ("support.standalone_days", "support.trust_days", "support.team_share_at_most", "rates.own_role_day")
OF_GOVERNANCE = ("support.governance_", "rates.governance_day")
OF_PEOPLE = (*OF_DAYS, *OF_GOVERNANCE, "rules.leader_own_trust.", "rules.own_interest_share_at_most")
OF_ORGANISATIONS = ("rules.fellow_adviser.", "rules.advisers.", "improvement_grant.")


def unread(rules_of: str) -> tuple[str, ...]:
    """The beginnings of the keys that no rule of this rulebook reads: those of days, governance and own trusts, or of
    organisations and advisers."""
    book = RULEBOOKS.get(rules_of)
    return OF_ORGANISATIONS if book is None or book.counts_days else OF_PEOPLE


def unread_faults(used: Programme, tree: YamlNode) -> Iterator[Fault]:
    """A fault for each of them that the scenario changes: a limit that nobody obeys would be lost unseen."""
    for key, setting in used.settings.items():
        if key.startswith(unread(used.rules_of)):
            _, node, _ = find_node(tree, key.split("."))
            if node.mark.file != used.written_in and plain_value(node) != plain_value(setting.value):
                mark = node.key_mark or node.mark
                yield fault_at(mark, key, f"no rule of {used.title} reads this", "Leave it out")
