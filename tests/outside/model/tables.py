"""Rules that read whole tables of values: conversions, coverages, breakdowns."""

from fractions import Fraction

from answer import Refused, exactly
from books import DECIMALS, day, items
from facts import NONE
from selection import different, in_units, selected, total

OTHER = "other"


def rates_between(books, edition, currency, into):
    """What one unit of a currency is in another, by each rate of the edition."""
    found = []
    for row in books.of_edition(edition, "rates"):
        price = Fraction(row["price"])
        pair = (row["base_currency_code"], row["quote_currency_code"])
        if pair == (currency, into):
            found.append(price)
        elif pair == (into, currency):
            found.append(1 / price)
    return found


def converted(books, edition, currency, into, minor_units):
    """The sum of a currency, converted once."""
    amount = Fraction(minor_units, 10 ** DECIMALS[currency])
    if currency == into:
        return amount
    rates = rates_between(books, edition, currency, into)
    if len(rates) != 1:
        raise Refused(f"{len(rates)} rates between {currency} and {into}")
    return amount * rates[0]


def conversion(figures, edition, definition):
    rule = definition.rule
    facts = selected(figures.books, edition, rule)
    currencies = different(facts, "currency") - {NONE}
    if facts and not currencies:
        raise Refused("none of the records states an amount, and that is not zero")
    value = Fraction(0)
    for currency in sorted(currencies):
        of_currency = [fact for fact in facts if fact.under["currency"] == currency]
        minor_units = total(of_currency, rule["sum_of"])
        value += converted(figures.books, edition, currency, rule["currency_code"], minor_units)
    return exactly(definition.unit, value)


def members_in_force(row, when):
    """The codes of a list that are members on a day."""
    codes = items(row["entries.code"] if "entries.code" in row else row["entries"])
    starts = items(row.get("entries.from", "")) or [""] * len(codes)
    ends = items(row.get("entries.until", "")) or [""] * len(codes)
    return {
        code
        for code, start, end in zip(codes, starts, ends, strict=True)
        if (not start or day(start) <= when) and (not end or when < day(end))
    }


def coverage(figures, edition, definition):
    rule = definition.rule
    listed = figures.books.code_lists.get(rule["code_list"])
    if listed is None:
        raise Refused(f"there is no live code list {rule['code_list']}")
    members = members_in_force(listed, figures.books.opening(edition))
    if not members:
        raise Refused("the list has no member in force")
    occurring = different(selected(figures.books, edition, rule), rule["distinct"]) & members
    return exactly(definition.unit, len(occurring), out_of=len(members))


def breakdown(figures, edition, definition):
    rule = definition.rule
    quantity, by = rule["sum_of"], rule["by"]
    parts = {}
    for fact in selected(figures.books, edition, rule):
        if by in fact.under:
            key = fact.under[by]
            parts[key] = parts.get(key, 0) + fact.quantities[quantity]
    shown = {key: in_units(rule, quantity, number) for key, number in parts.items()}
    whole = sum(shown.values(), Fraction(0))
    return exactly(definition.unit, whole, parts=in_order(shown, rule["limit"], whole))


def in_order(parts, limit, whole):
    """The largest first, of equal ones by their keys, and the rest in one."""
    named = sorted(
        ((key, value) for key, value in parts.items() if key != OTHER),
        key=lambda part: (-part[1], part[0]),
    )
    shown, rest = named[:limit], [value for _, value in named[limit:]]
    if OTHER in parts:
        rest.append(parts[OTHER])
    if rest:
        shown.append((OTHER, sum(rest, Fraction(0))))
    return [(key, value, value / whole * 100 if whole else None) for key, value in shown]
