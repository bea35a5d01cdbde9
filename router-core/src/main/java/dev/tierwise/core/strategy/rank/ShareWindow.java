package dev.tierwise.core.strategy.rank;

/**
 * The last scores of one client, and which of them went to the strong tier. What is put into every prompt moves all scores
 * alike and leaves their order: beside its own kind a prompt stands where it stood. Thread-safe.
 */
public final class ShareWindow {
    private final double most;
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
        this.most = share * usual.length;
        this.scores = usual.clone();
        this.strong = new boolean[usual.length];
    }

    /**
     * Takes a score in and says whether strong is granted: the score is among the highest {@code share} of the window, ties
     * counting against it, and fewer than that share of the window were granted strong.
     *
     * @param wanted whether the prompt would go to strong
     */
    public synchronized boolean admit(double score, boolean wanted) {
        strongs -= strong[next] ? 1 : 0;
        scores[next] = Float.NEGATIVE_INFINITY;
        int above = 0;
        for (float other : scores) {
            above += other >= score ? 1 : 0;
        }
        boolean granted = wanted && above < most && strongs < most;
        scores[next] = (float) score;
        strong[next] = granted;
        strongs += granted ? 1 : 0;
        next = (next + 1) % scores.length;
        return granted;
    }
}
