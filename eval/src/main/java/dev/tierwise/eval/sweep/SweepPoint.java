package dev.tierwise.eval.sweep;

/**
 * What one threshold does.
 *
 * @param threshold prompts that score at least this go to strong; infinity sends none; NaN where
 *     rows are ranked within folds, which no threshold on their scores does
 * @param share of prompts sent to strong, in 0..1
 * @param quality mean quality of the answers
 * @param pgr part of the gap between weak and strong that is recovered; NaN without a gap
 * @param costPer1000 dollars per 1,000 prompts; NaN without prices
 * @param saving part of the cost of "all strong" that is saved; NaN without prices
 */
public record SweepPoint(
        double threshold, double share, double quality, double pgr, double costPer1000, double saving) {}
