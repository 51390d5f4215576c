package io.semlink.launcher.eval;

import io.semlink.channel.physics.CorrelatedRayleigh;
import io.semlink.channel.physics.CorrelatedRician;
import io.semlink.channel.physics.Decibels;
import io.semlink.channel.physics.FadingLaw;
import io.semlink.channel.physics.FadingProcess;
import io.semlink.channel.physics.Nakagami;
import io.semlink.channel.physics.NoFading;
import io.semlink.channel.physics.Rayleigh;
import io.semlink.channel.physics.Rician;
import io.semlink.channel.physics.SecondOrderStatistics;
import io.semlink.channel.physics.Shadowed;
import io.semlink.channel.physics.SnrSchedule;
import io.semlink.channel.physics.Trace;
import java.awt.BasicStroke;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws what the simulated channel does: gains over time, and their statistics beside theory. */
public final class ChannelSamples {
  private static final Duration BLOCK = Duration.ofMillis(10);
  private static final int BLOCKS = 200;
  private static final double BLOCK_SECONDS = 0.01;
  private static final double DOPPLER_HZ = 5;
  private static final double SIGMA_DB = 6;
  private static final Duration DECORRELATION = Duration.ofMillis(500);
  private static final double FLOOR_DB = -30;
  private static final double CEILING_DB = 10;

  /** Long blocks, so that a million of them hold many independent gains of each law. */
  private static final Duration LONG_BLOCK = Duration.ofMillis(500);

  private static final int DRAWS = 1_000_000;

  /** Points of a distribution with fewer draws below them are left out. */
  private static final int FEWEST = 30;

  private static final int PANEL_WIDTH = 480;
  private static final int PANEL_HEIGHT = 240;

  /** A recording as a receiver might have made it, two times in the plot. */
  private static final String TRACE =
      """
      time_s,snr_db
      0.0,9
      0.1,12
      0.25,11
      0.4,4
      0.45,-6
      0.5,2
      0.6,8
      0.8,10
      0.9,9
      """;

  private ChannelSamples() {}

  /**
   * Writes {@code channel-gains.svg}, {@code channel-cdf.svg}, {@code channel-autocorrelation.svg}
   * and {@code channel-symbols.svg}.
   *
   * @param folder where they go
   * @param seed seed of all gains; the same seed draws the same pictures
   * @return the files
   * @throws IOException if a file cannot be written, or the machine has no font
   */
  public static List<Path> write(Path folder, long seed) throws IOException {
    Files.createDirectories(folder);
    XYChart distributions = distributions(seed);
    return List.of(
        save(folder, "channel-gains", 2, gains(seed)),
        save(folder, "channel-cdf", 1, List.of(distributions)),
        save(folder, "channel-autocorrelation", 2, autocorrelations(seed)),
        save(folder, "channel-symbols", 2, SymbolSamples.charts(seed)));
  }

  private static Path save(Path folder, String name, int columns, List<XYChart> charts)
      throws IOException {
    int width = charts.get(0).getWidth();
    int height = charts.get(0).getHeight();
    int rows = (charts.size() + columns - 1) / columns;
    String svg =
        Drawing.svg(
            columns * width,
            rows * height,
            pen -> {
              for (int i = 0; i < charts.size(); i++) {
                int x = i % columns * width;
                int y = i / columns * height;
                pen.translate(x, y);
                charts.get(i).paint(pen, width, height);
                pen.translate(-x, -y);
              }
            });
    return Files.writeString(folder.resolve(name + ".svg"), svg);
  }

  private static List<XYChart> gains(long seed) {
    FadingLaw jakes = new CorrelatedRayleigh(DOPPLER_HZ);
    List<XYChart> charts = new ArrayList<>();
    charts.add(gains("Rayleigh", new Rayleigh(), seed));
    charts.add(gains("Rician, K = 6 dB", new Rician(6), seed));
    charts.add(gains("Nakagami, m = 2", new Nakagami(2), seed));
    charts.add(gains("Jakes, 5 Hz", jakes, seed));
    charts.add(
        gains(
            "Jakes, 5 Hz, with a line of sight, K = 6 dB",
            new CorrelatedRician(6, DOPPLER_HZ, 45),
            seed));
    XYChart shadowed =
        gains(
            "Jakes, 5 Hz, shadowed, 6 dB and 0.5 s",
            new Shadowed(jakes, SIGMA_DB, DECORRELATION),
            seed);
    add(
        shadowed,
        "shadowing",
        gainsDb(new Shadowed(new NoFading(), SIGMA_DB, DECORRELATION), seed),
        0);
    charts.add(shadowed);
    charts.add(gains("Trace", Trace.parse(TRACE.getBytes(StandardCharsets.UTF_8)), seed));
    charts.add(schedules());
    return charts;
  }

