package io.semlink.launcher;

import io.semlink.codec.container.ContainerHeader;
import io.semlink.codec.container.ContainerReader;
import io.semlink.codec.container.SegmentEntry;
import io.semlink.codec.entropy.DecodeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how a container file is built. */
@Command(
    name = "inspect",
    description = {
      "Shows the structure of a container file: header, segments, bits and checksums. Needs no",
      "models. Ends with 5 if the header or a segment is damaged."
    })
final class InspectCommand implements Callable<Integer> {
  private static final String OK = "ok";

  private final Streams streams;

  @Mixin private final HelpFlag help = new HelpFlag();
  @Mixin private final GlobalFlags global = new GlobalFlags();

  @Parameters(paramLabel = "FILE", description = "Container file; - for standard input.")
  private String in = "";

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  InspectCommand(Streams streams) {
    this.streams = streams;
  }

  /** A segment as the directory announces it and as it is. */
  private record Row(int index, SegmentEntry entry, long offset, String state) {
    Map<String, Object> fields() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("index", index);
      fields.put("kind", entry.kind());
      fields.put("name", SegmentNames.of(entry.kind()));
      fields.put("refinement", entry.refinement());
      fields.put("offset_bytes", offset);
      fields.put("payload_bits", 8L * entry.length());
      fields.put("state", state);
      return fields;
    }
  }

  @Override
  public Integer call() throws IOException {
    global.startLogging();
    byte[] file = streams.read(in);
    ByteBuffer buffer = ByteBuffer.wrap(file);
    ContainerHeader header = ContainerHeader.parse(buffer);
    List<Row> rows = rows(file, header, buffer.position());
    if (json) {
      printJson(file, header, buffer.position(), rows);
    } else {
      printTable(file, header, buffer.position(), rows);
    }
    boolean damaged = rows.stream().anyMatch(row -> row.state().startsWith("damaged"));
    return (damaged ? ExitCode.DAMAGED : ExitCode.OK).code();
  }

  private static List<Row> rows(byte[] file, ContainerHeader header, int headerBytes) {
    ContainerReader reader = new ContainerReader(Arrays.copyOf(file, headerBytes));
    List<Row> rows = new ArrayList<>();
    long offset = headerBytes;
    boolean sound = true;
    for (SegmentEntry entry : header.directory()) {
      int length = entry.length() + io.semlink.codec.container.Container.CRC_BYTES;
      String state;
      if (offset + length > file.length) {
        state = offset >= file.length ? "missing" : "cut short";
        sound = false;
      } else if (sound) {
        state = check(reader, Arrays.copyOfRange(file, (int) offset, (int) offset + length));
        sound = state.equals(OK);
      } else {
        state = "not checked";
      }
      rows.add(new Row(rows.size(), entry, offset, state));
      offset += length;
    }
    return rows;
  }

  private static String check(ContainerReader reader, byte[] segment) {
    try {
      reader.add(segment);
      return OK;
    } catch (DecodeException e) {
      return "damaged";
    }
  }

  private void printTable(byte[] file, ContainerHeader header, int headerBytes, List<Row> rows) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d bytes: %d x %d pixels, scheme %d, operating point %d, bundle %s, %.4f bpp%n%n",
            file.length,
            header.width(),
            header.height(),
            header.scheme(),
            header.point(),
            HexFormat.of().formatHex(header.fingerprint()),
            8.0 * file.length / ((long) header.width() * header.height())));
    text.append(
        String.format(
            Locale.ROOT,
            "%4s  %-8s  %-11s %9s %10s  %s%n",
            "",
            "segment",
            "",
            "at byte",
            "bits",
            "CRC32C"));
    text.append(
        String.format(
            Locale.ROOT,
            "%4s  %-8s  %-11s %9d %10d  %s%n",
            "",
            "header",
            "",
            0,
            8 * headerBytes,
            OK));
    for (Row row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "%4d  %-8s  %-11s %9d %10d  %s%n",
              row.index(),
              SegmentNames.of(row.entry().kind()),
              row.entry().refinement() ? "refinement" : "essential",
              row.offset(),
              8L * row.entry().length(),
              row.state()));
    }
    streams.out().print(text);
    streams.out().flush();
  }

  private void printJson(byte[] file, ContainerHeader header, int headerBytes, List<Row> rows) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("bytes", file.length);
    fields.put("width_px", header.width());
    fields.put("height_px", header.height());
    fields.put("scheme", header.scheme());
    fields.put("operating_point", header.point());
    fields.put("bundle", HexFormat.of().formatHex(header.fingerprint()));
    fields.put("header_bits", 8 * headerBytes);
    fields.put("segments", rows.stream().map(Row::fields).toList());
    streams.print(Json.write(fields));
  }
}
