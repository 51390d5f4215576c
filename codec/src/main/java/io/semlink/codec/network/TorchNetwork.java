package io.semlink.codec.network;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A TorchScript file, run by PyTorch through DJL. */
public final class TorchNetwork implements Network {
  private final Model model;
  private final Block block;
  private final ParameterStore parameters;

  private TorchNetwork(Model model) {
    this.model = model;
    this.block = model.getBlock();
    this.parameters = new ParameterStore(model.getNDManager(), false);
  }

  /**
   * Loads a TorchScript file.
   *
   * @param device where it is to run
   * @throws NetworkException if the file cannot be read or is not TorchScript
   */
  public static TorchNetwork load(Path file, ComputeDevice device) {
    String name = String.valueOf(file.getFileName());
    Model model = Model.newInstance(name, device.device(), "PyTorch");
    try {
      model.load(file);
      return new TorchNetwork(model);
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      throw new NetworkException("cannot load network " + name + ": " + reason(e), e);
    }
  }

  @Override
  public List<Tensor> run(String method, Input... inputs) {
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDList list = new NDList(inputs.length + 1);
      for (Input input : inputs) {
        list.add(array(manager, input));
      }
      if (!method.equals("forward")) {
        NDArray marker = manager.create(0L);
        marker.setName("module_method:" + method);
        list.add(marker);
      }
      List<Tensor> outputs = new ArrayList<>();
      try (NDList results = block.forward(parameters, list, false)) {
        for (NDArray result : results) {
          outputs.add(new Tensor(result.toFloatArray(), result.getShape().getShape()));
        }
      }
      return outputs;
    } catch (RuntimeException e) {
      throw new NetworkException(model.getName() + "." + method + ": " + reason(e), e);
    }
  }

  /** First line of what PyTorch says; a native stack trace follows it. */
  private static String reason(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }

  private static NDArray array(NDManager manager, Input input) {
    if (input instanceof Tensor tensor) {
      return manager.create(tensor.data(), new Shape(tensor.shape()));
    }
    IntTensor tensor = (IntTensor) input;
    NDArray array = manager.create(new Shape(tensor.shape()), DataType.INT64);
    array.set(tensor.data());
    return array;
  }

  @Override
  public void close() {
    model.close();
  }
}
