"""The only door for files: scenarios, DfE and Ofsted tables, the registers, and what an earlier run sealed."""

from __future__ import annotations

from matcher.read.facts import load_facts
from matcher.read.sealed import read_sealed

__all__ = ["load_facts", "read_sealed"]
