package io.semlink.codec.network;

import java.util.List;

/** A trained network with one or more methods. Safe for use by many threads. */
public interface Network extends AutoCloseable {
  /**
   * Runs a method of the network.
   *
   * @param method name of the method; {@code forward} for a network that has but one
   * @return the outputs, one tensor each
   * @throws NetworkException if the network fails, for instance on a shape it does not take
   */
  List<Tensor> run(String method, Input... inputs);

  @Override
  void close();
}
