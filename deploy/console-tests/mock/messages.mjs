// Photos, links and states as the transmitter tells them, for the mock to start from.

/** State of a service with both peers up. */
export function serviceState() {
  return {
    mode: "control",
    service: {
      version: "0.1.0",
      bundle: { name: "compact", version: "0.2.0", fingerprint: "50d46bded98817d7f4ac3879988e581bd9502fd9ec8dc7a00eb01d0b64b6fdd9" },
      uptime_seconds: 4210,
      schemes: ["CIE", "VAE_FULL", "TEXT_ONLY", "JPEG2000"],
      default_scheme: "CIE",
      controls: ["CONTROL_MODE_EXACT", "CONTROL_MODE_POLICY", "CONTROL_MODE_FIXED"],
      operating_points: 19,
      labels: ["tabby", "space shuttle", "espresso"],
    },
    queue: { depth: 0, capacity: 16, workers: 2 },
    photo_bounds: { min_side_px: 32, max_side_px: 4096, max_file_bytes: 33554432, media_types: ["image/png", "image/jpeg", "image/webp"] },
    kept_photos: 24,
    peers: [
      { name: "channel", target: "127.0.0.1:7402", state: "up", breaker: "CLOSED", detail: "", checked_at: "2026-11-21T19:00:00Z" },
      { name: "receiver", target: "127.0.0.1:7403", state: "up", breaker: "CLOSED", detail: "", checked_at: "2026-11-21T19:00:00Z" },
    ],
  };
}

/** A link without fading. */
export function link(name = "default", snrDb = 6) {
  const capacity = 1e6 * Math.log2(1 + 10 ** (snrDb / 10));
  const state = {
    link_name: name,
    block_index: "812",
    snr_db: snrDb,
    power_gain: 1,
    block_snr_db: snrDb,
    bandwidth_hz: 1000000,
    capacity_bps: capacity,
    coherence_time: "0.100s",
    knowledge: "STATE_KNOWLEDGE_PERFECT",
    age: "0s",
    fading: "FADING_MODEL_NONE",
    model: "LINK_MODEL_CAPACITY",
    seed: "1",
    usable_rate_bps: capacity,
    margin_db: 0,
    sharing: "LINK_SHARING_SEPARATE",
    sharers: 0,
  };
  return {
    config: {
      name,
      model: "LINK_MODEL_CAPACITY",
      snr_db: snrDb,
      bandwidth_hz: 1000000,
      fading: { model: "FADING_MODEL_NONE", coherence_time: "0.100s", trace_csv: "" },
      state_information: { knowledge: "STATE_KNOWLEDGE_PERFECT" },
      seed: "1",
      paced: false,
      sharing: "LINK_SHARING_SEPARATE",
    },
    true_state: state,
    known_state: state,
    figures: { transmissions: "14", outages: "3", sent_bits: "952448", delivered_bits: "901000", air_time: "0.412s", blocks: "812" },
    changed_at: "2026-11-21T18:59:00Z",
  };
}

export const presets = [
  { name: "lab", description: "No fading, 20 dB: a cable.", config: { name: "lab", model: "LINK_MODEL_CAPACITY", snr_db: 20, bandwidth_hz: 1000000, fading: { model: "FADING_MODEL_NONE", coherence_time: "0.100s" }, state_information: { knowledge: "STATE_KNOWLEDGE_PERFECT" }, paced: false } },
  {
    name: "deep-fade",
    description: "The edge of a cell: Rayleigh fading, 2 Hz, shadowing of 8 dB over 10 s, 0 dB.",
    config: { name: "deep-fade", model: "LINK_MODEL_CAPACITY", snr_db: 0, bandwidth_hz: 1000000, fading: { model: "FADING_MODEL_JAKES", doppler_hz: 2, coherence_time: "0.025s", shadowing_stddev_db: 8, shadowing_decorrelation_time: "10s" }, state_information: { knowledge: "STATE_KNOWLEDGE_PERFECT" }, paced: false },
  },
];

const seconds = (value) => `${value.toFixed(9)}s`;

