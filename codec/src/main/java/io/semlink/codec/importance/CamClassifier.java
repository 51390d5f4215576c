package io.semlink.codec.importance;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.bundle.BundleException;
import io.semlink.codec.bundle.BundleManifest;
import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.image.Photo;
import io.semlink.codec.image.Resampler;
import io.semlink.codec.network.Network;
import io.semlink.codec.network.NetworkException;
import io.semlink.codec.network.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Importance by class activation maps (Zhou et al. 2016, eq. 14-16): a convolutional classifier
 * with global average pooling whose class weights, applied before the pooling, show where the
 * evidence for a label lies.
 */
public final class CamClassifier {
  private static final int LISTED = 5;

  private final Network network;
  private final Labels labels;
  private final int shortSide;
  private final int multiple;

  /**
   * Creates a classifier.
   *
   * @param shortSide short side of the network's input, in pixels
   * @param multiple sides of the input are multiples of this
   */
  public CamClassifier(Network network, Labels labels, int shortSide, int multiple) {
    this.network = network;
    this.labels = labels;
    this.shortSide = shortSide;
    this.multiple = multiple;
  }

  /** Opens the classifier of a bundle. */
  public static CamClassifier open(Bundle bundle) {
    BundleManifest.Classifier entry = bundle.manifest().classifier();
    return new CamClassifier(
        bundle.network(entry.network()),
        Labels.parse(bundle.file(entry.labels())),
        entry.inputShortSide(),
        entry.sizeMultiple());
  }

  public Labels labels() {
    return labels;
  }

  /**
   * Classifies a photo and maps the importance of its latent cells.
   *
   * @param interests labels whose maps are combined by maximum; empty for the most probable label
   * @throws UnknownLabelException if an interest is not a label of the bundle
   */
  public Classification classify(Photo photo, List<String> interests) {
    List<Integer> wanted = interests.stream().map(labels::require).toList();
    List<Tensor> outputs = network.run("forward", input(photo));
    double[] probabilities = softmax(outputs.get(0).data());
    List<Integer> order =
        IntStream.range(0, probabilities.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer k) -> -probabilities[k]))
            .toList();
    List<Integer> mapped = wanted.isEmpty() ? order.subList(0, 1) : wanted;
    List<Classification.Scored> listed = new ArrayList<>();
    for (int k : order.subList(0, Math.min(LISTED, order.size()))) {
      listed.add(new Classification.Scored(labels.names().get(k), probabilities[k]));
    }
    return new Classification(
        listed, map(outputs.get(1), mapped, photo), labels.names().get(mapped.get(0)));
  }

  /**
   * Probability of a label, whatever else is in the photo.
   *
   * @throws UnknownLabelException if it is not a label of the bundle
   */
  public double probability(Photo photo, String label) {
    int index = labels.require(label);
    return softmax(network.run("forward", input(photo)).get(0).data())[index];
  }

  /**
   * What the classifier sees before it names anything: the spatial mean of its last features, for
   * distances between sets of photos.
   *
   * @throws BundleException if the network does not tell them
   */
  public float[] features(Photo photo) {
    try {
      return network.run("features", input(photo)).get(0).data();
    } catch (NetworkException e) {
      throw new BundleException(
          "the classifier of this bundle has no method 'features', which distances between photos"
              + " need: "
              + e.getMessage(),
          e);
    }
  }

  private Tensor input(Photo photo) {
    double scale = (double) shortSide / Math.min(photo.width(), photo.height());
    return Resampler.toTensor(photo, side(photo.width() * scale), side(photo.height() * scale));
  }

  /** Nearest multiple, but never so long that an extreme panorama costs unbounded time. */
  private int side(double pixels) {
    int rounded = (int) Math.round(pixels / multiple) * multiple;
    return Math.max(multiple, Math.min(4 * shortSide, rounded));
  }

  private static ImportanceMap map(Tensor cams, List<Integer> wanted, Photo photo) {
    int rows = (int) cams.shape()[2];
    int columns = (int) cams.shape()[3];
    float[][] maps = new float[wanted.size()][rows * columns];
    for (int i = 0; i < maps.length; i++) {
      System.arraycopy(cams.data(), wanted.get(i) * rows * columns, maps[i], 0, rows * columns);
    }
    return ImportanceMap.of(
        maps,
        rows,
        columns,
        HyperpriorCodec.cellsFor(photo.height()),
        HyperpriorCodec.cellsFor(photo.width()));
  }

  private static double[] softmax(float[] logits) {
    double top = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      top = Math.max(top, logit);
    }
    double sum = 0;
    double[] p = new double[logits.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(logits[i] - top);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
    return p;
  }
}
