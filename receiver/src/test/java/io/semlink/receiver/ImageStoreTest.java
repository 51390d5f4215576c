package io.semlink.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.semlink.link.v1.PictureKind;
import io.semlink.link.v1.ReceiverReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The store holds the newest, within its bytes. */
class ImageStoreTest {
  private final ImageStore store = new ImageStore(100);

  private static FinishedDelivery delivery(String id, int bytes) {
    return new FinishedDelivery(
        id,
        Instant.EPOCH,
        ReceiverReport.getDefaultInstance(),
        List.of(
            new PictureFile(
                PictureKind.PICTURE_KIND_RECEIVED, 0, 1, 1, ByteString.copyFrom(new byte[bytes]))));
  }

  @Test
  void theOldestMakesRoom() {
    store.add(delivery("a", 40));
    store.add(delivery("b", 40));
    store.add(delivery("c", 40));
    assertThat(store.find("a")).isEmpty();
    assertThat(store.find("b")).isPresent();
    assertThat(store.find("").orElseThrow().requestId()).isEqualTo("c");
    assertThat(store.bytes()).isEqualTo(80);
    assertThat(store.size()).isEqualTo(2);
  }

  @Test
  void aRepeatedRequestReplacesItsFormer() {
    store.add(delivery("a", 40));
    store.add(delivery("a", 60));
    assertThat(store.bytes()).isEqualTo(60);
  }

  @Test
  void watchersHearOfWhatIsTooLargeToKeep() {
    List<String> heard = new ArrayList<>();
    store.add(delivery("old", 10));
    store.add(delivery("new", 10));
    Runnable leave = store.watch(1, each -> heard.add(each.requestId()));
    store.add(delivery("huge", 101));
    leave.run();
    store.add(delivery("later", 10));
    assertThat(heard).containsExactly("new", "huge");
    assertThat(store.find("huge")).isEmpty();
    assertThat(store.size()).isEqualTo(3);
  }
}
