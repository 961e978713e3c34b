"""Who may support whom: rules, what follows from declared interests, fit, and pairs that somebody fixed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from matcher.setting import Day, Keyed, Metres, Roles, Setting, Share, Switch, Text, Whole

ANY = "*"

Level = Literal["declare", "sign_off", "block"]
Points = Annotated[int, Whole(0, 1000, "points")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictLevels:
    """What follows from each relation that an interest may declare."""

    levels: Annotated[
        Mapping[str, Level],
        Keyed(
            {
                "employed_by": Setting("works there now"),
                "governs": Setting("governs it now"),
                "trustee_of": Setting("is a trustee of it now"),
                "family": Setting("has close family there"),
                "business": Setting("has a business partner there"),
                "formerly_employed_by": Setting("used to work there"),
                "supplies": Setting("supplies it with goods or services"),
                "sponsor_interest": Setting(
                    "their trust may one day take it in",
                    plain="what follows where the leader's trust may one day take it in",
                ),
                "supported_before": Setting("supported it before"),
                "other": Setting("any other interest declared", plain="what follows from any other interest declared"),
            }
        ),
    ] = field(default_factory=dict)


OwnTrustLevel = Literal["allow", "declare", "sign_off", "bar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderOwnTrust:
    """What follows where the leader's own trust needs support itself; of an NLE, their own school.

    Each default is what the program did before the setting was there.
    """

    qualifies: Annotated[
        OwnTrustLevel,
        Setting(
            "what follows where the leader's own trust (an NLE's own school) qualifies for support",
            label="leaders whose own trust qualifies",
        ),
    ] = "allow"
    supported: Annotated[
        OwnTrustLevel,
        Setting(
            "what follows where its support is agreed or running",
            label="leaders whose own trust is supported",
        ),
    ] = "allow"
    mutual: Annotated[
        Literal["allow", "bar"],
        Setting(
            "whether one plan may hold two pairs in which each helps the other's school or trust", label="mutual help"
        ),
    ] = "allow"


@dataclass(frozen=True, slots=True, kw_only=True)
class FellowAdviser:
    """What follows where a supporting organisation employs an adviser of the programme, whoever advises the school."""

    show: Annotated[
        Switch,
        Setting(
            "whether such a match is shown and signed off by the Regional Director", label="fellow advisers are shown"
        ),
    ] = True
    share_at_most: Annotated[
        Share | None,
        Setting(
            "their share of a region's matches, at most; null sets none",
            label="cap on fellow advisers' organisations",
            phrase="fellow advisers' organisations at most {value} of a region's matches",
            values={"None": "no cap on fellow advisers' organisations"},
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviserRules:
    """Who may advise whom, in a programme of supporting organisations and advisers."""

    max_travel_metres: Annotated[
        Metres | None,
        Setting(
            "an adviser's longest straight-line journey; null sets none",
            key="max_travel_km",
            label="an adviser's longest journey (km)",
            phrase="advisers' journeys up to {value} km",
            values={"None": "no limit on advisers' journeys"},
        ),
    ] = None
    former_employer: Annotated[
        Literal["bar", "allow"],
        Setting("whether an adviser may advise a school that an earlier employer of theirs runs"),
    ] = "bar"
    same_employer: Annotated[
        Literal["bar", "allow"],
        Setting("whether a school's adviser may be employed by the organisation that supports it"),
    ] = "bar"
    undecided: Annotated[
        Literal["match", "review-progress"],
        Setting("how a school counts whose matching decision nobody has recorded"),
    ] = "match"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Who may support whom. `cross_region`: `willing` (the leader says which regions), `never`, or `always`.

    `levels` stand in a section of their own, `conflict_levels`.
    """

    max_travel_metres: Annotated[
        Metres | None,
        Setting(
            "longest straight-line journey; null sets none",
            key="max_travel_km",
            label="longest journey allowed (km)",
            phrase="journeys up to {value} km",
            values={"None": "no limit on journeys"},
        ),
    ] = 60_000
    max_travel_minutes: Annotated[
        Annotated[int, Whole(0, 1_440, "minutes")] | None,
        Setting(
            "longest journey in minutes, where minutes are known; null sets none",
            label="longest journey allowed (minutes)",
            phrase="journeys up to {value} minutes",
            values={"None": "no limit in minutes"},
            added="2026-11-29",
        ),
    ] = None
    cross_region: Annotated[
        Literal["willing", "never", "always"],
        Setting("who may be matched outside the leader's own region", label="work across regions"),
    ] = "willing"
    conflicts_stale_after_days: Annotated[
        int, Whole(0, 36_600, "days"), Setting("age at which a check of interests no longer counts")
    ] = 365
    own_interest_share_at_most: Annotated[
        Share | None,
        Setting("a broker's own organisation's share of its region's matches", label="cap on own interest"),
    ] = None
    trust_leader: Annotated[
        Roles, Setting("who may lead a trust's support", label="who may lead a trust's support")
    ] = ("trust_ceo", "equivalent")
    standalone_leader: Annotated[
        Roles, Setting("who may lead a standalone school's support", label="who may lead a school's support")
    ] = ("trust_ceo", "nle", "equivalent")
    leader_own_trust: Annotated[
        LeaderOwnTrust,
        Setting(
            "what follows where the leader's own trust needs support itself",
            optional=True,
            added="2026-11-29",
            before="the leader's own trust: ",
        ),
    ] = field(default_factory=LeaderOwnTrust)
    yes_holds_days: Annotated[
        int,
        Whole(0, 366, "working days"),
        Setting(
            "how long a school's yes to a leader, alone, holds the pair, in working days; 0: not at all",
            optional=True,
            added="2026-11-29",
        ),
    ] = 0
    note_kept_days: Annotated[
        int,
        Whole(1, 3_660, "days"),
        Setting("how long a note on the review pages is kept", added="2026-11-29"),
    ] = 365
    fellow_adviser: Annotated[
        FellowAdviser,
        Setting(
            "organisations that employ an adviser of the programme",
            optional=True,
            added="2026-11-29",
            before="organisations that employ an adviser: ",
        ),
    ] = field(default_factory=FellowAdviser)
    advisers: Annotated[
        AdviserRules,
        Setting("who may advise whom", optional=True, added="2026-11-29", before="advisers: "),
    ] = field(default_factory=AdviserRules)
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FitScale:
    """The most each part of fit can give; `reference_metres` stands for the travel limit where there is none."""

    distance: Annotated[Points, Setting("points for a leader next door, falling to none at the travel limit")] = 500
    needs: Annotated[Points, Setting("points when the leader knows every area of need")] = 200
    phases: Annotated[Points, Setting("points when the leader covers every phase")] = 200
    faith: Annotated[Points, Setting("points for the same faith")] = 100
    reference_metres: Annotated[
        Metres, Setting("stands for the travel limit where there is none", key="reference_km")
    ] = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A pair somebody ruled out, and why, as a scenario writes it. `source`: a re-run took it from the ledger, and
    worded the reason, which holds nothing that a person wrote."""

    recipient_id: Annotated[Text, Setting("a URN or a trust's UID", key="recipient")]
    leader_id: Annotated[Text, Setting("a leader's id", key="leader")]
    reason: Annotated[Text, Setting("why; it is kept with the run")]
    source: Annotated[
        Literal["ledger"] | None,
        Setting("a re-run took it from the ledger; not set: the scenario's own", optional=True, added="2026-11-29"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned(Pair):
    """A pair somebody fixed (pin) or ruled out (forbid), and why. `where` is the file and line that says so.

    A pin with `days` and `team_days` fixes those too. A forbid with leader `ANY` takes the recipient out of the run.
    A pin that `stands` is of a match that people agreed to, or that runs.
    """

    days: Annotated[
        Annotated[int, Whole(1, 366, "days")] | None,
        Setting("these days and no others; not set: any", optional=True),
    ] = None
    team_days: Annotated[
        Annotated[int, Whole(0, 366, "days")] | None, Setting("these of the team's; not set: any", optional=True)
    ] = None
    stands: Annotated[
        Literal["agreed", "running"] | None,
        Setting("the match is agreed or running already; not set: it is only fixed", optional=True, added="2026-11-29"),
    ] = None
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A leader who cannot support anybody new at present; `until`, that day included, or until they say so."""

    leader_id: Annotated[Text, Setting("a leader's id", key="leader")]
    reason: Annotated[Text, Setting("why; it is kept with the run")]
    until: Annotated[Day | None, Setting("the last day; not set: until they can again", optional=True)] = None
