package org.huizhen.synthetic;

import java.util.Locale;

/** Bodies that a CT cuts into slices; millimetres and Hounsfield units. */
enum Phantom {
    HEAD(0.45, 40, 80, "脑窗", 480, 2000, "骨窗") {
        @Override
        void cut(Canvas canvas, double depth, Noise shape, boolean finding) {
            double wide = Math.sqrt(Math.max(0.12, 1 - Math.pow(0.95 - depth * 1.15, 2)));
            double rx = 72 * wide;
            double ry = 90 * wide;
            canvas.ellipse(0, 0, rx + 6, ry + 6, 35)
                    .ellipse(0, 0, rx, ry, 950)
                    .ellipse(0, 0, rx - 7, ry - 7, 8)
                    .ellipse(0, 0, rx - 9, ry - 9, 38)
                    .ellipse(0, 0, rx - 17, ry - 18, 31);
            for (int side = -1; side <= 1; side += 2) {
                canvas.ellipse(side * 26 * wide, -12, 9 * wide, 14 * wide, side * 12, 38)
                        .ellipse(side * 13 * wide, 14, 10 * wide, 12 * wide, 37);
                if (depth > 0.3 && depth < 0.72) {
                    double size = Math.sin((depth - 0.3) / 0.42 * Math.PI);
                    canvas.ellipse(side * 11, -20, 4.5 * size, 17 * size, side * -14, 7)
                            .ellipse(side * 20, 30, 5 * size, 15 * size, side * 20, 7);
                }
                if (depth > 0.85) {
                    canvas.ellipse(side * 32, -62 * wide, 14, 14, 12)
                            .ellipse(side * 10, -66 * wide, 8, 10, -950)
                            .ellipse(side * 52 * wide, 22, 13, 9, side * 30, 850)
                            .ellipse(side * 54 * wide, 24, 6, 4, side * 30, -600);
                }
            }
            if (depth < 0.75) {
                canvas.ellipse(0, -ry * 0.55, 0.9, ry * 0.34, 58).ellipse(0, ry * 0.6, 0.9, ry * 0.28, 58);
            }
            if (finding && depth > 0.35 && depth < 0.6) {
                double size = Math.sin((depth - 0.35) / 0.25 * Math.PI);
                canvas.ellipse(30, -4, 17 * size, 13 * size, 20, 22).ellipse(30, -4, 12 * size, 9 * size, 20, 68);
            }
        }
    },
    CHEST(0.72, -600, 1500, "肺窗", 40, 350, "纵隔窗") {
        @Override
        void cut(Canvas canvas, double depth, Noise shape, boolean finding) {
            double rx = 140 + 32 * Math.min(1, depth * 2.2);
            double ry = 92 + 16 * depth;
            torso(canvas, rx, ry);
            double full = Math.sin(Math.min(1, 0.22 + depth * 1.1) * Math.PI / 2);
            for (int side = -1; side <= 1; side += 2) {
                double tall = ry * 0.74 * full;
                canvas.ellipse(side * rx * 0.46, -4, rx * 0.36 * full, tall, side * -6, -870);
            }
            vessels(canvas, depth, rx, shape);
            canvas.ellipse(0, -8, 26 + 10 * depth, ry * 0.62, 42);
            if (depth < 0.42) {
                canvas.ellipse(0, 4, 9, 9, -980).ellipse(24, -12, 12, 12, 45);
            } else {
                canvas.ellipse(-15, 8, 6.5, 5, 30, -980).ellipse(15, 8, 6, 4.5, -30, -980);
                double heart = Math.sin(Math.min(1, (depth - 0.38) * 1.9) * Math.PI / 2);
                canvas.ellipse(20 * heart, -32, 62 * heart, 46 * heart, 18, 44)
                        .ellipse(30 * heart, -34, 34 * heart, 24 * heart, 22, 52);
            }
            canvas.ellipse(28, 30, 12, 12, 46);
            if (depth > 0.84) {
                double dome = Math.sqrt((depth - 0.84) / 0.16);
                canvas.ellipse(-rx * 0.44, -6, rx * 0.36 * dome, ry * 0.66 * dome, 56);
            }
            cage(canvas, depth, rx, ry);
            if (finding && Math.abs(depth - 0.46) < 0.06) {
                double size = Math.sqrt(1 - Math.pow((depth - 0.46) / 0.06, 2));
                canvas.ellipse(-88, -30, 9 * size, 8 * size, 28);
            }
        }
    },
    ABDOMEN(0.74, 45, 350, "软组织窗", 30, 150, "肝窗") {
        @Override
        void cut(Canvas canvas, double depth, Noise shape, boolean finding) {
            double rx = 168 - 8 * depth;
            double ry = 112 - 6 * depth;
            torso(canvas, rx, ry);
            canvas.ellipse(0, -6, rx * 0.83, ry * 0.76, -95);
            double liver = Math.cos(depth * Math.PI / 2.1);
            canvas.ellipse(-62, -16, 78 * liver, 62 * liver, -14, 58)
                    .ellipse(-4, -38, 50 * liver, 28 * liver, -8, 58)
                    .ellipse(98, 12, 30 * liver, 42 * liver, 18, 50)
                    .ellipse(52, -44, 38, 24 * (1 - 0.4 * depth), 14, 25)
                    .ellipse(56, -58, 26 * (1 - 0.4 * depth), 9, 4, -900);
            for (int loop = 0; loop < 9; loop++) {
                double x = shape.between(-90, 90);
                double y = shape.between(-70, -10);
                double size = shape.between(7, 15);
                if (depth > 0.35 + shape.uniform() * 0.3) {
                    canvas.ellipse(x, y, size, size * 0.9, 28)
                            .ellipse(x, y - size * 0.3, size * 0.6, size * 0.35, -850);
                }
            }
            if (depth > 0.25 && depth < 0.9) {
                double size = Math.sin((depth - 0.25) / 0.65 * Math.PI);
                for (int side = -1; side <= 1; side += 2) {
                    canvas.ellipse(side * 66, 44, 28 * size, 24 * size, side * 30, 34)
                            .ellipse(side * 60, 40, 11 * size, 9 * size, side * 30, -60);
                }
                if (finding) {
                    canvas.ellipse(-84, 52, 15 * size, 14 * size, 4);
                }
            }
            canvas.ellipse(6, 18, 11, 11, 44).ellipse(-20, 16, 12, 9, 42);
            canvas.ellipse(-46, 84, 34, 20, 55).ellipse(46, 84, 34, 20, 55);
            spine(canvas, 50);
            if (depth < 0.5) {
                ribs(canvas, depth, rx, ry, 8);
            }
        }
    };

