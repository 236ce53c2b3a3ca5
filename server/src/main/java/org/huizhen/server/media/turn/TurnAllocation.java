package org.huizhen.server.media.turn;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;

/** A relayed address at a TURN server (RFC 8656 7), given back by {@link #close}. */
final class TurnAllocation implements AutoCloseable {
    private static final byte[] UDP = {17, 0, 0, 0};

    private final StunLine line;
    private final Login login;
    private InetSocketAddress relayed;
    private String realm = "";
    private String nonce = "";

    /** Credentials of the shared-secret scheme. */
    record Login(String username, String password) {
        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "Login[" + username + "]";
        }
    }

    /** What went wrong, in words for an administrator. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    private TurnAllocation(StunLine line, Login login) {
        this.line = line;
        this.login = login;
    }

    /** Takes the line over: it is closed with the allocation, and when there is none. */
    static TurnAllocation of(StunLine line, Login login) throws IOException, Refused {
        TurnAllocation allocation = new TurnAllocation(line, login);
        try {
            allocation.allocate();
            return allocation;
        } catch (IOException | Refused e) {
            line.close();
            throw e;
        }
    }

    private void allocate() throws IOException, Refused {
        StunMessage bare = StunMessage.of(StunMessage.ALLOCATE).with(StunMessage.REQUESTED_TRANSPORT, UDP);
        StunMessage challenge = line.ask(bare, bare.encode())
                .orElseThrow(() -> new Refused("does not answer: not running, or a firewall drops the port"));
        if (challenge.succeeds(bare)) {
            throw new Refused("relays for anybody without credentials: set use-auth-secret and static-auth-secret");
        }
        if (challenge.error() != 401) {
            throw new Refused("refuses with error " + challenge.error() + " before asking for credentials");
        }
        adopt(challenge);
        StunMessage answer = ask(StunMessage.ALLOCATE, UDP);
        relayed = answer.address(StunMessage.XOR_RELAYED_ADDRESS)
                .orElseThrow(() -> new Refused("gave no relayed address"));
    }

    private StunMessage ask(int type, byte[] transport) throws IOException, Refused {
        StunMessage request = StunMessage.of(type);
        if (transport != null) {
            request.with(StunMessage.REQUESTED_TRANSPORT, transport);
        }
        return ask(request);
    }

    private StunMessage ask(StunMessage request) throws IOException, Refused {
        sign(request);
        StunMessage answer = line.ask(request, request.encode(key()))
                .orElseThrow(() -> new Refused("asked for credentials, then did not answer"));
        if (!answer.succeeds(request)) {
            throw new Refused(words(answer.error()));
        }
        return answer;
    }

    private static String words(int error) {
        return switch (error) {
            case 401 ->
                "does not accept our credentials: turnSecret is not its static-auth-secret, or the clocks differ";
            case 403 ->
                "forbids relaying to its own relay address: see denied-peer-ip and external-ip of its configuration";
            case 437, 438 -> "lost its own state meanwhile (error " + error + "): try again";
            case 442 -> "does not relay UDP";
            case 486 -> "has reached the quota of allocations (user-quota, total-quota)";
            case 508 -> "has no relay port left: widen min-port to max-port";
            default -> "refuses with error " + error;
        };
    }

    private void adopt(StunMessage challenge) throws Refused {
        realm = challenge.text(StunMessage.REALM).orElseThrow(() -> new Refused("sent no realm: set one"));
        nonce = challenge.text(StunMessage.NONCE).orElseThrow(() -> new Refused("sent no nonce"));
    }

    private void sign(StunMessage request) {
        request.with(StunMessage.USERNAME, login.username())
                .with(StunMessage.REALM, realm)
                .with(StunMessage.NONCE, nonce);
    }

    /** The key of long-term credentials (RFC 8489 9.2.2). */
    private byte[] key() {
        try {
            return MessageDigest.getInstance("MD5")
                    .digest((login.username() + ":" + realm + ":" + login.password()).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("MD5 is part of every JDK", e);
        }
    }

    InetSocketAddress relayed() {
        return relayed;
    }

    /** Lets {@code peer} reach the relayed address (RFC 8656 9). */
    void permit(InetSocketAddress peer) throws IOException, Refused {
        ask(StunMessage.of(StunMessage.CREATE_PERMISSION).with(StunMessage.XOR_PEER_ADDRESS, peer));
    }

    /** Sends through the relay (RFC 8656 11.1). */
    void send(InetSocketAddress peer, byte[] data) throws IOException {
        line.send(StunMessage.of(StunMessage.SEND_INDICATION)
                .with(StunMessage.XOR_PEER_ADDRESS, peer)
                .with(StunMessage.DATA, data)
                .encode());
    }

    /** What a peer sent to the relayed address; empty when nothing came in time. */
    Optional<byte[]> receive(int millis) throws IOException {
        return line.receive(millis)
                .flatMap(StunMessage::decode)
                .filter(message -> message.is(StunMessage.DATA_INDICATION))
                .flatMap(message -> message.bytes(StunMessage.DATA));
    }

    @Override
    public void close() throws IOException {
        try (line) {
            StunMessage release = StunMessage.of(StunMessage.REFRESH)
                    .with(StunMessage.LIFETIME, ByteBuffer.allocate(4).putInt(0).array());
            sign(release);
            line.ask(release, release.encode(key()));
        }
    }
}
