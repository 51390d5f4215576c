package io.semlink.channel.service;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.semlink.channel.link.Recording;
import io.semlink.channel.v1.RecordedBlock;
import io.semlink.channel.v1.ReplayHeader;
import io.semlink.channel.v1.ReplayLinkRequest;
import io.semlink.channel.v1.ReplayLinkResponse;
import io.semlink.chassis.ServiceException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of ReplayLink: takes a recording in and has a link play it back. */
final class ReplayIntake implements StreamObserver<ReplayLinkRequest> {
  /** Puts a recording on the link that its header names. */
  @FunctionalInterface
  interface Player {
    io.semlink.channel.v1.Link play(ReplayHeader header, Recording recording);
  }

  private final Player player;
  private final ServerCallStreamObserver<ReplayLinkResponse> client;
  private final List<Recording.Entry> entries = new ArrayList<>();
  private @Nullable ReplayHeader header;
  private boolean over;

  ReplayIntake(Player player, ServerCallStreamObserver<ReplayLinkResponse> client) {
    this.player = player;
    this.client = client;
  }

  @Override
  public void onNext(ReplayLinkRequest request) {
    if (over) {
      return;
    }
    try {
      switch (request.getMessageCase()) {
        case HEADER -> begin(request.getHeader());
        case BLOCKS -> request.getBlocks().getBlocksList().forEach(this::add);
        case MESSAGE_NOT_SET ->
            throw ServiceException.invalidArgument("message", "must be header or blocks");
      }
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  @Override
  public void onCompleted() {
    if (over) {
      return;
    }
    try {
      ReplayLinkResponse response =
          ReplayLinkResponse.newBuilder()
              .setLink(player.play(requireHeader(), recording()))
              .setBlockCount(entries.size())
              .build();
      client.onNext(response);
      client.onCompleted();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  @Override
  public void onError(Throwable error) {
    over = true;
  }

  private void begin(ReplayHeader first) {
    if (header != null) {
      throw ServiceException.invalidArgument("header", "must come once only");
    }
    header = first;
  }

  private void add(RecordedBlock block) {
    requireHeader();
    if (entries.size() == Recording.MAX_BLOCKS) {
      throw ServiceException.tooLarge(
          "a recording has at most %d blocks".formatted(Recording.MAX_BLOCKS),
          Recording.MAX_BLOCKS);
    }
    try {
      entries.add(RecordedBlocks.fromProto(block));
    } catch (IllegalArgumentException e) {
      throw ServiceException.invalidArgument(
          "blocks.blocks[%d]".formatted(entries.size()), "is not valid: " + e.getMessage());
    }
  }

  private Recording recording() {
    try {
      return new Recording(entries);
    } catch (IllegalArgumentException e) {
      throw ServiceException.invalidArgument("blocks", "are not a recording: " + e.getMessage());
    }
  }

  private ReplayHeader requireHeader() {
    ReplayHeader present = header;
    if (present == null) {
      throw ServiceException.invalidArgument("header", "must come first");
    }
    return present;
  }

  private void fail(RuntimeException error) {
    over = true;
    // Given the exception itself, gRPC would take the status of its cause.
    client.onError(error instanceof ServiceException known ? known.toStatusException() : error);
  }
}
