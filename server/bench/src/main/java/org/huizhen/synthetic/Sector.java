package org.huizhen.synthetic;

/** What a curved probe sees of a liver, a gall bladder and a kidney while the patient breathes: speckle in a sector. */
final class Sector {
    static final int COLUMNS = 640;
    static final int ROWS = 480;
    static final double MILLIMETRES_PER_PIXEL = 0.4;

    private static final int LINES = 300;
    private static final int SAMPLES = 700;
    private static final double PROBE_RADIUS = 60;
    private static final double HALF_ANGLE = Math.toRadians(34);
    private static final double FIELD = 165;

    private final float[] speckle = new float[LINES * SAMPLES];
    private final int[] cell = new int[COLUMNS * ROWS];
    private final double kidneyX;
    private final double bladderX;

    Sector(long seed) {
        Noise noise = new Noise(seed);
        kidneyX = noise.between(18, 34);
        bladderX = noise.between(-34, -18);
        float last = 0;
        for (int at = 0; at < speckle.length; at++) {
            double amplitude = Plane.distance(noise.normal(), noise.normal());
            last = (float) (0.55 * amplitude + 0.45 * last);
            speckle[at] = last;
        }
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                cell[row * COLUMNS + column] = cellAt(column, row);
            }
        }
    }

    /** @param phase of the breath, 0 to 1 */
    void paintGrey(double phase, byte[] out, int start) {
        byte[] lines = lines(phase);
        for (int at = 0; at < cell.length; at++) {
            out[start + at] = cell[at] < 0 ? 0 : lines[cell[at]];
        }
    }

    /** Grey with a Doppler box over the vessels, red towards the probe. */
    void paintColour(double phase, byte[] out, int start) {
        byte[] lines = lines(phase);
        double pulse = 0.55 + 0.45 * Math.sin(phase * 4 * Math.PI);
        for (int at = 0; at < cell.length; at++) {
            int grey = cell[at] < 0 ? 0 : lines[cell[at]] & 0xff;
            double x = (at % COLUMNS - COLUMNS / 2.0) * MILLIMETRES_PER_PIXEL;
            int row = at / COLUMNS;
            double y = row * MILLIMETRES_PER_PIXEL - 22;
            double vessel = Math.abs(y - 78 - x * 0.35) - 5;
            boolean inBox = x > -28 && x < 34 && y > 48 && y < 112;
            boolean frame = inBox && (x < -27.4 || x > 33.4 || y < 48.6 || y > 111.4);
            int red = grey;
            int green = grey;
            int blue = grey;
            if (frame) {
                green = 220;
            } else if (inBox && vessel < 0) {
                int flow = (int) (200 * pulse * Math.min(1, -vessel / 4)) + 30;
                red = x < 4 ? flow : 10;
                green = flow / 4;
                blue = x < 4 ? 10 : flow;
            }
            out[start + 3 * at] = (byte) red;
            out[start + 3 * at + 1] = (byte) green;
            out[start + 3 * at + 2] = (byte) blue;
        }
    }

    private byte[] lines(double phase) {
        double breath = 7 * Math.sin(phase * 2 * Math.PI);
        byte[] lines = new byte[LINES * SAMPLES];
        for (int line = 0; line < LINES; line++) {
            double angle = (2.0 * line / (LINES - 1) - 1) * HALF_ANGLE;
            boolean behindFluid = false;
            for (int sample = 0; sample < SAMPLES; sample++) {
                double deep = FIELD * sample / SAMPLES;
                double x = Math.sin(angle) * (PROBE_RADIUS + deep);
                double y = Math.cos(angle) * (PROBE_RADIUS + deep) - PROBE_RADIUS;
                double echo = echo(x, y - breath * Math.min(1, deep / 40));
                behindFluid |= echo < 0.05;
                double gain = (behindFluid ? 1.25 : 1) * (1.06 - 0.45 * deep / FIELD);
                double value = 95 * gain * echo * (0.25 + 0.62 * speckle[line * SAMPLES + sample]);
                lines[line * SAMPLES + sample] = (byte) Math.clamp(Math.round(value), 3, 255);
            }
        }
        return lines;
    }

    /** Strength of the echo from a place; millimetres from the probe's middle. */
    private double echo(double x, double y) {
        if (y < 10) {
            return 1.5 + 0.4 * Math.sin(y * 2.2);
        }
        double diaphragm = Math.abs(Plane.distance(x + 10, y - 40) - 112);
        if (diaphragm < 1.8) {
            return 2.6;
        }
        double bladder = Plane.distance((x - bladderX) / 13, (y - 62) / 24);
        if (bladder < 1) {
            return bladder > 0.9 ? 1.9 : 0.02;
        }
        double turned = (x - kidneyX) * 0.86 + (y - 104) * 0.5;
        double across = (y - 104) * 0.86 - (x - kidneyX) * 0.5;
        double kidney = Plane.distance(turned / 44, across / 21);
        if (kidney < 1) {
            return kidney < 0.45 ? 1.8 : kidney > 0.94 ? 1.7 : 0.55;
        }
        double portal = Math.abs(y - 78 - x * 0.35);
        if (portal < 5 && Math.abs(x) < 40) {
            return portal > 4 ? 1.7 : 0.12;
        }
        return Plane.distance(x + 10, y - 40) > 112 ? 0.3 : 0.95;
    }

    private static int cellAt(int column, int row) {
        double x = (column - COLUMNS / 2.0) * MILLIMETRES_PER_PIXEL;
        double y = row * MILLIMETRES_PER_PIXEL - 22 + PROBE_RADIUS;
        double angle = Math.atan2(x, y);
        double deep = Plane.distance(x, y) - PROBE_RADIUS;
        if (Math.abs(angle) >= HALF_ANGLE || deep < 0 || deep >= FIELD) {
            return -1;
        }
        int line = (int) ((angle / HALF_ANGLE + 1) / 2 * (LINES - 1));
        return line * SAMPLES + (int) (deep / FIELD * SAMPLES);
    }
}