  private static XYChart gains(String title, FadingLaw law, long seed) {
    XYChart chart = panel(title, "s", "gain, dB", PANEL_WIDTH, PANEL_HEIGHT);
    chart.getStyler().setLegendVisible(false);
    span(chart, 0, 2);
    chart.getStyler().setYAxisMin(FLOOR_DB).setYAxisMax(CEILING_DB);
    add(chart, title, gainsDb(law, seed), 1);
    return chart;
  }

  private static double[] gainsDb(FadingLaw law, long seed) {
    FadingProcess process = law.process(seed, BLOCK);
    double[] gains = new double[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
      gains[i] = Math.max(FLOOR_DB, Decibels.fromLinear(process.gain(i)));
    }
    return gains;
  }

  private static XYChart schedules() {
    XYChart chart = panel("SNR schedules", "s", "mean SNR, dB", PANEL_WIDTH, PANEL_HEIGHT);
    span(chart, 0, 2);
    SnrSchedule ramp = new SnrSchedule.Ramp(20, 5, Duration.ofMillis(1500), false);
    SnrSchedule steps =
        new SnrSchedule.Steps(
            List.of(
                new SnrSchedule.Step(Duration.ZERO, 15),
                new SnrSchedule.Step(Duration.ofMillis(300), 3),
                new SnrSchedule.Step(Duration.ofMillis(500), 10)),
            Duration.ofMillis(1000));
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(30.0);
    add(chart, "ramp, then constant", snrs(ramp), 1);
    add(chart, "steps, repeated", snrs(steps), 0);
    return chart;
  }

  private static double[] snrs(SnrSchedule schedule) {
    double[] snrs = new double[BLOCKS];
    for (int i = 0; i < BLOCKS; i++) {
      snrs[i] = schedule.snrDb(BLOCK.multipliedBy(i));
    }
    return snrs;
  }

  /** Adds values of blocks, each of which holds until the next. */
  private static void add(XYChart chart, String name, double[] values, int colour) {
    List<Double> seconds = new ArrayList<>();
    List<Double> held = new ArrayList<>();
    // A place within a block: places all equally apart would become the marks of the axis.
    seconds.addAll(List.of(0.0, 0.5 * BLOCK_SECONDS));
    held.addAll(List.of(values[0], values[0]));
    int begin = 0;
    for (int end = 1; end <= values.length; end++) {
      if (end == values.length || values[end] != values[begin]) {
        seconds.add(begin * BLOCK_SECONDS);
        seconds.add(end * BLOCK_SECONDS);
        held.add(values[begin]);
        held.add(values[begin]);
        begin = end;
      }
    }
    line(chart.addSeries(name, seconds, held), colour);
  }

  private static XYChart distributions(long seed) {
    XYChart chart =
        panel(
            "Gains drawn (points) and their laws (lines)",
            "gain, dB",
            "P(gain is at most that)",
            860,
            560);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(1e-4).setYAxisMax(1.0);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    Map<String, FadingLaw> laws = new LinkedHashMap<>();
    laws.put("Rayleigh", new Rayleigh());
    laws.put("Jakes", new CorrelatedRayleigh(DOPPLER_HZ));
    laws.put("Rician, 6 dB", new Rician(6));
    laws.put("Nakagami, m = 2", new Nakagami(2));
    laws.put("Rayleigh, shadowed 6 dB", new Shadowed(new Rayleigh(), SIGMA_DB, DECORRELATION));
    laws.put("shadowing of 6 dB alone", new Shadowed(new NoFading(), SIGMA_DB, DECORRELATION));
    int colour = 0;
    for (Map.Entry<String, FadingLaw> law : laws.entrySet()) {
      distribution(chart, law.getKey(), law.getValue(), seed, colour++);
    }
    return chart;
  }

