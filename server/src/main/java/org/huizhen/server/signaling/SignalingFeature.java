package org.huizhen.server.signaling;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;
import org.huizhen.server.http.SecretAnswer;
import org.huizhen.server.signaling.call.Calls;
import org.huizhen.server.signaling.call.Presence;
import org.huizhen.server.signaling.register.RequestStudies;
import org.huizhen.server.signaling.register.RoomRegister;
import org.huizhen.server.signaling.room.IceServers;
import org.huizhen.server.signaling.room.MediaPlanes;
import org.huizhen.server.signaling.room.RoomLimits;
import org.huizhen.server.signaling.room.Rooms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live changes and rooms: sessions over WebSocket, told of what changes within the reach of their person, and meeting in
 * rooms.
 */
public final class SignalingFeature implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignalingFeature.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** How often {@link #closeDesertedRooms} is to run. */
    public static final Duration DESERTED_EVERY = Duration.ofMinutes(10);

    private final SignalSessions sessions;
    private final SignalMetrics metrics;
    private final SignalServer server;
    private final ExecutorService threads;
    private final RoomRegister register;
    private final IceServers ice;
    private final Rooms rooms;
    private final Switchboard switchboard;
    private volatile boolean started;

    /**
     * Subscribes to the outbox (before its start); nothing listens before {@link #start}.
     *
     * @param eventTypes types of events that notify, gathered from the features
     */
    public SignalingFeature(
            RoomRegister.Ground ground,
            MeterRegistry registry,
            SignalSettings settings,
            SignalAuthentication authentication,
            Place place,
            Set<String> eventTypes) {
        Database database = ground.database();
        Access access = ground.access();
        Clock clock = ground.clock();
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("signaling-", 0).factory());
        this.sessions = new SignalSessions(settings.limits(), clock);
        this.metrics = new SignalMetrics(registry, sessions);
        this.register = new RoomRegister(ground, place.requests(), place.register(), new Heard());
        this.ice = new IceServers(settings.ice(), clock);
        this.rooms = new Rooms(register, RoomLimits.standard(), ice, place.media(), clock, threads);
        metrics.watch(rooms);
        Presence presence = new Presence(sessions);
        Calls calls = new Calls(
                sessions,
                presence,
                (room, caller, callee) -> {
                    RoomRegister.Callee found = register.ring(room, caller, callee);
                    return new Calls.Callee(
                            found.name(), found.people(), found.kind().equals("person"));
                },
                clock);
        this.switchboard = new Switchboard(sessions, rooms, calls, presence, metrics, threads);
        Doorkeeper doorkeeper = new Doorkeeper(authentication, access, database, threads, clock);
        this.server = new SignalServer(
                settings,
                () -> new SignalConnection(settings.limits(), sessions, doorkeeper, switchboard, metrics),
                metrics);
        database.outbox()
                .subscribe(
                        "signaling", eventTypes, (transaction, event) -> transaction.afterCommit(() -> publish(event)));
    }

    /**
     * What surrounds the rooms.
     *
     * @param requests which study a reading request is about
     * @param media what carries sound and picture
     */
    public record Place(RoomRegister.Place register, RequestStudies requests, MediaPlanes media) {}

    /** What the register has committed and those who are connected should know at once. */
    private final class Heard implements RoomRegister.Listener {
        @Override
        public void invited(RoomId room, Set<UserId> people) {
            ObjectNode event = JsonNodeFactory.instance
                    .objectNode()
                    .put("type", "room.invited")
                    .put("room", room.toString());
            people.forEach(person -> sessions.tell(person, event));
        }

        @Override
        public void closed(RoomId room, String reason) {
            rooms.closed(room, reason);
        }
    }

    public void routes(Routes routes) {
        register.routes(routes);
        routes.get("/api/v1/ice-servers", Permission.ROOM_JOIN, this::iceServers);
    }

    /** For the connection test before joining; in the room they come with the snapshot. */
    private void iceServers(Context context, Actor actor) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ice.write(
                answer.putArray("iceServers"),
                actor instanceof Actor.Person person ? person.userId().toString() : "test");
        SecretAnswer.mark(context);
        context.json(answer);
    }

    public void start() {
        started = true;
        int crashed = register.begin();
        if (crashed > 0) {
            LOG.warn("{} stays in rooms were cut off by a crash", crashed);
        }
        server.start();
        server.group().scheduleWithFixedDelay(switchboard::tick, 1, 1, TimeUnit.SECONDS);
        server.group()
                .scheduleWithFixedDelay(
                        () -> threads.execute(this::beat),
                        HEARTBEAT.toSeconds(),
                        HEARTBEAT.toSeconds(),
                        TimeUnit.SECONDS);
    }

    private void beat() {
        try {
            register.beat();
        } catch (RuntimeException e) {
            LOG.warn("the heartbeat could not be written", e);
        }
    }

    /** Open sockets, whether anybody has said hello on them or not. */
    int sockets() {
        return metrics.sockets();
    }

    /** Rooms that live here now. */
    int rooms() {
        return rooms.size();
    }

    public int port() {
        return server.port();
    }

    /** A job, see {@link #DESERTED_EVERY}. Returns how many rooms were closed. */
    public int closeDesertedRooms() {
        return register.closeDeserted();
    }

    /** Tells everybody that the server goes, so that they come back at once, then stops. */
    @Override
    public void close() {
        server.close();
        rooms.save();
        threads.close();
        if (started) {
            register.end();
        }
    }

    void publish(Event event) {
        metrics.published();
        sessions.publish(event);
    }
}
