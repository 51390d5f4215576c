package io.semlink.transmitter.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.semlink.chassis.ErrorTranslator;
import io.semlink.chassis.ServiceException;
import io.semlink.link.v1.PictureChunk;
import io.semlink.link.v1.PictureKind;
import io.semlink.transmitter.v1.Decided;
import io.semlink.transmitter.v1.Retrying;
import io.semlink.transmitter.v1.TransmitResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final PictureKind KIND = PictureKind.PICTURE_KIND_RECEIVED;

  private static Journal journal(int photos, long maxBytes) {
    return new Journal(photos, maxBytes, new ErrorTranslator(), () -> true);
  }

  private static JournalEntry begin(Journal journal, String id) {
    return journal.begin(
        new TransmissionJournal.Accepted(id, TRACE, "", Instant.EPOCH, error -> {}));
  }

  private static PictureChunk chunk(int offset, int bytes, boolean last) {
    return PictureChunk.newBuilder()
        .setKind(KIND)
        .setOffsetBytes(offset)
        .setData(ByteString.copyFrom(new byte[bytes]))
        .setLast(last)
        .build();
  }

  private static List<String> ids(Journal journal) {
    return journal.entries().stream().map(JournalEntry::id).toList();
  }

  @Test
  void oldestThatEndedGoFirstAndThoseUnderWayStay() {
    Journal journal = journal(3, 1000);
    JournalEntry longest = begin(journal, "longest");
    for (int i = 0; i < 10; i++) {
      begin(journal, "r" + i).ended(null);
    }
    assertThat(ids(journal)).containsExactly("r9", "r8", "longest");
    longest.ended(null);
    begin(journal, "next");
    assertThat(ids(journal)).containsExactly("next", "r9", "r8");
    assertThat(journal.entry("longest")).isEmpty();
  }

  @Test
  void picturesOfTheOldestGoWhenThereAreTooManyBytes() {
    Journal journal = journal(10, 1000);
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      JournalEntry entry = begin(journal, "r" + i);
      entry.picture(chunk(0, 400, true));
      entries.add(entry);
    }
    assertThat(entries)
        .extracting(entry -> entry.pictures().kinds().size())
        .containsExactly(0, 0, 0, 1, 1);
    assertThat(entries.stream().mapToLong(e -> e.pictures().heldBytes()).sum())
        .isLessThanOrEqualTo(1000);
    entries.get(0).picture(chunk(0, 10, true));
    assertThat(entries.get(0).pictures().kinds()).as("dropped for good").isEmpty();
  }

  @Test
  void entryNamesItsTrace() {
    assertThat(begin(journal(2, 1000), "a").json(true).get("trace_id").textValue())
        .isEqualTo(TRACE);
  }

  @Test
  void pictureIsWholeOrNotThere() {
    Journal journal = journal(2, 1000);
    JournalEntry entry = begin(journal, "a");
    entry.picture(chunk(0, 10, false));
    assertThat(entry.pictures().kinds()).isEmpty();
    entry.picture(chunk(20, 10, true));
    assertThat(entry.pictures().kinds()).as("a gap").isEmpty();
    entry.picture(chunk(0, 10, false));
    entry.picture(chunk(10, 10, true));
    assertThat(entry.pictures().png(KIND).orElseThrow()).hasSize(20);
    entry.picture(chunk(0, 900, false));
    entry.picture(chunk(900, 900, true));
    assertThat(entry.pictures().heldBytes()).as("too large a file").isEqualTo(20);
  }

  @Test
  void pictureIsDrawnOnceAndWhenSomebodyLooks() {
    JournalEntry entry = begin(journal(2, 1000), "a");
    AtomicInteger drawn = new AtomicInteger();
    entry.drawable(
        PictureKind.PICTURE_KIND_SENT,
        5,
        () -> {
          drawn.incrementAndGet();
          return new byte[7];
        });
    assertThat(drawn).hasValue(0);
    assertThat(entry.pictures().heldBytes()).isEqualTo(5);
    assertThat(entry.pictures().png(PictureKind.PICTURE_KIND_SENT).orElseThrow()).hasSize(7);
    assertThat(entry.pictures().png(PictureKind.PICTURE_KIND_SENT).orElseThrow()).hasSize(7);
    assertThat(drawn).hasValue(1);
    assertThat(entry.pictures().heldBytes()).isEqualTo(7);
  }

  @Test
  void idsAreUniqueAndFitAnAddress() {
    Journal journal = journal(9, 1000);
    assertThat(begin(journal, "a").id()).isEqualTo("a");
    assertThat(begin(journal, "a").id()).isEqualTo("a-2");
    assertThat(begin(journal, "a").id()).isEqualTo("a-3");
    assertThat(begin(journal, "..").id()).isEqualTo("id..");
  }

  @Test
  void historyIsBoundedAndChangesAreToldOnce() {
    Journal journal = journal(3, 1000);
    for (int i = 0; i < Journal.MAX_POINTS + 20; i++) {
      begin(journal, "r" + i).ended(null);
    }
    assertThat(journal.history()).hasSize(Journal.MAX_POINTS);
    assertThat(journal.history().get(0).id()).isEqualTo("r20");
    Journal.Changes changes = journal.takeChanges();
    assertThat(changes.points()).hasSize(Journal.MAX_POINTS);
    assertThat(changes.entries()).as("those that are still kept").hasSize(3);
    assertThat(journal.takeChanges().points()).isEmpty();
    assertThat(journal.takeChanges().entries()).isEmpty();
  }

  @Test
  void retryTakesBackWhatWasDecided() {
    JournalEntry entry = begin(journal(3, 1000), "a");
    entry.event(TransmitResponse.newBuilder().setDecided(Decided.getDefaultInstance()).build());
    assertThat(entry.json(true).get("decided").isNull()).isFalse();
    entry.event(TransmitResponse.newBuilder().setRetrying(Retrying.getDefaultInstance()).build());
    assertThat(ConsoleJson.text(entry.json(true))).contains("\"decided\":null", "\"retry\"");
  }

  @Test
  void cancellingReachesTheRequestUntilItEnds() {
    Journal journal = journal(3, 1000);
    List<RuntimeException> reasons = new ArrayList<>();
    JournalEntry entry =
        journal.begin(
            new TransmissionJournal.Accepted("a", TRACE, "", Instant.EPOCH, reasons::add));
    assertThat(entry.cancel()).isTrue();
    assertThat(reasons)
        .singleElement()
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.reason()).isEqualTo("BY_OPERATOR"));
    entry.ended(reasons.get(0));
    assertThat(entry.cancel()).isFalse();
    assertThat(journal.history().get(0).outcome()).isEqualTo(PhotoState.CANCELLED);
  }

  @Test
  void nobodyLooksSoTheReceiverIsNotAsked() {
    Journal unwatched = new Journal(3, 1000, new ErrorTranslator(), () -> false);
    assertThat(begin(unwatched, "a").wantedPictures()).isEmpty();
    unwatched.expect("b");
    assertThat(begin(unwatched, "b").wantedPictures()).as("from the console").contains(KIND);
    assertThat(begin(unwatched, "b").wantedPictures()).as("expected once").isEmpty();
  }
}
