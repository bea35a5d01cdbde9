package dev.tierwise.core.strategy;

import java.time.LocalTime;

/**
 * Hours of the day, such as 9 to 17; 22 to 6 goes over midnight.
 *
 * @param from first hour, in 0..23
 * @param to the hour at which they end, in 1..24
 */
public record Hours(int from, int to) {
    public Hours {
        if (from < 0 || from > 23 || to < 1 || to > 24) {
            throw new IllegalArgumentException("hours " + from + "-" + to + " are not within 0-24");
        }
    }

    public boolean contains(LocalTime time) {
        int hour = time.getHour();
        return from < to ? hour >= from && hour < to : hour >= from || hour < to;
    }
}
