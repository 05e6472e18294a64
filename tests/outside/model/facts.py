"""What each record counts for: the facts of the cubes, made from the rows.

A fact has the record it is of, its values under dimensions, and its quantities.
A dimension that a fact leaves out is met by no condition.
"""

from dataclasses import dataclass

from books import DECIMALS, items, last_part

NONE = "none"
COUNTED_STAGES = {"contract", "intentional_contract", "cooperation_agreement"}


@dataclass
class Fact:
    """What one record adds to a cube."""

    record: str
    under: dict
    quantities: dict


def seen_from(edition, name):
    """The id of a record, after its edition if that is another."""
    _, other, _, record = name.split("/")
    return record if other == edition else f"{other}/{record}"


def optional(**values):
    """The dimensions that have a value."""
    return {dimension: value for dimension, value in values.items() if value}


def minor_units(amount, currency):
    """An amount in the minor units of its currency, digit by digit."""
    whole, _, decimals = amount.partition(".")
    digits = DECIMALS[currency]
    assert len(decimals) <= digits, f"{amount} {currency} has no such minor units"
    return int(whole + decimals.ljust(digits, "0"))


def scope(books, edition, parties):
    """Where the parties come from, seen from the host."""
    host = books.hosts[edition]
    country = host.split("-")[0]
    if any(books.country_of(party) != country for party in parties):
        return "international"
    places = {books.subdivision_of(party) for party in parties} - {""}
    return "domestic_region" if places - {host} else "host_city"


def is_counted(row):
    """Whether an agreement counts: what was said wins over the stage."""
    said = row["counted_in_total"]
    return said == "true" if said else row["stage"] in COUNTED_STAGES


def flag(truth):
    return "true" if truth else "false"


def agreements(books, edition):
    for row in books.of_edition(edition, "agreements"):
        parties = items(row["parties"])
        quantities = {"agreements": 1, "agreements_with_amount": 0, "amount_minor_units": 0}
        if row["amount"]:
            quantities["agreements_with_amount"] = 1
            quantities["amount_minor_units"] = minor_units(row["amount"], row["currency"])
        under = {
            "counted": flag(is_counted(row)),
            "scope": scope(books, edition, parties),
            "stage": row["stage"],
            "sector": row["sector_code"],
            "section": row["section"] or NONE,
            "place": row["place"] or NONE,
            "signed_on_site": row["signed_on_site"] or "false",
            "currency": row["currency"] or NONE,
            "reached_through_kind": row["reached_through_kind"] or NONE,
            "synthetic": row["synthetic"] or "false",
        }
        through, follows = row["reached_through"], row["follows"]
        under |= optional(
            featured=row["featured"],
            activity=through and seen_from(edition, through),
            follows=follows and seen_from(edition, follows),
        )
        yield Fact(f"editions/{edition}/agreements/{row['agreement_id']}", under, quantities)


def agreement_parties(books, edition):
    for row in books.of_edition(edition, "agreements"):
        record = f"editions/{edition}/agreements/{row['agreement_id']}"
        parties = items(row["parties"])
        counted = {"counted": flag(is_counted(row))}
        for country in {books.country_of(party) for party in parties}:
            yield Fact(record, counted | {"country": country}, {"parties": 1})
        for party in {last_part(party) for party in parties}:
            yield Fact(record, counted | {"organisation": party}, {"parties": 1})


def plain(table, key, collection, dimensions, quantities):
    """A cube whose records are one fact each.

    `dimensions` tells each dimension from the books and a row; one that comes out
    empty is left out.
    """

    def made(books, edition):
        for row in books.of_edition(edition, table):
            under = optional(**dimensions(books, edition, row))
            under["synthetic"] = row["synthetic"] or "false"
            yield Fact(f"editions/{edition}/{collection}/{row[key]}", under, quantities(row))

    return made


def of_visit(_books, _edition, row):
    return {
        "visited_on": row["visited_on"],
        "gate": row["gate"],
        "country": row["country_code"],
        "visitor_class": row["visitor_class"],
        "method": row["method"],
    }


def of_section(_books, _edition, row):
    return {
        "kind": row["kind"],
        "area_basis": row["area_basis"],
        "section": row["section_id"],
    }


