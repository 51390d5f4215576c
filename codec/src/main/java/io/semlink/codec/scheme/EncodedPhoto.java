package io.semlink.codec.scheme;

import io.semlink.codec.container.Container;
import io.semlink.codec.importance.ImportanceMap;
import io.semlink.codec.mask.KeepMask;

/**
 * A coded photo with what was decided on the way.
 *
 * @param container what is sent
 * @param ledger its bits; they sum to the container's
 * @param importance importance of the latent cells
 * @param mask cells whose latents are sent
 */
public record EncodedPhoto(
    Container container,
    Decision decision,
    BitLedger ledger,
    ImportanceMap importance,
    KeepMask mask) {}
