package io.semlink.launcher.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.semlink.link.v1.TransmissionReport;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RunTableTest {
  @Test
  void showsTheFiguresOfTheReport() {
    String table = RunTable.render(SampleReports.whole(), "coffee.png", 18, new Look(false, true));
    assertThat(table)
        .contains("coffee.png  600 × 400", "“a photo of an espresso”", "espresso (62 %)")
        .contains("operating point 11 of 0–18", "0.500", "33.1 dB", "21.5 dB")
        .contains("28.5 ms of 30 ms, all arrived", "1.40 s", "2.00 s")
        .doesNotContain("Less than asked", "\033", "relay");
  }

  @Test
  void plainTablesAreAsciiAndNarrow() {
    String table = RunTable.render(SampleReports.whole(), "coffee.png", 18, Look.PLAIN);
    assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(table)).isTrue();
    assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void showsWhatIsLessThanAsked() {
    String table = RunTable.render(SampleReports.cut(), "coffee.png", 18, Look.PLAIN);
    assertThat(table).contains("Less than asked", "3 of 6 latent layers", "outage");
  }

  @Test
  void showsHowSymbolsWereCoded() {
    String table = RunTable.render(SampleReports.symbols(), "coffee.png", 18, Look.PLAIN);
    assertThat(table)
        .contains("1.5 Mbit/s, with a margin of 2 dB", "16-QAM, code rate 0.48")
        .contains("40, 3 failed at first, 0 after up to 2 rounds (3 repeats)")
        .contains("25 000, 0.0347 per sample of the photo");
    assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(82));
    assertThat(Waterfall.of(SampleReports.symbols()))
        .extracting(Waterfall.Step::name)
        .containsSubsequence("queue", "air", "propagation", "synthesise");
  }

  @Test
  void errorsThatWereLeftAreNotBlamedOnTheLimit() {
    TransmissionReport.Builder report = SampleReports.symbols().toBuilder();
    report
        .getChannelBuilder()
        .setOutage(true)
        .getDeliveryBuilder()
        .getCodingBuilder()
        .setResidualErrors(1);
    assertThat(RunTable.render(report.build(), "coffee.png", 18, Look.PLAIN))
        .contains("outage: errors were left", "1 after up to 2 rounds")
        .doesNotContain("cut at the limit");
  }

  @Test
  void saysOfAFileOnlyWhatItHas() {
    String table = RunTable.render(SampleReports.pictureFile(), "coffee.png", 18, Look.PLAIN);
    assertThat(table)
        .contains("JPEG2000", "the largest file that fits", "not defined without latents")
        .doesNotContain("operating point", "importance");
  }

  @Test
  void stagesFollowOneAnother() {
    assertThat(Waterfall.of(SampleReports.whole()))
        .extracting(Waterfall.Step::name)
        .containsExactly("read", "analyse", "air", "synthesise", "inpaint");
    assertThat(Waterfall.of(SampleReports.whole()).get(3).startMs()).isEqualTo(293.5);
  }

  @Test
  void barsReachAsFarAsTheirShare() {
    assertThat(Bars.of(0.5, 10, false)).isEqualTo("#####");
    assertThat(Bars.of(1, 4, true)).isEqualTo("████");
    assertThat(Bars.of(0.3125, 4, true)).isEqualTo("█▎");
    assertThat(Bars.of(0, 4, true)).isEmpty();
    assertThat(Bars.span(1, 1, 4, false)).isEqualTo("   #");
  }

  @Test
  void figuresCarryThreeDigits() {
    assertThat(Figures.time(0.417)).isEqualTo("0.42 ms");
    assertThat(Figures.time(6021)).isEqualTo("6.02 s");
    assertThat(Figures.si(2316400, "bit/s")).isEqualTo("2.32 Mbit/s");
    assertThat(Figures.si(1e6, "Hz")).isEqualTo("1 MHz");
    assertThat(Figures.percent(0.004)).isEqualTo("0.4 %");
    assertThat(Figures.significant(10)).isEqualTo("10");
    assertThat(Figures.significant(-2)).isEqualTo("-2");
  }
}
