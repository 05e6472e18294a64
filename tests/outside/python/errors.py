"""Errors, as the library of the language reads them."""

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from tradefair.exhibitions.v1 import edition_pb2
from tradefair.gateway.v1 import extracted_claim_pb2

import fair

EXHIBITIONS = "/tradefair.exhibitions.v1.ExhibitionsService"

# The bound of one request, encoded.
REQUEST_BYTES = 1 << 20


def details(error):
    """The details of an error, by kind."""
    found = {}
    for packed in rpc_status.from_call(error).details:
        for kind in (error_details_pb2.ErrorInfo, error_details_pb2.BadRequest):
            detail = kind()
            if packed.Unpack(detail):
                found[kind] = detail
    return found


class Errors(fair.Visitor):
    def call(self, path, message, **how):
        """Sends bytes as they are to a method."""
        called = self.channel.unary_unary(path)
        return called(message, timeout=fair.PATIENCE_SECONDS, **how)

    def reason(self, error):
        info = details(error)[error_details_pb2.ErrorInfo]
        self.assertEqual(info.domain, "tradefair")
        return info.reason

    def test_wrong_fields_are_named(self):
        request = edition_pb2.CreateEditionRequest(
            parent=fair.FAIR, edition=edition_pb2.Edition()
        )
        error = self.refused(
            grpc.StatusCode.INVALID_ARGUMENT,
            lambda: self.exhibitions.CreateEdition(request, timeout=fair.PATIENCE_SECONDS),
        )
        self.assertEqual(self.reason(error), "INVALID_FIELDS")
        violations = details(error)[error_details_pb2.BadRequest].field_violations
        fields = {violation.field for violation in violations}
        self.assertLessEqual({"request_id", "edition.opening_date"}, fields)

    def test_what_is_not_there_is_told(self):
        request = edition_pb2.GetEditionRequest(name=f"{fair.FAIR}/editions/99")
        error = self.refused(
            grpc.StatusCode.NOT_FOUND,
            lambda: self.exhibitions.GetEdition(request, timeout=fair.PATIENCE_SECONDS),
        )
        self.assertTrue(self.reason(error))

    def test_a_method_or_service_that_is_not_there_is_not_offered(self):
        for path in (f"{EXHIBITIONS}/Nothing", "/nobody.Service/Nothing"):
            error = self.refused(grpc.StatusCode.UNIMPLEMENTED, lambda: self.call(path, b""))
            self.assertIn("there is no such", error.details())

    def test_bytes_that_are_no_message_are_the_fault_of_the_request(self):
        error = self.refused(
            grpc.StatusCode.INVALID_ARGUMENT,
            lambda: self.call(f"{EXHIBITIONS}/GetEdition", b"\xff\xff\xff"),
        )
        self.assertEqual(self.reason(error), "INVALID_FIELDS")

    def test_a_compressed_message_is_not_taken_and_that_is_said(self):
        for compression in (grpc.Compression.Gzip, grpc.Compression.Deflate):
            # Only what gets smaller by it is compressed.
            request = edition_pb2.GetEditionRequest(name=fair.EDITION * 1000)
            error = self.refused(
                grpc.StatusCode.UNIMPLEMENTED,
                lambda: self.exhibitions.GetEdition(
                    request, compression=compression, timeout=fair.PATIENCE_SECONDS
                ),
            )
            self.assertIn("compressed", error.details())
        self.assertEqual(self.edition().name, fair.EDITION)

    def test_a_message_that_is_too_large_is_refused(self):
        for size in (REQUEST_BYTES + 1, 8 * REQUEST_BYTES):
            request = extracted_claim_pb2.ExtractClaimsRequest(text="x" * size)
            error = self.refused(
                grpc.StatusCode.RESOURCE_EXHAUSTED,
                lambda: self.press_desk.ExtractClaims(request, timeout=fair.PATIENCE_SECONDS),
            )
            self.assertIn(str(REQUEST_BYTES), error.details())
        self.assertEqual(self.edition().name, fair.EDITION)
