package org.huizhen.server.signaling.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A JSON object as it goes over sockets: made once, in UTF-8, and shared by all who get it. */
public final class Text {
    /** Buffers are shared: most texts are made on virtual threads, each of which would begin with new ones of its own. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
            .build());

    private final byte[] utf8;

    private Text(byte[] utf8) {
        this.utf8 = utf8;
    }

    public static Text of(ObjectNode object) {
        try {
            return new Text(JSON.writeValueAsBytes(object));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a tree that cannot be written", e);
        }
    }

    /** @param object as JSON */
    public static Text of(String object) {
        return new Text(object.getBytes(StandardCharsets.UTF_8));
    }

    /** In bytes. */
    public int length() {
        return utf8.length;
    }

    /** The bytes themselves, not to be changed. */
    public byte[] utf8() {
        return utf8;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Text text && Arrays.equals(utf8, text.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
