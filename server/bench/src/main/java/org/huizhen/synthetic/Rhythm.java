package org.huizhen.synthetic;

/** What the heart of a synthetic ECG does. */
public enum Rhythm {
    NORMAL("窦性心律，正常心电图", 72),
    ATRIAL_FIBRILLATION("心房颤动", 104),
    STEMI_INFERIOR("窦性心律，II、III、aVF导联ST段抬高", 88),
    STEMI_ANTERIOR("窦性心律，V1-V4导联ST段抬高", 94),
    BRADYCARDIA("窦性心动过缓", 44),
    TACHYCARDIA("窦性心动过速", 126),
    VENTRICULAR_ECTOPY("窦性心律，室性早搏", 76);

    private final String statement;
    private final int rate;

    Rhythm(String statement, int rate) {
        this.statement = statement;
        this.rate = rate;
    }

    /** What the machine writes as its interpretation. */
    public String statement() {
        return statement;
    }

    /** Mean beats per minute. */
    int rate() {
        return rate;
    }
}
