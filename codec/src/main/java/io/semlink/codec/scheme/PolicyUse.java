package io.semlink.codec.scheme;

/**
 * Which row of a policy table a photo was coded by.
 *
 * @param snrDb SNR of the row that was taken, in dB
 * @param rowsDown rows between the one that suits the link and the one that was taken because this
 *     photo needs more than the mean; 0 if none
 */
public record PolicyUse(double snrDb, int rowsDown) {}
