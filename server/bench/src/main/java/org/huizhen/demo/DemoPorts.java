package org.huizhen.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The ports of the demo, counted from one base, all on loopback. */
record DemoPorts(int base) {
    static DemoPorts free() {
        SplittableRandom random = new SplittableRandom();
        while (true) {
            DemoPorts ports = new DemoPorts(random.nextInt(2_000, 3_200) * 10);
            if (ports.taken().isEmpty()) {
                return ports;
            }
        }
    }

    int http() {
        return base;
    }

    int signaling() {
        return base + 1;
    }

    int clinicDicom() {
        return base + 3;
    }

    int clinicStatus() {
        return base + 4;
    }

    int postgres() {
        return base + 5;
    }

    String url() {
        return "http://127.0.0.1:" + http();
    }

    /** Those of our ports on which something else listens. */
    List<Integer> taken() {
        List<Integer> taken = new ArrayList<>();
        for (int port : List.of(http(), signaling(), clinicDicom(), clinicStatus(), postgres())) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                taken.add(port);
            }
        }
        return taken;
    }
}
