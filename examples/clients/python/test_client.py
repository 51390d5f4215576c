"""Against a running link: SEMLINK_TARGET=127.0.0.1:7401 python -m unittest -v"""

import concurrent.futures
import os
import pathlib
import unittest
import uuid

import grpc

import semlink_client as semlink
from semlink.link.v1 import picture_pb2
from semlink.transmitter.v1 import transmitter_service_pb2 as contract
from semlink.transmitter.v1 import transmitter_service_pb2_grpc as service

TARGET = os.environ.get("SEMLINK_TARGET", "127.0.0.1:7401")
PHOTO = pathlib.Path(__file__).resolve().parents[2] / "chelsea.png"
PNG = b"\x89PNG\r\n\x1a\n"


def options(**more):
    wish = semlink.TransmitOptions(wanted_pictures=[picture_pb2.PICTURE_KIND_RECEIVED], **more)
    wish.latency_limit.FromMilliseconds(30)
    wish.receiver.preview_only = True
    return wish


class ClientTest(unittest.TestCase):
    def setUp(self):
        self.channel = semlink.connect(TARGET)
        self.addCleanup(self.channel.close)

    def test_a_photo_comes_back_with_its_report(self):
        seen, request_id = [], f"python-{uuid.uuid4()}"
        result = semlink.send(self.channel, PHOTO.read_bytes(), options(request_id=request_id), 60,
                              on_event=lambda event: seen.append(event.WhichOneof("event")))
        self.assertTrue(result.pictures["received"].startswith(PNG))
        self.assertEqual(result.report.request_id, request_id)
        bits = result.report.bits
        self.assertEqual(bits.total_bits, bits.framing_bits + bits.prompt_bits + bits.mask_bits
                         + bits.hyper_bits + bits.latent_bits)
        self.assertLessEqual(result.report.air_time.ToMilliseconds(), 30)
        self.assertEqual((seen[0], seen[-1]), ("accepted", "report"))

    def test_what_is_no_photo_is_refused_by_field(self):
        with self.assertRaises(semlink.TransmissionError) as raised:
            semlink.send(self.channel, b"this is not a photo", options(), 60)
        self.assertEqual(raised.exception.code, grpc.StatusCode.INVALID_ARGUMENT)
        self.assertEqual(raised.exception.reason, "PHOTO_UNREADABLE")
        self.assertEqual([field for field, _ in raised.exception.violations], ["photo_chunk"])
        self.assertIsNone(raised.exception.retry_after_s)

    def test_the_deadline_ends_a_call(self):
        with self.assertRaises(semlink.TransmissionError) as raised:
            semlink.send(self.channel, PHOTO.read_bytes(), options(), 0.01)
        self.assertEqual(raised.exception.code, grpc.StatusCode.DEADLINE_EXCEEDED)

    def test_what_came_before_another_attempt_is_dropped(self):
        def picture(data, offset):
            kind = picture_pb2.PICTURE_KIND_RECEIVED
            return contract.TransmitResponse(
                picture=picture_pb2.PictureChunk(kind=kind, data=data, offset_bytes=offset))

        class Retrying(service.TransmitterServiceServicer):
            def Transmit(self, requests, context):
                yield from (picture(b"old", 0), contract.TransmitResponse(retrying={}),
                            picture(b"new ", 0), picture(b"one", 4),
                            contract.TransmitResponse(report={"request_id": "a", "attempts": 2}))

        server = grpc.server(concurrent.futures.ThreadPoolExecutor(1))
        self.addCleanup(server.stop, None)
        service.add_TransmitterServiceServicer_to_server(Retrying(), server)
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        with semlink.connect(f"127.0.0.1:{port}") as channel:
            result = semlink.send(channel, b"photo", options(), 10)
        self.assertEqual(result.pictures, {"received": b"new one"})

    def test_nobody_there_is_said(self):
        with semlink.connect("127.0.0.1:1") as channel:
            with self.assertRaises(semlink.TransmissionError) as raised:
                semlink.send(channel, PHOTO.read_bytes(), options(), 10)
        self.assertEqual(raised.exception.code, grpc.StatusCode.UNAVAILABLE)


if __name__ == "__main__":
    unittest.main()
