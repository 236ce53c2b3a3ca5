package org.huizhen.synthetic;

import java.util.Locale;

/** Bodies that X-rays pass through: how much they take away along the ray, in millimetres of water. */
enum Radiograph {
    CHEST(380, 330) {
        @Override
        double depth(double x, double y, boolean finding) {
            double wide = y < -150 ? 62 : Math.min(178, 62 + (y + 150) * 5.2);
            double sides = profile(x / wide);
            if (sides == 0) {
                return 0;
            }
            double dome = 100 - 46 * Math.cos((Math.abs(x) - 72) / 62) + (x < 0 ? -14 : 0);
            double water = 190 * sides;
            boolean aboveDiaphragm = y < dome;
            double lung = 0;
            if (aboveDiaphragm) {
                lung = profile(Plane.distance((Math.abs(x) - 76) / 66, (y + 15) / 142));
                water -= 150 * lung;
            } else {
                water += 46 * Math.min(1, (y - dome) / 26);
            }
            water += 95 * profile(Plane.distance((x - 22 - y * 0.2) / 66, (y - 48) / 60));
            water += 55 * profile(x / 40) + 26 * profile(Plane.distance((x - 34) / 17, (y + 72) / 18));
            water -= y < -30 ? 30 * profile(x / 8.5) : 0;
            water += 42 * profile(x / 18) * (0.8 + 0.2 * Math.cos(y / 24 * 2 * Math.PI));
            water += ribs(x, y, wide);
            water += 24 * band(y + 128 + Math.abs(x) * 0.16, 6.5) * (Math.abs(x) > 10 && Math.abs(x) < 150 ? 1 : 0);
            water += 9 * lung * Math.sin(x / 5.1 + Math.sin(y / 9.3) * 2) * Math.sin(y / 6.7 + x / 17);
            if (finding) {
                water += 42 * profile(Plane.distance(x + 84, y + 24) / 15);
            }
            return Math.max(0, water);
        }

        private double ribs(double x, double y, double wide) {
            double out = Math.abs(x);
            if (out > wide - 6 || out < 16) {
                return 0;
            }
            double sum = 0;
            for (int rib = 0; rib < 10; rib++) {
                double start = -140 + rib * 26;
                double back = start + 0.34 * out + 0.0009 * out * out - 12;
                double front = start + 78 - 0.42 * out + 0.0006 * out * out;
                sum += 15 * band(y - back, 6.5);
                sum += out > 46 && rib < 7 ? 8 * band(y - front, 8) : 0;
            }
            return sum;
        }
    },
    KNEE(210, 190) {
        @Override
        double depth(double x, double y, boolean finding) {
            double water = 115 * profile(x / (64 - 8 * Math.cos(y / 40)));
            double shaft = Math.min(1, Math.max(0, (Math.abs(y) - 18) / 60));
            if (y < -4) {
                double wide = 40 - 22 * shaft;
                water += cylinder(x, wide, 90 - 30 * shaft);
                water -= y > -22 ? 60 * profile(Plane.distance(x / 10, (y + 4) / 16)) : 0;
                water += 34 * profile(Plane.distance(x / 21, (y + 34) / 22));
            } else if (y > 5) {
                double wide = 38 - 23 * shaft;
                water += cylinder(x, wide, 84 - 30 * shaft);
                water += y > 22 ? cylinder(x - 33 + shaft * 4, 7, 40) : 0;
            }
            if (finding) {
                water -= 30 * band(y - 40 - x * 0.5, 1.6) * (Math.abs(x) < 34 ? 1 : 0);
            }
            return Math.max(0, water);
        }

        private double cylinder(double x, double wide, double strength) {
            double cortex = profile(x / wide) - 0.8 * profile(x / (wide - 4));
            return profile(x / wide) * strength * 0.55 + Math.max(0, cortex) * strength * 0.75;
        }
    };

    private final double wide;
    private final double strongest;

    Radiograph(double wide, double strongest) {
        this.wide = wide;
        this.strongest = strongest + 40;
    }

    /**
     * Water along the ray, mm.
     *
     * @param x mm from the middle, to the patient's left
     * @param y mm from the middle, downwards
     */
    abstract double depth(double x, double y, boolean finding);

    static Radiograph of(String bodyPart) {
        return switch (bodyPart.toUpperCase(Locale.ROOT)) {
            case "KNEE", "LEG", "ANKLE", "ELBOW", "WRIST" -> KNEE;
            default -> CHEST;
        };
    }

    /** Width of the field, mm. */
    double wide() {
        return wide;
    }

    /** What comes out as the brightest value, mm of water. */
    double strongest() {
        return strongest;
    }

    /** Half a circle seen from the side: 1 in the middle, 0 from radius 1 on. */
    private static double profile(double radius) {
        double square = 1 - radius * radius;
        return square > 0 ? Math.sqrt(square) : 0;
    }

    private static double band(double distance, double half) {
        double share = distance / half;
        return Math.max(0, 1 - share * share);
    }
}
