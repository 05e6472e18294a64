"""The exported tables of a fair at one cut, row by row as they were written."""

import csv
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

# Decimals of the currencies, ISO 4217; one that is missing here fails the run.
DECIMALS = {"CNY": 2, "USD": 2, "EUR": 2, "JPY": 0, "BHD": 3}


@dataclass
class Definition:
    """A figure definition at the cut."""

    id: str
    is_live: bool
    unit: str
    family: str
    kind: str
    rule: dict


RULES = (
    "attribute named_records selection sum share difference remainder growth conversion "
    "series rank streak coverage per_day breakdown threshold"
).split()


def rows(folder, table):
    """The rows of a table; a table without rows is not written."""
    path = Path(folder, f"{table}.csv")
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))


def items(cell):
    """The items of a cell that holds several, in their places; a backslash takes
    the next character as it is."""
    found, item, is_escaped = [], "", False
    for character in cell:
        if is_escaped:
            item, is_escaped = item + character, False
        elif character == "\\":
            is_escaped = True
        elif character == ";":
            found.append(item)
            item = ""
        else:
            item += character
    return found + [item] if cell else []


def last_part(name):
    """The id of a record, from its name."""
    return name.rsplit("/", 1)[-1]


def day(text):
    """A day, or None where there is none."""
    return date.fromisoformat(text) if text else None


def read_definitions(path):
    """The definitions that ListFigureDefinitions answered."""
    definitions = {}
    for record in json.loads(Path(path).read_text(encoding="utf-8")):
        kind = next(rule for rule in RULES if rule in record)
        definition = Definition(
            last_part(record["name"]),
            record["entry"]["state"] == "RECORD_STATE_LIVE",
            record["unit"],
            record["family"],
            kind,
            record[kind],
        )
        definitions[definition.id] = definition
    return definitions


class Books:
    """All that is known at a cut."""

    def __init__(self, folder, directory, definitions):
        self.folder = folder
        self.definitions = read_definitions(definitions)
        self.fair = next(iter(rows(folder, "fairs")), None)
        self.editions = {row["edition_id"]: row for row in rows(folder, "editions")}
        self.code_lists = {row["code_list_id"]: row for row in rows(folder, "code_lists")}
        self.hosts = {
            row["edition_id"]: row["host_subdivision_code"] for row in rows(directory, "editions")
        }
        self.organisations = {
            row["organisation_id"]: row for row in rows(directory, "organisations")
        }
        self.cache = {}

    def of_edition(self, edition, table):
        """The rows of a table that lie in an edition."""
        if table not in self.cache:
            by_edition = {}
            for row in rows(self.folder, table):
                by_edition.setdefault(last_part(row["parent"]), []).append(row)
            self.cache[table] = by_edition
        return self.cache[table].get(edition, [])

    def ordinals(self):
        """The editions that are recorded, by their ordinals."""
        return {int(row["ordinal"]): edition for edition, row in self.editions.items()}

    def opening(self, edition):
        return day(self.editions[edition]["opening_date"])

    def closing(self, edition):
        return day(self.editions[edition]["closing_date"])

    def country_of(self, organisation):
        return self.organisations[last_part(organisation)]["country_code"]

    def subdivision_of(self, organisation):
        return self.organisations[last_part(organisation)]["subdivision_code"]

    def status_of(self, edition, family):
        """The row that says how the books of an edition stand for a family."""
        for row in self.of_edition(edition, "edition_statuses"):
            if row["family"] == family:
                return row
        return None
