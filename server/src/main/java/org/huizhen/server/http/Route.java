package org.huizhen.server.http;

import io.javalin.http.HandlerType;
import java.util.Optional;
import org.huizhen.server.access.Permission;

/**
 * One route: who may use it and what answers.
 *
 * @param path with parameters in braces, from the root: {@code /api/v1/studies/{id}}
 * @param permission empty for the few public ones (sign-in, pairing, health, the contract)
 */
public record Route(HandlerType method, String path, Optional<Permission> permission, ApiHandler handler) {}
