package org.huizhen.server.media.turn;

import java.io.IOException;
import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.huizhen.server.media.Finding;

/** Tries a STUN or TURN server the way a browser would use it: an address from STUN, a packet from relay to relay from TURN. */
public final class TurnCheck {
    private static final byte[] PACKET = "huizhen".getBytes(StandardCharsets.US_ASCII);
    private static final int PATIENCE_MILLIS = 500;
    private static final int ATTEMPTS = 4;

    private TurnCheck() {}

    /** A server that needs no credentials. @param uri as in RFC 7064 */
    public static Finding stun(String uri) {
        Optional<TurnAddress> server = TurnAddress.parse(uri);
        if (server.isEmpty()) {
            return new Finding(false, "is no STUN address");
        }
        try (StunLine line = StunLine.open(server.get())) {
            StunMessage request = StunMessage.of(StunMessage.BINDING);
            Optional<StunMessage> answer = line.ask(request, request.encode());
            if (answer.isEmpty()) {
                return new Finding(false, "does not answer: not running, or a firewall drops the port");
            }
            return answer.get().succeeds(request)
                            && answer.get()
                                    .address(StunMessage.XOR_MAPPED_ADDRESS)
                                    .isPresent()
                    ? new Finding(true, "answers")
                    : new Finding(false, "refuses with error " + answer.get().error());
        } catch (IOException e) {
            return new Finding(false, words(e));
        }
    }

    /** A relay. @param uri as in RFC 7065; @param username and password of its shared-secret scheme */
    public static Finding turn(String uri, String username, String password) {
        Optional<TurnAddress> server = TurnAddress.parse(uri);
        if (server.isEmpty() || !server.get().relays()) {
            return new Finding(false, "is no TURN address");
        }
        TurnAllocation.Login login = new TurnAllocation.Login(username, password);
        try (TurnAllocation one = TurnAllocation.of(StunLine.open(server.get()), login);
                TurnAllocation other = TurnAllocation.of(StunLine.open(server.get()), login)) {
            one.permit(other.relayed());
            other.permit(one.relayed());
            for (int i = 0; i < ATTEMPTS; i++) {
                one.send(other.relayed(), PACKET);
                if (other.receive(PATIENCE_MILLIS)
                        .filter(data -> Arrays.equals(data, PACKET))
                        .isPresent()) {
                    return new Finding(
                            true, "relays, from " + one.relayed().getAddress().getHostAddress());
                }
            }
            return new Finding(
                    false,
                    "gives relayed addresses (" + one.relayed().getAddress().getHostAddress()
                            + ") but nothing passes between them: external-ip wrong, or min-port to max-port closed");
        } catch (TurnAllocation.Refused e) {
            return new Finding(false, e.getMessage());
        } catch (IOException e) {
            return new Finding(false, words(e));
        }
    }

    private static String words(IOException failure) {
        return switch (failure) {
            case UnknownHostException e -> "its name cannot be resolved: " + e.getMessage();
            case SSLException e -> "TLS fails, by the authorities that this machine trusts: " + e.getMessage();
            case SocketTimeoutException e -> "cannot be reached: a firewall drops the port, or the address is wrong";
            case PortUnreachableException e -> "nothing listens on that port";
            case ConnectException e -> "nothing listens on that port: " + e.getMessage();
            default -> "the line broke: " + failure.getMessage();
        };
    }
}
