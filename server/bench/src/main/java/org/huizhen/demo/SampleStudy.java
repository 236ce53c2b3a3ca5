package org.huizhen.demo;

import org.huizhen.synthetic.Examination;

/**
 * One study of the demo and how far its reading has come.
 *
 * @param place code of the clinic that acquired it
 */
record SampleStudy(Examination examination, String place, Stage stage, Wording wording) {

    /** The state that the study's reading request is brought to. */
    enum Stage {
        /** No request is filed by hand; CLINIC1's rule may have filed one. */
        ARRIVED,
        SUBMITTED,
        EMERGENCY,
        CLAIMED,
        RETURNED,
        WRITTEN,
        FINAL
    }

    /** What the reader writes. */
    record Wording(String itemCode, String findings, String conclusion, boolean positive) {}

    String uid() {
        return examination.studyInstanceUid();
    }

    String modality() {
        return examination.scan().modality();
    }
}
