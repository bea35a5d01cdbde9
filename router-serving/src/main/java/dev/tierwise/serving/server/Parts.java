package dev.tierwise.serving.server;

import dev.tierwise.serving.config.Limits;
import dev.tierwise.serving.observe.Journal;
import dev.tierwise.serving.observe.Metrics;
import dev.tierwise.serving.observe.Traces;
import dev.tierwise.serving.upstream.Caller;
import dev.tierwise.serving.upstream.Watch;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What the handlers share.
 *
 * @param failures told of our own faults, with the decision's id
 */
record Parts(
        Limits limits,
        LiveSetup live,
        Admission admission,
        BodyReader bodies,
        BodyMemory bodyMemory,
        Watch watch,
        Caller caller,
        Journal journal,
        Metrics metrics,
        Optional<Traces> traces,
        BiConsumer<String, Throwable> failures) {}
