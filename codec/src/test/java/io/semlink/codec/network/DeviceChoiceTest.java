package io.semlink.codec.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DeviceChoiceTest {
  @Test
  void theFirstGpuIsTakenWhereThereIsOne() {
    assertThat(DeviceChoice.AUTO.among(2)).isEqualTo(new ComputeDevice(0)).hasToString("gpu0");
    assertThat(DeviceChoice.GPU.among(1)).isEqualTo(new ComputeDevice(0));
    assertThat(DeviceChoice.AUTO.among(0)).isEqualTo(ComputeDevice.CPU).hasToString("cpu");
  }

  @Test
  void theCpuIsTakenWhereItIsAskedForWhateverElseThereIs() {
    assertThat(DeviceChoice.CPU.among(2)).isEqualTo(ComputeDevice.CPU);
    assertThat(DeviceChoice.CPU.among(0)).isEqualTo(ComputeDevice.CPU);
  }

  @Test
  void aGpuThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> DeviceChoice.GPU.among(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PyTorch finds none");
    assertThatThrownBy(() -> new ComputeDevice(-2)).hasMessageContaining("-2");
  }

  @Test
  void theCpuUsesNoMemoryOfAGpu() {
    assertThat(Gpus.usedBytes(ComputeDevice.CPU)).isZero();
  }
}
