package org.huizhen.bench;

import static org.huizhen.bench.BenchPeople.in;

import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Tabs that are in rooms; they speak by raising and lowering their hands, which nothing but the room's memory keeps. */
final class RoomLoad implements AutoCloseable {
    private static final int ABREAST = 50;

    private final List<SignalTab> tabs = new ArrayList<>();
    private final Percentiles joins = new Percentiles();

    /** Everybody of {@code people} joins every room with a tab of their own. */
    static RoomLoad join(EventLoopGroup group, Center center, BenchPeople people, List<String> rooms, FanOutLoad load)
            throws Exception {
        RoomLoad all = new RoomLoad();
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (String room : rooms) {
            for (int person = 0; person < people.users().size(); person++) {
                running.add(all.enter(group, center.signalingPort(), people.token(person), room, load));
                if (running.size() == ABREAST) {
                    await(running);
                }
            }
        }
        await(running);
        return all;
    }

    private static void await(List<CompletableFuture<Void>> running) throws Exception {
        CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        running.clear();
    }

    private CompletableFuture<Void> enter(EventLoopGroup group, int port, String token, String room, FanOutLoad load) {
        return SignalTab.open(group, port, token).thenCompose(tab -> {
            synchronized (tabs) {
                tabs.add(tab);
            }
            long start = System.nanoTime();
            return tab.ask("room.join", in(room)).thenAccept(snapshot -> {
                joins.add((System.nanoTime() - start) / 1e6);
                talk(tab, room, snapshot.path("you").asText(), load.add());
            });
        });
    }

    private static void talk(SignalTab tab, String room, String me, FanOutLoad.Talker talker) {
        String fields = in(room);
        String mine = "\"participant\":\"" + me + "\"";
        boolean[] up = new boolean[1];
        tab.onEvent(event -> {
            if (event.contains("\"type\":\"hand.")) {
                talker.heard(event.contains(mine));
            }
        });
        talker.voice(() -> {
            up[0] = !up[0];
            tab.tell(up[0] ? "hand.raise" : "hand.lower", fields);
        });
    }

    Percentiles joins() {
        return joins;
    }

    int tabs() {
        return tabs.size();
    }

    @Override
    public void close() {
        tabs.forEach(SignalTab::close);
    }
}
