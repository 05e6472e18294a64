"""Calls with streams."""

import grpc
from tradefair.exhibitions.v1 import visit_pb2
from tradefair.statistics.v1 import backup_pb2

import fair


def chunk(number, entries=300):
    """A chunk of one count of visits; each number has one of its own."""
    return visit_pb2.RecordVisitsRequest(
        parent=fair.FAIR,
        request_id=f"01996f6e-0000-7000-8000-0000000f{number:04}",
        visits=[
            visit_pb2.Visit(
                name=f"{fair.EDITION}/visits/python-{number}",
                visited_on={"year": 2016, "month": 5, "day": 29},
                gate="north",
                country_code="CN",
                visitor_class=visit_pb2.VISITOR_CLASS_TRADE_VISITOR,
                entries=entries,
                method=visit_pb2.VISIT_METHOD_GATE_SYSTEM,
                source="Halls department",
                evidence_kind="EVIDENCE_KIND_GATE_SYSTEM",
            )
        ],
    )


class Streams(fair.Visitor):
    def read_visit(self, number):
        return self.exhibitions.GetVisit(
            visit_pb2.GetVisitRequest(name=f"{fair.EDITION}/visits/python-{number}"),
            timeout=fair.PATIENCE_SECONDS,
        )

    def test_the_server_sends_a_stream(self):
        chunks = list(
            self.exhibitions.BackUpBooks(
                backup_pb2.BackUpBooksRequest(), timeout=fair.PATIENCE_SECONDS
            )
        )
        copy = b"".join(chunk.data for chunk in chunks)
        self.assertTrue(copy.startswith(b"SQLite format 3\0"))
        self.assertEqual(len(chunks[-1].digest), 32)
        self.assertEqual([chunk.digest for chunk in chunks[:-1]], [b""] * (len(chunks) - 1))

    def test_both_sides_send_a_stream(self):
        chunks = [chunk(number) for number in range(5)]
        answers = list(
            self.exhibitions.RecordVisits(iter(chunks), timeout=fair.PATIENCE_SECONDS)
        )
        self.assertEqual(
            [answer.request_id for answer in answers], [chunk.request_id for chunk in chunks]
        )
        self.assertEqual(self.read_visit(4).entries, 300)

    def test_a_stream_ends_with_the_error_of_its_chunk(self):
        chunks = [chunk(10), chunk(11, entries=-1), chunk(12)]
        answers = []
        error = self.refused(
            grpc.StatusCode.INVALID_ARGUMENT,
            lambda: answers.extend(
                self.exhibitions.RecordVisits(iter(chunks), timeout=fair.PATIENCE_SECONDS)
            ),
        )
        self.assertIn("entries", error.details())
        self.assertEqual(self.read_visit(10).entries, 300)
        for number in (11, 12):
            self.refused(grpc.StatusCode.NOT_FOUND, lambda number=number: self.read_visit(number))

    def test_an_empty_stream_is_answered_by_an_empty_one(self):
        answers = self.exhibitions.RecordVisits(iter([]), timeout=fair.PATIENCE_SECONDS)
        self.assertEqual(list(answers), [])
