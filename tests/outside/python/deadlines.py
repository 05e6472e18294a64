"""Callers that do not wait for ever."""

import grpc
from tradefair.exhibitions.v1 import edition_pb2
from tradefair.statistics.v1 import backup_pb2

import fair


class Deadlines(fair.Visitor):
    def setUp(self):
        super().setUp()
        # The connection is not what takes its time.
        self.edition()

    def test_a_millisecond_is_too_short_for_a_release(self):
        self.refused(
            grpc.StatusCode.DEADLINE_EXCEEDED,
            lambda: self.press_desk.SummarizeEdition(fair.summary(), timeout=0.001),
        )
        self.assertEqual(self.edition().name, fair.EDITION)

    def test_a_millisecond_is_too_short_for_a_copy_of_the_books(self):
        self.refused(
            grpc.StatusCode.DEADLINE_EXCEEDED,
            lambda: list(
                self.exhibitions.BackUpBooks(backup_pb2.BackUpBooksRequest(), timeout=0.001)
            ),
        )
        self.assertEqual(self.edition().name, fair.EDITION)

    def test_a_deadline_that_has_passed_is_told(self):
        self.refused(
            grpc.StatusCode.DEADLINE_EXCEEDED,
            lambda: self.exhibitions.GetEdition(
                edition_pb2.GetEditionRequest(name=fair.EDITION), timeout=-1
            ),
        )
        self.assertEqual(self.edition().name, fair.EDITION)
