package io.semlink.transmitter.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.semlink.link.v1.BundleIdentity;
import io.semlink.transmitter.v1.GetCapabilitiesResponse;
import io.semlink.transmitter.v1.PhotoBounds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The state of the service as the page shows it. */
final class StateJson {
  /** Largest photo taken from the page, in bytes. */
  static final int MAX_PHOTO_BYTES = 32 << 20;

  private final ConsoleMode mode;
  private final int photos;
  private final ServiceFacts facts;
  private final Instant startedAt = Instant.now();

  StateJson(ConsoleMode mode, int photos, ServiceFacts facts) {
    this.mode = mode;
    this.photos = photos;
    this.facts = facts;
  }

  /** The state, with what is known of the other services. */
  ObjectNode json(List<PeerView> peers) {
    ObjectNode node = ConsoleJson.object();
    node.put("mode", mode.name().toLowerCase(Locale.ROOT));
    GetCapabilitiesResponse capabilities = facts.capabilities().get();
    node.set("service", service(capabilities));
    node.putObject("queue")
        .put("depth", facts.queueDepth().getAsInt())
        .put("capacity", facts.queueCapacity())
        .put("workers", facts.workers());
    node.set("photo_bounds", bounds(capabilities.getPhotoBounds()));
    node.put("kept_photos", photos);
    ArrayNode all = node.putArray("peers");
    peers.forEach(peer -> all.add(peer.json()));
    return node;
  }

  /** What of the state is shown at once when it changes. */
  record Quick(int queueDepth, List<PeerView> peers) {}

  Quick quick(List<PeerView> peers) {
    return new Quick(
        facts.queueDepth().getAsInt(), peers.stream().map(PeerView::timeless).toList());
  }

  private ObjectNode service(GetCapabilitiesResponse capabilities) {
    BundleIdentity bundle = capabilities.getBundle();
    ObjectNode node = ConsoleJson.object();
    node.put("version", capabilities.getServiceVersion());
    node.putObject("bundle")
        .put("name", bundle.getName())
        .put("version", bundle.getVersion())
        .put("fingerprint", bundle.getFingerprint());
    node.put("uptime_seconds", Duration.between(startedAt, Instant.now()).toSeconds());
    capabilities.getSchemesList().forEach(node.putArray("schemes")::add);
    node.put("default_scheme", facts.defaultScheme());
    ArrayNode controls = node.putArray("controls");
    capabilities.getControlsList().forEach(control -> controls.add(control.name()));
    node.put("operating_points", capabilities.getOperatingPointsCount());
    capabilities.getLabelsList().forEach(node.putArray("labels")::add);
    return node;
  }

  private static ObjectNode bounds(PhotoBounds bounds) {
    ObjectNode node = ConsoleJson.object();
    node.put("min_side_px", bounds.getMinSidePx());
    node.put("max_side_px", bounds.getMaxSidePx());
    node.put("max_file_bytes", Math.min(MAX_PHOTO_BYTES, bounds.getMaxFileBytes()));
    bounds.getMediaTypesList().forEach(node.putArray("media_types")::add);
    return node;
  }
}
