package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The STUN and TURN servers that clients are told of. TURN credentials are short-lived, by coturn's shared-secret scheme
 * (draft-uberti-behave-turn-rest-00): the user name is its own end in Unix seconds and a label, the password the Base64 of
 * its HMAC-SHA1 under the secret that coturn knows too ({@code static-auth-secret}).
 */
public final class IceServers {

    /**
     * @param stun addresses like {@code stun:turn.example:3478}
     * @param turn addresses like {@code turn:turn.example:3478?transport=udp}
     * @param secret needed where there is a TURN server
     */
    public record Settings(List<String> stun, List<String> turn, Optional<String> secret, Duration life) {
        public Settings {
            stun = List.copyOf(stun);
            turn = List.copyOf(turn);
        }

        public static Settings none() {
            return new Settings(List.of(), List.of(), Optional.empty(), Duration.ofHours(1));
        }

        /** Keeps the secret out of logs. */
        @Override
        public String toString() {
            return "Settings[stun=" + stun + ", turn=" + turn + "]";
        }
    }

    private final Settings settings;
    private final Clock clock;

    public IceServers(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** @param label says for whom in the TURN server's log; no name */
    public void write(ArrayNode array, String label) {
        if (!settings.stun().isEmpty()) {
            urls(array.addObject().putArray("urls"), settings.stun());
        }
        login(label).ifPresent(login -> {
            var server = array.addObject().put("username", login.username()).put("credential", login.password());
            urls(server.putArray("urls"), settings.turn());
        });
    }

    /** Short-lived credentials of the TURN servers. */
    public record Login(String username, String password) {
        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "Login[" + username + "]";
        }
    }

    /** Empty where there is no TURN server. @param label says for whom in the TURN server's log; no name */
    public Optional<Login> login(String label) {
        String user = clock.instant().plus(settings.life()).getEpochSecond() + ":" + label;
        return settings.secret()
                .filter(secret -> !settings.turn().isEmpty())
                .map(secret -> new Login(user, credential(secret, user)));
    }

    static String credential(String secret, String user) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(user.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA1 is part of every JDK", e);
        }
    }

    private static void urls(ArrayNode array, List<String> urls) {
        urls.forEach(array::add);
    }
}
