"""The same integer programme with counts: how many choices are taken of each class of like ones, as whole columns.

Choices of one leader that use the same of every limit are a class, and so are the choices of one recipient that count
the same for every goal so far. A limit or a goal then holds a few counts instead of thousands of choices, and a solver
branches on how many matches a leader has, or on whether a recipient has any, where a choice alone decides nothing: for
each there is another like it. Every plan of the one programme is a plan of the other, and is worth the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matcher.bounding.rounding_cuts import FEW_WEIGHTS
from matcher.bounding.rows import Rows
from matcher.world import Bools, Ints

# limits on one recipient alone: their rows are in one family with those of goals
OF_RECIPIENTS = ("one-leader", "one-governance-leader", "one-adviser", "governance-needs-match")
FEW_ENTRIES = 8  # a row of so few is left as it is: classes would be split for its sake
LIKE_CHOICES = 2  # the choices in a class, on average, from which on counting is worth its columns


@dataclass(frozen=True, eq=False)
class Program:
    """Maximise `worth` over whole columns from 0 to `most`. The first `choices` columns are the choices, the others
    counts of them; the last `defining` rows, which say what the counts are, hold with equality, at nought."""

    row: Ints
    column: Ints
    weight: Ints
    worth: Ints
    most: Ints
    choices: int
    rows: int
    defining: int = 0

    def counted(self, family: Bools, with_worth: bool) -> Program:
        """The programme with a count for each class of choices that are alike in the rows of this family (a mask of
        the rows) and, `with_worth`, in what they are worth; as it is where few choices are alike."""
        own = np.zeros(self.rows, dtype=np.bool_)
        own[: len(family)] = family
        mine = own[self.row] & (self.column < self.choices)
        classes = self._classes(mine, with_worth)
        members = np.flatnonzero(classes >= 0)
        count = int(classes.max(initial=-1)) + 1
        if LIKE_CHOICES * count > len(members):
            return self
        first = np.full(count, self.choices, dtype=np.int64)
        np.minimum.at(first, classes[members], members)
        return self._with_counts(classes, members, first, mine, with_worth)

    def _classes(self, mine: Bools, with_worth: bool) -> Ints:
        """The class of each choice by these entries, -1 where no other choice is like it or it has no entry."""
        counts = np.zeros(self.choices, dtype=np.bool_)
        counts[self.column[mine]] = True
        worth = self.worth[: self.choices]
        label: Ints = np.zeros(self.choices, dtype=np.int64)
        if with_worth:
            counts |= worth != 0
            label = np.unique(worth, return_inverse=True)[1].astype(np.int64)
        order = np.flatnonzero(mine)[np.lexsort((self.row[mine], self.column[mine]))]
        column = self.column[order]
        place = np.arange(len(order)) - np.searchsorted(column, column)
        for k in range(int(place.max(initial=-1)) + 1):
            entry, at = order[place == k], column[place == k]
            keys = np.stack([label[at], self.row[entry], self.weight[entry]])
            label[at] = np.unique(keys, axis=1, return_inverse=True)[1].reshape(-1) + int(label.max()) + 1
        label[~counts] = -1
        return _numbered(label)

    def _with_counts(self, classes: Ints, members: Ints, first: Ints, mine: Bools, with_worth: bool) -> Program:
        counts = len(first)
        columns = len(self.worth)
        number = np.full(self.choices, -1, dtype=np.int64)
        number[first] = np.arange(counts)
        inside = np.zeros(len(mine), dtype=np.bool_)
        inside[mine] = classes[self.column[mine]] >= 0
        speaks = inside.copy()  # the entries of the first of each class, which become its count's
        speaks[inside] = number[self.column[inside]] >= 0
        defining = self.rows + np.arange(counts)
        row = np.concatenate([self.row[~inside], self.row[speaks], self.rows + classes[members], defining])
        column = np.concatenate(
            [self.column[~inside], columns + number[self.column[speaks]], members, columns + np.arange(counts)]
        )
        ones = np.ones(len(members), dtype=np.int64)
        weight = np.concatenate([self.weight[~inside], self.weight[speaks], ones, -np.ones(counts, dtype=np.int64)])
        worth = self.worth.copy()
        of_counts = worth[first] if with_worth else np.zeros(counts, dtype=np.int64)
        if with_worth:
            worth[members] = 0
        most = np.concatenate([self.most, np.bincount(classes[members], minlength=counts)])
        return Program(
            row,
            column,
            weight,
            np.concatenate([worth, of_counts]),
            most,
            self.choices,
            self.rows + counts,
            self.defining + counts,
        )


def program_with_counts(rows: Rows, open_: Bools, worth: Ints) -> Program:
    """The programme over the open choices, renumbered, with `worth` (one for each of all choices) to be maximised."""
    columns = np.flatnonzero(open_)
    held = rows.restricted_to(columns).tocoo()
    own = worth[columns]
    plain = Program(
        held.row.astype(np.int64),
        held.col.astype(np.int64),
        held.data,
        own,
        np.ones(len(columns), dtype=np.int64),
        len(columns),
        len(rows.at_most),
    )
    of_goals, of_limits = _families(rows, plain)
    return plain.counted(of_goals, with_worth=len(np.unique(own)) <= FEW_WEIGHTS).counted(of_limits, with_worth=False)


def _families(rows: Rows, program: Program) -> tuple[Bools, Bools]:
    """Masks of the rows of few different weights: those of goals and recipients, and the limits on leaders and pots."""
    count = len(rows.at_most)
    different = np.unique(np.stack([program.row, program.weight]), axis=1)[0]
    few = np.bincount(different, minlength=count) <= FEW_WEIGHTS
    entries = np.bincount(program.row, minlength=count)
    least: Ints = np.zeros(count, dtype=np.int64)
    np.minimum.at(least, program.row, program.weight)
    limit = np.array([origin.kind in ("limit", "rounded") for origin in rows.origins], dtype=np.bool_)
    goal = np.array([origin.kind in ("floor", "ceiling") for origin in rows.origins], dtype=np.bool_)
    of_recipient = np.array([origin.name in OF_RECIPIENTS for origin in rows.origins], dtype=np.bool_)
    return few & (goal | of_recipient), few & limit & ~of_recipient & (least >= 0) & (entries > FEW_ENTRIES)


def _numbered(label: Ints) -> Ints:
    """The labels numbered from nought; -1 where it is -1 or nobody else has the same."""
    names, where, size = np.unique(label, return_inverse=True, return_counts=True)
    several = (size > 1) & (names >= 0)
    number: Ints = np.where(several, np.cumsum(several) - 1, -1)
    result: Ints = number[where.reshape(-1)]
    return result
