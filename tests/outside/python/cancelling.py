"""Callers that change their mind."""

import queue

import grpc
from tradefair.exhibitions.v1 import visit_pb2

import fair
from streams import chunk


class Cancelling(fair.Visitor):
    def test_a_call_is_called_off(self):
        for _ in range(20):
            call = self.press_desk.SummarizeEdition.future(
                fair.summary(), timeout=fair.PATIENCE_SECONDS
            )
            self.assertTrue(call.cancel())
            self.assertEqual(call.code(), grpc.StatusCode.CANCELLED)
        self.assertEqual(self.edition().name, fair.EDITION)

    def test_a_stream_is_called_off(self):
        # The stream of requests stays open, so nothing but the caller ends the call.
        requests = queue.Queue()
        requests.put(chunk(20))
        call = self.exhibitions.RecordVisits(
            iter(requests.get, None), timeout=fair.PATIENCE_SECONDS
        )
        acknowledged = next(call)
        self.assertEqual(acknowledged.request_id, chunk(20).request_id)
        call.cancel()
        self.refused(grpc.StatusCode.CANCELLED, lambda: next(call))
        requests.put(None)
        # What was acknowledged is in the books, and the server goes on.
        visit = self.exhibitions.GetVisit(
            visit_pb2.GetVisitRequest(name=f"{fair.EDITION}/visits/python-20"),
            timeout=fair.PATIENCE_SECONDS,
        )
        self.assertEqual(visit.entries, 300)
        again = self.exhibitions.RecordVisits(
            iter([chunk(20), chunk(21)]), timeout=fair.PATIENCE_SECONDS
        )
        self.assertEqual(len(list(again)), 2)
