// A client of Semlink's transmitter, on grpc-js.
//
//   const transmitter = connect('127.0.0.1:7401');
//   const { report, pictures } = await send(transmitter, photo, {}, { timeoutMs: 60_000 });
//   await writeFile('received.png', pictures.get('received'));
//   transmitter.close();

import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const FORM = { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true };

const { semlink } = grpc.loadPackageDefinition(
  loader.loadSync('semlink/transmitter/v1/transmitter_service.proto', {
    ...FORM,
    includeDirs: [path('../../../proto/src/main/proto')],
  }),
);
const details = loader.loadSync(path('errors.proto'), FORM);

// The transmitter takes at most this much of a photo in one message.
const CHUNK_BYTES = 64 * 1024;
const CHANNEL_OPTIONS = {
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  // Where the name of the transmitter has several addresses, calls go round them.
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
};

/** A call that failed, with what the transmitter says about it. */
export class TransmissionError extends Error {
  /** @param {import('@grpc/grpc-js').ServiceError} error */
  constructor(error) {
    super(`${grpc.status[error.code]}: ${error.details}`);
    this.name = 'TransmissionError';
    /** Name of the status, such as RESOURCE_EXHAUSTED. */
    this.code = grpc.status[error.code];
    /** The reason of google.rpc.ErrorInfo, such as QUEUE_FULL; stable, for programs. */
    this.reason = '';
    /** Fields that are wrong, as {field, description}. */
    this.violations = [];
    /** After how many milliseconds another try is worth while; null if it is not. */
    this.retryAfterMs = null;
    for (const packed of error.metadata?.get('grpc-status-details-bin') ?? []) {
      for (const any of decode('google.rpc.Status', packed).details) {
        this.#take(any.type_url.split('/').pop(), any.value);
      }
    }
  }

  #take(type, value) {
    if (type === 'google.rpc.ErrorInfo') {
      this.reason = decode(type, value).reason;
    } else if (type === 'google.rpc.BadRequest') {
      this.violations = decode(type, value).field_violations;
    } else if (type === 'google.rpc.RetryInfo') {
      const delay = decode(type, value).retry_delay;
      this.retryAfterMs = Number(delay.seconds) * 1000 + delay.nanos / 1e6;
    }
  }
}

function decode(type, bytes) {
  return details[type].deserialize(bytes);
}

/**
 * Makes a stub; encrypted if `tls` is set or one of the PEM files is given.
 *
 * @param {string} target HOST:PORT
 * @param {{tls?: boolean, ca?: string, cert?: string, key?: string}} security `ca`: roots to trust,
 *   otherwise the system's; `cert` and `key`: what we show to a transmitter that asks for it
 */
export function connect(target, { tls = false, ca, cert, key } = {}) {
  const read = (file) => (file ? readFileSync(file) : null);
  const credentials =
    tls || ca || cert || key
      ? grpc.credentials.createSsl(read(ca), read(key), read(cert))
      : grpc.credentials.createInsecure();
  return new semlink.transmitter.v1.TransmitterService(target, credentials, CHANNEL_OPTIONS);
}

/** The contract, for a server in tests. */
export const CONTRACT = semlink.transmitter.v1.TransmitterService.service;

/** A new trace, as W3C Trace Context writes it: sampled. */
export function newTraceparent() {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
}

/** Milliseconds as google.protobuf.Duration. */
export function duration(ms) {
  return { seconds: Math.floor(ms / 1000), nanos: Math.round((ms % 1000) * 1e6) };
}

/**
 * Sends a photo file (PNG, JPEG or WebP) and waits for the end.
 *
 * @param {object} transmitter what `connect` made
 * @param {Buffer} photo
 * @param {object} options fields of semlink.transmitter.v1.TransmitOptions; the request gets an id
 *   unless they have one: sending again with the same id is the same request
 * @param {{timeoutMs: number, traceparent?: string, onEvent?: (event: object) => void}} how
 * @returns {Promise<{report: object, pictures: Map<string, Buffer>}>} pictures are PNG files by kind
 */
export function send(transmitter, photo, options, { timeoutMs, traceparent, onEvent = () => {} }) {
  const requestId = options.request_id || randomUUID();
  const metadata = new grpc.Metadata();
  metadata.set('traceparent', traceparent ?? newTraceparent());
  metadata.set('x-request-id', requestId);
  const call = transmitter.transmit(metadata, { deadline: Date.now() + timeoutMs });
  return new Promise((resolve, reject) => {
    let report = null;
    const parts = new Map();
    call.on('data', (event) => {
      onEvent(event);
      if (event.event === 'retrying') {
        // The photo is sent again: what came of it so far no longer counts.
        parts.clear();
      } else if (event.event === 'picture') {
        // Parts of a picture come in order; of pictures between steps the last one stays.
        const kind = event.picture.kind.replace('PICTURE_KIND_', '').toLowerCase();
        const before = event.picture.offset_bytes === 0 ? [] : parts.get(kind);
        parts.set(kind, [...before, event.picture.data]);
      } else if (event.event === 'report') {
        report = event.report;
      }
    });
    call.on('error', (error) => reject(new TransmissionError(error)));
    call.on('end', () => {
      if (report) {
        const pictures = [...parts].map(([kind, chunks]) => [kind, Buffer.concat(chunks)]);
        resolve({ report, pictures: new Map(pictures) });
      }
    });
    upload(call, photo, { ...options, request_id: requestId });
  });
}

/** Writes options and chunks, no faster than they are taken. */
function upload(call, photo, options) {
  let at = 0;
  const more = () => {
    while (at < photo.length) {
      const chunk = photo.subarray(at, at + CHUNK_BYTES);
      at += chunk.length;
      if (!call.write({ photo_chunk: chunk })) {
        call.once('drain', more);
        return;
      }
    }
    call.end();
  };
  call.write({ options });
  more();
}
