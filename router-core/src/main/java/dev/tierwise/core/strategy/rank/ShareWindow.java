package dev.tierwise.core.strategy.rank;

import java.util.OptionalDouble;

/**
 * The last scores of one client, and which of them went to the strong tier. What is put into every prompt moves all scores
 * alike and leaves their order: beside its own kind a prompt stands where it stood. Thread-safe.
 */
public final class ShareWindow {
    /** Room for .07 x 200 to be 14, which it is not in binary. */
    private static final double ROUNDING = 1e-9;

    private final int most;
    private final float[] scores;
    private final boolean[] strong;
    private int strongs;
    private int next;

    /**
     * A window that has seen nothing yet.
     *
     * @param share most of the prompts that may go to strong, in 0..1
     * @param usual scores of usual prompts, which stand in until there are as many of the client's; their number is the
     *     window's size
     */
    public ShareWindow(double share, float[] usual) {
        this.most = (int) (share * usual.length + ROUNDING);
        this.scores = usual.clone();
        this.strong = new boolean[usual.length];
    }

    /**
     * Takes a prompt in and says whether strong is granted: the score is among the highest {@code share} of the window,
     * ties counting against it, and with this one no more than that share of the window were granted strong.
     *
     * @param score empty where there is nothing to score: only what was granted counts then
     * @param wanted whether the prompt would go to strong
     */
    public synchronized boolean admit(OptionalDouble score, boolean wanted) {
        boolean granted = wouldAdmit(score, wanted);
        strongs += (granted ? 1 : 0) - (strong[next] ? 1 : 0);
        strong[next] = granted;
        if (score.isPresent()) {
            scores[next] = (float) score.getAsDouble();
        }
        next = (next + 1) % scores.length;
        return granted;
    }

    /** What {@link #admit} would say; nothing is taken in. */
    public synchronized boolean wouldAdmit(OptionalDouble score, boolean wanted) {
        int others = strongs - (strong[next] ? 1 : 0);
        return wanted && others < most && (score.isEmpty() || above(score.getAsDouble()) < most);
    }

    /** Scores no lower than this one, but for the one whose place it takes. */
    private int above(double score) {
        int above = 0;
        for (int i = 0; i < scores.length; i++) {
            above += i != next && scores[i] >= score ? 1 : 0;
        }
        return above;
    }
}
