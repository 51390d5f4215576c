package io.semlink.launcher.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Durations;
import io.semlink.channel.v1.LinkConfig;
import io.semlink.channel.v1.RecordedBlock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a recording, line by line, and checks every one. */
public final class RecordingReader implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final BufferedReader in;
  private final LinkConfig config;
  private long line;
  private long nextIndex = -1;

  private RecordingReader(Path file, BufferedReader in) throws IOException {
    this.file = file;
    this.in = in;
    this.config = header();
  }

  /**
   * Opens a recording and reads its header.
   *
   * @throws RecordingException if it has none that can be read
   * @throws IOException if the file cannot be read
   */
  public static RecordingReader open(Path file) throws IOException {
    BufferedReader in = Files.newBufferedReader(file);
    try {
      return new RecordingReader(file, in);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Settings of the recorded link. */
  public LinkConfig config() {
    return config;
  }

  /**
   * Reads the next blocks.
   *
   * @param most how many at most
   * @return none at the end
   * @throws RecordingException if a line is not a block, naming it
   */
  public List<RecordedBlock> next(int most) throws IOException {
    List<RecordedBlock> blocks = new ArrayList<>();
    while (blocks.size() < most) {
      String text = nextLine();
      if (text == null) {
        break;
      }
      blocks.add(block(text));
    }
    return blocks;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private LinkConfig header() throws IOException {
    String text = nextLine();
    try {
      JsonNode header = JSON.readTree(text == null ? "" : text);
      if (!header.path("format").asText().equals(RecordingWriter.FORMAT)) {
        throw wrong("this is not a recording made with ./semlink link record");
      }
      int version = header.path("version").asInt();
      if (version != RecordingWriter.VERSION) {
        throw wrong(
            "the recording has version "
                + version
                + ", but "
                + RecordingWriter.VERSION
                + " is what can be read");
      }
      LinkConfig.Builder read = LinkConfig.newBuilder();
      ProtoJson.parse(header.path("config").toString(), read);
      return read.build();
    } catch (JsonProcessingException e) {
      throw wrong("this is not a recording made with ./semlink link record");
    } catch (InvalidProtocolBufferException e) {
      throw wrong("the settings cannot be read: " + e.getMessage());
    }
  }

  private RecordedBlock block(String text) throws RecordingException {
    RecordedBlock.Builder read = RecordedBlock.newBuilder();
    try {
      ProtoJson.parse(text, read);
    } catch (InvalidProtocolBufferException e) {
      throw wrong("this is not a block: " + e.getMessage());
    }
    RecordedBlock block = read.build();
    require(
        nextIndex < 0 || block.getBlockIndex() == nextIndex,
        "block_index must be " + nextIndex + ": blocks follow one another");
    nextIndex = block.getBlockIndex() + 1;
    require(Double.isFinite(block.getGainReal()), "gain_real must be a number");
    require(Double.isFinite(block.getGainImag()), "gain_imag must be a number");
    require(isGain(block.getPowerGain()), "power_gain must be 0 or more");
    require(
        !block.hasKnownPowerGain() || isGain(block.getKnownPowerGain()),
        "known_power_gain must be 0 or more");
    require(Double.isFinite(block.getKnowledgeErrorDb()), "knowledge_error_db must be a number");
    require(Double.isFinite(block.getSnrDb()), "snr_db must be a number");
    require(
        block.getBandwidthHz() > 0 && Double.isFinite(block.getBandwidthHz()),
        "bandwidth_hz must be more than 0");
    require(Durations.isPositive(block.getDuration()), "duration must be more than 0");
    return block;
  }

  private @Nullable String nextLine() throws IOException {
    line++;
    try {
      return in.readLine();
    } catch (CharacterCodingException e) {
      throw wrong("this is not text in UTF-8");
    }
  }

  private void require(boolean condition, String rule) throws RecordingException {
    if (!condition) {
      throw wrong(rule);
    }
  }

  private static boolean isGain(double value) {
    return value >= 0 && Double.isFinite(value);
  }

  private RecordingException wrong(String problem) {
    return new RecordingException(file, line, problem);
  }
}
