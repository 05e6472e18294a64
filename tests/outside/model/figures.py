"""How a definition becomes a figure, and what decides whether it does."""

from answer import Answer, Interval, Refused, least_reliable
from fractions import Fraction
from past import comparable_base
from rules import RULE, TAKEN_AS_REPORTED, COMPUTED_FROM_OTHERS


class Figures:
    """The figures of a fair at one cut, each worked out once."""

    def __init__(self, books):
        self.books = books
        self.found = {}
        self.open = []

    def of(self, edition, definition):
        """A figure of an edition; raises Refused where there is none."""
        key = (edition, definition)
        if key not in self.found:
            self.found[key] = self.tried(edition, definition)
        answer = self.found[key]
        if isinstance(answer, Refused):
            raise answer
        return answer

    def tried(self, edition, definition):
        if definition in self.open:
            return Refused(f"{definition} is computed from itself")
        self.open.append(definition)
        try:
            return self.worked_out(edition, definition)
        except Refused as refusal:
            return refusal
        finally:
            self.open.pop()

    def worked_out(self, edition, id):
        definition = self.books.definitions.get(id)
        if definition is None or not definition.is_live:
            raise Refused(f"there is no live definition {id}")
        if edition not in self.books.editions:
            raise Refused(f"edition {edition} was never recorded")
        answer = self.by_basis(edition, definition)
        status = self.books.status_of(edition, definition.family)
        if status is not None:
            answer.status = least_reliable([answer.status, status["status"]])
        return answer

    def by_basis(self, edition, definition):
        """A figure as it was reported, or by its rule."""
        rule = RULE[definition.kind]
        if definition.kind == "attribute":
            if self.books.status_of(edition, definition.family) is not None:
                self.basis(edition, definition.family)
            return rule(self, edition, definition)
        if self.basis(edition, definition.family) == "reported":
            if definition.kind in TAKEN_AS_REPORTED:
                reported = self.reported(edition, definition)
                if reported is not None:
                    return self.with_base(edition, definition, reported)
            if definition.kind not in COMPUTED_FROM_OTHERS:
                raise Refused(f"{definition.id} was not reported for edition {edition}")
        return rule(self, edition, definition)

    def with_base(self, edition, definition, reported):
        """A reported growth needs a base that the edition may be compared with."""
        if definition.kind == "growth":
            base = comparable_base(self.books, edition, definition)
            reported.base = f"editions/{base}"
        return reported

    def basis(self, edition, family):
        """What the figures of a family are read from; missing is not zero."""
        status = self.books.status_of(edition, family)
        if status is None and family == "fair":
            return "records"
        if status is None or "none" == status["basis"] or "missing" == status["status"]:
            raise Refused(f"edition {edition} has no books of {family}")
        return status["basis"]

    def reported(self, edition, definition):
        """A figure as it was published elsewhere, or None."""
        for row in self.books.of_edition(edition, "reported_figures"):
            if row["reported_figure_id"] == definition.id:
                return as_reported(row, definition)
        return None

    def values_of(self, edition, ids, unit):
        """Figures that are added or compared, all in one unit."""
        return [self.in_unit(edition, id, unit) for id in ids]

    def in_unit(self, edition, id, unit):
        answer = self.of(edition, id)
        if answer.value is None:
            raise Refused(f"{id} is no number")
        if answer.unit != unit:
            raise Refused(f"{id} is in {answer.unit}, not in {unit}")
        return answer


def as_reported(row, definition):
    """A reported value: exact, unless it is approximate or an interval was told."""
    value = Fraction(row["value"])
    least = Fraction(row["lower_bound"]) if row["lower_bound"] else None
    most = Fraction(row["upper_bound"]) if row["upper_bound"] else None
    approximate = row["approximate"] == "true"
    if approximate or least is not None or most is not None:
        interval = Interval(least, most)
    else:
        interval = Interval(value, value)
    return Answer(definition.unit, value, interval, approximate, row["status"])
