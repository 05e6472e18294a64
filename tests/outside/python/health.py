"""Health, by the library of the language."""

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

import fair

SERVING = health_pb2.HealthCheckResponse.SERVING


class Health(fair.Visitor):
    def setUp(self):
        super().setUp()
        self.health = health_pb2_grpc.HealthStub(self.channel)

    def check(self, service):
        request = health_pb2.HealthCheckRequest(service=service)
        return self.health.Check(request, timeout=fair.PATIENCE_SECONDS).status

    def test_it_is_told(self):
        for service in ("", "liveness", "readiness", "tradefair.gateway.v1.PressDeskService"):
            self.assertEqual(self.check(service), SERVING, service)
        self.refused(grpc.StatusCode.NOT_FOUND, lambda: self.check("nobody"))

    def test_it_is_watched(self):
        watch = self.health.Watch(
            health_pb2.HealthCheckRequest(), timeout=fair.PATIENCE_SECONDS
        )
        self.assertEqual(next(watch).status, SERVING)
        watch.cancel()
        self.refused(grpc.StatusCode.CANCELLED, lambda: next(watch))
