package org.huizhen.synthetic;

/**
 * The shadow of a body on the detector, row after row, 0 to 1. Every second point of every second row is computed, the
 * rest lies between: the bodies have no finer detail.
 */
final class Shadow {
    private final Radiograph body;
    private final Scan.Dx scan;
    private final double pixel;
    private final double shift;
    private double[] above;
    private double[] below;
    private boolean between;

    /** @param variation moves and stretches the body a little */
    Shadow(Radiograph body, Scan.Dx scan, Noise variation) {
        this.body = body;
        this.scan = scan;
        this.shift = variation.between(-8, 8);
        this.pixel = body.wide() / scan.columns() * variation.between(0.94, 1.05);
        this.above = new double[scan.columns() / 2 + 2];
        this.below = line(0, new double[above.length]);
    }

    /** Rows are visited in order, from 0. */
    void moveTo(int row) {
        between = row % 2 == 1;
        if (!between) {
            double[] free = above;
            above = below;
            below = line(row + 2, free);
        }
    }

    double at(int column) {
        int at = column / 2;
        boolean odd = column % 2 == 1;
        double upper = odd ? (above[at] + above[at + 1]) / 2 : above[at];
        if (!between) {
            return upper;
        }
        double lower = odd ? (below[at] + below[at + 1]) / 2 : below[at];
        return (upper + lower) / 2;
    }

    private double[] line(int row, double[] line) {
        double y = (row - scan.rows() / 2.0) * pixel;
        for (int at = 0; at < line.length; at++) {
            double x = (2 * at - scan.columns() / 2.0) * pixel + shift;
            double share = Math.min(1, body.depth(x, y, scan.finding()) / body.strongest());
            line[at] = 0.03 + 0.9 * Math.pow(share, 0.85);
        }
        return line;
    }
}
