#!/usr/bin/env node
// Sends a photo through a running Semlink link and saves what arrives.

import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { TransmissionError, connect, duration, newTraceparent, send } from './client.js';

const HELP = `Usage: node send.js [OPTIONS] PHOTO

Sends a photo (PNG, JPEG or WebP) through a running Semlink link and saves what arrives.

  --target HOST:PORT   transmitter (127.0.0.1:7401)
  --out FILE           where the picture goes (received.png)
  --json               print the report as JSON, and nothing else
  --timeout-s N        time for everything (120)
  --retries N          tries after the first, where the transmitter says when another is worth while (2)
  --traceparent TEXT   trace to take part in, as W3C Trace Context writes it; a new one

What is to be done with the photo:
  --link NAME, --scheme ID, --limit-ms N (30), --label NAME (may be repeated), --caption TEXT,
  --steps N (31), --preview-only, --seed N (1)

Encryption:
  --tls                trust the system's roots
  --tls-ca PEM         trust these roots
  --tls-cert PEM, --tls-key PEM
                       certificate to show, and its key
  --plaintext          allow plain text beyond this machine
`;
const FAILED = 1;
const USAGE = 2;
const BUSY = ['RESOURCE_EXHAUSTED', 'UNAVAILABLE'];

const text = (value) => ({ type: 'string', ...(value === undefined ? {} : { default: value }) });
const flag = { type: 'boolean', default: false };

function usage(message) {
  process.stderr.write(`send: ${message}\n\n${HELP}`);
  process.exit(USAGE);
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        help: flag,
        target: text('127.0.0.1:7401'),
        out: text('received.png'),
        json: flag,
        'timeout-s': text('120'),
        retries: text('2'),
        traceparent: text(),
        link: text(''),
        scheme: text(''),
        'limit-ms': text('30'),
        label: { type: 'string', multiple: true, default: [] },
        caption: text(),
        steps: text('31'),
        'preview-only': flag,
        seed: text('1'),
        tls: flag,
        'tls-ca': text(),
        'tls-cert': text(),
        'tls-key': text(),
        plaintext: flag,
      },
    });
    for (const name of ['timeout-s', 'retries', 'limit-ms', 'steps', 'seed']) {
      if (!Number.isFinite(Number(values[name]))) {
        usage(`--${name} is no number: ${values[name]}`);
      }
    }
    return { ...values, photo: positionals[0], count: positionals.length };
  } catch (error) {
    return usage(error.message);
  }
}

function isLoopback(target) {
  const host = target.slice(0, target.lastIndexOf(':'));
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

function optionsOf(args) {
  return {
    request_id: randomUUID(),
    link_name: args.link,
    scheme: args.scheme,
    latency_limit: duration(Number(args['limit-ms'])),
    labels_of_interest: args.label,
    ...(args.caption === undefined ? {} : { caption: args.caption }),
    seed: args.seed,
    receiver: { steps: Number(args.steps), preview_only: args['preview-only'] },
    wanted_pictures: ['PICTURE_KIND_RECEIVED'],
    measure_psnr: true,
  };
}

/** One line of progress, written over on a terminal. */
function show(event) {
  const line = {
    accepted: () => `accepted as ${event.accepted.request_id}`,
    progress: () => event.progress.time.stage.replaceAll('_', ' '),
    step: () => `painting, step ${event.step.step} of ${event.step.total_steps}`,
  }[event.event];
  if (line && process.stderr.isTTY) {
    process.stderr.write(`\r\x1b[K${line()}`);
  } else if (event.event === 'accepted') {
    process.stderr.write(`${line()}\n`);
  }
}

function doneShowing() {
  if (process.stderr.isTTY) {
    process.stderr.write('\r\x1b[K');
  }
}

/** Tries again where the transmitter asks for it: the same request, by its id. */
async function sendPatiently(transmitter, photo, options, args, traceparent) {
  for (let attempt = 0; ; attempt++) {
    try {
      const timeoutMs = Number(args['timeout-s']) * 1000;
      return await send(transmitter, photo, options, { timeoutMs, traceparent, onEvent: show });
    } catch (error) {
      const wait = error instanceof TransmissionError ? error.retryAfterMs : null;
      if (wait === null || !BUSY.includes(error.code) || attempt >= Number(args.retries)) {
        throw error;
      }
      process.stderr.write(`send: ${error.message}; trying again in ${wait} ms\n`);
      await sleep(wait);
    } finally {
      doneShowing();
    }
  }
}

const milliseconds = ({ seconds, nanos }) => Number(seconds) * 1000 + nanos / 1e6;

function summary({ bits, decision, channel, ...report }) {
  return [
    `sent       ${bits.total_bits} bits, GVIF ${decision.gvif.toFixed(2)}, alpha ${decision.alpha.toFixed(2)},` +
      ` operating point ${decision.operating_point}`,
    `link       ${channel.link_name}, ${channel.snr_db.toFixed(1)} dB,` +
      ` ${milliseconds(report.air_time).toFixed(1)} ms on the air`,
    `picture    ${report.psnr_db?.toFixed(1)} dB against the photo,` +
      ` ${report.mask_psnr_db?.toFixed(1)} dB where pixels were sent`,
    `took       ${(milliseconds(report.total_time) / 1000).toFixed(2)} s`,
    ...report.degraded.map(({ detail }) => `degraded   ${detail}`),
  ];
}

function explain(error) {
  process.stderr.write(`send: ${error.message}\n`);
  if (error.reason) {
    process.stderr.write(`  reason: ${error.reason}\n`);
  }
  for (const { field, description } of error.violations ?? []) {
    process.stderr.write(`  ${field}: ${description}\n`);
  }
}

async function main() {
  const args = readArguments();
  if (args.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (args.count !== 1) {
    usage('one PHOTO is needed');
  }
  const security = { tls: args.tls, ca: args['tls-ca'], cert: args['tls-cert'], key: args['tls-key'] };
  const encrypted = Object.values(security).some(Boolean);
  if (Boolean(security.cert) !== Boolean(security.key)) {
    usage('--tls-cert and --tls-key go together');
  }
  if (!encrypted && !args.plaintext && !isLoopback(args.target)) {
    usage(`${args.target} is not this machine: use --tls, --tls-ca or --plaintext`);
  }
  const traceparent = args.traceparent ?? newTraceparent();
  const transmitter = connect(args.target, security);
  try {
    const photo = await readFile(args.photo);
    const result = await sendPatiently(transmitter, photo, optionsOf(args), args, traceparent);
    await writeFile(args.out, result.pictures.get('received'));
    const lines = [...summary(result.report), `trace      ${traceparent.split('-')[1]}`, `saved      ${args.out}`];
    process.stdout.write(args.json ? `${JSON.stringify(result.report, null, 2)}\n` : `${lines.join('\n')}\n`);
    return 0;
  } catch (error) {
    explain(error);
    return FAILED;
  } finally {
    transmitter.close();
  }
}

process.exitCode = await main();
