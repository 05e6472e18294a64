"""The fair that the tests speak to."""

import unittest

import grpc
from tradefair.contracts.v1 import contracts_service_pb2_grpc
from tradefair.exhibitions.v1 import edition_pb2, exhibitions_service_pb2_grpc
from tradefair.gateway.v1 import press_desk_service_pb2, press_desk_service_pb2_grpc

# Where it listens: set by whoever starts the tests.
ADDRESS = ""

FAIR = "fairs/ciftis"
EDITION = "fairs/ciftis/editions/4"

# So long nothing takes here; a call without a deadline would hang with its server.
PATIENCE_SECONDS = 60


class Visitor(unittest.TestCase):
    """A test with a channel of its own."""

    def setUp(self):
        self.channel = grpc.insecure_channel(ADDRESS)
        self.addCleanup(self.channel.close)
        self.exhibitions = exhibitions_service_pb2_grpc.ExhibitionsServiceStub(self.channel)
        self.contracts = contracts_service_pb2_grpc.ContractsServiceStub(self.channel)
        self.press_desk = press_desk_service_pb2_grpc.PressDeskServiceStub(self.channel)

    def edition(self, **how):
        """Reads the edition, which any fair that lives can do."""
        request = edition_pb2.GetEditionRequest(name=EDITION)
        return self.exhibitions.GetEdition(request, timeout=PATIENCE_SECONDS, **how)

    def refused(self, code, call):
        """The error of a call that ends with this code."""
        with self.assertRaises(grpc.RpcError) as caught:
            call()
        self.assertEqual(caught.exception.code(), code, caught.exception.details())
        return caught.exception


def summary():
    """A request that takes the server a while."""
    return press_desk_service_pb2.SummarizeEditionRequest(name=EDITION, language_code="en")
