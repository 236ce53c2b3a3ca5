package org.huizhen.synthetic;

import java.util.ArrayList;
import java.util.List;

/** Ten seconds of twelve leads. */
final class EcgTrace {
    static final int RATE = 500;
    static final int SAMPLES = 5000;
    static final int LEADS = 12;
    /** Microvolts per unit. */
    static final double SENSITIVITY = 5;

    private record Beat(double time, double interval, boolean ectopic) {}

    private final Rhythm rhythm;
    private final Noise noise;
    private final List<Beat> beats;

    EcgTrace(Rhythm rhythm, long seed) {
        this.rhythm = rhythm;
        this.noise = new Noise(seed);
        this.beats = beats();
    }

    /** Mean over the recording, beats per minute. */
    int heartRate() {
        Beat first = beats.getFirst();
        Beat last = beats.getLast();
        return (int) Math.round(60 * (beats.size() - 1) / (last.time() - first.time()));
    }

    /** Interleaved by sample, 16 bits signed little endian, in units of {@link #SENSITIVITY}. */
    byte[] stored() {
        byte[] bytes = new byte[SAMPLES * LEADS * 2];
        double[] lead = new double[HeartBeat.INDEPENDENT_LEADS];
        double wander = noise.between(0, 6);
        for (int sample = 0; sample < SAMPLES; sample++) {
            double time = (double) sample / RATE;
            for (int column = 0; column < lead.length; column++) {
                lead[column] = potential(column, time) + disturbance(column, time, wander);
            }
            double i = lead[0];
            double ii = lead[1];
            double[] twelve = {
                i,
                ii,
                ii - i,
                -(i + ii) / 2,
                i - ii / 2,
                ii - i / 2,
                lead[2],
                lead[3],
                lead[4],
                lead[5],
                lead[6],
                lead[7]
            };
            for (int channel = 0; channel < LEADS; channel++) {
                int value = (int) Math.round(twelve[channel] * 1000 / SENSITIVITY);
                int at = 2 * (sample * LEADS + channel);
                bytes[at] = (byte) value;
                bytes[at + 1] = (byte) (value >> 8);
            }
        }
        return bytes;
    }

    private double potential(int lead, double time) {
        double sum = 0;
        for (Beat beat : beats) {
            double since = time - beat.time();
            if (since > -0.4 && since < 0.8) {
                sum += HeartBeat.millivolts(rhythm, lead, since, beat.interval(), beat.ectopic());
            }
        }
        return sum;
    }

    private double disturbance(int lead, double time, double wander) {
        double slow = 0.03 * Math.sin(2 * Math.PI * 0.22 * time + wander + lead * 0.4);
        double muscle = 0.006 * noise.normal();
        double fibrillation = rhythm == Rhythm.ATRIAL_FIBRILLATION
                ? 0.05
                        * (lead == 2 ? 1.6 : 1)
                        * Math.sin(2 * Math.PI * 6.3 * time + 1.3 * Math.sin(2 * Math.PI * 0.7 * time))
                : 0;
        return slow + muscle + fibrillation;
    }

    private List<Beat> beats() {
        List<Beat> result = new ArrayList<>();
        double mean = 60.0 / rhythm.rate();
        double time = noise.between(-0.3, 0.2);
        for (int number = 0; time < 10.5; number++) {
            boolean ectopic = rhythm == Rhythm.VENTRICULAR_ECTOPY && number % 5 == 3;
            boolean beforeEctopic = rhythm == Rhythm.VENTRICULAR_ECTOPY && number % 5 == 2;
            double interval = switch (rhythm) {
                case ATRIAL_FIBRILLATION -> mean * noise.between(0.62, 1.5);
                default -> mean * (1 + 0.035 * Math.sin(2 * Math.PI * 0.25 * time)) + noise.normal() * 0.008;
            };
            interval *= beforeEctopic ? 0.62 : ectopic ? 1.38 : 1;
            result.add(new Beat(time, interval, ectopic));
            time += interval;
        }
        return List.copyOf(result);
    }
}