def of_participation(books, _edition, row):
    return {
        "role": row["role"],
        "country": books.country_of(row["organisation"]),
        "organisation": last_part(row["organisation"]),
        "first_time": row["first_time"] or "false",
        "attendance_mode": row["attendance_mode"],
    }


def of_delegation(_books, _edition, row):
    return {
        "country": row["country_code"],
        "subdivision": row["subdivision_code"] or NONE,
        "unlocode": row["unlocode"] or NONE,
        "head": last_part(row["head"]) or NONE,
        "rank": row["head_rank"],
        "featured": row["featured"],
    }


def of_delegate(_books, _edition, row):
    return {
        "rank": row["rank"],
        "country": row["country_code"],
        "delegation": last_part(row["delegation"]) or NONE,
        "promotes_or_negotiates": row["promotes_or_negotiates"] or "false",
        "featured": row["featured"],
    }


def of_highlight(_books, _edition, row):
    return {
        "kind": row["kind"],
        "person": last_part(row["person"]) or NONE,
        "featured": row["featured"],
    }


def of_activity(_books, edition, row):
    return {
        "kind": row["kind"],
        "held_on": row["held_on"],
        "sector": row["sector_code"] or NONE,
        "demand": row["demand"] and seen_from(edition, row["demand"]),
    }


def of_demand(books, _edition, row):
    return {
        "kind": row["kind"],
        "channel": row["channel"],
        "published_on": row["published_on"],
        "sector": row["sector_code"],
        "organisation": last_part(row["organisation"]),
        "country": books.country_of(row["organisation"]),
        "featured": row["featured"],
    }


def of_publication(_books, edition, row):
    return {
        "channel": row["channel"],
        "published_on": row["published_on"],
        "sector": row["sector_code"],
        "organisation": last_part(row["organisation"]),
        "demand": row["demand"] and seen_from(edition, row["demand"]),
        "featured": row["featured"],
    }


def attendances(books, edition):
    held = books.of_edition(edition, "activities")
    kinds = {row["activity_id"]: row["kind"] for row in held}
    for row in books.of_edition(edition, "attendances"):
        activity = seen_from(edition, row["activity"])
        under = {
            "activity": activity,
            "kind": kinds.get(activity, NONE),
            "country": row["country_code"] or NONE,
            "synthetic": row["synthetic"] or "false",
        }
        quantities = {"attendances": 1, "attendees": int(row["attendees"])}
        yield Fact(f"editions/{edition}/attendances/{row['attendance_id']}", under, quantities)


def one(quantity, more=None, column=None):
    """One record, and the number of a column with it."""

    def quantities(row):
        counted = {quantity: 1}
        if more:
            counted[more] = int(row[column])
        return counted

    return quantities


CUBES = {
    ("contracts", "agreements"): agreements,
    ("contracts", "agreement_parties"): agreement_parties,
    ("exhibitions", "visits"): plain(
        "visits", "visit_id", "visits", of_visit, one("visit_records", "visits", "entries")
    ),
    ("exhibitions", "space"): plain(
        "sections",
        "section_id",
        "sections",
        of_section,
        one("sections", "area_square_metres", "area_square_metres"),
    ),
    ("exhibitions", "participations"): plain(
        "participations",
        "participation_id",
        "participations",
        of_participation,
        one("participations"),
    ),
    ("exhibitions", "delegations"): plain(
        "delegations", "delegation_id", "delegations", of_delegation, one("delegations")
    ),
    ("exhibitions", "delegates"): plain(
        "delegates", "delegate_id", "delegates", of_delegate, one("delegates")
    ),
    ("exhibitions", "highlights"): plain(
        "highlights", "highlight_id", "highlights", of_highlight, one("highlights")
    ),
    ("forums", "activities"): plain(
        "activities", "activity_id", "activities", of_activity, one("activities")
    ),
    ("forums", "attendances"): attendances,
    ("forums", "demands"): plain("demands", "demand_id", "demands", of_demand, one("demands")),
    ("forums", "publications"): plain(
        "publications", "publication_id", "publications", of_publication, one("publications")
    ),
}
