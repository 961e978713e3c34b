"""What `matcher --version` prints: the version, and the format of everything that a later version opens."""

from __future__ import annotations

from matcher.ledger.log import ledger_format
from matcher.proof.certificate import SCHEMA as CERTIFICATE
from matcher.read.run_folders import seal
from matcher.read.scenarios.schema.scenario_model import ScenarioModel


def version_lines(version: str) -> list[str]:
    return [
        f"matcher {version}",
        f"scenario {ScenarioModel.__dataclass_fields__['schema_'].default}",
        f"run folder format {seal.FORMAT} (opens 1 to {seal.FORMAT})",
        f"ledger format {ledger_format.FORMAT} (opens 1 to {ledger_format.FORMAT})",
        f"certificate {CERTIFICATE}",
    ]