/** Everything the journal keeps of a photo that went well. */
export function donePhoto(id, { acceptedAt = "2026-11-21T18:58:03.412Z", snrDb = 6, gvif = 0.184, caption = "a photo, in the centre, blue" } = {}) {
  const state = link("default", snrDb).true_state;
  const kinds = [
    ["framing", 24],
    ["prompt", 11],
    ["mask", 25],
    ["hyper", 229],
    ["latent", 700],
    ["latent", 520],
    ["latent", 232],
  ];
  let at = 0;
  const segments = kinds.map(([kind, bytes], index) => {
    const air = (bytes * 8) / state.capacity_bps;
    at += air;
    return { index, kind, fate: "SEGMENT_FATE_DELIVERED", sent_bytes: String(bytes), delivered_bytes: String(bytes), sent_symbols: "0", air_time: seconds(air), finished_after: seconds(at), channel_uses: "0" };
  });
  const sentBits = kinds.reduce((sum, [, bytes]) => sum + 8 * bytes, 0);
  const stage = (service, name, start, took) => ({ service: `SERVICE_ROLE_${service}`, stage: name, duration: seconds(took / 1000), started_after: seconds(start / 1000) });
  const decision = {
    scheme: "CIE",
    caption,
    caption_source: "CAPTION_SOURCE_CAPTIONER",
    label: "space shuttle",
    labels: [{ name: "space shuttle", probability: 0.44 }],
    alpha: 0.63,
    operating_point: 4,
    control: "CONTROL_MODE_EXACT",
    kept_cells: 410,
    total_cells: 1080,
    kept_fraction: 0.3796,
    gvif,
    gvif_clipped_fraction: 0.01,
    estimated_mask_psnr_db: 29.7,
    budget_bits: 14120,
    width_px: 192,
    height_px: 128,
    picture_file: false,
    policy_rows_down: 0,
  };
  const bits = { framing_bits: "192", prompt_bits: "88", mask_bits: "200", hyper_bits: "1832", latent_bits: "11616", scheme_bits: [], total_bits: "13928" };
  const delivery = { sent_segments: kinds.length, delivered_segments: kinds.length, sent_bits: String(sentBits), delivered_bits: String(sentBits), air_time: seconds(at), outage: false, cut: false, segments, queueing_time: "0s", channel_uses: "0" };
  return {
    id,
    trace_id: "0af7651916cd43dd8448eb211c80319c",
    source: "console",
    state: "done",
    accepted_at: acceptedAt,
    finished_at: acceptedAt,
    link: "default",
    stage: "report",
    step: { done: 31, total: 31 },
    cancellable: false,
    decided: { decision, bits, known_state: state },
    sent: { delivery, true_state: state },
    report: {
      request_id: id,
      accepted_at: acceptedAt,
      decision,
      bits,
      channel: { link_name: "default", snr_db: snrDb, capacity_bps: state.capacity_bps, bandwidth_hz: 1000000, latency_limit: "0.020s", outage: false, known_state: state, true_state: state, delivery, bandwidth_ratio: 0.05 },
      receiver: { bundle: { name: "compact", version: "0.2.0", fingerprint: "" }, scheme: "CIE", caption, received_cells: 410, total_cells: 1080, asked_steps: 31, run_steps: 31, generated_fraction: 0.62, seed: "1", degraded: [], stages: [], width_px: 192, height_px: 128 },
      mask_psnr_db: 29.8,
      psnr_db: 17.3,
      stages: [
        stage("TRANSMITTER", "read", 0, 37),
        stage("TRANSMITTER", "importance", 37, 38),
        stage("TRANSMITTER", "caption", 75, 7),
        stage("TRANSMITTER", "analyse", 82, 115),
        stage("TRANSMITTER", "decide", 197, 113),
        stage("TRANSMITTER", "code", 310, 41),
        stage("TRANSMITTER", "send", 351, 2),
        { service: "SERVICE_ROLE_CHANNEL", stage: "relay", duration: "0.012s" },
        stage("RECEIVER", "check", 1, 1),
        stage("RECEIVER", "entropy_decode", 2, 48),
        stage("RECEIVER", "synthesise", 50, 240),
        stage("RECEIVER", "preview", 290, 18),
        stage("RECEIVER", "inpaint", 308, 1440),
        stage("RECEIVER", "compose", 1748, 38),
      ],
      air_time: seconds(at),
      total_time: "2.390s",
      bundle: { name: "compact", version: "0.2.0", fingerprint: "50d4" },
      seed: "1",
      degraded: [],
      attempts: 1,
    },
    error: null,
    pictures: Object.fromEntries(["sent", "importance", "decoded", "received", "provenance", "mask"].map((kind) => [kind, `/api/photos/${encodeURIComponent(id)}/${kind}.png`])),
  };
}

