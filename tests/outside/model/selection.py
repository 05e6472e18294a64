"""Which facts a rule speaks of, and what is read of them."""

from datetime import timedelta
from fractions import Fraction

from answer import Refused
from books import DECIMALS
from facts import CUBES, NONE

AMOUNT = "amount_minor_units"


def in_range(value, bounds):
    """Whether a value lies in a range, compared as text."""
    start, end = bounds.get("from", ""), bounds.get("before", "")
    return start <= value and (not end or value < end)


def meets(fact, condition):
    """Whether a fact meets one condition of a selection."""
    value = fact.under.get(condition["dimension"])
    if value is None:
        return False
    if "any_of" in condition:
        return value in condition["any_of"]["values"]
    return in_range(value, condition["within"])


def window_days(books, edition, period):
    """The first day inside a period, and the first beyond it."""
    opening = books.opening(edition).isoformat()
    after = (books.closing(edition) + timedelta(days=1)).isoformat()
    return {
        "PERIOD_BEFORE_OPENING": ("0000-01-01", opening),
        "PERIOD_DURING": (opening, after),
        "PERIOD_AFTER_CLOSING": (after, "9999-99-99"),
        "PERIOD_UNTIL_CLOSING": ("0000-01-01", after),
    }[period]


def in_window(books, edition, fact, window):
    """Whether the date of a fact lies in a window; one that is not known does not."""
    told = fact.under.get(window["dimension"], NONE)
    start, end = window_days(books, edition, window["period"])
    return told != NONE and start <= told < end


def conditions(rule):
    return rule["selection"].get("where", [])


def cube_of(books, edition, rule):
    """All facts of the cube of a rule in an edition, made once."""
    key = (rule["service"], rule["selection"]["cube"])
    if (edition, key) not in books.cache:
        books.cache[edition, key] = list(CUBES[key](books, edition))
    return books.cache[edition, key]


def selected(books, edition, rule):
    """The facts that a rule speaks of in an edition."""
    window = rule.get("window")
    return [
        fact
        for fact in cube_of(books, edition, rule)
        if all(meets(fact, condition) for condition in conditions(rule))
        and (window is None or in_window(books, edition, fact, window))
    ]


def total(facts, quantity):
    return sum(fact.quantities[quantity] for fact in facts)


def different(facts, dimension):
    return {fact.under[dimension] for fact in facts if dimension in fact.under}


def pinned_currency(rule):
    """The one currency that a selection is of."""
    for condition in conditions(rule):
        if condition["dimension"] == "currency":
            return condition["any_of"]["values"][0]
    raise Refused("amounts of several currencies are not added up")


def in_units(rule, quantity, number):
    """A total in the unit of its figure: an amount in units of its currency."""
    if quantity != AMOUNT:
        return Fraction(number)
    return Fraction(number, 10 ** DECIMALS[pinned_currency(rule)])
