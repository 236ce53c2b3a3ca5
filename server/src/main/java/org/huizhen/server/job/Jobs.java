package org.huizhen.server.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Runs what features do periodically; a failed run is logged and comes again at its next time. */
public final class Jobs implements AutoCloseable {
    /** What a killed process had begun is begun again after four of them, not after half an hour. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final DataSource dataSource;
    private final List<RecurringTask<Void>> tasks = new ArrayList<>();
    private Scheduler scheduler;

    public Jobs(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Before {@link #start}. Jobs are idempotent, work in small batches and are safe on two nodes at once. */
    public Jobs every(String name, Duration delay, Runnable work) {
        tasks.add(Tasks.recurring(name, FixedDelay.of(delay)).execute((instance, context) -> work.run()));
        return this;
    }

    public void start() {
        scheduler = Scheduler.create(dataSource)
                .startTasks(tasks)
                .threads(4)
                .pollingInterval(Duration.ofSeconds(1))
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(4)
                .pollUsingLockAndFetch(0.5, 1.0)
                .shutdownMaxWait(Duration.ofSeconds(5))
                .build();
        scheduler.start();
    }

    @Override
    public void close() {
        if (scheduler != null) {
            scheduler.stop();
        }
    }
}