/** A photo of which a part did not arrive. */
export function cutPhoto(id, options = {}) {
  const photo = donePhoto(id, options);
  const { channel } = photo.report;
  channel.outage = true;
  channel.delivery.outage = true;
  channel.delivery.cut = true;
  const { segments } = channel.delivery;
  segments[5].fate = "SEGMENT_FATE_CUT";
  segments[5].delivered_bytes = "130";
  segments[6].fate = "SEGMENT_FATE_LOST";
  segments[6].delivered_bytes = "0";
  photo.report.degraded = [{ reason: "DEGRADATION_REASON_DELIVERY_CUT", service: "SERVICE_ROLE_CHANNEL", detail: "11 048 of 13 928 bits arrived within 20 ms" }];
  return photo;
}

/** A photo sent as the file of another coder: no alpha, no GVIF, no grid. */
export function filePhoto(id, options = {}) {
  const photo = donePhoto(id, options);
  Object.assign(photo.report.decision, { scheme: "JPEG2000", caption: "", label: "", labels: [], alpha: 0, gvif: 0, kept_cells: 0, total_cells: 0, kept_fraction: 0, picture_file: true });
  delete photo.report.decision.estimated_mask_psnr_db;
  delete photo.report.mask_psnr_db;
  photo.report.receiver.caption = "";
  photo.pictures = { sent: photo.pictures.sent, received: photo.pictures.received };
  return photo;
}

/** A photo of which only the caption was sent. */
export function textPhoto(id, options = {}) {
  const photo = donePhoto(id, options);
  Object.assign(photo.report.decision, { scheme: "TEXT_ONLY", alpha: 0, gvif: 0, kept_cells: 0, total_cells: 0, kept_fraction: 0 });
  photo.report.degraded = [{ reason: "DEGRADATION_REASON_TEXT_ONLY", service: "SERVICE_ROLE_TRANSMITTER", detail: "nothing but the caption fits into 900 bits" }];
  delete photo.report.mask_psnr_db;
  delete photo.report.channel.latency_limit;
  return photo;
}

/** A photo that failed before anything was decided. */
export function failedPhoto(id, { acceptedAt = "2026-11-21T18:57:00Z", message = "receiver 127.0.0.1:7403 does not answer" } = {}) {
  return {
    id,
    source: "client",
    state: "failed",
    accepted_at: acceptedAt,
    finished_at: acceptedAt,
    link: "default",
    stage: "send",
    step: null,
    cancellable: false,
    decided: null,
    sent: null,
    report: null,
    error: { code: "UNAVAILABLE", reason: "PEER_DOWN", message, retry_after_ms: 1500 },
    pictures: {},
  };
}

/** A photo under way. */
export function runningPhoto(id, { acceptedAt = "2026-11-21T19:01:00Z", stage = "inpaint", step = { done: 12, total: 31 } } = {}) {
  const photo = donePhoto(id, { acceptedAt });
  return { ...photo, state: "running", finished_at: null, stage, step, cancellable: true, report: null, pictures: { sent: photo.pictures.sent, importance: photo.pictures.importance, decoded: photo.pictures.decoded } };
}

/** The point of the history that belongs to a photo. */
export function pointOf(photo) {
  const decision = photo.report?.decision;
  return {
    at: photo.accepted_at,
    id: photo.id,
    gvif: decision && !decision.picture_file ? decision.gvif : null,
    snr_db: photo.report?.channel.true_state.block_snr_db ?? null,
    alpha: decision?.alpha ?? null,
    operating_point: decision?.operating_point ?? null,
    total_ms: photo.report ? 2390 : 120,
    air_ms: photo.report ? 5.8 : null,
    deadline_ms: 20,
    outage: Boolean(photo.report?.channel.outage),
    outcome: photo.state,
  };
}
