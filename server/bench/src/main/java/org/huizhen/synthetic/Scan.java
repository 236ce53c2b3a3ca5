package org.huizhen.synthetic;

/** What is acquired. */
public sealed interface Scan {

    /** The value of Modality (0008,0060). */
    String modality();

    /** How many DICOM instances come of it. */
    int instances();

    /**
     * An axial series of 512 × 512 pixels.
     *
     * @param spacing between slices, mm
     * @param finding whether the phantom carries one (nodule, bleeding, cyst)
     */
    record Ct(int slices, double spacing, boolean finding) implements Scan {
        @Override
        public String modality() {
            return "CT";
        }

        @Override
        public int instances() {
            return slices;
        }
    }

    /**
     * A digital radiograph.
     *
     * @param bits stored, 12 to 14
     * @param inverted MONOCHROME1 instead of MONOCHROME2
     */
    record Dx(int columns, int rows, int bits, boolean inverted, boolean finding) implements Scan {
        @Override
        public String modality() {
            return "DX";
        }

        @Override
        public int instances() {
            return 1;
        }
    }

    /**
     * An ultrasound clip of 640 × 480 pixels.
     *
     * @param colour RGB with a Doppler box instead of grey
     */
    record Us(int frames, boolean colour) implements Scan {
        @Override
        public String modality() {
            return "US";
        }

        @Override
        public int instances() {
            return 1;
        }
    }

    /** A 12-lead ECG of ten seconds at 500 Hz. */
    record Ecg(Rhythm rhythm) implements Scan {
        @Override
        public String modality() {
            return "ECG";
        }

        @Override
        public int instances() {
            return 1;
        }
    }
}
