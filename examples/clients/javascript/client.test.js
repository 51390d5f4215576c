// Against a running link: SEMLINK_TARGET=127.0.0.1:7401 npm test

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';

import grpc from '@grpc/grpc-js';

import { CONTRACT, TransmissionError, connect, duration, send } from './client.js';

const TARGET = process.env.SEMLINK_TARGET ?? '127.0.0.1:7401';
const PHOTO = readFileSync(new URL('../../chelsea.png', import.meta.url));
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const options = {
  latency_limit: duration(30),
  receiver: { preview_only: true },
  wanted_pictures: ['PICTURE_KIND_RECEIVED'],
};
const transmitter = connect(TARGET);
after(() => transmitter.close());

const failure = (code, more = () => {}) => (error) => {
  assert.ok(error instanceof TransmissionError, error);
  assert.equal(error.code, code);
  more(error);
  return true;
};

test('a photo comes back with its report', async () => {
  const seen = [];
  const requestId = `javascript-${randomUUID()}`;
  const { report, pictures } = await send(
    transmitter,
    PHOTO,
    { ...options, request_id: requestId },
    { timeoutMs: 60_000, onEvent: ({ event }) => seen.push(event) },
  );
  assert.ok(pictures.get('received').subarray(0, PNG.length).equals(PNG));
  assert.equal(report.request_id, requestId);
  const { total_bits: total, ...parts } = report.bits;
  const sum = ['framing', 'prompt', 'mask', 'hyper', 'latent'].reduce((all, kind) => all + Number(parts[`${kind}_bits`]), 0);
  assert.equal(sum, Number(total));
  assert.ok(report.air_time.nanos <= 30e6);
  assert.deepEqual([seen[0], seen.at(-1)], ['accepted', 'report']);
});

test('what is no photo is refused by field', async () => {
  await assert.rejects(
    send(transmitter, Buffer.from('this is not a photo'), options, { timeoutMs: 60_000 }),
    failure('INVALID_ARGUMENT', (error) => {
      assert.equal(error.reason, 'PHOTO_UNREADABLE');
      assert.deepEqual(error.violations.map(({ field }) => field), ['photo_chunk']);
      assert.equal(error.retryAfterMs, null);
    }),
  );
});

test('the deadline ends a call', async () => {
  await assert.rejects(send(transmitter, PHOTO, options, { timeoutMs: 10 }), failure('DEADLINE_EXCEEDED'));
});

test('what came before another attempt is dropped', async () => {
  const picture = (data, offset) => ({
    picture: { kind: 'PICTURE_KIND_RECEIVED', data: Buffer.from(data), offset_bytes: offset },
  });
  const server = new grpc.Server();
  server.addService(CONTRACT, {
    transmit(call) {
      const events = [picture('old', 0), { retrying: {} }, picture('new ', 0), picture('one', 4)];
      [...events, { report: { request_id: 'a', attempts: 2 } }].forEach((event) => call.write(event));
      call.end();
    },
    getCapabilities() {},
  });
  const port = await new Promise((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  const retrying = connect(`127.0.0.1:${port}`);
  const { pictures } = await send(retrying, Buffer.from('photo'), options, { timeoutMs: 10_000 });
  assert.equal(pictures.get('received').toString(), 'new one');
  retrying.close();
  server.forceShutdown();
});

test('nobody there is said', async () => {
  const nobody = connect('127.0.0.1:1');
  await assert.rejects(send(nobody, PHOTO, options, { timeoutMs: 10_000 }), failure('UNAVAILABLE'));
  nobody.close();
});
