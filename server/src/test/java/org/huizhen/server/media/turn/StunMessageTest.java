package org.huizhen.server.media.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the test vectors of RFC 5769. */
final class StunMessageTest {
    private static final byte[] RESPONSE = hex("""
            0101003c2112a442b7e7a701bc34d686fa87dfae8022000b7465737420766563746f7220002000080001a147e112a643
            000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96""");
    private static final byte[] LONG_TERM = hex("""
            000100602112a44278ad3433c6ad72c029da412e00060012e3839ee38388e383aae38383e382afe382b900000015001c
            662f2f3439396b3935346436 4f4c33346f4c39465354767936347341 0014000b6578616d706c652e6f726700
            00080014f67024656dd64a3e02b8e0712e85c9a28ca89666""");

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    @Test
    void readsTheMappedAddressOfTheIpv4Response() throws Exception {
        StunMessage message = StunMessage.decode(RESPONSE).orElseThrow();
        assertThat(message.is(0x0101)).isTrue();
        assertThat(message.address(StunMessage.XOR_MAPPED_ADDRESS))
                .contains(new InetSocketAddress("192.0.2.1", 32_853));
    }

    @Test
    void signsWithLongTermCredentialsAsTheVectorDoes() throws Exception {
        StunMessage message = StunMessage.decode(LONG_TERM).orElseThrow();
        assertThat(message.text(StunMessage.USERNAME)).contains("マトリックス");
        assertThat(message.text(StunMessage.REALM)).contains("example.org");
        byte[] key = MessageDigest.getInstance("MD5")
                .digest("マトリックス:example.org:TheMatrIX".getBytes(StandardCharsets.UTF_8));
        assertThat(message.encode(key)).isEqualTo(LONG_TERM);
    }

    @Test
    void writesAddressesAsItReadsThem() throws Exception {
        for (String host : new String[] {"10.1.2.3", "2001:db8::1"}) {
            InetSocketAddress address = new InetSocketAddress(host, 49_152);
            byte[] encoded = StunMessage.of(StunMessage.BINDING)
                    .with(StunMessage.XOR_PEER_ADDRESS, address)
                    .encode();
            assertThat(StunMessage.decode(encoded).orElseThrow().address(StunMessage.XOR_PEER_ADDRESS))
                    .contains(address);
        }
    }

    @Test
    void anyBytesAreAMessageOrNone() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = LONG_TERM.clone();
            for (int k = random.nextInt(4); k >= 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            StunMessage.decode(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
        }
    }
}
