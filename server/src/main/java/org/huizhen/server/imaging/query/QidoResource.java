package org.huizhen.server.imaging.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;
import org.huizhen.server.imaging.StudyLooks;

/** QIDO-RS (PS3.18 10.6). Attributes that the index does not know are ignored with a warning, as the standard allows. */
public final class QidoResource {
    private static final int MOST = 1000;
    private static final int DEFAULT_LIMIT = 100;
    private static final int FARTHEST = 1_000_000;
    private static final Set<String> OTHER_PARAMETERS = Set.of("limit", "offset", "includefield", "fuzzymatching");

    private final Database database;
    private final Access access;
    private final StudyLooks looks;
    private final Search search;

    public QidoResource(Database database, Access access, StudyLooks looks, String publicUrl) {
        this.database = database;
        this.access = access;
        this.looks = looks;
        this.search = new Search(publicUrl);
    }

    public void register(Routes routes) {
        String study = "/dicomweb/studies/{study}";
        add(routes, "/dicomweb/studies", Attribute.Level.STUDY);
        add(routes, "/dicomweb/series", Attribute.Level.SERIES);
        add(routes, "/dicomweb/instances", Attribute.Level.INSTANCE);
        add(routes, study + "/series", Attribute.Level.SERIES);
        add(routes, study + "/instances", Attribute.Level.INSTANCE);
        add(routes, study + "/series/{series}/instances", Attribute.Level.INSTANCE);
    }

    private void add(Routes routes, String path, Attribute.Level level) {
        routes.get(path, Permission.STUDY_READ, (context, actor) -> answer(context, actor, level));
    }

    private void answer(Context context, Actor actor, Attribute.Level level) {
        Set<String> ignored = new TreeSet<>();
        Conditions conditions = conditions(context, level, ignored);
        int limit = number(context, "limit", DEFAULT_LIMIT, MOST);
        int offset = number(context, "offset", 0, FARTHEST);
        Optional<StudyId> study = Optional.ofNullable(context.pathParamMap().get("study"))
                .map(uid -> looks.open(actor, uid).id());
        List<ObjectNode> rows = database.read(handle -> {
            Optional<Scope> scope = study.isPresent()
                    ? Optional.empty()
                    : Optional.of(access.scope(handle, actor, Permission.STUDY_READ));
            return search.run(handle, level, scope, study, conditions, limit, offset);
        });
        if (!ignored.isEmpty()) {
            context.header("Warning", "299 huizhen \"not supported and ignored: " + String.join(", ", ignored) + "\"");
        }
        if (rows.isEmpty()) {
            context.status(204);
            return;
        }
        ArrayNode body = JsonNodeFactory.instance.arrayNode().addAll(rows);
        context.contentType("application/dicom+json")
                .result(body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static Conditions conditions(Context context, Attribute.Level level, Set<String> ignored) {
        Conditions conditions = new Conditions();
        for (Map.Entry<String, List<String>> parameter : context.queryParamMap().entrySet()) {
            String name = parameter.getKey();
            if (OTHER_PARAMETERS.contains(name)) {
                continue;
            }
            Optional<Attribute> attribute = Attribute.named(name)
                    .filter(known -> known.level().compareTo(level) <= 0)
                    .filter(known -> known.match() != Attribute.Match.NONE);
            if (attribute.isEmpty()) {
                ignored.add(name.replaceAll("[^A-Za-z0-9]", "?"));
            } else {
                conditions.add(attribute.get(), String.join(",", parameter.getValue()));
            }
        }
        String series = context.pathParamMap().get("series");
        return series == null ? conditions : conditions.add(Attribute.SeriesInstanceUID, series);
    }

    private static int number(Context context, String name, int absent, int largest) {
        String text = context.queryParam(name);
        if (text == null) {
            return absent;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return Math.min(number, largest);
            }
        } catch (NumberFormatException e) {
            throw ApiException.invalid(name, "number", "0–" + largest);
        }
        throw ApiException.invalid(name, "range", "0–" + largest);
    }
}
