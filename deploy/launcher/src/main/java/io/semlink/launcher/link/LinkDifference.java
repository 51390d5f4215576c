package io.semlink.launcher.link;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import io.semlink.channel.v1.LinkConfig;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What differs between two settings of a link, setting by setting. */
public final class LinkDifference {
  private static final String NONE = "-";

  private LinkDifference() {}

  /**
   * Compares settings.
   *
   * @return a line {@code name: old -> new} for each that differs
   */
  public static List<String> of(LinkConfig before, LinkConfig after) {
    Map<String, String> old = new LinkedHashMap<>();
    Map<String, String> now = new LinkedHashMap<>();
    collect("", before, old);
    collect("", after, now);
    Set<String> names = new LinkedHashSet<>(now.keySet());
    names.addAll(old.keySet());
    return names.stream()
        .filter(name -> !old.getOrDefault(name, NONE).equals(now.getOrDefault(name, NONE)))
        .map(
            name ->
                name + ": " + old.getOrDefault(name, NONE) + " -> " + now.getOrDefault(name, NONE))
        .toList();
  }

  private static void collect(String path, Message message, Map<String, String> into) {
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              String name = path + field.getName();
              if (value instanceof Duration duration) {
                into.put(name, Durations.toString(duration));
              } else if (value instanceof Message nested) {
                collect(name + ".", nested, into);
              } else {
                into.put(name, text(field, value));
              }
            });
  }

  private static String text(FieldDescriptor field, Object value) {
    if (value instanceof EnumValueDescriptor constant) {
      String prefix =
          constant
              .getType()
              .getName()
              .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
              .toUpperCase(Locale.ROOT);
      return constant.getName().replace(prefix + "_", "").toLowerCase(Locale.ROOT);
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(one -> one instanceof Message part ? ProtoJson.line(part) : text(field, one))
          .collect(Collectors.joining(", "));
    }
    return value.toString();
  }
}
