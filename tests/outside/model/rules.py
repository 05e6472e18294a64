"""The rules, one function each: a figure of an edition by its definition."""

from fractions import Fraction

from answer import Answer, Interval, NOTHING_IS_SURE, Refused, exactly, least_reliable
from past import growth, rank, series, streak
from selection import different, in_units, selected, total
from tables import breakdown, conversion, coverage

# Rules whose figures are one number that somebody else may have published.
TAKEN_AS_REPORTED = {
    "attribute", "selection", "sum", "share", "difference", "remainder", "growth", "conversion",
    "per_day",
}  # fmt: skip

# Rules that need no records of the edition: they compute from figures, or take
# the records there are as proof.
COMPUTED_FROM_OTHERS = {
    "sum", "share", "difference", "remainder", "growth", "series", "rank", "streak", "per_day",
    "threshold",
}  # fmt: skip


def open_days(books, edition):
    """The days an edition was open, both ends counted."""
    return (books.closing(edition) - books.opening(edition)).days + 1


def attribute(figures, edition, definition):
    books = figures.books
    kind = definition.rule["kind"]
    if kind == "ATTRIBUTE_KIND_ORDINAL":
        value = int(books.editions[edition]["ordinal"])
    elif kind == "ATTRIBUTE_KIND_OPENING_YEAR":
        value = books.opening(edition).year
    elif kind == "ATTRIBUTE_KIND_YEARS_SINCE_FIRST_INCLUSIVE":
        value = books.opening(edition).year - int(books.fair["first_year"]) + 1
    else:
        value = open_days(books, edition)
    return exactly(definition.unit, value)


def named_records(figures, edition, definition):
    records = {fact.record for fact in selected(figures.books, edition, definition.rule)}
    limit = definition.rule["limit"]
    if not records:
        raise Refused("there is no record to name")
    if len(records) > limit:
        raise Refused(f"{len(records)} records are more than {limit}")
    return Answer(definition.unit, records=records)


def selection(figures, edition, definition):
    rule = definition.rule
    facts = selected(figures.books, edition, rule)
    if "distinct" in rule:
        return exactly(definition.unit, len(different(facts, rule["distinct"])))
    number = total(facts, rule["sum_of"])
    return exactly(definition.unit, in_units(rule, rule["sum_of"], number))


def added(intervals):
    """The interval of a sum: open where one of its parts is."""
    leasts = [interval.least for interval in intervals]
    mosts = [interval.most for interval in intervals]
    return Interval(
        None if None in leasts else sum(leasts, Fraction(0)),
        None if None in mosts else sum(mosts, Fraction(0)),
    )


def derived(definition, value, inputs, interval=None):
    """A value computed from others: as sure as they are."""
    if all(one.interval.is_exact for one in inputs):
        interval = Interval(value, value)
    return Answer(
        definition.unit,
        value,
        interval or NOTHING_IS_SURE,
        any(one.approximate for one in inputs),
        least_reliable(one.status for one in inputs),
    )


def sum_of_figures(figures, edition, definition):
    parts = figures.values_of(edition, definition.rule["parts"], definition.unit)
    value = sum((part.value for part in parts), Fraction(0))
    return derived(definition, value, parts, added([part.interval for part in parts]))


def share(figures, edition, definition):
    part = figures.of(edition, definition.rule["part"])
    whole = figures.of(edition, definition.rule["whole"])
    figures.in_unit(edition, definition.rule["part"], whole.unit)
    figures.in_unit(edition, definition.rule["whole"], whole.unit)
    if whole.value == 0:
        raise Refused("the whole is zero")
    if not 0 <= part.value <= whole.value:
        raise Refused("the part is no part of the whole")
    return derived(definition, part.value / whole.value * 100, [part, whole])


def difference(figures, edition, definition):
    rule = definition.rule
    minuend, subtrahend = figures.values_of(
        edition, [rule["minuend"], rule["subtrahend"]], definition.unit
    )
    return derived(definition, minuend.value - subtrahend.value, [minuend, subtrahend])


def remainder(figures, edition, definition):
    whole = figures.in_unit(edition, definition.rule["whole"], definition.unit)
    parts = figures.values_of(edition, definition.rule["parts"], definition.unit)
    value = whole.value - sum((part.value for part in parts), Fraction(0))
    if value < 0:
        raise Refused("the parts exceed the whole")
    return derived(definition, value, [whole, *parts])


def per_day(figures, edition, definition):
    of = figures.in_unit(edition, definition.rule["of"], definition.unit)
    days = open_days(figures.books, edition)
    bounds = [bound and bound / days for bound in (of.interval.least, of.interval.most)]
    return derived(definition, of.value / days, [of], Interval(*bounds))


def threshold(figures, edition, definition):
    of = figures.in_unit(edition, definition.rule["of"], definition.unit)
    above = Fraction(definition.rule["above"])
    least = of.interval.least
    if not of.value > above or least is None or not least > above:
        raise Refused(f"{of.value} is not proved to be above {above}")
    return exactly(definition.unit, above, approximate=of.approximate, status=of.status)


RULE = {
    "attribute": attribute,
    "named_records": named_records,
    "selection": selection,
    "sum": sum_of_figures,
    "share": share,
    "difference": difference,
    "remainder": remainder,
    "growth": growth,
    "conversion": conversion,
    "series": series,
    "rank": rank,
    "streak": streak,
    "coverage": coverage,
    "per_day": per_day,
    "breakdown": breakdown,
    "threshold": threshold,
}
