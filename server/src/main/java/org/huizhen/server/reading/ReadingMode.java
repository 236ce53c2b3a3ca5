package org.huizhen.server.reading;

/** Who does what for a clinic and modality. */
enum ReadingMode {
    /** The center writes and reviews. */
    A,
    /** The clinic writes, the center reviews. */
    B,
    /** The clinic reports itself and sends up what is difficult: nothing is filed by rule. */
    C
}
