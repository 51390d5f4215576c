package io.semlink.launcher.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import io.semlink.chassis.BuildInfo;
import io.semlink.codec.bundle.Bundle;
import io.semlink.launcher.eval.DataFolder;
import io.semlink.launcher.eval.EvalPhoto;
import io.semlink.launcher.eval.Findings;
import io.semlink.launcher.eval.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The experiments, by name, and how they are run: resumed where they were stopped. */
public final class Experiments {
  private static final List<Experiment<?>> ALL =
      List.of(
          new GvifAgainstPsnr(),
          new GvifAgainstSnr(),
          new GvifAgainstLimit(),
          new Panels(),
          new Frechet(),
          new Correlation(),
          new MaskChoice(),
          new VisualNoise(),
          new SearchQuality());

  /** Stands for all experiments in place of a name. */
  public static final String ALL_OF_THEM = "all";

  private Experiments() {}

  /** What each experiment asks, by its name, in the order of the paper's figures. */
  public static Map<String, String> questions() {
    Map<String, String> questions = new LinkedHashMap<>();
    ALL.forEach(each -> questions.put(each.name(), each.question()));
    return questions;
  }

  /**
   * What experiments found.
   *
   * @param findings of each
   * @param index Markdown that holds all claims against what was found and leads to their pages
   */
  public record Results(List<Findings> findings, String index) {
    /** Copies the list. */
    public Results {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Runs some experiments.
   *
   * @param names which; all if empty
   * @param command command line that runs an experiment again, by its name; for the reader
   * @param work folder that keeps what has been measured between runs
   * @throws IOException if a photo cannot be read or a file not written
   */
  public static Results run(
      Bundle bundle,
      DataFolder data,
      Settings settings,
      List<String> names,
      UnaryOperator<String> command,
      Path work,
      Progress progress)
      throws IOException, InterruptedException {
    List<Experiment<?>> chosen =
        ALL.stream().filter(each -> names.isEmpty() || names.contains(each.name())).toList();
    List<Findings> all = new ArrayList<>();
    Map<String, Chapter> chapters = new LinkedHashMap<>();
    try (Workbench bench = new Workbench(bundle, settings)) {
      for (int i = 0; i < chosen.size(); i++) {
        double from = (double) i / chosen.size();
        double length = 1.0 / chosen.size();
        Progress part = (done, what) -> progress.at(from + length * done, what);
        Run run = new Run(bench, bundle.fingerprintHex(), data, command, work, part);
        run.of(chosen.get(i), all, chapters);
      }
    }
    return new Results(all, Page.index(chapters, command.apply(ALL_OF_THEM)));
  }

  private record Run(
      Workbench bench,
      String fingerprint,
      DataFolder data,
      UnaryOperator<String> command,
      Path work,
      Progress progress) {
    <R extends Record> void of(
        Experiment<R> experiment, List<Findings> findings, Map<String, Chapter> chapters)
        throws IOException, InterruptedException {
      Settings settings = experiment.adapt(bench.settings());
      List<EvalPhoto> photos = experiment.photos(data, settings);
      Workbench table = bench.under(settings);
      Map<String, Object> conditions = new LinkedHashMap<>();
      conditions.put("experiment", experiment.name());
      conditions.put("semlink", BuildInfo.version());
      conditions.put("bundle", fingerprint);
      conditions.put("grid", settings.grid().name());
      conditions.put("side_px", settings.sidePx());
      conditions.put("seed", settings.seed());
      Journal<R> journal =
          Journal.open(
              work.resolve(experiment.name() + ".jsonl"), conditions, experiment.rowType());
      for (int i = 0; i < photos.size(); i++) {
        EvalPhoto photo = photos.get(i);
        progress.at((double) i / photos.size(), experiment.name() + ", " + photo.key());
        if (!journal.has(photo.key())) {
          journal.add(photo.key(), experiment.measure(table, photo));
        }
      }
      List<String> keys = photos.stream().map(EvalPhoto::key).toList();
      Chapter chapter = experiment.tell(settings, journal.rows(keys));
      chapters.put(experiment.name(), chapter);
      findings.add(
          findings(
              experiment.name(), chapter, conditions, photos, command.apply(experiment.name())));
    }
  }

  private static Findings findings(
      String name,
      Chapter chapter,
      Map<String, Object> conditions,
      List<EvalPhoto> photos,
      String command) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("title", chapter.title());
    figures.put("command", command);
    figures.put("conditions", conditions);
    Map<String, Integer> sets = new LinkedHashMap<>();
    photos.forEach(photo -> sets.merge(photo.set(), 1, Integer::sum));
    figures.put("photos", sets);
    List<JsonNode> claims = new ArrayList<>();
    chapter.claims().forEach(claim -> claims.add(Journal.JSON.valueToTree(claim)));
    figures.put("claims", claims);
    List<String> lines = new ArrayList<>();
    lines.add(chapter.title());
    for (Claim claim : chapter.claims()) {
      lines.add(
          String.format(
              "  %-8s %s: %s (paper: %s)",
              claim.verdict().word(), claim.what(), claim.ours(), claim.paper()));
    }
    if (chapter.claims().isEmpty()) {
      chapter.text().forEach(paragraph -> lines.add("  " + paragraph));
    }
    return new Findings(
        name,
        lines,
        figures,
        chapter.tables(),
        chapter.plots(),
        chapter.pictures(),
        Optional.of(Page.of(name, chapter, sets, conditions, command)));
  }
}
