package io.semlink.channel.link;

/** Hears which blocks a link uses. Called with the link's monitor held; must be quick. */
public interface Recorder {
  /**
   * A block is used for the first time.
   *
   * @param entry the block; its number follows that of the one before
   */
  void used(Recording.Entry entry);

  /** The link goes back to an earlier block or was taken away: what follows is another run. */
  void ended();
}
