"""A client of Semlink's transmitter, on gRPC for Python.

    with connect("127.0.0.1:7401") as channel:
        result = send(channel, photo_bytes, TransmitOptions(), timeout_s=60)
        pathlib.Path("received.png").write_bytes(result.pictures["received"])
"""

import dataclasses
import pathlib
import secrets
import sys
import uuid

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "stubs"))

# The generated modules import each other by these names; make_stubs.py makes them.
from semlink.link.v1 import picture_pb2, report_pb2  # noqa: E402
from semlink.transmitter.v1 import transmitter_service_pb2 as contract  # noqa: E402
from semlink.transmitter.v1 import transmitter_service_pb2_grpc as service  # noqa: E402

TransmitOptions = contract.TransmitOptions

# The transmitter takes at most this much of a photo in one message.
CHUNK_BYTES = 64 * 1024
CHANNEL_OPTIONS = [
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    # Where the name of the transmitter has several addresses, calls go round them.
    ("grpc.lb_policy_name", "round_robin"),
]


@dataclasses.dataclass(frozen=True)
class Result:
    """What came of a photo."""

    report: report_pb2.TransmissionReport
    """All figures of the transmission."""
    pictures: dict
    """PNG files by their kind: `received` and whatever else was wanted."""


class TransmissionError(Exception):
    """A call that failed, with what the transmitter says about it."""

    def __init__(self, error):
        self.code = error.code()
        self.reason = ""
        """The reason of google.rpc.ErrorInfo, such as QUEUE_FULL; stable, for programs."""
        self.violations = []
        """Fields that are wrong, as pairs of name and description."""
        self.retry_after_s = None
        """After how many seconds another try is worth while; None if it is not."""
        status = rpc_status.from_call(error)
        for packed in status.details if status else ():
            info, bad, retry = (
                error_details_pb2.ErrorInfo(),
                error_details_pb2.BadRequest(),
                error_details_pb2.RetryInfo(),
            )
            if packed.Unpack(info):
                self.reason = info.reason
            elif packed.Unpack(bad):
                self.violations = [(each.field, each.description) for each in bad.field_violations]
            elif packed.Unpack(retry):
                self.retry_after_s = retry.retry_delay.ToTimedelta().total_seconds()
        super().__init__(f"{self.code.name}: {error.details()}")


def connect(target, ca=None, certificate=None, key=None, tls=False):
    """Opens a channel; encrypted if `tls` is set or one of the PEM files is given.

    `ca` are the roots to trust, otherwise the system's; `certificate` and `key` are what we show to
    a transmitter that asks for it.
    """
    if not (tls or ca or certificate or key):
        return grpc.insecure_channel(target, options=CHANNEL_OPTIONS)
    credentials = grpc.ssl_channel_credentials(*(
        pathlib.Path(file).read_bytes() if file else None for file in (ca, key, certificate)))
    return grpc.secure_channel(target, credentials, options=CHANNEL_OPTIONS)


def new_traceparent():
    """A new trace, as W3C Trace Context writes it: sampled."""
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def send(channel, photo, options, timeout_s, traceparent=None, on_event=lambda event: None):
    """Sends a photo file (PNG, JPEG or WebP, as bytes) and waits for the end.

    `on_event` is called with each TransmitResponse as it comes. The request gets an id unless
    `options` has one: sending again with the same id is the same request.
    """
    options = TransmitOptions.FromString(options.SerializeToString())
    options.request_id = options.request_id or str(uuid.uuid4())
    metadata = [
        ("traceparent", traceparent or new_traceparent()),
        ("x-request-id", options.request_id),
    ]
    stub = service.TransmitterServiceStub(channel)
    events = stub.Transmit(_messages(photo, options), timeout=timeout_s, metadata=metadata)
    report, parts = None, {}
    try:
        for event in events:
            on_event(event)
            if event.HasField("retrying"):
                # The photo is sent again: what came of it so far no longer counts.
                parts.clear()
            elif event.HasField("picture"):
                # Parts of a picture come in order; of pictures between steps the last one stays.
                if event.picture.offset_bytes == 0:
                    parts[event.picture.kind] = bytearray()
                parts[event.picture.kind].extend(event.picture.data)
            elif event.HasField("report"):
                report = event.report
    except grpc.RpcError as error:
        raise TransmissionError(error) from None
    finally:
        events.cancel()
    return Result(report, {_name(kind): bytes(data) for kind, data in parts.items()})


def _messages(photo, options):
    yield contract.TransmitRequest(options=options)
    for at in range(0, len(photo), CHUNK_BYTES):
        yield contract.TransmitRequest(photo_chunk=photo[at:at + CHUNK_BYTES])


def _name(kind):
    return picture_pb2.PictureKind.Name(kind).removeprefix("PICTURE_KIND_").lower()
