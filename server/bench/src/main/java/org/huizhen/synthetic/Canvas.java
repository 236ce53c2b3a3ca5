package org.huizhen.synthetic;

import java.util.Arrays;

/** A square field of Hounsfield units in millimetres, its origin in the middle, x to the patient's left, y to the back. */
final class Canvas {
    static final int SIZE = 512;
    private static final int AIR = -1000;

    private final float[] hounsfield = new float[SIZE * SIZE];
    private final double pixel;

    /** @param pixel spacing, mm */
    Canvas(double pixel) {
        this.pixel = pixel;
        Arrays.fill(hounsfield, AIR);
    }

    /** Paints an ellipse over what is there, its edge one pixel soft. */
    Canvas ellipse(double cx, double cy, double rx, double ry, double value) {
        return ellipse(cx, cy, rx, ry, 0, value);
    }

    /** @param turn in degrees, clockwise on the screen */
    Canvas ellipse(double cx, double cy, double rx, double ry, double turn, double value) {
        if (rx <= 0 || ry <= 0) {
            return this;
        }
        double cos = Math.cos(Math.toRadians(turn));
        double sin = Math.sin(Math.toRadians(turn));
        double reach = Math.max(rx, ry) + pixel;
        double edge = Math.min(rx, ry) / pixel;
        for (int row = index(cy - reach); row <= index(cy + reach); row++) {
            double y = millimetres(row) - cy;
            for (int column = index(cx - reach); column <= index(cx + reach); column++) {
                double x = millimetres(column) - cx;
                double u = (x * cos + y * sin) / rx;
                double v = (y * cos - x * sin) / ry;
                double square = u * u + v * v;
                double outer = 1 + 1 / edge;
                if (square < outer * outer) {
                    double cover = Math.min(1, (1 - Math.sqrt(square)) * edge + 0.5);
                    if (cover > 0) {
                        int at = row * SIZE + column;
                        hounsfield[at] += (float) (cover * (value - hounsfield[at]));
                    }
                }
            }
        }
        return this;
    }

    /** A ring of bone with marrow. */
    Canvas bone(double cx, double cy, double rx, double ry, double turn) {
        double cortex = Math.min(2.2, Math.min(rx, ry) * 0.5);
        return ellipse(cx, cy, rx, ry, turn, 700).ellipse(cx, cy, rx - cortex, ry - cortex, turn, 220);
    }

    /** Adds noise as a reconstruction leaves it: smooth over neighbours. */
    void addNoise(Noise noise, double deviation) {
        float previous = 0;
        float[] above = new float[SIZE];
        for (int at = 0; at < hounsfield.length; at++) {
            int column = at % SIZE;
            float fresh = (float) (noise.normal() * deviation);
            float value = 0.62f * fresh + 0.55f * previous + 0.55f * above[column];
            previous = 0.45f * value;
            above[column] = 0.45f * value;
            hounsfield[at] += value;
        }
    }

    /** Rescaled by intercept -1024, 12 bits, little endian, the mark burned in. */
    byte[] stored() {
        Mark.draw(SIZE, SIZE, 1, (x, y) -> hounsfield[y * SIZE + x] = 2000);
        byte[] bytes = new byte[SIZE * SIZE * 2];
        for (int at = 0; at < hounsfield.length; at++) {
            int value = Math.clamp(Math.round(hounsfield[at]) + 1024, 0, 4095);
            bytes[2 * at] = (byte) value;
            bytes[2 * at + 1] = (byte) (value >> 8);
        }
        return bytes;
    }

    private double millimetres(int index) {
        return (index - (SIZE - 1) / 2.0) * pixel;
    }

    private int index(double millimetres) {
        return Math.clamp(Math.round(millimetres / pixel + (SIZE - 1) / 2.0), 0, SIZE - 1);
    }
}
