#!/usr/bin/env python3
"""Sends a photo through a running Semlink link and saves what arrives."""

import argparse
import ipaddress
import json
import pathlib
import sys
import time
import uuid

import grpc
from google.protobuf import duration_pb2, json_format

import semlink_client as semlink
from semlink.link.v1 import picture_pb2

EXIT_FAILED, EXIT_USAGE = 1, 2


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photo", type=pathlib.Path, help="PNG, JPEG or WebP")
    parser.add_argument("--target", default="127.0.0.1:7401", help="transmitter, HOST:PORT (%(default)s)")
    parser.add_argument("--out", type=pathlib.Path, default="received.png", help="where the picture goes (%(default)s)")
    parser.add_argument("--json", action="store_true", help="print the report as JSON, and nothing else")
    parser.add_argument("--timeout-s", type=float, default=120, help="time for everything (%(default)s)")
    parser.add_argument("--retries", type=int, default=2, help="tries after the first, where the transmitter"
                        " says when another is worth while (%(default)s)")
    parser.add_argument("--traceparent", help="trace to take part in, as W3C Trace Context writes it; a new one")
    wishes = parser.add_argument_group("what is to be done with the photo")
    wishes.add_argument("--link", default="", help="link to send over")
    wishes.add_argument("--scheme", default="", help="coding scheme, such as CIE")
    wishes.add_argument("--limit-ms", type=float, default=30, help="limit on the time on the air (%(default)s)")
    wishes.add_argument("--label", action="append", default=[], help="what matters; may be repeated")
    wishes.add_argument("--caption", help="text to send along instead of one made from the photo")
    wishes.add_argument("--steps", type=int, default=31, help="inpainting steps (%(default)s)")
    wishes.add_argument("--preview-only", action="store_true", help="paint nothing")
    wishes.add_argument("--seed", type=int, default=1, help="of all that is random (%(default)s)")
    tls = parser.add_argument_group("encryption")
    tls.add_argument("--tls", action="store_true", help="encrypt, and trust the system's roots")
    tls.add_argument("--tls-ca", help="encrypt, and trust the roots of this PEM file")
    tls.add_argument("--tls-cert", help="certificate to show, PEM")
    tls.add_argument("--tls-key", help="its key, PEM")
    tls.add_argument("--plaintext", action="store_true", help="allow plain text beyond this machine")
    return parser


def is_loopback(target):
    host = target.rsplit(":", 1)[0].strip("[]")
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def options_of(args):
    options = semlink.TransmitOptions(
        request_id=str(uuid.uuid4()), link_name=args.link, scheme=args.scheme, seed=args.seed,
        labels_of_interest=args.label, measure_psnr=True,
        wanted_pictures=[picture_pb2.PICTURE_KIND_RECEIVED])
    if args.limit_ms:
        options.latency_limit.CopyFrom(duration_pb2.Duration(nanos=0))
        options.latency_limit.FromNanoseconds(round(args.limit_ms * 1e6))
    if args.caption is not None:
        options.caption = args.caption
    options.receiver.steps = args.steps
    options.receiver.preview_only = args.preview_only
    return options


def show(event):
    """One line of progress, written over on a terminal."""
    if event.HasField("accepted"):
        line = f"accepted as {event.accepted.request_id}"
    elif event.HasField("progress"):
        line = event.progress.time.stage.replace("_", " ")
    elif event.HasField("step"):
        line = f"painting, step {event.step.step} of {event.step.total_steps}"
    else:
        return
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
    elif event.HasField("accepted"):
        print(line, file=sys.stderr)


def done_showing():
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def summary(report):
    bits, decision, channel = report.bits, report.decision, report.channel
    yield f"sent       {bits.total_bits} bits, GVIF {decision.gvif:.2f}, alpha {decision.alpha:.2f}," \
          f" operating point {decision.operating_point}"
    yield f"link       {channel.link_name}, {channel.snr_db:.1f} dB, " \
          f"{report.air_time.ToNanoseconds() / 1e6:.1f} ms on the air"
    yield f"picture    {report.psnr_db:.1f} dB against the photo, {report.mask_psnr_db:.1f} dB where pixels were sent"
    yield f"took       {report.total_time.ToNanoseconds() / 1e9:.2f} s"
    for degradation in report.degraded:
        yield f"degraded   {degradation.detail}"


def explain(error):
    print(f"send: {error}", file=sys.stderr)
    if error.reason:
        print(f"  reason: {error.reason}", file=sys.stderr)
    for field, description in error.violations:
        print(f"  {field}: {description}", file=sys.stderr)


def send_patiently(channel, photo, options, args, traceparent):
    """Tries again where the transmitter asks for it: the same request, by its id."""
    for attempt in range(args.retries + 1):
        try:
            return semlink.send(channel, photo, options, args.timeout_s, traceparent, show)
        except semlink.TransmissionError as error:
            busy = error.code in (grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.UNAVAILABLE)
            if not busy or error.retry_after_s is None or attempt == args.retries:
                raise
            print(f"send: {error}; trying again in {error.retry_after_s:g} s", file=sys.stderr)
            time.sleep(error.retry_after_s)
        finally:
            done_showing()


def main():
    parser = arguments()
    args = parser.parse_args()
    encrypted = args.tls or args.tls_ca or args.tls_cert
    if bool(args.tls_cert) != bool(args.tls_key):
        parser.error("--tls-cert and --tls-key go together")
    if not (encrypted or args.plaintext or is_loopback(args.target)):
        parser.error(f"{args.target} is not this machine: use --tls, --tls-ca or --plaintext")
    try:
        photo = args.photo.read_bytes()
    except OSError as error:
        parser.error(str(error))
    traceparent = args.traceparent or semlink.new_traceparent()
    with semlink.connect(args.target, args.tls_ca, args.tls_cert, args.tls_key, args.tls) as channel:
        try:
            result = send_patiently(channel, photo, options_of(args), args, traceparent)
        except semlink.TransmissionError as error:
            explain(error)
            return EXIT_FAILED
    args.out.write_bytes(result.pictures["received"])
    if args.json:
        report = json_format.MessageToDict(result.report, preserving_proto_field_name=True)
        print(json.dumps(report, indent=2))
    else:
        print(*summary(result.report), f"trace      {traceparent.split('-')[1]}", f"saved      {args.out}", sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
