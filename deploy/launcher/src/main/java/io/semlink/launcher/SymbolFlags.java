package io.semlink.launcher;

import io.semlink.channel.v1.LinkConfig;
import io.semlink.channel.v1.SymbolConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags of links that modulate and code bits. */
final class SymbolFlags {
  @Option(
      names = "--max-bits-per-symbol",
      paramLabel = "1|2|4|6|8",
      description = "With --model symbols: largest modulation, BPSK to 256-QAM. Default: 8.")
  private @Nullable Integer maxBitsPerSymbol;

  @Option(
      names = "--coding-index",
      paramLabel = "N",
      description =
          "One modulation and code rate of the table, whatever the SNR. Default: chosen by the SNR"
              + " as known.")
  private @Nullable Integer codingIndex;

  @Option(
      names = "--target-bler",
      paramLabel = "SHARE",
      description =
          "Share of coded blocks that may fail at the first try, 0.001 to 0.1; decides the choice."
              + " Default: 0.01.")
  private @Nullable Double targetBler;

  @Option(
      names = "--harq-rounds",
      paramLabel = "N",
      description = "Times a coded block is sent at most, 1 to 8. Default: 4.")
  private @Nullable Integer harqRounds;

  @Option(
      names = "--harq-round-trip",
      paramLabel = "DURATION",
      description =
          "Time from the end of a block that failed to the beginning of its next round."
              + " Default: 1ms.")
  private @Nullable Duration harqRoundTrip;

  @Option(
      names = "--decoder-iterations",
      paramLabel = "N",
      description = "Iterations of the decoder at most, 1 to 200. Default: 20.")
  private @Nullable Integer decoderIterations;

  /** Puts what was given into settings. */
  void fill(LinkConfig.Builder out) {
    SymbolConfig.Builder symbols = SymbolConfig.newBuilder();
    LinkFlags.set(maxBitsPerSymbol, symbols::setBitsPerSymbol);
    LinkFlags.set(codingIndex, symbols::setCodingIndex);
    LinkFlags.set(targetBler, symbols::setTargetBlockErrorRate);
    LinkFlags.set(harqRounds, symbols::setHarqRounds);
    LinkFlags.set(harqRoundTrip, value -> symbols.setHarqRoundTrip(Protos.duration(value)));
    LinkFlags.set(decoderIterations, symbols::setDecoderIterations);
    if (!symbols.build().equals(SymbolConfig.getDefaultInstance())) {
      out.setSymbols(symbols);
    }
  }
}
