package io.semlink.codec.scheme;

import io.semlink.codec.container.Container;
import io.semlink.codec.control.OperatingChoice;
import io.semlink.codec.fidelity.Gvif;
import io.semlink.codec.mask.KeepMask;

/** A choice with what it really costs and is worth. */
record CodedChoice(
    OperatingChoice choice, KeepMask mask, Container container, BitLedger ledger, Gvif gvif) {}
