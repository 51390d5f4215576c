package io.semlink.launcher.experiment;

import io.semlink.codec.bundle.Bundle;
import io.semlink.codec.container.ContainerReader;
import io.semlink.codec.control.InfeasibleException;
import io.semlink.codec.control.LinkBudget;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.entropy.DecodeException;
import io.semlink.codec.fidelity.Gvif;
import io.semlink.codec.fidelity.Psnr;
import io.semlink.codec.hyperprior.HyperLatent;
import io.semlink.codec.hyperprior.HyperpriorCodec;
import io.semlink.codec.image.Photo;
import io.semlink.codec.importance.CamClassifier;
import io.semlink.codec.mask.KeepMask;
import io.semlink.codec.scheme.Control;
import io.semlink.codec.scheme.DecodedPhoto;
import io.semlink.codec.scheme.EncodeOptions;
import io.semlink.codec.scheme.EncodedPhoto;
import io.semlink.codec.scheme.PhotoAnalysis;
import io.semlink.codec.scheme.Schemes;
import io.semlink.codec.scheme.StageListener;
import io.semlink.launcher.eval.EvalPhoto;
import io.semlink.launcher.eval.LinkWithoutAir;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A bundle's networks, ready to send photos over a link and see what arrives. */
final class Workbench implements AutoCloseable {
  private static final int STEPS = 31;

  private final Settings settings;
  private final LinkWithoutAir link;
  private final CamClassifier classifier;

  /** Opens the networks of a bundle, which stays its owner's to close. */
  Workbench(Bundle bundle, Settings settings) {
    this.settings = settings;
    this.link = new LinkWithoutAir(bundle);
    this.classifier = CamClassifier.open(bundle);
  }

  private Workbench(Settings settings, LinkWithoutAir link, CamClassifier classifier) {
    this.settings = settings;
    this.link = link;
    this.classifier = classifier;
  }

  /** The same networks under other settings; the first bench stays the one to close. */
  Workbench under(Settings others) {
    return new Workbench(others, link, classifier);
  }

  Settings settings() {
    return settings;
  }

  Schemes schemes() {
    return link.schemes();
  }

  CamClassifier classifier() {
    return classifier;
  }

  /** Number of operating points. */
  int points() {
    return link.codec().points();
  }

  /** Quantiser steps per unit of a latent channel at the reference point. */
  float referenceGain(int channel) {
    return link.codec().gains().gain(points() - 1, channel);
  }

  /** Reads a photo at the size of the experiments and runs the transmitter's networks over it. */
  PhotoAnalysis analyse(EvalPhoto photo) throws IOException {
    return schemes().analyse(photo.square(settings.sidePx()));
  }

  /** Codes as the transmitter does; empty if the link is too small for what is asked. */
  Optional<EncodedPhoto> encode(String scheme, PhotoAnalysis analysis, Control control) {
    try {
      return Optional.of(schemes().encode(scheme, analysis, control));
    } catch (InfeasibleException e) {
      return Optional.empty();
    }
  }

  /** Codes the caption alone. */
  EncodedPhoto encodeText(PhotoAnalysis analysis) {
    return schemes()
        .encoder(Schemes.TEXT_ONLY)
        .encode(
            analysis.photo(),
            EncodeOptions.of(new Control.Fixed(new OperatingChoice(0, 1))),
            StageListener.NONE);
  }

  /** PSNR of a picture within the cells of a mask, in dB; NaN if the mask keeps none. */
  static double maskPsnrDb(PhotoAnalysis analysis, Photo picture, KeepMask mask) {
    return Psnr.ofKept(analysis.photo(), picture, mask, HyperpriorCodec.CELL_PIXELS)
        .orElse(Double.NaN);
  }

  /** Decodes all of it, from the bytes on the wire. */
  DecodedPhoto decode(EncodedPhoto coded) {
    return schemes().decode(ContainerReader.read(coded.container().toBytes()), StageListener.NONE);
  }

  /** Decodes what crosses the link before the deadline; empty if that shows no cell. */
  Optional<DecodedPhoto> decodeCut(EncodedPhoto coded, LinkBudget budget) {
    byte[] file = coded.container().toBytes();
    byte[] arrived = Arrays.copyOf(file, (int) Math.min(file.length, budget.bits() / 8));
    try {
      return Optional.of(schemes().decode(ContainerReader.readPrefix(arrived), StageListener.NONE));
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }

  /**
   * GVIF of cells that arrived of a photo that was sent whole.
   *
   * @param point operating point that it was sent at
   */
  double wholeGvif(PhotoAnalysis analysis, int point, KeepMask arrived) {
    int rows = analysis.latent().rows();
    int columns = analysis.latent().columns();
    HyperLatent hyper =
        link.codec().hyperAnalyse(analysis.latent(), point, KeepMask.uniform(rows, columns, true));
    byte[] indices = link.codec().scaleIndices(hyper, rows, columns, point);
    return Gvif.of(analysis.reference(), indices, arrived, Settings.GAMMA_SQUARED).value();
  }

  /** What the receiver makes of what arrived: the rest painted in 31 steps. */
  Photo receive(DecodedPhoto decoded) throws InterruptedException {
    return link.paint(
            decoded, List.of(new LinkWithoutAir.Order(decoded.prompt(), STEPS)), settings.seed())
        .get(0);
  }

  @Override
  public void close() {
    link.close();
  }
}
