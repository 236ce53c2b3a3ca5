package org.huizhen.synthetic;

/** The waves of one beat in the eight independent leads, in millivolts: bumps at times counted from the R peak. */
final class HeartBeat {
    /** Order of the columns below: I, II, V1 … V6; the limb leads follow from I and II (Einthoven, Goldberger). */
    static final int INDEPENDENT_LEADS = 8;

    private static final double[] P = {0.07, 0.14, 0.05, 0.06, 0.06, 0.06, 0.06, 0.05};
    private static final double[] Q = {-0.05, -0.08, 0, 0, -0.02, -0.06, -0.10, -0.10};
    private static final double[] R = {0.70, 1.15, 0.25, 0.45, 0.85, 1.35, 1.40, 1.05};
    private static final double[] S = {-0.10, -0.15, -0.85, -1.25, -0.80, -0.40, -0.18, -0.08};
    private static final double[] T = {0.18, 0.30, -0.06, 0.30, 0.38, 0.36, 0.30, 0.22};
    private static final double[] ECTOPIC = {1.0, -0.7, 1.3, 1.5, 1.1, 0.6, -0.5, -0.8};
    private static final double[] INFERIOR = {-0.10, 0.24, -0.06, -0.12, -0.05, 0, 0.04, 0.06};
    private static final double[] ANTERIOR = {0.06, -0.08, 0.20, 0.42, 0.46, 0.34, 0.10, 0.03};

    private HeartBeat() {}

    /**
     * The potential of one lead at a time.
     *
     * @param lead 0 to 7
     * @param time seconds after the R peak, negative before
     * @param interval seconds from this R peak to the next
     * @param ectopic a beat that the ventricle started
     */
    static double millivolts(Rhythm rhythm, int lead, double time, double interval, boolean ectopic) {
        if (ectopic) {
            return ECTOPIC[lead] * (bump(time, 0.02, 0.045) - 0.55 * bump(time, 0.26, 0.075));
        }
        // QT shortens with the square root of the interval (Bazett)
        double repolarisation = Math.sqrt(Math.min(1.4, interval));
        double beat = Q[lead] * bump(time, -0.030, 0.010)
                + R[lead] * bump(time, 0, 0.0125)
                + S[lead] * bump(time, 0.030, 0.012)
                + T[lead] * skewed(time, 0.285 * repolarisation, 0.055 * repolarisation);
        if (rhythm != Rhythm.ATRIAL_FIBRILLATION) {
            beat += P[lead] * bump(time, -0.165, 0.024);
        }
        return switch (rhythm) {
            case STEMI_INFERIOR -> beat + INFERIOR[lead] * plateau(time, 0.045, 0.31 * repolarisation);
            case STEMI_ANTERIOR -> beat + ANTERIOR[lead] * plateau(time, 0.045, 0.31 * repolarisation);
            case NORMAL, ATRIAL_FIBRILLATION, BRADYCARDIA, TACHYCARDIA, VENTRICULAR_ECTOPY -> beat;
        };
    }

    private static double bump(double time, double middle, double width) {
        double distance = (time - middle) / width;
        return Math.abs(distance) > 5 ? 0 : Math.exp(-distance * distance / 2);
    }

    /** Rises slower than it falls, as T waves do. */
    private static double skewed(double time, double peak, double width) {
        return bump(time, peak, time < peak ? width : width * 0.62);
    }

    private static double plateau(double time, double from, double to) {
        return 1 / (1 + Math.exp(-(time - from) / 0.008)) / (1 + Math.exp((time - to) / 0.022));
    }
}
