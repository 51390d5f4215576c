package io.semlink.launcher.eval;

import io.semlink.channel.modem.FlatChannel;
import io.semlink.channel.modem.Modulation;
import io.semlink.channel.physics.Decibels;
import io.semlink.channel.physics.FadingProcess;
import io.semlink.channel.physics.RandomStreams;
import io.semlink.channel.physics.Rayleigh;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.rng.UniformRandomProvider;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Pictures of symbols as they arrive, equalised: over noise, and over blocks of a fading link. */
final class SymbolSamples {
  private static final int SIDE = 360;
  private static final double REACH = 1.5;
  private static final int SYMBOLS = 360;
  private static final int FADED_BLOCKS = 3;

  private SymbolSamples() {}

  /**
   * Draws symbols of three modulations over noise, and of one over Rayleigh fading.
   *
   * @param seed seed of bits, noise and gains
   * @return four square plots
   */
  static List<XYChart> charts(long seed) {
    List<XYChart> charts = new ArrayList<>();
    charts.add(whiteNoise("QPSK, 10 dB", Modulation.QPSK, 10, seed));
    charts.add(whiteNoise("16-QAM, 16 dB", Modulation.QAM16, 16, seed));
    charts.add(whiteNoise("64-QAM, 22 dB", Modulation.QAM64, 22, seed));
    charts.add(faded("16-QAM, 16 dB, Rayleigh fading", seed));
    return charts;
  }

  private static XYChart whiteNoise(String title, Modulation modulation, double snrDb, long seed) {
    XYChart chart = chart(title);
    chart.getStyler().setLegendVisible(false);
    UniformRandomProvider random = RandomStreams.open(seed, modulation.bitsPerSymbol());
    add(chart, title, modulation, Decibels.toLinear(snrDb), SYMBOLS, random, 1);
    return chart;
  }

  private static XYChart faded(String title, long seed) {
    XYChart chart = chart(title);
    UniformRandomProvider random = RandomStreams.open(seed, 0);
    FadingProcess gains = new Rayleigh().process(seed, Duration.ofMillis(10));
    for (int block = 0; block < FADED_BLOCKS; block++) {
      double gain = gains.gain(block);
      String name = String.format(Locale.ROOT, "%.1f dB", Decibels.fromLinear(gain));
      double snr = gain * Decibels.toLinear(16);
      add(chart, name, Modulation.QAM16, snr, SYMBOLS / FADED_BLOCKS, random, block);
    }
    return chart;
  }

  private static XYChart chart(String title) {
    XYChart chart =
        new XYChartBuilder()
            .width(SIDE)
            .height(SIDE + 20)
            .title(title)
            .xAxisTitle("in phase")
            .yAxisTitle("quadrature")
            .build();
    Drawing.style(chart.getStyler());
    chart.getStyler().setXAxisMin(-REACH).setXAxisMax(REACH);
    chart.getStyler().setYAxisMin(-REACH).setYAxisMax(REACH);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    return chart;
  }

  private static void add(
      XYChart chart,
      String name,
      Modulation modulation,
      double snr,
      int symbols,
      UniformRandomProvider random,
      int colour) {
    byte[] bits = new byte[symbols * modulation.bitsPerSymbol()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (byte) random.nextInt(2);
    }
    float[] inPhase = new float[symbols];
    float[] quadrature = new float[symbols];
    modulation.map(bits, inPhase, quadrature);
    FlatChannel channel = new FlatChannel(1.0, 0.0, 1.0 / snr);
    channel.transmit(random, inPhase, quadrature, 0, symbols);
    channel.equalise(inPhase, quadrature, 0, symbols);
    List<Float> x = new ArrayList<>();
    List<Float> y = new ArrayList<>();
    for (int i = 0; i < symbols; i++) {
      if (Math.max(Math.abs(inPhase[i]), Math.abs(quadrature[i])) < REACH) {
        x.add(inPhase[i]);
        y.add(quadrature[i]);
      }
    }
    XYSeries series = chart.addSeries(name, x, y);
    series.setLineStyle(SeriesLines.NONE);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(Drawing.colour(colour));
    chart.getStyler().setMarkerSize(3);
  }
}
