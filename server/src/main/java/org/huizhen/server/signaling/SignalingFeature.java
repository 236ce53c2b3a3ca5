package org.huizhen.server.signaling;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.cluster.Cluster;
import org.huizhen.server.cluster.Membership;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;
import org.huizhen.server.http.SecretAnswer;
import org.huizhen.server.signaling.call.Calls;
import org.huizhen.server.signaling.call.Presence;
import org.huizhen.server.signaling.call.Trunk;
import org.huizhen.server.signaling.recording.RecordingFeature;
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

    /** How often {@link #closeDesertedRooms} is to run. */
    public static final Duration DESERTED_EVERY = Duration.ofMinutes(10);

    private final SignalSessions sessions;
    private final SignalMetrics metrics;
    private final SignalServer server;
    private final ExecutorService threads;
    private final RoomRegister register;
    private final RecordingFeature recordings;
    private final IceServers ice;
    private final Rooms rooms;
    private final Switchboard switchboard;
    private final Cluster cluster;
    private final Announcer announcer;
    private final AtomicBoolean beating = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean started;
    /** For so many ticks; of the one thread that ticks. */
    private int distrusted;

    /**
     * Subscribes to the outbox (before its start); nothing listens before {@link #start}. The cluster is started and closed
     * here.
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
        this.cluster = place.cluster();
        metrics.watch(cluster);
        Trunk trunk = new Trunk(sessions, cluster);
        this.announcer = new Announcer(cluster, trunk, sessions, metrics, this::closed);
        this.register = new RoomRegister(
                ground, place.requests(), new RoomRegister.Place(cluster.members(), place.publicUrl()), announcer);
        this.ice = new IceServers(settings.ice(), clock);
        this.recordings = new RecordingFeature(database, register, clock, place.recordings());
        this.rooms = new Rooms(
                register.book(), recordings.book(), RoomLimits.standard(), ice, place.media(), clock, threads);
        metrics.watch(rooms);
        Presence presence = new Presence(sessions, cluster, clock);
        Calls calls = new Calls(
                trunk,
                presence,
                (room, caller, callee) -> {
                    RoomRegister.Callee found = register.ring(room, caller, callee);
                    return new Calls.Callee(
                            found.name(), found.people(), found.kind().equals("person"));
                },
                cluster,
                clock);
        this.switchboard = new Switchboard(
                sessions, new Switchboard.Lines(rooms, calls, presence), authentication, metrics, threads);
        Doorkeeper doorkeeper = new Doorkeeper(authentication, access, database, threads, clock);
        this.server = new SignalServer(
                settings,
                cluster.members()::urls,
                () -> new SignalConnection(
                        settings.limits(), sessions, doorkeeper, switchboard, cluster.members(), metrics),
                metrics);
        database.outbox().subscribe("signaling", eventTypes, announcer::publish);
    }

    /**
     * What surrounds the rooms.
     *
     * @param publicUrl of the web client, without trailing slash
     * @param requests which study a reading request is about
     * @param media what carries sound and picture
     * @param recordings where they are kept; none: nothing is recorded
     */
    public record Place(
            Cluster cluster,
            String publicUrl,
            RequestStudies requests,
            MediaPlanes media,
            Optional<RecordingFeature.Settings> recordings) {}

    private void closed(RoomId room, String reason) {
        rooms.closed(room, reason);
    }

    public void routes(Routes routes) {
        register.routes(routes);
        recordings.routes(routes);
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
        cluster.start();
        server.start();
        server.group().scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
        long beat = Membership.BEAT.toMillis();
        server.group().scheduleWithFixedDelay(() -> threads.execute(this::beat), beat, beat, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        switchboard.tick();
        if (cluster.members().trusted()) {
            distrusted = 0;
            return;
        }
        rooms.lost(register.held());
        distrusted++;
        // A server that was only paused is trusted again with its next heartbeat.
        if (distrusted == Membership.BEAT.toSeconds()
                && cluster.members().living().size() > 1) {
            LOG.warn("cut off from the database, people are sent to other servers");
            server.disperse();
        }
    }

    private void beat() {
        if (!beating.compareAndSet(false, true)) {
            return; // the database takes its time
        }
        try {
            rooms.lost(register.beat());
        } catch (RuntimeException e) {
            LOG.warn("the heartbeat could not be written", e);
        } finally {
            beating.set(false);
        }
    }

    void publish(Event event) {
        announcer.publish(event);
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

    /** With jobs of its own. */
    public RecordingFeature recordings() {
        return recordings;
    }

    /** A job, see {@link #DESERTED_EVERY}. Returns how many rooms were closed. */
    public int closeDesertedRooms() {
        cluster.sweep();
        int crashed = register.buryDead();
        if (crashed > 0) {
            LOG.warn("{} stays in rooms of servers that did not come back were ended", crashed);
        }
        return register.closeDeserted();
    }

    /** Gives the rooms back, tells everybody that the server goes, so that they come back at once, then stops. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        rooms.stop();
        if (started) {
            try {
                register.end();
            } catch (RuntimeException e) {
                LOG.warn("the stays in rooms could not be ended, others find them so", e);
            }
        }
        server.close();
        threads.close();
        cluster.close();
    }
}
