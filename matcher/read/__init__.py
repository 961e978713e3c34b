"""Reading of every input file: scenarios, DfE and Ofsted tables, registers, and the sealed inputs of a run."""

from __future__ import annotations

from matcher.read.facts import load_facts
from matcher.read.run_folders.sealed import read_sealed

__all__ = ["load_facts", "read_sealed"]
