package dev.tierwise.serving.server;

import dev.tierwise.core.io.Decimals;
import dev.tierwise.serving.config.Model;
import dev.tierwise.serving.route.Plan;
import dev.tierwise.serving.route.Wishes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The headers in which the router explains itself. */
final class AnswerHeaders {
    static final String DECISION_ID = "x-router-decision-id";
    static final String THRESHOLD = "x-router-threshold";
    static final String TAGS = "x-router-tags";
    static final String DEBUG = "x-router-debug";

    private AnswerHeaders() {}

    /** What a client says in headers of the same kind. */
    static Wishes wishes(HttpServletRequest request) {
        return new Wishes(
                Optional.ofNullable(request.getHeader(THRESHOLD)),
                Optional.ofNullable(request.getHeader(TAGS)),
                false,
                false);
    }

    static void write(
            HttpServletResponse response,
            Plan plan,
            @Nullable Model model,
            int attempts,
            long overheadNanos,
            boolean debug) {
        if (model != null) {
            response.setHeader("x-router-model", model.id());
            String tier = plan.tier(model);
            if (tier != null) {
                response.setHeader("x-router-tier", tier);
            }
        }
        Plan.Routed routed = plan.routed();
        if (routed != null) {
            routed.threshold().ifPresent(at -> response.setHeader(THRESHOLD, Double.toString(at)));
            routed.winProbability()
                    .ifPresent(win -> response.setHeader("x-router-win-probability", Decimals.of(win, 6)));
        }
        response.setHeader("x-router-attempts", Integer.toString(attempts));
        response.setHeader("x-router-overhead-ms", Decimals.of(overheadNanos / 1e6, 3));
        if (debug) {
            response.setHeader("x-router-reason", plan.reason());
            if (routed != null) {
                response.setHeader("x-router-version", routed.version());
            }
        }
    }
}
