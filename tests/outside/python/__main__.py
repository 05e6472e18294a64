"""A client of another language: grpcio against a running fair.

    python tests/outside/python ADDRESS

The fair is the sample fair. The stubs of the protos are looked for on PYTHONPATH; whoever
runs this makes them with grpc_tools.protoc. What is tried is not what the services
answer, which other tests see to, but that a client which shares no code with the server
understands how they answer: streams, deadlines, errors, cancellation, bounds.
"""

import sys
import unittest

import fair


def main():
    fair.ADDRESS = sys.argv.pop()
    rooms = ["answers", "cancelling", "deadlines", "errors", "health", "streams"]
    suite = unittest.defaultTestLoader.loadTestsFromNames(rooms)
    told = unittest.TextTestRunner(verbosity=2).run(suite)
    sys.exit(not told.wasSuccessful())


if __name__ == "__main__":
    main()
