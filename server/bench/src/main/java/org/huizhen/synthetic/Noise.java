package org.huizhen.synthetic;

/** Fast pseudo-random numbers for pixels (xorshift64*), the same for the same seed. */
final class Noise {
    private long state;

    Noise(long seed) {
        state = seed * 0x9e3779b97f4a7c15L ^ 0xd1b54a32d192ed03L;
        if (state == 0) {
            state = 1;
        }
        for (int i = 0; i < 4; i++) {
            next();
        }
    }

    private long next() {
        state ^= state >>> 12;
        state ^= state << 25;
        state ^= state >>> 27;
        return state * 0x2545f4914f6cdd1dL;
    }

    /** Uniform in [0, 1). */
    double uniform() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [low, high). */
    double between(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** Nearly normal with mean 0 and deviation 1: four uniform numbers of 16 bits added. */
    double normal() {
        long bits = next();
        int sum = (int) (bits & 0xffff)
                + (int) (bits >>> 16 & 0xffff)
                + (int) (bits >>> 32 & 0xffff)
                + (int) (bits >>> 48 & 0xffff);
        return (sum - 2 * 65535.0) / (65536.0 * 0.57735);
    }
}
