"""What happened to each school: its inspections in order and, where it changed hands, when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

NOT_JUDGED = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolStory:
    """Inspections as (window, grade), oldest first. `converts` closes one URN and opens another on that day.

    `share` is how common the story is among standalone schools; stories without one belong to trusts' schools.
    """

    events: tuple[tuple[str, int], ...]
    converts: date | None = None
    share: float = 0.0
    eventful_share: float = 0.0
    published: bool = True
    into_trust: bool = False


STORIES = {
    # standalone schools
    "good": SchoolStory(events=(("long-ago", 2), ("before", 2)), share=62, eventful_share=21),
    "improved": SchoolStory(events=(("long-ago", 3), ("before", 2)), share=10, eventful_share=4),
    "outstanding": SchoolStory(events=(("long-ago", 1), ("before", 1)), share=9, eventful_share=10),
    "ri-in-year": SchoolStory(events=(("before", 2), ("year", 3)), share=5, eventful_share=18),
    "second-ri-in-year": SchoolStory(events=(("before", 3), ("year", 3)), share=1.5, eventful_share=5),
    "ri-published-in-september": SchoolStory(events=(("long-ago", 2), ("july-2022", 3)), share=0.5, eventful_share=3),
    "ri-inspected-in-july": SchoolStory(events=(("long-ago", 2), ("july-2023", 3)), share=0.4, eventful_share=2),
    "ri-then-not-judged": SchoolStory(events=(("year", 3), ("not-judged", NOT_JUDGED)), share=0.5, eventful_share=3),
    "ri-then-good": SchoolStory(events=(("year", 3), ("after", 2)), share=0.5, eventful_share=2),
    "ri-then-alone": SchoolStory(
        events=(("long-ago", 2), ("autumn", 3)), converts=date(2023, 1, 1), share=0.3, eventful_share=1
    ),
    "ri-then-joined": SchoolStory(
        events=(("long-ago", 2), ("autumn", 3)),
        converts=date(2023, 1, 1),
        share=0.3,
        eventful_share=1,
        into_trust=True,
    ),
    "ri-then-new-urn": SchoolStory(
        events=(("long-ago", 2), ("year", 3)), converts=date(2024, 9, 1), share=0.3, eventful_share=1
    ),
    "no-publication-date": SchoolStory(
        events=(("long-ago", 2), ("july-2022", 3)), share=0.1, eventful_share=0.5, published=False
    ),
    "twice-since": SchoolStory(events=(("autumn-2023", 3), ("not-judged", NOT_JUDGED)), share=0.2, eventful_share=0.5),
    "inadequate": SchoolStory(events=(("before", 3), ("year", 4)), share=1, eventful_share=2),
    "ri-before": SchoolStory(events=(("notice", 4), ("before", 3)), share=4, eventful_share=3),
    "short-converted": SchoolStory(events=(("long-ago", 2), ("short", 2)), share=2, eventful_share=1),
    "not-judged": SchoolStory(events=(("before", 2), ("not-judged", NOT_JUDGED)), share=4, eventful_share=2),
    "never-inspected": SchoolStory(events=(), share=0.4, eventful_share=1),
    # schools of trusts: `before-joining` and `since-joining` are about the day they joined
    "top": SchoolStory(events=(("before-joining", 2), ("since-joining", 1))),
    "up": SchoolStory(events=(("before-joining", 3), ("since-joining", 2))),
    "up-two": SchoolStory(events=(("before-joining", 4), ("since-joining", 2))),
    "steady": SchoolStory(events=(("before-joining", 2), ("since-joining", 2))),
    "down": SchoolStory(events=(("before-joining", 2), ("since-joining", 3))),
    "big-down": SchoolStory(events=(("before-joining", 2), ("since-joining", 3))),
    "far-down": SchoolStory(events=(("before-joining", 1), ("since-joining", 3))),
    "still-ri": SchoolStory(events=(("before-joining", 3), ("since-joining", 3))),
    "lifted-to-ri": SchoolStory(events=(("before-joining", 4), ("since-joining", 3))),
    "uninspected": SchoolStory(events=(("before-joining", 2),)),
    "free-school": SchoolStory(events=(("since-joining", 2),)),
    "merged": SchoolStory(events=(("before-joining", 2), ("since-joining", 3))),
    "both-since": SchoolStory(events=(("early-since", 1), ("since-joining", 2))),
}
