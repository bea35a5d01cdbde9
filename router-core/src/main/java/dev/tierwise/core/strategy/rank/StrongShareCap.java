package dev.tierwise.core.strategy.rank;

import dev.tierwise.core.strategy.Candidate;
import dev.tierwise.core.strategy.Ranker;
import dev.tierwise.core.strategy.Ranking;
import dev.tierwise.core.strategy.RequestFacts;
import dev.tierwise.core.strategy.Signals;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/**
 * Behind a classifier: no client gets more than a share of its recent prompts to the strong tier, whatever is put into them,
 * and gets it for those that score highest. Remembers some clients, those seen last; the one stage whose answer depends on
 * what was asked before. Thread-safe.
 */
public final class StrongShareCap implements Ranker {
    /** Prompts of a client that are remembered. */
    public static final int WINDOW = 200;

    private static final int CLIENTS = 1_000;

    /** About 200 times the golden section, and without a factor in common with 200: any run of places is an even sample. */
    private static final int STRIDE = 77;

    private final double share;
    private final float[] usual;
    private final SequencedMap<String, ShareWindow> windows = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * A cap.
     *
     * @param share most of a client's prompts that may go to strong, in 0..1
     * @param quantiles ascending quantiles of usual scores
     */
    public StrongShareCap(double share, List<Float> quantiles) {
        this.share = share;
        this.usual = usual(quantiles);
    }

    /**
     * A window's worth of scores, evenly from quantiles, and in an order in which those that have not given way yet are
     * usual ones as well: in ascending order the high ones would stay longest, and hold a new client down.
     */
    public static float[] usual(List<Float> quantiles) {
        float[] usual = new float[WINDOW];
        for (int i = 0; i < WINDOW; i++) {
            usual[i] = quantiles.get((int) ((i * STRIDE % WINDOW + 0.5) * quantiles.size() / WINDOW));
        }
        return usual;
    }

    @Override
    public String name() {
        return "strong_share_cap";
    }

    @Override
    public Ranking rank(RequestFacts facts, List<Candidate> candidates, Signals signals) {
        OptionalDouble win = signals.winProbability();
        boolean wanted = candidates.getFirst().isStrong();
        ShareWindow window = window(facts.client());
        boolean granted = signals.live().dry() ? window.wouldAdmit(win, wanted) : window.admit(win, wanted);
        if (granted || !wanted) {
            return Ranking.of(candidates, "within the cap", Map.of());
        }
        return Ranking.of(
                candidates.stream()
                        .sorted(Comparator.comparing(Candidate::isStrong))
                        .toList(),
                String.format(
                        Locale.ROOT,
                        win.isEmpty()
                                ? "no score, and %.0f %% of the client's last %d had strong already"
                                : "not among the highest %.0f %% of the client's last %d",
                        share * 100,
                        WINDOW),
                Map.of("strong_share_cap", share));
    }

    private ShareWindow window(String client) {
        synchronized (windows) {
            ShareWindow window = windows.computeIfAbsent(client, c -> new ShareWindow(share, usual));
            if (windows.size() > CLIENTS) {
                windows.pollFirstEntry();
            }
            return window;
        }
    }
}