    private final double pixel;
    private final String windows;
    private final String explanation;

    Phantom(double pixel, int center, int width, String name, int center2, int width2, String name2) {
        this.pixel = pixel;
        this.windows = center + "\\" + center2 + "|" + width + "\\" + width2;
        this.explanation = name + "\\" + name2;
    }

    /**
     * Paints one slice.
     *
     * @param depth 0 at the head end to 1 at the foot end
     * @param shape the same for every slice of a body
     */
    abstract void cut(Canvas canvas, double depth, Noise shape, boolean finding);

    /** The phantom for a body part; what there is none for is shown as a chest. */
    static Phantom of(String bodyPart) {
        return switch (bodyPart.toUpperCase(Locale.ROOT)) {
            case "HEAD", "BRAIN", "SKULL" -> HEAD;
            case "ABDOMEN", "LIVER", "KIDNEY", "PELVIS" -> ABDOMEN;
            default -> CHEST;
        };
    }

    /** Pixel spacing, mm. */
    double pixel() {
        return pixel;
    }

    String windowCenters() {
        return windows.substring(0, windows.indexOf('|'));
    }

    String windowWidths() {
        return windows.substring(windows.indexOf('|') + 1);
    }

    String windowNames() {
        return explanation;
    }

    private static void torso(Canvas canvas, double rx, double ry) {
        canvas.ellipse(0, 0, rx, ry, 10).ellipse(0, 0, rx - 2, ry - 2, -105).ellipse(0, 0, rx - 16, ry - 13, 52);
        canvas.ellipse(0, ry + 26, 210, 6, -200); // the table
    }

    private static void vessels(Canvas canvas, double depth, double rx, Noise shape) {
        for (int vessel = 0; vessel < 70; vessel++) {
            double side = vessel % 2 == 0 ? -1 : 1;
            double x = shape.between(0.2, 0.74) * rx * side;
            double y = shape.between(-52, 48);
            double driftX = shape.between(-60, 60);
            double driftY = shape.between(-50, 50);
            double size = shape.between(0.9, 2.6);
            double middle = shape.uniform();
            double along = depth - middle;
            if (Math.abs(along) < 0.3) {
                canvas.ellipse(x + driftX * along, y + driftY * along, size, size * 0.9, -20);
            }
        }
    }

    private static void cage(Canvas canvas, double depth, double rx, double ry) {
        spine(canvas, ry * 0.46);
        canvas.bone(0, -ry * 0.86, 17, 6, 0);
        ribs(canvas, depth, rx, ry, 12);
        if (depth < 0.5) {
            for (int side = -1; side <= 1; side += 2) {
                canvas.bone(side * rx * 0.66, ry * 0.72, 30 * (1 - depth), 4.5, side * -34);
            }
        }
    }

    private static void spine(Canvas canvas, double y) {
        canvas.bone(0, y, 20, 16, 0)
                .ellipse(0, y + 22, 14, 12, 600)
                .ellipse(0, y + 22, 9, 8, 30)
                .bone(0, y + 40, 4, 12, 0)
                .bone(-26, y + 24, 13, 4.5, -18)
                .bone(26, y + 24, 13, 4.5, 18);
    }

    private static void ribs(Canvas canvas, double depth, double rx, double ry, int count) {
        for (int rib = 0; rib < count; rib++) {
            double angle = Math.PI * 2 * (rib + (depth * 3) % 1) / count;
            double x = Math.cos(angle) * (rx - 22);
            double y = Math.sin(angle) * (ry - 18);
            if (Math.abs(x) > 34) {
                canvas.bone(x, y, 11, 4.2, Math.toDegrees(Math.atan2(y / ry, x / rx)) + 90);
            }
        }
    }
}
