"""What people declared and decided: interests, brokers, judged pairs, requests and earlier deployments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import cycle, islice, product

from matcher.domain import LEVELS, RELATIONS
from matcher.sample.people_and_places.leaders import Row, SampleLeader
from matcher.sample.people_and_places.need import BodiesInNeed, InNeed
from matcher.sample.people_and_places.places import person_name
from matcher.sample.people_and_places.schools import SampleSchool
from matcher.sample.people_and_places.trusts import SampleTrust
from matcher.sample.random_stream import RandomStream, words
from matcher.sample.real_files.gias_rows import diocese_of

INTEREST_COLUMNS = words("person_id party_id party_kind relation level declared_by declared_on expires_on source")
PEOPLE_COLUMNS = ["id", "name", "role", "organisation_id", "regions"]
PAIR_COLUMNS = ["recipient_id", "leader_id", "score", "days", "minutes", "note"]
REQUEST_COLUMNS = ["id", "kind", "reason", "requested_by", "received_on", "approver", "approved_on", "outcome"]
HISTORY_COLUMNS = words("term recipient_id leader_id state days_agreed days_claimed pot cost starts_on ends_on")


def people_rows(trusts: Sequence[SampleTrust], regions: Sequence[str], seed: int) -> list[Row]:
    rng = RandomStream(seed, "people")
    rows = [
        {"name": person_name(rng), "role": "broker", "organisation_id": t.uid, "regions": ";".join(t.broker_for)}
        for t in trusts
        if t.broker_for
    ]
    rows += [{"name": person_name(rng), "role": "director", "regions": region} for region in regions]
    rows += [{"name": person_name(rng), "role": role} for role in ("approver", "board", "board")]
    return [{"id": f"P{index + 1:03d}", **row} for index, row in enumerate(rows)]


def interest_rows(
    leaders: Sequence[SampleLeader],
    governance: Sequence[Row],
    people: Sequence[Row],
    in_need: BodiesInNeed,
    supported: frozenset[str],
    seed: int,
) -> list[Row]:
    """Every relation at every level from every side, at bodies near enough to matter; then nil returns."""
    rng = RandomStream(seed, "interests")
    cases = list(product(RELATIONS[:-1], (*LEVELS, "")))
    number = max(len(cases), len(leaders) // 4)
    deployable = [x for x in leaders if x.may_be_sent and in_need.nearest(x, 0)] or list(leaders)
    rows = []
    for index, (relation, level) in enumerate(islice(cycle(rng.shuffled(cases)), number)):
        leader = deployable[index % len(deployable)]
        body = in_need.nearest(leader, index // len(deployable), but=supported) or rng.choice(in_need.all)
        if index % 11 == 3:
            body = next((x for x in in_need.all if x.region == body.region and _in_a_diocese(x)), body)
        party, kind = _party(body, relation, index, people)
        rows.append(_declared(rng, leader.row["id"], party, kind, relation, level, index))
    rows += [
        _declared(rng, p["id"], n.id, n.kind, "governs", "", 3) for p, n in _brokers_and_their_own(people, in_need)
    ]
    rows += [_declared(rng, g["id"], n.id, n.kind, "trustee_of", "block", 2) for g, n in _governed(governance, in_need)]
    rows += _from_a_school(rng, leaders, in_need)
    quiet = [x.row["id"] for x in leaders if x.row["interests_checked_on"]][::3]
    declared = {row["person_id"] for row in rows}
    return rows + [_nil(who) for who in quiet if who not in declared]


def pair_rows(leaders: Sequence[SampleLeader], in_need: BodiesInNeed, seed: int) -> list[Row]:
    rng = RandomStream(seed, "pairs")
    rows = []
    for index, leader in enumerate(leaders[:: max(1, len(leaders) // 12)]):
        body = in_need.nearest(leader, 1) or rng.choice(in_need.all)
        rows.append(
            {
                "recipient_id": body.id,
                "leader_id": leader.row["id"],
                "score": str(rng.integer(200, 950)) if index % 3 else "",
                "days": "5" if index % 4 == 1 else "",
                "minutes": str(rng.integer(15, 110)) if index % 2 else "",
                "note": "Led a school like this one" if index % 3 == 0 else "",
            }
        )
    return rows


def request_rows(trusts: Sequence[SampleTrust], schools: Sequence[SampleSchool], people: Sequence[Row]) -> list[Row]:
    """By exception: approved, refused and waiting; a trust that nobody can judge is among the approved."""
    approver = next(p["id"] for p in people if p["role"] == "approver")
    plain = [s for s in schools if s.story == "good" and s.trust is None][:3]
    unclear = [t for t in trusts if t.story == "unknown-joined"][:1]
    requested = [(s.urn, "school") for s in plain] + [(t.uid, "trust") for t in unclear]
    answers = ("approved", "refused", "pending", "approved")
    return [
        {
            "id": body,
            "kind": kind,
            "reason": "Sudden loss of its senior leaders" if kind == "school" else "Asked for by its board",
            "requested_by": "director" if kind == "trust" else "school",
            "received_on": "2022-10-03",
            "approver": "" if answer == "pending" else approver,
            "approved_on": "" if answer == "pending" else "2022-10-17",
            "outcome": answer,
        }
        for (body, kind), answer in zip(requested, answers, strict=False)
    ]


def history_rows(leaders: Sequence[SampleLeader], in_need: BodiesInNeed, schools: Sequence[SampleSchool]) -> list[Row]:
    """Deployments of this autumn in every state and of the summer before; agreed and running ones use up days."""
    earlier = [s for s in schools if s.story == "ri-before"]
    busy = [x for x in leaders if x.row["willing"] == "yes" and x.row["days"] != "10"]
    states = cycle(("running", "declined", "agreed", "declined", "finished", "proposed"))
    served: frozenset[str] = frozenset()
    rows = []
    for leader, state in zip(busy[:: max(1, len(busy) // 9)], states, strict=False):
        body = in_need.nearest(leader, 0, but=served)
        if body is not None:
            served |= {body.id}
            rows.append(_deployment("autumn-2022", body.id, leader, state))
    rows += [
        _deployment("summer-2022", school.urn, leader, "finished")
        for school, leader in zip(earlier[:6], reversed(leaders), strict=False)
    ]
    return rows


def _deployment(term: str, recipient: str, leader: SampleLeader, state: str) -> Row:
    """The autumn's are for ten days at £600; the summer's were for five, under the offer of the year before."""
    days, first, last = (10, "2022-10-10", "2022-12-09") if term == "autumn-2022" else (5, "2022-05-03", "2022-07-08")
    begun = state in ("running", "finished")
    return {
        "term": term,
        "recipient_id": recipient,
        "leader_id": leader.row["id"],
        "state": state,
        "days_agreed": str(days),
        "days_claimed": {"running": "4", "finished": str(days)}.get(state, ""),
        "cost": f"{600 * days}.00" if begun else "",
        "starts_on": first if begun else "",
        "ends_on": last if state == "finished" else "",
    }


def _party(body: InNeed, relation: str, index: int, people: Sequence[Row]) -> tuple[str, str]:
    """The body itself most of the time; else its authority, its diocese, its broker's organisation or a person."""
    if relation == "sponsor_interest":
        return body.id, body.kind
    authority = body.school.place.authority
    if index % 11 == 3 and _in_a_diocese(body):
        return diocese_of(body.school)[1], "diocese"
    if index % 5 == 4:
        return authority.name, "authority"
    if index % 11 == 7:
        return people[index % len(people)]["id"], "person"
    if index % 11 == 9 and people[0].get("organisation_id"):
        return people[0]["organisation_id"], "organisation"
    return body.id, body.kind


