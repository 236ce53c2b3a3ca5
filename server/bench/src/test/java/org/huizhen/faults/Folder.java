package org.huizhen.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.huizhen.faults.FaultyFiles.Survives;

/** The names in a directory: as they are seen, as they are on the disk, and what was done between the two. */
final class Folder implements Node {
    /**
     * A change of names that the disk carries out wholly or not at all.
     *
     * @param node what is at {@code name} afterwards; null where nothing is
     * @param gone the name that it had in this directory before; null where it had none
     */
    private record Change(String name, Node node, String gone) {}

    private final Map<String, Node> seen = new LinkedHashMap<>();
    private final Map<String, Node> durable = new LinkedHashMap<>();
    private final List<Change> unsynced = new ArrayList<>();

    Map<String, Node> children() {
        return Collections.unmodifiableMap(seen);
    }

    void link(String name, Node node) {
        change(new Change(name, node, null));
    }

    void unlink(String name) {
        change(new Change(name, null, null));
    }

    /** Between two directories the old name is taken for gone at once unless it was on the disk. */
    static void rename(Folder from, String name, Folder to, String as, Node node) {
        if (from == to) {
            to.change(new Change(as, node, name));
        } else {
            from.unsynced.removeIf(change -> change.node() == node);
            from.seen.remove(name);
            if (from.durable.containsKey(name)) {
                from.unsynced.add(new Change(name, null, null));
            }
            to.change(new Change(as, node, null));
        }
    }

    private void change(Change change) {
        apply(seen, change);
        unsynced.add(change);
    }

    private static void apply(Map<String, Node> names, Change change) {
        if (change.gone() != null) {
            names.remove(change.gone());
        }
        if (change.node() == null) {
            names.remove(change.name());
        } else {
            names.put(change.name(), change.node());
        }
    }

    @Override
    public void force() {
        unsynced.forEach(change -> apply(durable, change));
        unsynced.clear();
    }

    Folder survivor(Survives survives, SplittableRandom random) {
        int kept = switch (survives) {
            case NOTHING -> 0;
            case ANYTHING -> random.nextInt(unsynced.size() + 1);
            case EVERYTHING -> unsynced.size();
        };
        Folder left = new Folder();
        left.durable.putAll(durable);
        for (Change change : unsynced.subList(0, kept)) {
            apply(left.durable, change);
        }
        left.seen.putAll(left.durable);
        return left;
    }

    void replaceAll(UnaryOperator<Node> replacement) {
        durable.replaceAll((name, node) -> replacement.apply(node));
        seen.replaceAll((name, node) -> replacement.apply(node));
    }
}
