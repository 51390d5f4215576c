package io.semlink.channel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.channel.air.Carried;
import io.semlink.channel.air.CodingAccount;
import io.semlink.channel.air.Payload;
import io.semlink.channel.air.SymbolsModel;
import io.semlink.channel.physics.CorrelatedRayleigh;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

/** Golden outcome of gains, noise, demapping, decoding and repeats together. */
final class SymbolRunTest {
  /**
   * Bits on time, errors at the first try, repeats and nanoseconds of air. They were the same in
   * the interpreter and under both compilers of OpenJDK 17, with and without AVX; a difference here
   * means that recorded runs cannot be repeated any more.
   */
  private static final String GOLDEN =
      "24000/2/3/23290000 24800/0/0/21154000 25600/0/0/7736000 26400/2/2/11964000 "
          + "27200/0/0/6036000 28000/3/5/19200000 28800/2/2/13050000 29600/2/2/12342000 "
          + "30400/0/0/7240000 31200/4/5/22204000 32000/2/3/15399000 32800/0/0/17188000";

  @Test
  void runIsTheSameOnEveryMachine() {
    Link link =
        new Link(
            LinkConfig.named("street")
                .withSnrDb(11)
                .withModel(SymbolsModel.DEFAULT)
                .withCoherenceTime(Duration.ofMillis(2))
                .withFading(new CorrelatedRayleigh(40))
                .withSeed(77),
            Clock.systemUTC());
    StringJoiner outcome = new StringJoiner(" ");
    for (int i = 0; i < 12; i++) {
      try (LinkTransmission transmission = link.open(Duration.ofMillis(25))) {
        Carried carried =
            transmission.carry(new Payload.Bytes(ByteBuffer.wrap(new byte[3000 + 100 * i])));
        CodingAccount coding = carried.coding().orElseThrow();
        outcome.add(
            "%d/%d/%d/%d"
                .formatted(
                    carried.onTime(),
                    coding.firstTryErrors(),
                    coding.retransmissions(),
                    carried.end().toNanos()));
      }
    }

    assertThat(outcome).hasToString(GOLDEN);
  }
}
