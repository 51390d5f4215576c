// One photo as the page shows it: figures of its decision, delivery and report, as far as there are.

import { durationMillis, number, timestamp } from "./wire.js";

const LEDGER = ["framing", "prompt", "mask", "hyper", "latent"];

/** States in which a request has ended. */
export function hasEnded(photo) {
  return photo.state === "done" || photo.state === "failed" || photo.state === "cancelled";
}

function segments(delivery) {
  return (delivery?.segments ?? []).map((segment) => ({
    index: number(segment.index) ?? 0,
    kind: segment.kind || "segment",
    fate: String(segment.fate ?? "").replace("SEGMENT_FATE_", "").toLowerCase(),
    sentBytes: number(segment.sent_bytes),
    deliveredBytes: number(segment.delivered_bytes),
    airMillis: durationMillis(segment.air_time),
    endMillis: durationMillis(segment.finished_after),
  }));
}

function ledger(bits) {
  if (!bits) {
    return null;
  }
  const parts = LEDGER.map((kind) => ({ kind, bits: number(bits[`${kind}_bits`]) ?? 0 }));
  for (const own of bits.scheme_bits ?? []) {
    parts.push({ kind: own.kind || "other", bits: number(own.bits) ?? 0 });
  }
  const total = number(bits.total_bits) ?? parts.reduce((sum, part) => sum + part.bits, 0);
  return { parts, total };
}

function stages(report) {
  return (report?.stages ?? []).map((stage) => ({
    service: String(stage.service ?? "").replace("SERVICE_ROLE_", "").toLowerCase(),
    stage: stage.stage || "stage",
    millis: durationMillis(stage.duration) ?? 0,
    startMillis: durationMillis(stage.started_after),
  }));
}

function degradations(report) {
  return (report?.degraded ?? []).map((one) => ({
    reason: String(one.reason ?? "").replace("DEGRADATION_REASON_", "").toLowerCase(),
    service: String(one.service ?? "").replace("SERVICE_ROLE_", "").toLowerCase(),
    detail: one.detail ?? "",
  }));
}

/** What the page shows of a photo; null for each thing that is not known or not defined. */
export function viewOf(photo) {
  const report = photo.report ?? null;
  const decision = report?.decision ?? photo.decided?.decision ?? null;
  const channel = report?.channel ?? null;
  const delivery = channel?.delivery ?? photo.sent?.delivery ?? null;
  const knownState = channel?.known_state ?? photo.decided?.known_state ?? null;
  const trueState = channel?.true_state ?? photo.sent?.true_state ?? null;
  const receiver = report?.receiver ?? null;
  const hasGrid = decision !== null && !decision.picture_file && (number(decision.total_cells) ?? 0) > 0;
  const account = ledger(report?.bits ?? photo.decided?.bits);
  const pixels = decision ? (number(decision.width_px) ?? 0) * (number(decision.height_px) ?? 0) : 0;

  return {
    id: photo.id,
    traceId: photo.trace_id ?? null,
    state: photo.state,
    source: photo.source ?? "",
    link: photo.link || channel?.link_name || "",
    acceptedAt: timestamp(photo.accepted_at ?? report?.accepted_at),
    finishedAt: timestamp(photo.finished_at),
    error: photo.error ?? null,
    pictures: photo.pictures ?? {},
    widthPx: decision ? number(decision.width_px) || null : null,
    heightPx: decision ? number(decision.height_px) || null : null,

    scheme: decision?.scheme || null,
    caption: receiver?.caption || decision?.caption || null,
    captionSource: decision?.caption_source ?? "",
    label: decision?.label || null,
    labels: (decision?.labels ?? []).map((label) => ({
      name: label.name ?? "",
      probability: number(label.probability),
    })),
    control: decision?.control ?? "",
    alpha: hasGrid ? number(decision.alpha) : null,
    operatingPoint: hasGrid ? number(decision.operating_point) : null,
    keptShare: hasGrid ? number(decision.kept_fraction) : null,
    gvif: hasGrid ? number(decision.gvif) : null,
    budgetBits: number(decision?.budget_bits),
    estimatedMaskPsnrDb: number(decision?.estimated_mask_psnr_db),

    ledger: account,
    bitsPerPixel: account && pixels ? account.total / pixels : null,
    compression: account?.total && pixels ? (pixels * 24) / account.total : null,

    airMillis: durationMillis(report?.air_time ?? delivery?.air_time),
    limitMillis: durationMillis(channel?.latency_limit) ?? number(photo.latency_limit_ms),
    totalMillis: durationMillis(report?.total_time),
    stages: stages(report),
    segments: segments(delivery),
    sentBits: number(delivery?.sent_bits),
    deliveredBits: number(delivery?.delivered_bits),
    outage: delivery ? Boolean(channel?.outage ?? delivery.outage) : null,
    coding: delivery?.coding ?? null,

    meanSnrDb: number(trueState?.snr_db ?? knownState?.snr_db),
    knownSnrDb: number(knownState?.block_snr_db),
    trueSnrDb: number(trueState?.block_snr_db),
    knowledge: knownState?.knowledge ?? "",
    capacityBps: number(trueState?.capacity_bps),
    usableRateBps: number(knownState?.usable_rate_bps),

    maskPsnrDb: number(report?.mask_psnr_db),
    psnrDb: number(report?.psnr_db),
    askedSteps: receiver ? number(receiver.asked_steps) : null,
    runSteps: receiver ? number(receiver.run_steps) : null,
    generatedShare: receiver ? number(receiver.generated_fraction) : null,
    degraded: degradations(report),
    attempts: number(report?.attempts),
    seed: report?.seed ?? null,
    bundle: report?.bundle ?? null,
  };
}

const REASONS = {
  delivery_cut: "Part of it did not arrive",
  text_only: "Only the caption was sent",
  fewer_steps: "Fewer inpainting steps, for load",
  preview_only: "No inpainting, for load",
  out_of_time: "Inpainting stopped at the deadline",
  below_quality_floor: "Quality below the floor asked for",
  above_max_alpha: "Threshold above its usual maximum",
};

/** Why a result is less than asked, in words. */
export function degradationWords(reason) {
  return REASONS[reason] ?? reason.replaceAll("_", " ");
}

const ERRORS = {
  INVALID_FIELD: "an option is not allowed",
  PHOTO_UNREADABLE: "the photo cannot be read",
  LIMIT_INFEASIBLE: "nothing fits into the latency limit",
  BUNDLE_MISMATCH: "transmitter and receiver have different models",
  SCHEME_UNKNOWN: "the receiver does not know the scheme",
  LINK_UNKNOWN: "there is no such link",
  UNDECODABLE: "what arrived cannot be decoded",
  QUEUE_FULL: "the queue is full",
  TOO_LARGE: "the photo is too large",
  PEER_DOWN: "the next service does not answer",
  BREAKER_OPEN: "the circuit breaker to the next service is open",
  NOT_READY: "the service is starting or stopping",
  DEADLINE: "the deadline came before the result",
};

/** Why a request failed, in words, or null. */
export function errorWords(reason) {
  return ERRORS[reason] ?? null;
}

const STATES = {
  queued: "Queued",
  running: "Under way",
  done: "Received",
  failed: "Failed",
  cancelled: "Cancelled",
};

/** State of a request, for people. */
export function stateWords(state) {
  return STATES[state] ?? "Unknown";
}
