package io.semlink.launcher.experiment;

import io.semlink.launcher.eval.DataFolder;
import io.semlink.launcher.eval.EvalPhoto;
import java.io.IOException;
import java.util.List;

/**
 * One experiment: photos are measured one by one, so that it can be stopped and gone on with; then
 * all rows together tell what they show.
 *
 * @param <R> what is measured of a photo, once per setting; JSON keeps it between runs
 */
interface Experiment<R extends Record> {
  /** Name of the command and of its files. */
  String name();

  /** What it asks, in one line for help texts. */
  String question();

  /** Type of the rows, to read them back. */
  Class<R> rowType();

  /** Settings it runs under, where it needs others than were asked. */
  default Settings adapt(Settings settings) {
    return settings;
  }

  /** The photos it looks at. */
  List<EvalPhoto> photos(DataFolder data, Settings settings) throws IOException;

  /** Measures one photo. */
  List<R> measure(Workbench bench, EvalPhoto photo) throws IOException, InterruptedException;

  /** Sums up the rows of all photos, in the photos' order. */
  Chapter tell(Settings settings, List<R> rows);
}
