package io.semlink.channel.air;

import io.semlink.channel.ldpc.LdpcDecoder;
import io.semlink.channel.modem.ModulationAndCoding;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hybrid ARQ with incremental redundancy over the transport blocks of one segment.
 *
 * <p>A block that failed is sent again no sooner than a round trip after its end; meanwhile others
 * are sent, the foremost that is ready first. Once a block has failed in its last round those
 * behind it are of no use and not sent any more.
 */
final class HybridArq {
  /** Blocks under way at most (3GPP TS 38.214, 5.1: HARQ processes of a cell). */
  private static final int PROCESSES = 16;

  private final SymbolsModel model;
  private final ModulationAndCoding coding;
  private final Air air;
  private final long deadlineNanos;
  private final SymbolChannel channel;
  private final LdpcDecoder decoder;

  private final ByteBuffer segment;
  private final int blocks;

  /** Blocks from here on are not sent: the segment's end, or the first block given up. */
  private int end;

  private int started;
  private final List<TransportBlock> underWay = new ArrayList<>();
  private final Map<Integer, byte[]> decoded = new HashMap<>();

  private int firstTryErrors;
  private int repaired;
  private int mostRounds;
  private int retransmissions;
  private long waitingNanos;
  private long channelUses;

  HybridArq(
      SymbolsModel model,
      ModulationAndCoding coding,
      Air air,
      long deadlineNanos,
      SymbolChannel channel,
      LdpcDecoder decoder,
      ByteBuffer segment) {
    this.model = model;
    this.coding = coding;
    this.air = air;
    this.deadlineNanos = deadlineNanos;
    this.channel = channel;
    this.decoder = decoder;
    this.segment = segment;
    this.blocks = coding.transportBlocks(segment.remaining());
    this.end = blocks;
  }

  /** Sends until all blocks arrived, one is given up and those before it arrived, or it is late. */
  void run() {
    Optional<TransportBlock> next = next();
    while (next.isPresent() && round(next.get())) {
      next = next();
    }
  }

  /** Returns the bytes of the blocks before the first that did not arrive. */
  ByteBuffer received() {
    ByteBuffer bytes = ByteBuffer.allocate(segment.remaining());
    for (int i = 0; decoded.containsKey(i); i++) {
      bytes.put(decoded.get(i));
    }
    return bytes.flip();
  }

  long channelUses() {
    return channelUses;
  }

  CodingAccount account() {
    return new CodingAccount(
        coding.modulation().bitsPerSymbol(),
        coding.codeRate(),
        blocks,
        firstTryErrors,
        firstTryErrors - repaired,
        mostRounds,
        retransmissions,
        Duration.ofNanos(waitingNanos));
  }

  /** Returns what is to be sent now, having waited for it if need be; empty if nothing is. */
  private Optional<TransportBlock> next() {
    Optional<TransportBlock> ready =
        underWay.stream().filter(block -> block.readyNanos() <= air.nanos()).findFirst();
    if (ready.isPresent()) {
      return ready;
    }
    if (started < end && underWay.size() < PROCESSES) {
      TransportBlock block = new TransportBlock(started, payload(started), coding);
      started++;
      underWay.add(block);
      return Optional.of(block);
    }
    Optional<TransportBlock> earliest =
        underWay.stream()
            .min(Comparator.comparingLong(TransportBlock::readyNanos))
            .filter(block -> block.readyNanos() < deadlineNanos);
    earliest.ifPresent(
        block -> {
          waitingNanos += block.readyNanos() - air.nanos();
          air.idleUntil(block.readyNanos());
        });
    return earliest;
  }

  /** Sends a block once; returns false if the deadline came first. */
  private boolean round(TransportBlock block) {
    int onTime = block.send(channel);
    channelUses += onTime;
    mostRounds = Math.max(mostRounds, block.rounds());
    retransmissions += block.rounds() > 1 ? 1 : 0;
    if (onTime < block.symbols()) {
      return false;
    }
    LdpcDecoder.Result result = block.decode(decoder, model.decoderIterations());
    if (result.crcOk()) {
      decoded.put(block.number(), result.payload());
      underWay.remove(block);
      repaired += block.rounds() > 1 ? 1 : 0;
      return true;
    }
    firstTryErrors += block.rounds() == 1 ? 1 : 0;
    if (block.rounds() < model.harqRounds()) {
      block.waitUntil(air.nanos() + model.harqRoundTrip().toNanos());
    } else {
      end = block.number();
      underWay.removeIf(other -> other.number() >= end);
    }
    return true;
  }

  /** Cuts out the bytes of a block: lengths differ by one at most, the longer ones first. */
  private byte[] payload(int number) {
    int base = segment.remaining() / blocks;
    int longer = segment.remaining() % blocks;
    byte[] payload = new byte[base + (number < longer ? 1 : 0)];
    segment.get(segment.position() + number * base + Math.min(number, longer), payload);
    return payload;
  }
}