  private static void distribution(
      XYChart chart, String name, FadingLaw law, long seed, int colour) {
    TreeMap<Integer, Integer> counts = new TreeMap<>();
    FadingProcess process = law.process(seed, LONG_BLOCK);
    for (int i = 0; i < DRAWS; i++) {
      int bin = (int) Math.ceil(Decibels.fromLinear(process.gain(i)) / 2);
      counts.merge(2 * Math.max(-20, bin), 1, Integer::sum);
    }
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    int below = 0;
    for (int db = -40; db <= 10; db += 2) {
      below += counts.getOrDefault(db, 0);
      if (below >= FEWEST) {
        x.add((double) db);
        y.add(below / (double) DRAWS);
      }
    }
    XYSeries points = chart.addSeries(name, x, y);
    points.setLineStyle(SeriesLines.NONE);
    points.setMarker(SeriesMarkers.CIRCLE);
    points.setMarkerColor(Drawing.colour(colour));
    curve(
        chart, name + ", law", -40, 10, db -> law.cumulative(Decibels.toLinear(db)), colour, 1e-4);
  }

  private static List<XYChart> autocorrelations(long seed) {
    XYChart scatter =
        panel("Scatter (Jakes)", "lag, Doppler periods", "correlation of h", PANEL_WIDTH, 360);
    curve(scatter, "theory: J0", 0, 3, lag -> SecondOrderStatistics.autocorrelation(1, lag), 0, -1);
    FadingProcess fading = new CorrelatedRayleigh(DOPPLER_HZ).process(seed, Duration.ofMillis(10));
    double[] re = new double[DRAWS];
    double[] im = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      re[i] = fading.coefficient(i).re();
      im[i] = fading.coefficient(i).im();
    }
    points(scatter, 60, 0.05, lag -> correlation(re, lag) + correlation(im, lag));

    XYChart shadowing =
        panel("Shadowing", "lag, decorrelation times", "correlation in dB", PANEL_WIDTH, 360);
    curve(shadowing, "theory: exp", 0, 3, lag -> Math.exp(-lag), 0, -1);
    FadingProcess shadow =
        new Shadowed(new NoFading(), SIGMA_DB, DECORRELATION).process(seed, Duration.ofMillis(25));
    double[] db = new double[DRAWS];
    double mean = 0;
    for (int i = 0; i < DRAWS; i++) {
      db[i] = Decibels.fromLinear(shadow.gain(i)) / SIGMA_DB;
      mean += db[i] / DRAWS;
    }
    for (int i = 0; i < DRAWS; i++) {
      db[i] -= mean;
    }
    points(shadowing, 60, 0.05, lag -> correlation(db, lag));
    return List.of(scatter, shadowing);
  }

  /** A function of the number of blocks between two gains. */
  @FunctionalInterface
  private interface Correlation {
    double at(int lag);
  }

  private static double correlation(double[] values, int lag) {
    double sum = 0;
    for (int i = 0; i < values.length - lag; i++) {
      sum += values[i] * values[i + lag];
    }
    return sum / (values.length - lag);
  }

  private static void points(XYChart chart, int lags, double unit, Correlation correlation) {
    double[] x = new double[lags + 1];
    double[] y = new double[lags + 1];
    for (int lag = 0; lag <= lags; lag++) {
      x[lag] = lag * unit;
      y[lag] = correlation.at(lag);
    }
    XYSeries points = chart.addSeries("drawn, a million blocks", x, y);
    points.setLineStyle(SeriesLines.NONE);
    points.setMarker(SeriesMarkers.CIRCLE);
    points.setMarkerColor(Drawing.colour(1));
  }

  private static void curve(
      XYChart chart,
      String name,
      double from,
      double to,
      DoubleUnaryOperator function,
      int colour,
      double least) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i <= 200; i++) {
      double place = from + (to - from) * i / 200;
      double value = function.applyAsDouble(place);
      if (value >= least) {
        x.add(place);
        y.add(value);
      }
    }
    XYSeries series = chart.addSeries(name, x, y);
    line(series, colour);
    series.setShowInLegend(least < 0);
  }

  private static void line(XYSeries series, int colour) {
    series.setMarker(SeriesMarkers.NONE);
    series.setLineStyle(SeriesLines.SOLID);
    series.setLineWidth(1.5f);
    series.setLineColor(Drawing.colour(colour));
  }

  private static void span(XYChart chart, double from, double to) {
    chart.getStyler().setXAxisMin(from).setXAxisMax(to).setXAxisTickMarkSpacingHint(60);
  }

  private static XYChart panel(String title, String x, String y, int width, int height) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    Drawing.style(chart.getStyler());
    chart.getStyler().setPlotGridLinesStroke(new BasicStroke(0.7f)).setMarkerSize(6);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
    return chart;
  }
}
