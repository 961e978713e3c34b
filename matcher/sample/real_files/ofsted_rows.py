"""Rows as Ofsted's official statistics write them: the latest and the previous graded inspection of every school."""

from __future__ import annotations

from matcher.sample.people_and_places.inspections import Inspection, Ungraded
from matcher.sample.people_and_places.kinds import FAITHS, PHASES
from matcher.sample.people_and_places.schools import SampleSchool
from matcher.sample.real_files.gias_rows import Row, slashed

WEB_LINK = "http://www.ofsted.gov.uk/inspection-reports/find-inspection-report/provider/ELS/"


def ofsted_row(school: SampleSchool, graded: tuple[Inspection, ...], ungraded: Ungraded | None, index: int) -> Row:
    low, high = PHASES[school.phase].ages
    merged = school.region in ("North East", "Yorkshire and the Humber")
    trust = school.trust if school.in_multi_academy_trust else None
    return {
        "Web Link (opens in new window)": WEB_LINK + school.urn,
        "URN": school.urn,
        "LAESTAB": school.laestab,
        "School name": school.name,
        "Ofsted phase": PHASES[school.phase].ofsted,
        "Type of education": school.kind.ofsted,
        "School open date": slashed(school.opened) or ("01/01/1900" if index % 40 == 0 else ""),
        "Admissions policy": "Non-selective" if school.phase == "secondary" else "Not applicable",
        "Sixth form": "Has a sixth form" if high == 18 else "Does not have a sixth form",
        "Designated religious character": _character(school, index),
        "Religious ethos": "Does not apply",
        "Faith grouping": FAITHS[school.faith][0],
        "Ofsted region": "North East, Yorkshire and the Humber" if merged else school.region,
        "Region": school.region,
        "Local authority": school.place.authority.ofsted_name,
        "Multi-academy trust UID": trust.uid if trust else "",
        "Multi-academy trust name": trust.name if trust else "",
        "Academy sponsor UID": (trust.sponsor_uid or "") if trust else "",
        "Academy sponsor name": trust.name if trust and trust.sponsor_uid else "",
        "Postcode": school.place.postcode,
        "The income deprivation affecting children index (IDACI) quintile": str(school.quintile),
        "Total number of pupils": str(school.pupils),
        "Statutory lowest age": str(low),
        "Statutory highest age": str(high),
        **_ungraded(school, ungraded),
        **_latest(school, graded),
        **_previous(school, graded),
    }


def _character(school: SampleSchool, index: int) -> str:
    """The spellings differ in the real file, and one school in ten without a faith has nothing."""
    if school.faith == "Does not apply" and index % 10 == 0:
        return ""
    return "Catholic" if school.faith == "Roman Catholic" and index % 5 == 0 else school.faith


def _ungraded(school: SampleSchool, visit: Ungraded | None) -> Row:
    if visit is None:
        return {}
    return {
        "Latest ungraded inspection number since last graded inspection": visit.number,
        "Does the ungraded inspection relate to the URN of the current school?": _yes(visit.under is school),
        "URN at time of the ungraded inspection": visit.under.urn,
        "LAESTAB at time of the ungraded inspection": visit.under.laestab,
        "School name at time of the latest ungraded inspection": visit.under.name,
        "School type at time of the latest ungraded inspection": visit.under.kind.ofsted,
        "Number of ungraded inspections since the last graded inspection": "0" if visit.converted else "1",
        "Date of latest ungraded inspection": slashed(visit.on),
        "Ungraded inspection publication date": slashed(visit.published),
        "Did the latest ungraded inspection convert to a graded inspection?": _yes(visit.converted),
        "Ungraded inspection overall outcome": visit.outcome,
    }


def _latest(school: SampleSchool, graded: tuple[Inspection, ...]) -> Row:
    if not graded:
        return {}
    x = graded[-1]
    return {
        "Inspection number of latest graded inspection": x.number,
        "Inspection type": x.type,
        "Inspection type grouping": x.grouping,
        "Event type grouping": x.event,
        "Inspection start date": slashed(x.started),
        "Publication date": slashed(x.published),
        "Does the latest graded inspection relate to the URN of the current school?": _yes(x.under is school),
        "URN at time of latest graded inspection": x.under.urn,
        "LAESTAB at time of latest graded inspection": x.under.laestab,
        "School name at time of latest graded inspection": x.under.name,
        "School type at time of latest graded inspection": x.under.kind.ofsted,
        "Current school type used for chart C6": school.kind.chart,
        "Overall effectiveness": x.grade,
        "Category of concern": x.category,
        "Quality of education": x.quality,
        "Behaviour and attitudes": x.behaviour,
        "Personal development": x.development,
        "Effectiveness of leadership and management": x.leadership,
        "Safeguarding is effective?": x.safeguarding,
        "Early years provision (where applicable)": x.early_years,
        "Sixth form provision (where applicable)": x.sixth_form,
    }


def _previous(school: SampleSchool, graded: tuple[Inspection, ...]) -> Row:
    if len(graded) < 2:
        return {}
    x = graded[-2]
    return {
        "Previous inspection number": x.number,
        "Previous inspection start date": slashed(x.started),
        "Previous publication date": slashed(x.published),
        "Does the previous graded inspection relate to the URN of the current school?": _yes(x.under is school),
        "URN at time of previous graded inspection": x.under.urn,
        "LAESTAB at time of previous graded inspection": x.under.laestab,
        "School name at time of previous graded inspection": x.under.name,
        "School type at time of previous graded inspection": x.under.kind.ofsted,
        "Previous graded inspection overall effectiveness": x.grade,
        "Previous category of concern": x.category,
        "Previous quality of education": x.quality,
        "Previous behaviour and attitudes": x.behaviour,
        "Previous personal development": x.development,
        "Previous effectiveness of leadership and management": x.leadership,
        "Previous safeguarding is effective?": x.safeguarding,
        "Previous early years provision (where applicable)": x.early_years,
        "Previous sixth form provision (where applicable)": x.sixth_form,
    }


def _yes(true: bool) -> str:
    return "Yes" if true else "No"
