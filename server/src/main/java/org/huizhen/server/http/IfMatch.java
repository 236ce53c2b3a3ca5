package org.huizhen.server.http;

import io.javalin.http.Context;
import java.util.OptionalLong;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;

/** The version a change is based on (RFC 9110 13.1.1): {@code If-Match: "7"}. */
public final class IfMatch {
    private IfMatch() {}

    /** @throws ApiException {@code stale-version} when the header names another version; without the header nothing */
    public static void check(Context context, long current) {
        String header = context.header("If-Match");
        if (header == null || header.strip().equals("*")) {
            return;
        }
        for (String tag : header.split(",")) {
            if (tag.strip().replaceFirst("^W/", "").equals("\"" + current + "\"")) {
                return;
            }
        }
        throw new ApiException(ErrorCode.STALE_VERSION);
    }

    /** The version that the header names; empty without it or for {@code *}. @throws ApiException {@code stale-version} */
    public static OptionalLong version(Context context) {
        String header = context.header("If-Match");
        if (header == null || header.strip().equals("*")) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(header.strip().replace("\"", "")));
        } catch (NumberFormatException e) {
            throw new ApiException(ErrorCode.STALE_VERSION);
        }
    }
}
