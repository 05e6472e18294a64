"""Calls with one request and one answer."""

import asyncio
import decimal

import grpc
from tradefair.contracts.v1 import agreement_pb2
from tradefair.exhibitions.v1 import edition_pb2, exhibitions_service_pb2_grpc

import fair


class Answers(fair.Visitor):
    def test_a_record_is_read(self):
        edition = self.edition()
        self.assertEqual(edition.name, fair.EDITION)
        opening = edition.opening_date
        self.assertEqual((opening.year, opening.month, opening.day), (2016, 5, 28))
        self.assertEqual(edition.host_city.zh, "北京")

    def test_every_page_of_a_list_is_read(self):
        names, token = [], ""
        while True:
            page = self.contracts.ListAgreements(
                agreement_pb2.ListAgreementsRequest(
                    parent=fair.EDITION, page_size=100, page_token=token
                ),
                timeout=fair.PATIENCE_SECONDS,
            )
            names += [agreement.name for agreement in page.agreements]
            token = page.next_page_token
            if not token:
                break
        self.assertGreaterEqual(len(names), 331)
        self.assertEqual(len(names), len(set(names)))
        some = self.contracts.GetAgreement(
            agreement_pb2.GetAgreementRequest(name=names[0]), timeout=fair.PATIENCE_SECONDS
        )
        amount = some.amount.units + decimal.Decimal(some.amount.nanos) / 10**9
        self.assertGreaterEqual(amount, 0)

    def test_metadata_goes_with_a_call(self):
        trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        metadata = [("traceparent", trace), ("x-client", "tests"), ("x-client-bin", b"\x00\xff")]
        answer, call = self.exhibitions.GetEdition.with_call(
            edition_pb2.GetEditionRequest(name=fair.EDITION),
            metadata=metadata,
            timeout=fair.PATIENCE_SECONDS,
        )
        self.assertEqual(answer.name, fair.EDITION)
        self.assertEqual(call.code(), grpc.StatusCode.OK)

    def test_calls_share_a_connection(self):
        request = edition_pb2.GetEditionRequest(name=fair.EDITION)
        calls = [
            self.exhibitions.GetEdition.future(request, timeout=fair.PATIENCE_SECONDS)
            for _ in range(200)
        ]
        self.assertEqual({call.result().name for call in calls}, {fair.EDITION})

    def test_the_asynchronous_client_is_answered_too(self):
        async def ask():
            async with grpc.aio.insecure_channel(fair.ADDRESS) as channel:
                stub = exhibitions_service_pb2_grpc.ExhibitionsServiceStub(channel)
                request = edition_pb2.GetEditionRequest(name=fair.EDITION)
                calls = [stub.GetEdition(request, timeout=fair.PATIENCE_SECONDS) for _ in range(20)]
                return await asyncio.gather(*calls)

        self.assertEqual({edition.name for edition in asyncio.run(ask())}, {fair.EDITION})
