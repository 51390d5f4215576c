package io.semlink.channel.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.semlink.channel.link.InvalidLinkException;
import io.semlink.channel.link.LinkConfig;
import io.semlink.channel.link.LinkRegistry;
import io.semlink.channel.physics.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The links a simulator is started with, as a JSON file.
 *
 * <pre>{@code
 * {"links": [
 *   {"name": "default", "preset": "pedestrian", "snr_db": 15},
 *   {"name": "north", "bandwidth_hz": 2e6,
 *    "fading": {"model": "jakes", "doppler_hz": 30, "coherence_time": "0.005s"}},
 *   {"name": "drive", "fading": {"model": "trace", "trace_file": "drive.csv"}}
 * ]}
 * }</pre>
 *
 * <p>Each entry has the fields of the message {@code semlink.channel.v1.LinkConfig}; enumerated
 * values may be written short and in lower case. Besides, {@code preset} names what to start from,
 * and {@code trace_file} a CSV file beside this one.
 */
public final class LinksFile {
  private static final long MAX_BYTES = 1L << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Enumerated fields and what the names of their values begin with. */
  private static final Map<String, String> PREFIXES =
      Map.of(
          "model", "LINK_MODEL_",
          "fading.model", "FADING_MODEL_",
          "sharing", "LINK_SHARING_",
          "state_information.knowledge", "STATE_KNOWLEDGE_");

  private LinksFile() {}

  /**
   * Reads a file.
   *
   * @param file the file
   * @return the links, of different names
   * @throws IOException if the file or one it names cannot be read
   * @throws InvalidLinkException if it is not such a file; the message names link and field
   */
  public static List<LinkConfig> read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new InvalidLinkException("links", "must be at most %d bytes".formatted(MAX_BYTES));
    }
    ArrayNode entries = entries(Files.readString(file));
    List<LinkConfig> links = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      String field = "links[%d]".formatted(i);
      try {
        LinkConfig link = link(object(entries.get(i), field), file);
        if (!names.add(link.name())) {
          throw new InvalidLinkException("name", "'%s' is given twice".formatted(link.name()));
        }
        links.add(link);
      } catch (InvalidLinkException e) {
        throw e.field().startsWith("links")
            ? e
            : new InvalidLinkException(field + "." + e.field(), e.reason());
      }
    }
    return List.copyOf(links);
  }

  private static ArrayNode entries(String json) {
    try {
      ObjectNode root = object(JSON.readTree(json), "links file");
      if (root.size() == 1 && root.get("links") instanceof ArrayNode entries) {
        if (entries.size() > LinkRegistry.MAX_LINKS) {
          throw new InvalidLinkException(
              "links", "must be at most %d".formatted(LinkRegistry.MAX_LINKS));
        }
        return entries;
      }
    } catch (JsonProcessingException e) {
      throw new InvalidLinkException("links", "is not JSON: " + e.getOriginalMessage());
    }
    throw new InvalidLinkException("links", "must be an array, and all there is in the file");
  }

  private static LinkConfig link(ObjectNode entry, Path file) throws IOException {
    String preset = takeText(entry, "preset");
    PREFIXES.forEach((path, prefix) -> spellOut(entry, path, prefix));
    String trace =
        entry.get("fading") instanceof ObjectNode fading ? takeText(fading, "trace_file") : "";
    io.semlink.channel.v1.LinkConfig.Builder settings =
        io.semlink.channel.v1.LinkConfig.newBuilder();
    try {
      JsonFormat.parser().merge(entry.toString(), settings);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidLinkException("settings", "are not valid: " + e.getMessage());
    }
    if (!trace.isEmpty()) {
      settings.getFadingBuilder().setTraceCsv(csv(file.resolveSibling(trace)));
    }
    LinkConfig named = LinkConfig.named(settings.getName());
    return LinkSettings.apply(named, settings.build(), preset);
  }

  private static ByteString csv(Path file) throws IOException {
    if (Files.size(file) > Trace.MAX_BYTES) {
      throw new InvalidLinkException(
          "fading.trace_file", "must be at most %d bytes".formatted(Trace.MAX_BYTES));
    }
    return ByteString.copyFrom(Files.readAllBytes(file));
  }

  private static void spellOut(ObjectNode entry, String path, String prefix) {
    int dot = path.indexOf('.');
    @Nullable JsonNode holder = dot < 0 ? entry : entry.get(path.substring(0, dot));
    String name = path.substring(dot + 1);
    if (holder instanceof ObjectNode object && object.get(name) instanceof TextNode value) {
      String upper = value.textValue().toUpperCase(Locale.ROOT);
      object.put(name, upper.startsWith(prefix) ? upper : prefix + upper);
    }
  }

  private static String takeText(ObjectNode object, String name) {
    @Nullable JsonNode value = object.remove(name);
    if (value == null) {
      return "";
    }
    if (value instanceof TextNode text) {
      return text.textValue();
    }
    throw new InvalidLinkException(name, "must be text");
  }

  private static ObjectNode object(@Nullable JsonNode element, String what) {
    if (element instanceof ObjectNode object) {
      return object;
    }
    throw new InvalidLinkException(what, "must be an object");
  }
}
