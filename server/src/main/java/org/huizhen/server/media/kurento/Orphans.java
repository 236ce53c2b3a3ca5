package org.huizhen.server.media.kurento;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.huizhen.server.media.MediaMetrics;
import org.kurento.client.MediaPipeline;
import org.kurento.client.internal.server.KurentoServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the server's pipelines with our rooms, by name: what is ours and of no room is released (a former life of this process, a
 * create whose answer came too late); a room whose pipeline is not there is lost (the server was started anew). Confined to the
 * keeper's thread.
 */
final class Orphans {
    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

    private final String prefix;
    private final MediaMetrics metrics;
    /** Each pipeline is asked for its name once. */
    private final Map<String, String> names = new HashMap<>();

    Orphans(String prefix, MediaMetrics metrics) {
        this.prefix = prefix;
        this.metrics = metrics;
    }

    void forget() {
        names.clear();
    }

    /** @param rooms live: a room is in it before its pipeline is made, and until it is released */
    void look(KurentoLine line, Set<KurentoRoom> rooms) {
        // Before the list: what is made while it is on its way is not missed in it.
        Map<KurentoRoom, Optional<String>> expected =
                rooms.stream().collect(Collectors.toMap(room -> room, KurentoRoom::pipelineId));
        List<MediaPipeline> there =
                line.call(() -> line.client().getServerManager().getPipelines());
        Set<String> ids = there.stream().map(MediaPipeline::getId).collect(Collectors.toSet());
        names.keySet().retainAll(ids);
        for (MediaPipeline pipeline : there) {
            String name = name(line, pipeline);
            if (name.startsWith(prefix)
                    && rooms.stream().noneMatch(room -> room.name().equals(name))) {
                release(line, pipeline, name);
            }
        }
        expected.forEach((room, id) -> {
            if (id.isPresent() && !ids.contains(id.get())) {
                room.lost();
            }
        });
    }

    private String name(KurentoLine line, MediaPipeline pipeline) {
        String known = names.get(pipeline.getId());
        if (known == null) {
            try {
                known = line.call(pipeline::getName);
            } catch (KurentoServerException e) {
                known = "";
            }
            names.put(pipeline.getId(), known);
        }
        return known;
    }

    private void release(KurentoLine line, MediaPipeline pipeline, String name) {
        try {
            line.tell(pipeline::release);
            metrics.orphanReleased();
            LOG.info("released the orphan {} on the media server", name);
        } catch (KurentoServerException e) {
            LOG.debug("the orphan {} is gone already", name, e);
        }
    }
}