def _in_a_diocese(body: InNeed) -> bool:
    return diocese_of(body.school)[0] != "0000"


def _declared(rng: RandomStream, who: str, party: str, kind: str, relation: str, level: str, index: int) -> Row:
    """One in five is from long ago, one in seven has run out."""
    old = index % 5 == 1 or index % 7 == 6
    on = date(2020, 11, 2) if old else rng.day(date(2022, 9, 5), date(2022, 12, 5))
    return {
        "person_id": who,
        "party_id": party,
        "party_kind": kind,
        "relation": relation,
        "level": level,
        "declared_by": ("leader", "recipient", "broker")[index % 3],
        "declared_on": on.isoformat(),
        "expires_on": {6: "2022-08-31", 5: "2023-08-31"}.get(index % 7, ""),
        "source": "annual declaration" if index % 2 else "matching call",
    }


def _nil(who: str) -> Row:
    return {
        "person_id": who,
        "party_id": who,
        "party_kind": "person",
        "relation": "none",
        "declared_by": "leader",
        "declared_on": "2022-09-12",
        "source": "annual declaration",
    }


def _from_a_school(rng: RandomStream, leaders: Sequence[SampleLeader], in_need: BodiesInNeed) -> Iterator[Row]:
    """A school says that its governor, who is in no register, is kin of a leader who could be sent there."""
    for leader in leaders[4:5]:
        body = in_need.nearest(leader, 2) or in_need.all[0]
        yield _declared(rng, "S001", body.id, body.kind, "governs", "", 4)
        yield _declared(rng, "S001", leader.row["id"], "person", "family", "", 10)


def _governed(governance: Sequence[Row], in_need: BodiesInNeed) -> Iterator[tuple[Row, InNeed]]:
    """One governance leader is a trustee of a trust that would be offered their days."""
    candidates = ((g, n) for g in governance for n in in_need.all if n.kind == "trust" and n.region == g["region"])
    return islice(candidates, 1)


def _brokers_and_their_own(people: Sequence[Row], in_need: BodiesInNeed) -> Iterator[tuple[Row, InNeed]]:
    """Some who broker or decide are each a governor of a body that they would be matching."""
    for person in (*people[:2], *[p for p in people if p["role"] == "director"][:3]):
        candidates = [x for x in in_need.all if x.region in person.get("regions", "").split(";")]
        if candidates:
            yield person, candidates[0]
