package io.semlink.launcher.eval;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Frechet distance between Gaussians fitted to two sets of features: |m_1 - m_2|^2 + tr(C_1 + C_2 -
 * 2 (C_1 C_2)^(1/2)), Dowson and Landau 1982, doi:10.1016/0047-259X(82)90077-X, with full
 * covariances. One set stays the same: the reference.
 *
 * <p>This is the formula of FID (Heusel et al. 2017, arXiv:1706.08500). FID is only what it gives
 * for the features of Inception-v3; ours are others, and the numbers do not compare.
 */
public final class FrechetDistance {
  private final DMatrixRMaj mean;
  private final DMatrixRMaj covariance;
  private final DMatrixRMaj root;

  /**
   * Takes the reference.
   *
   * @param features of each photo, all of one length; at least two
   */
  public FrechetDistance(List<float[]> features) {
    this.mean = mean(features);
    this.covariance = covariance(features, mean);
    this.root = root(covariance);
  }

  /** Squared distance of another set from the reference, at least 0. */
  public double to(List<float[]> features) {
    DMatrixRMaj otherMean = mean(features);
    if (otherMean.numRows != mean.numRows) {
      throw new IllegalArgumentException("features differ in length");
    }
    DMatrixRMaj other = covariance(features, otherMean);
    double between = 0;
    for (int i = 0; i < mean.numRows; i++) {
      double difference = mean.get(i, 0) - otherMean.get(i, 0);
      between += difference * difference;
    }
    // C_1 C_2 has the eigenvalues of the symmetric C_1^(1/2) C_2 C_1^(1/2).
    DMatrixRMaj half = new DMatrixRMaj(root.numRows, root.numRows);
    DMatrixRMaj product = half.createLike();
    CommonOps_DDRM.mult(root, other, half);
    CommonOps_DDRM.mult(half, root, product);
    double cross = 0;
    for (double eigenvalue : decompose(symmetric(product), false).values()) {
      cross += Math.sqrt(Math.max(0, eigenvalue));
    }
    double within = CommonOps_DDRM.trace(covariance) + CommonOps_DDRM.trace(other) - 2 * cross;
    return Math.max(0, between + within);
  }

  private static DMatrixRMaj mean(List<float[]> features) {
    if (features.size() < 2) {
      throw new IllegalArgumentException("a covariance needs two photos or more");
    }
    DMatrixRMaj mean = new DMatrixRMaj(features.get(0).length, 1);
    for (float[] each : features) {
      for (int i = 0; i < each.length; i++) {
        mean.add(i, 0, each[i] / (double) features.size());
      }
    }
    return mean;
  }

  private static DMatrixRMaj covariance(List<float[]> features, DMatrixRMaj mean) {
    int length = mean.numRows;
    DMatrixRMaj centred = new DMatrixRMaj(features.size(), length);
    for (int row = 0; row < features.size(); row++) {
      for (int i = 0; i < length; i++) {
        centred.set(row, i, features.get(row)[i] - mean.get(i, 0));
      }
    }
    DMatrixRMaj covariance = new DMatrixRMaj(length, length);
    CommonOps_DDRM.multTransA(centred, centred, covariance);
    CommonOps_DDRM.divide(covariance, features.size() - 1.0);
    return covariance;
  }

  /** Symmetric root of a positive semi-definite matrix. */
  private static DMatrixRMaj root(DMatrixRMaj matrix) {
    Eigen eigen = decompose(matrix, true);
    int size = matrix.numRows;
    DMatrixRMaj scaled = new DMatrixRMaj(size, size);
    DMatrixRMaj vectors = new DMatrixRMaj(size, size);
    for (int k = 0; k < size; k++) {
      double factor = Math.sqrt(Math.max(0, eigen.values()[k]));
      for (int i = 0; i < size; i++) {
        double element = eigen.vectors().get(i, k);
        vectors.set(i, k, element);
        scaled.set(i, k, element * factor);
      }
    }
    DMatrixRMaj root = new DMatrixRMaj(size, size);
    CommonOps_DDRM.multTransB(scaled, vectors, root);
    return root;
  }

  /** The values and, column by column, the vectors. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, not compared
  private record Eigen(double[] values, DMatrixRMaj vectors) {}

  private static Eigen decompose(DMatrixRMaj matrix, boolean withVectors) {
    int size = matrix.numRows;
    EigenDecomposition_F64<DMatrixRMaj> solver =
        DecompositionFactory_DDRM.eig(size, withVectors, true);
    if (MatrixFeatures_DDRM.hasUncountable(matrix) || !solver.decompose(matrix.copy())) {
      throw new IllegalArgumentException("features are not finite");
    }
    double[] values = new double[size];
    DMatrixRMaj vectors = new DMatrixRMaj(size, withVectors ? size : 0);
    for (int k = 0; k < size; k++) {
      values[k] = solver.getEigenvalue(k).getReal();
      if (withVectors) {
        CommonOps_DDRM.insert(solver.getEigenVector(k), vectors, 0, k);
      }
    }
    return new Eigen(values, vectors);
  }

  private static DMatrixRMaj symmetric(DMatrixRMaj matrix) {
    DMatrixRMaj transposed = matrix.copy();
    CommonOps_DDRM.transpose(transposed);
    DMatrixRMaj out = matrix.createLike();
    CommonOps_DDRM.add(0.5, matrix, 0.5, transposed, out);
    return out;
  }
}
