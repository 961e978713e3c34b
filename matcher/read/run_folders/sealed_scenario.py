"""Reads the sealed scenario of a finished run."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from matcher.errors import Fault, InputFaults, raise_faults
from matcher.policy import Policy
from matcher.read.own_programmes.programme_file import programme_from
from matcher.read.programmes import Programme, programme, programme_names
from matcher.read.run_folders.older_formats import with_older_defaults
from matcher.read.run_folders.run_folder import reject_outside_links, run_record, version_of
from matcher.read.run_folders.seal import check_format
from matcher.read.scenarios.merge import merge_layers, read_chain
from matcher.read.scenarios.policy_of_scenario import policy_of
from matcher.read.scenarios.scenario_faults import validated_model
from matcher.wording.terms import speak

RESTORE = "Take the run folder from its archive, or run again"
SCENARIO = "scenario.resolved.yaml"
OWN_PROGRAMME = "programme.yaml"  # in `inputs/`: the programme's file, where the project wrote it itself


def read_sealed_policy(run: Path) -> Policy:
    """The policy of a finished run. Its data files need not be there any more: the facts are sealed beside it."""
    path = run / SCENARIO
    if not path.is_file():
        raise InputFaults([Fault(str(run), None, "", "", f"there is no {SCENARIO} here, so this is no run folder")])
    reject_outside_links(run)
    record = run_record(run)
    number = check_format(run, record, version_of(record))
    faults: list[Fault] = []
    chain, _ = read_chain(path.resolve(), run.resolve(), faults)
    raise_faults(faults)
    tree = merge_layers(None, chain, (), None, (), faults)
    model = validated_model(tree, faults)
    raise_faults(faults)
    assert model is not None
    used = _programme(run, model.programme)
    policy = with_older_defaults(policy_of(model, used, tree), tree, number)
    speak(policy.words)
    return policy


def _programme(run: Path, named: str) -> Programme:
    """The programme of a finished run: the shipped one of this name, or the file that was sealed with the run."""
    if named in programme_names():
        return programme(named)
    path = run / "inputs" / OWN_PROGRAMME
    if not path.is_file():
        shown = f"inputs/{OWN_PROGRAMME}"
        raise InputFaults([Fault(shown, None, "", "", "the programme of this run is missing", RESTORE)])
    return programme_from(path.read_bytes(), PurePosixPath(named).stem, f"inputs/{OWN_PROGRAMME}")
