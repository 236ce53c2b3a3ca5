package org.huizhen.synthetic;

import java.time.LocalDateTime;

/**
 * One study of one series; the same examination gives the same bytes each time.
 *
 * @param seed of UIDs, noise and variations
 */
public record Examination(
        Scan scan, SyntheticPatient patient, Device device, Order order, TextEncoding encoding, long seed) {

    /**
     * What was asked for and when it was done.
     *
     * @param bodyPart a defined term of PS3.16 annex L: HEAD, CHEST, ABDOMEN, KNEE, HEART …
     */
    public record Order(LocalDateTime performed, String accessionNumber, String description, String bodyPart) {}

    public String studyInstanceUid() {
        return Uids.derived(seed, "study");
    }

    public String seriesInstanceUid() {
        return Uids.derived(seed, "series");
    }

    /** @param index from 0 to {@code scan().instances() - 1} */
    public String sopInstanceUid(int index) {
        return Uids.derived(seed, "instance " + index);
    }

    /**
     * Makes one instance.
     *
     * @param index from 0 to {@code scan().instances() - 1}
     */
    public SyntheticInstance instance(int index) {
        return switch (scan) {
            case Scan.Ct ct -> CtImage.make(this, ct, index);
            case Scan.Dx dx -> DxImage.make(this, dx);
            case Scan.Us us -> UsClip.make(this, us);
            case Scan.Ecg ecg -> EcgRecord.make(this, ecg);
        };
    }
}
